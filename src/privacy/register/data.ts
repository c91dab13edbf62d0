import { type Declarations, plainTable } from '../tags.ts'
import { recipient, registerText, registerVersion } from './table.ts'

/**
 * What the shop says of its own processing. Recipients are businesses and authorities; where a version tells who
 * changed something, it is by an id that the staff's own tables explain while they hold it.
 */
export const livingRegisterData: Declarations = {
  personal: [],
  plain: [
    plainTable<typeof recipient>(recipient, { backoffice: 'write' }),
    plainTable<typeof registerText>(registerText, { backoffice: 'write' }),
    plainTable<typeof registerVersion>(registerVersion, { storefront: 'insert', backoffice: 'insert' }),
  ],
}

import { type Declarations, plainTable } from '../privacy/tags.ts'
import { settlement } from './table.ts'

export const receivablesData: Declarations = {
  personal: [],
  plain: [plainTable<typeof settlement>(settlement, { accounting: 'insert' })],
}

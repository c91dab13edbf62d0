import { type Declarations, plainTable } from '../privacy/tags.ts'
import { pickupPoint, pointImport } from './table.ts'

/** Lockers are nobody's data; which one a person chose stands with the order. */
export const deliveryData: Declarations = {
  personal: [],
  plain: [
    plainTable<typeof pickupPoint>(pickupPoint, { backoffice: 'write' }),
    plainTable<typeof pointImport>(pointImport, { backoffice: 'delete' }),
  ],
}

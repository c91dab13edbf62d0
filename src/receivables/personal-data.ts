import { type Declarations, plainTable } from '../privacy/tags.ts'
import { settlement, settlementReversal } from './table.ts'

export const receivablesData: Declarations = {
  personal: [],
  plain: [
    plainTable<typeof settlement>(settlement, { accounting: 'insert' }),
    plainTable<typeof settlementReversal>(settlementReversal, { accounting: 'insert' }),
  ],
}

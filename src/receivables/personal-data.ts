import { type Declarations, plainTable } from '../privacy/tags.ts'
import { dunningData } from './dunning/data.ts'
import { handOverData } from './hand-over/data.ts'
import { settlement, settlementReversal } from './table.ts'

export const receivablesData: Declarations = {
  personal: [...dunningData.personal, ...handOverData.personal],
  plain: [
    plainTable<typeof settlement>(settlement, { accounting: 'insert' }),
    plainTable<typeof settlementReversal>(settlementReversal, { accounting: 'insert' }),
    ...handOverData.plain,
  ],
}

import { type Declarations, plainTable } from '../privacy/tags.ts'
import { bookExport, monthClosing } from './table.ts'

/** Months, formats and sums: who of the staff, and nobody else. */
export const bookkeepingData: Declarations = {
  personal: [],
  plain: [
    plainTable<typeof monthClosing>(monthClosing, { backoffice: 'write' }),
    plainTable<typeof bookExport>(bookExport, { accounting: 'write' }),
  ],
}

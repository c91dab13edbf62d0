import { type Declarations, plainTable } from '../privacy/tags.ts'
import { backupRun, numberSeries, pageVersion, setting, termsVersion } from './table.ts'

/** The shop's own data: a company's, not a person's. */
export const settingsData: Declarations = {
  personal: [],
  plain: [
    plainTable<typeof backupRun>(backupRun, { worker: 'write' }),
    plainTable<typeof setting>(setting, { backoffice: 'write' }),
    plainTable<typeof termsVersion>(termsVersion, { backoffice: 'insert' }),
    plainTable<typeof pageVersion>(pageVersion, { backoffice: 'insert' }),
    plainTable<typeof numberSeries>(numberSeries, { backoffice: 'write', accounting: 'write' }),
  ],
}

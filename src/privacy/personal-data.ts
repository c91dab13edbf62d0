import { intervalOf } from './purposes.ts'
import {
  auditEntry,
  consent,
  consentText,
  consentWithdrawal,
  noticeVersion,
  objection,
  purposeSwitch,
} from './table.ts'
import { type Declarations, personal, personalTable, plain, plainTable } from './tags.ts'

const evidence = personal('consents', 'consent-evidence')
const afterWithdrawal = intervalOf('consent-evidence', 'withdrawal')
const trace = personal('accountability', 'accountability')

export const privacyData: Declarations = {
  personal: [
    personalTable<typeof consent>({
      table: consent,
      subjects: ['customer', 'enquirer', 'lead'],
      columns: {
        id: plain,
        purpose: evidence,
        address: evidence,
        textHash: evidence,
        noticeVersionId: evidence,
        form: evidence,
        orderId: evidence,
        givenAt: evidence,
      },
      collectedFor: ['consent-evidence'],
      rows: { 'consent-evidence': `shop_consent_kept(id, ${afterWithdrawal})` },
      audited: true,
    }),
    personalTable<typeof consentWithdrawal>({
      table: consentWithdrawal,
      subjects: ['customer', 'enquirer', 'lead'],
      columns: { consentId: plain, withdrawnAt: evidence },
      collectedFor: ['consent-evidence'],
      rows: { 'consent-evidence': `withdrawn_at > now() - ${afterWithdrawal}` },
      audited: true,
    }),
    personalTable<typeof objection>({
      table: objection,
      subjects: ['customer', 'enquirer', 'business-contact'],
      columns: {
        addressHash: personal('consents', 'objections'),
        purpose: personal('consents', 'objections'),
        madeAt: personal('consents', 'objections'),
      },
      collectedFor: ['objections'],
      // The address's hash identifies the row: noted in the audit, it would outlive an erasure of the objection.
      audited: false,
    }),
    personalTable<typeof auditEntry>({
      table: auditEntry,
      subjects: ['customer', 'business-contact', 'staff'],
      columns: {
        id: plain,
        at: trace,
        tableName: trace,
        rowId: trace,
        action: trace,
        columns: trace,
        purpose: trace,
        actor: trace,
      },
      collectedFor: [],
      rows: { accountability: `at > now() - ${intervalOf('accountability', 'entry')}` },
      audited: false,
    }),
  ],
  plain: [
    plainTable<typeof purposeSwitch>(purposeSwitch, { backoffice: 'write' }),
    plainTable<typeof noticeVersion>(noticeVersion, {
      storefront: 'insert',
      backoffice: 'insert',
      worker: 'insert',
    }),
    plainTable<typeof consentText>(consentText, { 'consent-evidence': 'insert' }),
  ],
}

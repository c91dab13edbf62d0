import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { subscription } from './table.ts'

const address = personal('contact', 'marketing-email', 'marketing-similar-goods', 'marketing-phone')
const allowed = (purpose: string) =>
  `purpose = '${purpose}' and shop_may_market(purpose, address_hash, consent_id)`

/** A purpose sees its own live subscriptions: consent not taken back, and no objection, which wins at once. */
export const marketingData: Declarations = {
  personal: [
    personalTable<typeof subscription>({
      table: subscription,
      subjects: ['customer', 'enquirer', 'lead'],
      columns: {
        id: plain,
        purpose: plain,
        address,
        addressHash: address,
        language: plain,
        consentId: plain,
        since: plain,
      },
      // shop_subscribe adds and renews them: one row for an address and purpose.
      collectedFor: [],
      rows: {
        'marketing-email': allowed('marketing-email'),
        'marketing-similar-goods': allowed('marketing-similar-goods'),
        'marketing-phone': allowed('marketing-phone'),
      },
      audited: true,
    }),
  ],
  plain: [],
}

import { type Declarations, personal, personalTable, plain, plainTable, sealed } from '../privacy/tags.ts'
import {
  newsletter,
  newsletterMail,
  newsletterTest,
  newsletterText,
  newsRequest,
  subscription,
} from './table.ts'

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
      unit: { of: 'address', by: 'address' },
      // shop_subscribe adds and renews them: one row for an address and purpose.
      collectedFor: [],
      rows: {
        'marketing-email': allowed('marketing-email'),
        'marketing-similar-goods': allowed('marketing-similar-goods'),
        'marketing-phone': allowed('marketing-phone'),
      },
      audited: true,
    }),
    personalTable<typeof newsRequest>({
      table: newsRequest,
      subjects: ['customer', 'enquirer'],
      columns: {
        id: plain,
        address: personal('contact', 'marketing-email'),
        language: plain,
        words: plain,
        noticeVersionId: plain,
        tokenHash: sealed('contact', 'marketing-email'),
        askedAt: plain,
        confirmedAt: plain,
      },
      unit: { of: 'address', by: 'address' },
      collectedFor: ['marketing-email'],
      changedFor: ['marketing-email'],
      rows: { 'marketing-email': 'shop_news_request_open(asked_at)' },
      audited: true,
    }),
  ],
  plain: [
    plainTable<typeof newsletter>(newsletter, {
      backoffice: 'delete',
      worker: ['listedAt', 'finishedAt'],
      objections: ['unsubscribed'],
    }),
    plainTable<typeof newsletterText>(newsletterText, { backoffice: 'delete' }),
    // A key of a subscription leads to nobody without a marketing purpose, and goes when the newsletter is finished.
    plainTable<typeof newsletterMail>(newsletterMail, {
      'marketing-email': 'write',
      'marketing-similar-goods': 'write',
      worker: ['state', 'subscriptionId'],
    }),
    plainTable<typeof newsletterTest>(newsletterTest, { 'service-messages': 'insert' }),
  ],
}

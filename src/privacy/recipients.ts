import type { purposes } from './purposes.ts'

/** Countries of the European Economic Area the shop's recipients are in; any other needs a safeguard (Art. 46) first. */
type EeaCountry = 'LV'

export interface Recipient {
  /** A processor works by our instructions (Art. 28); a controller answers for itself. */
  readonly role: 'controller' | 'processor'
  /** ISO 3166-1 alpha-2. Seed 003 §5: processing takes place in Latvia. */
  readonly country: EeaCountry
}

export type RecipientId = (typeof purposes)[keyof typeof purposes]['recipients'][number]

/** Who receives personal data, by kind: a purpose names them, the notice and the record list them. */
export const recipients: Readonly<Record<RecipientId, Recipient>> = {
  hosting: { role: 'processor', country: 'LV' },
  carrier: { role: 'controller', country: 'LV' },
  'payment-provider': { role: 'controller', country: 'LV' },
  'mail-provider': { role: 'processor', country: 'LV' },
  accountant: { role: 'processor', country: 'LV' },
  'tax-authority': { role: 'controller', country: 'LV' },
  'supervisory-authority': { role: 'controller', country: 'LV' },
  court: { role: 'controller', country: 'LV' },
  'card-dispute-body': { role: 'controller', country: 'LV' },
  'debt-collector': { role: 'controller', country: 'LV' },
  'survey-processor': { role: 'processor', country: 'LV' },
}

/**
 * Why the shop holds personal data: the processing register as a lawyer reads it. Nothing here is code; roles,
 * grants, the notice and the retention rules are derived from it. Sources: SIA "ZĪMES" procedure (seed 003), the
 * feedback policy (seed 004), seeds 000-002 for people who are not customers, and the articles of Regulation (EU)
 * 2016/679 named beside each row. Letters are the points of Art. 6(1).
 */

/** Kinds of personal data (seed 003 §6, and what §8 (a), §11 and §13 add); the value is the fideslang key. */
export const categories = {
  name: 'user.name',
  contact: 'user.contact',
  relationship: 'user',
  technical: 'user.device',
  correspondence: 'user.content.private',
  purchases: 'user.behavior.purchase_history',
  complaints: 'user.content',
  'account-number': 'user.financial.bank_account',
  'personal-code': 'user.government_id.national_identification_number',
  consents: 'user.privacy_preferences',
  'survey-answers': 'user.content',
  'rights-requests': 'user',
  interests: 'user.behavior',
  application: 'user.employment',
  visit: 'user',
  artwork: 'user.content',
  payer: 'user.financial',
  accountability: 'user',
} as const
export type Category = keyof typeof categories

export type Subject =
  | 'customer'
  | 'enquirer'
  | 'business-contact'
  | 'third-person'
  | 'payer'
  | 'lead'
  | 'applicant'
  | 'visitor'
  | 'user'
  | 'staff'

export type LegalBasis = 'a' | 'b' | 'c' | 'f'

/** The logins that serve requests; each may take only its own purposes. */
export type Login = 'storefront' | 'backoffice' | 'worker' | 'signin'

export interface Retention {
  /** The fact from which the period runs. */
  readonly from: string
  /** ISO 8601 duration; P0D means at that moment. */
  readonly period: string
  readonly action: 'erase' | 'anonymise' | 'aggregates only'
  /** No seed states this term: it is our proposal until the owner signs it off. */
  readonly proposed?: true
}

export interface Purpose {
  readonly basis: Partial<Record<Subject, LegalBasis>>
  readonly data: readonly Category[]
  readonly recipients: readonly string[]
  /** One term, or one for each kind of what is held. */
  readonly retention: readonly Retention[]
  /** What becomes of it when the person asks for erasure: it gives way, or a law lets it stay (Art. 17(3)). */
  readonly erasure: 'yields' | 'stays'
  readonly source: string
  readonly logins: readonly Login[]
  /**
   * core: the shop cannot trade lawfully without it. on: the owner may switch it, and it begins switched on. later: what
   * it serves is not built yet, so it stays off and nobody can switch it on.
   */
  readonly use: 'core' | 'on' | 'later'
}

export const purposes = {
  'order-contract': {
    basis: { customer: 'b', 'business-contact': 'f', 'third-person': 'f' },
    data: ['name', 'contact', 'relationship', 'purchases', 'account-number', 'artwork', 'payer'],
    recipients: ['hosting', 'carrier', 'payment-provider'],
    retention: [{ from: 'contract-end', period: 'P0D', action: 'erase', proposed: true }],
    erasure: 'stays',
    source: 'seed 003: 3.2, 4.1, 10.1.1',
    logins: ['storefront', 'backoffice', 'worker'],
    use: 'core',
  },
  identification: {
    basis: { customer: 'b' },
    data: ['personal-code'],
    recipients: [],
    retention: [{ from: 'invoice-paid', period: 'P0D', action: 'erase', proposed: true }],
    erasure: 'stays',
    source: 'seed 003: 3.2, 8(a)',
    logins: ['storefront', 'backoffice'],
    use: 'on',
  },
  'conformity-claims': {
    basis: { customer: 'f', 'business-contact': 'f' },
    data: ['name', 'contact', 'purchases', 'artwork'],
    recipients: [],
    retention: [
      { from: 'delivery', period: 'P2Y', action: 'erase', proposed: true },
      // Another length where the buyer lives: `delivery-` and the country. Sweden: Konsumentköplag (2022:260).
      { from: 'delivery-se', period: 'P3Y', action: 'erase', proposed: true },
      // On top of these, once: Directive (EU) 2024/1799 Art. 16.
      { from: 'repair', period: 'P1Y', action: 'erase', proposed: true },
    ],
    erasure: 'yields',
    source: 'seed 003: 3.3; Directive (EU) 2019/771 Art. 10',
    logins: ['backoffice'],
    use: 'core',
  },
  'legal-claims': {
    basis: { customer: 'f', 'business-contact': 'f' },
    // Payment reference, proof of delivery, approved drawing, notices: who it was stands on the invoice.
    data: ['purchases', 'artwork'],
    recipients: ['card-dispute-body', 'court'],
    retention: [{ from: 'delivery', period: 'P3Y', action: 'erase', proposed: true }],
    erasure: 'stays',
    source: 'seed 003: 3.3, 4.2',
    logins: ['backoffice'],
    use: 'core',
  },
  'artwork-for-reorder': {
    basis: { customer: 'a', 'business-contact': 'a' },
    data: ['artwork'],
    recipients: [],
    retention: [{ from: 'consent', period: 'P5Y', action: 'erase', proposed: true }],
    erasure: 'yields',
    source: 'seed 003: 8(a)',
    logins: ['storefront', 'backoffice'],
    use: 'later',
  },
  accounting: {
    basis: { customer: 'c', 'business-contact': 'c', payer: 'c' },
    data: ['name', 'contact', 'purchases', 'account-number', 'payer'],
    recipients: ['accountant', 'tax-authority'],
    retention: [
      { from: 'financial-year-end', period: 'P5Y', action: 'anonymise' },
      // Council Implementing Regulation (EU) 282/2011 Art. 63c; Directive 2006/112/EC Art. 369k.
      { from: 'one-stop-shop-year-end', period: 'P10Y', action: 'anonymise' },
    ],
    erasure: 'stays',
    source: 'seed 003: 3.2, 3.3, 4.1, 8(a); Grāmatvedības likums 28',
    logins: ['backoffice', 'worker'],
    use: 'core',
  },
  'service-messages': {
    basis: { customer: 'b', enquirer: 'f', 'business-contact': 'f', staff: 'b' },
    data: ['name', 'contact', 'correspondence'],
    recipients: ['mail-provider'],
    retention: [
      { from: 'contract-end', period: 'P0D', action: 'erase', proposed: true },
      { from: 'enquiry-closed', period: 'P6M', action: 'erase', proposed: true },
    ],
    erasure: 'stays',
    source: 'seed 003: 4.3',
    logins: ['backoffice', 'worker'],
    use: 'core',
  },
  website: {
    basis: { customer: 'f', enquirer: 'f', visitor: 'f' },
    data: ['technical'],
    recipients: ['hosting'],
    retention: [{ from: 'session-end', period: 'P30D', action: 'erase', proposed: true }],
    erasure: 'yields',
    source: 'seed 003: 4.4',
    logins: ['storefront', 'worker'],
    use: 'core',
  },
  'debt-collection': {
    basis: { customer: 'f', 'business-contact': 'f' },
    data: ['name', 'contact', 'purchases', 'personal-code'],
    recipients: ['debt-collector'],
    retention: [{ from: 'debt-closed', period: 'P0D', action: 'erase' }],
    erasure: 'stays',
    source: 'seed 003: 4.2',
    logins: ['backoffice', 'worker'],
    use: 'on',
  },
  'marketing-email': {
    basis: { customer: 'a', enquirer: 'a', lead: 'a' },
    data: ['contact'],
    recipients: ['mail-provider'],
    retention: [{ from: 'withdrawal-or-objection', period: 'P0D', action: 'erase' }],
    erasure: 'yields',
    source: 'seed 003: 3.1, 8(a), 10.1.2, 11',
    logins: ['storefront', 'worker'],
    use: 'on',
  },
  'marketing-similar-goods': {
    basis: { customer: 'f' },
    data: ['contact'],
    recipients: ['mail-provider'],
    retention: [{ from: 'objection', period: 'P0D', action: 'erase' }],
    erasure: 'yields',
    source: 'seed 003: 10.1.2; Informācijas sabiedrības pakalpojumu likums 9',
    logins: ['storefront', 'worker'],
    use: 'on',
  },
  'marketing-phone': {
    basis: { customer: 'a', enquirer: 'a' },
    data: ['contact'],
    recipients: [],
    retention: [{ from: 'withdrawal-or-objection', period: 'P0D', action: 'erase' }],
    erasure: 'yields',
    source: 'seed 003: 10.1.2',
    logins: ['storefront', 'backoffice'],
    use: 'on',
  },
  objections: {
    basis: { customer: 'c', enquirer: 'c', 'business-contact': 'c' },
    data: ['consents'],
    recipients: [],
    retention: [{ from: 'end-of-marketing', period: 'P0D', action: 'erase', proposed: true }],
    erasure: 'stays',
    source: 'seed 003: 10.1.2; GDPR 21(3)',
    logins: ['storefront', 'backoffice', 'worker'],
    use: 'core',
  },
  'consent-evidence': {
    basis: { customer: 'c', enquirer: 'c', lead: 'c' },
    data: ['consents'],
    recipients: ['supervisory-authority'],
    retention: [{ from: 'withdrawal', period: 'P5Y', action: 'erase', proposed: true }],
    erasure: 'stays',
    source: 'seed 003: 11; GDPR 7(1)',
    logins: ['storefront', 'backoffice'],
    use: 'core',
  },
  complaints: {
    basis: { customer: 'c', enquirer: 'c' },
    data: ['name', 'contact', 'correspondence', 'complaints'],
    recipients: [],
    retention: [{ from: 'complaint-closed', period: 'P2Y', action: 'erase', proposed: true }],
    erasure: 'stays',
    source: 'seed 003: 6.7',
    logins: ['storefront', 'backoffice'],
    use: 'later',
  },
  'feedback-survey': {
    basis: { customer: 'f', 'business-contact': 'f' },
    data: ['survey-answers', 'contact'],
    recipients: ['survey-processor'],
    retention: [{ from: 'answer-received', period: 'P3Y', action: 'anonymise' }],
    erasure: 'yields',
    source: 'seed 003: 13; seed 004',
    logins: ['storefront', 'backoffice', 'worker'],
    use: 'later',
  },
  'rights-requests': {
    basis: { customer: 'c', enquirer: 'c', 'business-contact': 'c', 'third-person': 'c', staff: 'c' },
    data: ['rights-requests'],
    recipients: ['supervisory-authority'],
    retention: [{ from: 'request-closed', period: 'P3Y', action: 'erase', proposed: true }],
    erasure: 'stays',
    source: 'GDPR 12',
    logins: ['storefront', 'backoffice', 'worker'],
    use: 'core',
  },
  'business-relations': {
    basis: { 'business-contact': 'f' },
    data: ['name', 'contact', 'relationship', 'correspondence', 'purchases'],
    recipients: ['hosting'],
    retention: [{ from: 'relationship-end', period: 'P1Y', action: 'erase', proposed: true }],
    erasure: 'yields',
    source: 'seeds 000-002: 1-4, 8',
    logins: ['backoffice'],
    use: 'later',
  },
  'product-improvement': {
    basis: { customer: 'f', 'business-contact': 'f' },
    data: ['technical', 'purchases'],
    recipients: [],
    retention: [{ from: 'collection', period: 'P0D', action: 'aggregates only' }],
    erasure: 'yields',
    source: 'seeds 000-002: 5',
    logins: ['worker'],
    use: 'later',
  },
  security: {
    basis: { customer: 'f', visitor: 'f', staff: 'f' },
    data: ['technical'],
    recipients: ['hosting'],
    retention: [
      { from: 'event', period: 'P30D', action: 'erase', proposed: true },
      { from: 'incident', period: 'P180D', action: 'erase', proposed: true },
    ],
    erasure: 'stays',
    source: 'seeds 000-002: 6, 7',
    logins: ['signin', 'worker'],
    use: 'core',
  },
  'interest-profile': {
    basis: { lead: 'a' },
    data: ['interests', 'contact'],
    recipients: [],
    retention: [{ from: 'withdrawal', period: 'P0D', action: 'erase' }],
    erasure: 'yields',
    source: 'seeds 000-002: 9, leads; never a ZĪMES customer: seed 003 §7',
    logins: ['backoffice'],
    use: 'later',
  },
  community: {
    basis: { user: 'a' },
    data: ['name', 'correspondence'],
    recipients: [],
    retention: [{ from: 'withdrawal', period: 'P0D', action: 'erase' }],
    erasure: 'yields',
    source: 'seeds 000-002: 10',
    logins: ['storefront', 'backoffice'],
    use: 'later',
  },
  recruitment: {
    basis: { applicant: 'a' },
    data: ['application'],
    recipients: [],
    retention: [{ from: 'decision', period: 'P6M', action: 'erase', proposed: true }],
    erasure: 'yields',
    source: 'seeds 000-002: applicants',
    logins: ['storefront', 'backoffice'],
    use: 'later',
  },
  visitors: {
    basis: { visitor: 'f' },
    data: ['visit'],
    recipients: [],
    retention: [{ from: 'visit', period: 'P90D', action: 'erase', proposed: true }],
    erasure: 'yields',
    source: 'seeds 000-002: visitors',
    logins: ['storefront', 'backoffice'],
    use: 'later',
  },
  accountability: {
    basis: { customer: 'c', enquirer: 'c', 'business-contact': 'c', staff: 'c' },
    data: ['accountability'],
    recipients: ['supervisory-authority'],
    retention: [{ from: 'entry', period: 'P5Y', action: 'erase', proposed: true }],
    erasure: 'stays',
    source: 'GDPR 5(2), 30, 33',
    logins: ['backoffice'],
    use: 'core',
  },
  'staff-accounts': {
    basis: { staff: 'b' },
    data: ['name', 'contact', 'technical'],
    recipients: [],
    retention: [{ from: 'leaving', period: 'P1Y', action: 'erase', proposed: true }],
    erasure: 'stays',
    source: 'seed 003: 5',
    logins: ['signin'],
    use: 'core',
  },
} as const satisfies Record<string, Purpose>

export type PurposeId = keyof typeof purposes

/** All purposes in register order, under the general type. */
export const purposeList: readonly (Purpose & { id: PurposeId })[] = Object.entries(purposes).map(
  ([id, purpose]) => ({
    ...(purpose as Purpose),
    id: id as PurposeId,
  }),
)

/** Purposes under which somebody may be told of goods; an objection to `marketing` is one to all of them. */
export type MarketingPurpose = Extract<PurposeId, `marketing-${string}`>

/**
 * The term of a purpose that runs from this fact, as SQL for a row condition; the one that the shop signed off, or the
 * register's own until then. Throws RangeError where the purpose has none.
 */
export function shopTerm(id: PurposeId, from: string): string {
  if (!purposes[id].retention.some((each) => each.from === from))
    throw new RangeError(`${id} has no term from ${from}`)
  return `(select shop_term('${id}', '${from}'))`
}

/** The purposes that a login may take. */
export type PurposesOf<L extends Login> = {
  [P in PurposeId]: L extends (typeof purposes)[P]['logins'][number] ? P : never
}[PurposeId]

import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, id, moment } from '../platform/database/columns.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** Who may get letters: those who consented, and own customers who did not say no (ISPL 9). */
export const audiences = ['marketing-email', 'marketing-similar-goods'] as const
export type Audience = (typeof audiences)[number]

/** An address that may be written to (or called) for one marketing purpose: its own copy of the address. */
export const subscription = pgTable('subscription', {
  id: id(),
  purpose: text().$type<Audience | 'marketing-phone'>().notNull(),
  address: text().notNull(),
  /** Keyed hash of the address, to be held against the objections. */
  addressHash: bytea('address_hash').notNull(),
  language: text().notNull(),
  /** The consent it rests on; none for the soft opt-in to similar goods. */
  consentId: uuid('consent_id'),
  since: moment('since').notNull().defaultNow(),
})

/** The box was ticked on a page; the address is proven by the link of a letter. Lasts a day. */
export const newsRequest = pgTable('news_request', {
  id: id(),
  address: text().notNull(),
  language: text().$type<Language>().notNull(),
  /** The words that stood beside the box, and the notice that was shown. */
  words: text().notNull(),
  noticeVersionId: text('notice_version_id').notNull(),
  /** Known once the letter is written. */
  tokenHash: bytea('token_hash'),
  askedAt: moment('asked_at').notNull().defaultNow(),
  confirmedAt: moment('confirmed_at'),
})

/** A newsletter: a draft until it is queued. */
export const newsletter = pgTable('newsletter', {
  id: id(),
  toConsented: boolean('to_consented').notNull().default(true),
  toCustomers: boolean('to_customers').notNull().default(false),
  /** Goods shown below the text. */
  articleNumbers: text('article_numbers').array().notNull().default([]),
  /** Counts changes, so that two editors do not overwrite each other. */
  version: integer().notNull().default(1),
  createdAt: moment('created_at').notNull().defaultNow(),
  createdBy: uuid('created_by'),
  queuedAt: moment('queued_at'),
  queuedBy: uuid('queued_by'),
  /** Everybody it goes to has been written down. */
  listedAt: moment('listed_at'),
  finishedAt: moment('finished_at'),
  /** How many said no by a link of this one. */
  unsubscribed: integer().notNull().default(0),
})

/** What it says in a language; the body is Markdown. */
export const newsletterText = pgTable(
  'newsletter_text',
  {
    newsletterId: uuid('newsletter_id').notNull(),
    language: text().$type<Language>().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
  },
  (made) => [primaryKey({ columns: [made.newsletterId, made.language] })],
)

/** One letter of a newsletter. Whose it was is forgotten when the newsletter is finished. */
export const newsletterMail = pgTable('newsletter_mail', {
  id: id(),
  newsletterId: uuid('newsletter_id').notNull(),
  audience: text().$type<Audience>().notNull(),
  language: text().$type<Language>().notNull(),
  subscriptionId: uuid('subscription_id'),
  state: text().$type<LetterState>().notNull().default('queued'),
})
export type LetterState = 'queued' | 'sent' | 'refused' | 'not-allowed'

/** A letter to try it out, to the member of staff who asks for it. */
export const newsletterTest = pgTable('newsletter_test', {
  id: id(),
  newsletterId: uuid('newsletter_id').notNull(),
  language: text().$type<Language>().notNull(),
  staffId: uuid('staff_id').notNull(),
  askedAt: moment('asked_at').notNull().defaultNow(),
})

import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../platform/database/client.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { type Language, languages } from '../platform/i18n/languages.ts'
import { enqueue } from '../platform/jobs/jobs.ts'
import { type Audience, type LetterState, newsletter, newsletterMail, newsletterText } from './table.ts'

/** What a newsletter says in a language; an empty part is not written yet. */
export interface NewsletterText {
  readonly subject: string
  /** Markdown. */
  readonly body: string
}
export type Texts = Readonly<Record<Language, NewsletterText>>

/** What staff may change until it is sent. */
export interface Draft {
  readonly toConsented: boolean
  readonly toCustomers: boolean
  readonly articleNumbers: readonly string[]
  readonly texts: Texts
}

export type NewsletterState = 'draft' | 'queued' | 'sending' | 'finished'

/** Numbers, never who. */
export type Counts = Readonly<Record<LetterState, number>> & { readonly unsubscribed: number }

export interface Newsletter extends Draft {
  readonly id: string
  readonly version: number
  readonly state: NewsletterState
  readonly createdAt: Date
  readonly queuedAt: Date | null
  readonly queuedBy: string | null
  readonly finishedAt: Date | null
  readonly counts: Counts
}

/** All newsletters, drafts first, then the latest first. */
export async function list(reader: Reader): Promise<Newsletter[]> {
  const rows = await reader
    .select()
    .from(newsletter)
    .orderBy(sql`${newsletter.queuedAt} is not null`, desc(newsletter.queuedAt), desc(newsletter.createdAt))
  const texts = await reader.select().from(newsletterText)
  const counted = await countsOf(reader)
  return rows.map((row) => newsletterOf(row, texts, counted))
}

/** Throws NotFound. */
export async function find(reader: Reader, id: string): Promise<Newsletter> {
  const [row] = await reader.select().from(newsletter).where(eq(newsletter.id, id))
  if (!row) throw new NotFound()
  const texts = await reader.select().from(newsletterText).where(eq(newsletterText.newsletterId, id))
  return newsletterOf(row, texts, await countsOf(reader, id))
}

/** Begins an empty draft; returns its id. */
export async function begin(tx: Transaction, by: string | null): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(newsletter).values({ id, createdBy: by })
  return id
}

/** Saves a draft. Throws Conflict `sent` once it is queued, `overtaken` when somebody else saved it meanwhile. */
export async function save(tx: Transaction, id: string, seen: number, draft: Draft): Promise<void> {
  const { toConsented, toCustomers, articleNumbers, texts } = draft
  const saved = await tx
    .update(newsletter)
    .set({ toConsented, toCustomers, articleNumbers: [...articleNumbers], version: seen + 1 })
    .where(and(eq(newsletter.id, id), eq(newsletter.version, seen), isNull(newsletter.queuedAt)))
    .returning({ id: newsletter.id })
  if (saved.length === 0) throw await whyNot(tx, id)
  await tx.delete(newsletterText).where(eq(newsletterText.newsletterId, id))
  const written = languages
    .filter((language) => texts[language].subject !== '' || texts[language].body !== '')
    .map((language) => ({ newsletterId: id, language, ...texts[language] }))
  if (written.length > 0) await tx.insert(newsletterText).values(written)
}

async function whyNot(tx: Transaction, id: string): Promise<Conflict> {
  const { state } = await find(tx, id)
  return new Conflict(state === 'draft' ? 'overtaken' : 'sent')
}

/** A new draft with the same words; returns its id. Throws NotFound. */
export async function copy(tx: Transaction, from: string, by: string | null): Promise<string> {
  const { toConsented, toCustomers, articleNumbers, texts } = await find(tx, from)
  const id = await begin(tx, by)
  await save(tx, id, 1, { toConsented, toCustomers, articleNumbers, texts })
  return id
}

/** Takes a draft away. Throws Conflict `sent` once it is queued. */
export async function remove(tx: Transaction, id: string): Promise<void> {
  const gone = await tx
    .delete(newsletter)
    .where(and(eq(newsletter.id, id), isNull(newsletter.queuedAt)))
    .returning({ id: newsletter.id })
  if (gone.length === 0) throw await whyNot(tx, id)
}

/** Sends the draft that was seen: with the fact goes the job. Throws Conflict `sent` or `overtaken`. */
export async function queue(tx: Transaction, id: string, seen: number, by: string): Promise<void> {
  const queued = await tx
    .update(newsletter)
    .set({ queuedAt: sql`now()`, queuedBy: by })
    .where(and(eq(newsletter.id, id), eq(newsletter.version, seen), isNull(newsletter.queuedAt)))
    .returning({ id: newsletter.id })
  if (queued.length === 0) throw await whyNot(tx, id)
  await enqueue(tx, 'send-newsletter', { newsletter: id }, `newsletter.${id}`)
}

/** The languages in which it is written whole. */
export function writtenIn({ texts }: Pick<Draft, 'texts'>): Language[] {
  return languages.filter((language) => texts[language].subject !== '' && texts[language].body !== '')
}

/** Its audiences, consent first. */
export function audiencesOf({
  toConsented,
  toCustomers,
}: Pick<Draft, 'toConsented' | 'toCustomers'>): Audience[] {
  return [
    ...(toConsented ? (['marketing-email'] as const) : []),
    ...(toCustomers ? (['marketing-similar-goods'] as const) : []),
  ]
}

/** What staff call it: its subject in their language, or in the first that has one; '' for one that has none yet. */
export function titleOf({ texts }: Pick<Draft, 'texts'>, language: Language): string {
  const written = [language, ...languages].map((code) => texts[code].subject)
  return written.find((subject) => subject !== '') ?? ''
}

interface StateCount {
  readonly newsletterId: string
  readonly state: LetterState
  readonly mails: number
}

async function countsOf(reader: Reader, id?: string): Promise<StateCount[]> {
  return reader
    .select({
      newsletterId: newsletterMail.newsletterId,
      state: newsletterMail.state,
      mails: sql<number>`count(*)::int`,
    })
    .from(newsletterMail)
    .where(id ? eq(newsletterMail.newsletterId, id) : undefined)
    .groupBy(newsletterMail.newsletterId, newsletterMail.state)
}

function newsletterOf(
  { createdBy: _, listedAt, unsubscribed, ...row }: typeof newsletter.$inferSelect,
  texts: readonly (typeof newsletterText.$inferSelect)[],
  counted: readonly StateCount[],
): Newsletter {
  const own = (state: LetterState) =>
    counted.find((one) => one.newsletterId === row.id && one.state === state)?.mails ?? 0
  return {
    ...row,
    texts: textsOf(texts.filter(({ newsletterId }) => newsletterId === row.id)),
    state: row.finishedAt ? 'finished' : listedAt ? 'sending' : row.queuedAt ? 'queued' : 'draft',
    counts: {
      queued: own('queued'),
      sent: own('sent'),
      refused: own('refused'),
      'not-allowed': own('not-allowed'),
      unsubscribed,
    },
  }
}

function textsOf(own: readonly (NewsletterText & { language: Language })[]): Texts {
  const of = (language: Language) => {
    const { subject = '', body = '' } = own.find((text) => text.language === language) ?? {}
    return { subject, body }
  }
  return { lv: of('lv'), en: of('en'), sv: of('sv'), nl: of('nl') }
}

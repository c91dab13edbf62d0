import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { type Audience, type LetterState, newsletter, newsletterMail, subscription } from './table.ts'

/** A transaction under the purpose of an audience. */
export type NewsTx = Tx<'marketing-email'> | Tx<'marketing-similar-goods'>

/** A letter that has not gone yet. */
export interface Waiting {
  readonly newsletterId: string
  readonly language: Language
}

export interface Addressee {
  readonly subscriptionId: string
  readonly address: string
  /** Since when: the consent, or the first order. */
  readonly since: Date
}

/** What is listed. */
export interface Asked {
  readonly newsletterId: string
  readonly languages: readonly Language[]
  readonly apartMs: number
}

/** How far a list has come: the last subscription, and how many letters are queued in all. */
export interface Listed {
  readonly last: string
  readonly queued: number
}

/** So many are written down in one transaction. */
const atOnce = 500

/**
 * Writes down the next addresses of an audience whose id comes after `last`, in the languages that are written, and
 * queues a letter for each, so many milliseconds apart. Whoever is on the list already is not listed again. Returns the
 * last id and how many letters were queued, or undefined when there are no more addresses.
 */
export async function listNext(
  tx: NewsTx,
  audience: Audience,
  { newsletterId, languages, apartMs }: Asked,
  { last, queued }: Listed,
): Promise<Listed | undefined> {
  const reached =
    audience === 'marketing-email' ? sql`false` : sql`shop_news_reached(${newsletterId}, address_hash)`
  const [row] = await tx.execute<{ last: string | null; listed: number }>(sql`
    with next as materialized (
      select id, language, address_hash from subscription where id > ${last}::uuid order by id limit ${atOnce}
    ), listed as (
      insert into newsletter_mail (newsletter_id, audience, language, subscription_id)
        select ${newsletterId}, ${audience}, language, id from next
         where language = any (${sql.param([...languages])}::text[]) and not ${reached}
      on conflict (newsletter_id, subscription_id) do nothing
      returning id
    ), numbered as (
      select id, row_number() over () as place from listed
    ), jobs as materialized (
      select shop_enqueue_at('send-newsletter-mail', jsonb_build_object('mail', id, 'audience', ${audience}::text),
               'newsletter-mail.' || id, now() + (${queued}::int + place) * ${apartMs}::int * interval '1 millisecond')
        from numbered)
    select (select max(id::text) from next) as last, (select count(*)::int from jobs) as listed`)
  return row?.last ? { last: row.last, queued: queued + row.listed } : undefined
}

/** Everybody is on the list. */
export async function noteListed(tx: Transaction, newsletterId: string): Promise<void> {
  await tx
    .update(newsletter)
    .set({ listedAt: sql`now()` })
    .where(and(eq(newsletter.id, newsletterId), isNull(newsletter.listedAt)))
}

/** A letter that waits; undefined when there is nothing to do. */
export async function waiting(reader: Reader, mailId: string): Promise<Waiting | undefined> {
  const [row] = await reader
    .select({ newsletterId: newsletterMail.newsletterId, language: newsletterMail.language })
    .from(newsletterMail)
    .where(and(eq(newsletterMail.id, mailId), eq(newsletterMail.state, 'queued')))
  return row
}

/**
 * Whom a letter goes to, if the database still shows them to its purpose: undefined after a no, without the consent, for a
 * person who is restricted or forgotten.
 */
export async function addressee(tx: NewsTx, mailId: string): Promise<Addressee | undefined> {
  const [row] = await tx
    .select({ subscriptionId: subscription.id, address: subscription.address, since: subscription.since })
    .from(newsletterMail)
    .innerJoin(subscription, eq(subscription.id, newsletterMail.subscriptionId))
    .where(eq(newsletterMail.id, mailId))
  return row
}

/** What became of a letter; the first word stands. */
export async function note(tx: Transaction, mailId: string, state: LetterState): Promise<void> {
  await tx
    .update(newsletterMail)
    .set({ state })
    .where(and(eq(newsletterMail.id, mailId), eq(newsletterMail.state, 'queued')))
}

/** Finishes a newsletter whose last letter is done, and forgets whose they were. In a transaction after that of the letter. */
export async function finish(tx: Transaction, newsletterId: string): Promise<void> {
  const finished = await tx.execute(sql`
    update newsletter set finished_at = now()
     where id = ${newsletterId} and listed_at is not null and finished_at is null
       and not exists (select from newsletter_mail where newsletter_id = newsletter.id and state = 'queued')
    returning id`)
  if (finished.length === 0) return
  await tx
    .update(newsletterMail)
    .set({ subscriptionId: null })
    .where(eq(newsletterMail.newsletterId, newsletterId))
}

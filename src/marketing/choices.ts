import { and, eq, sql } from 'drizzle-orm'
import type { Language } from '../platform/i18n/languages.ts'
import * as consents from '../privacy/consents.ts'
import { type Access, type Tx, withPurpose } from '../privacy/with-purpose.ts'
import type { Link } from './links.ts'
import { type Audience, audiences, newsletter, subscription } from './table.ts'

/** What may be refused behind the link: one kind of letter, letters of every kind, or marketing as a whole. */
export type Stopped = Audience | 'letters' | 'marketing'

/** One kind of letter as the page shows it. */
export interface Choice {
  readonly audience: Audience
  /** Since when letters of it come; undefined while none do. */
  readonly since: Date | undefined
}

/** What the address behind a link gets now. */
export interface Choices {
  /** The audience of the letter that carried the link; undefined where nothing is known any more. */
  readonly own: Audience | undefined
  readonly choices: readonly Choice[]
  /** Known only while something still comes. */
  readonly address: string | undefined
}

type Refused = Audience | 'marketing'

interface Subscribed {
  readonly id: string
  readonly purpose: Audience
}

/** Reads each kind of letter under its own purpose: what has ended is not seen. */
export function read(
  access: Access<'storefront'>,
  link: Link,
  purposesOn: ReadonlySet<string>,
): Promise<Choices> {
  return withPurpose(access, 'objections', 'guest', async (tx) => {
    const known = await subscribed(tx, link)
    const live: { audience: Audience; address: string; since: Date }[] = []
    for (const { id, purpose } of known.filter((one) => purposesOn.has(one.purpose))) {
      const [row] = await tx.under(purpose, (own) =>
        own
          .select({ address: subscription.address, since: subscription.since })
          .from(subscription)
          .where(eq(subscription.id, id)),
      )
      if (row) live.push({ audience: purpose, ...row })
    }
    return {
      own: known.find(({ id }) => id === link.subscriptionId)?.purpose,
      choices: audiences
        .filter((audience) => purposesOn.has(audience))
        .map((audience) => ({ audience, since: live.find((one) => one.audience === audience)?.since })),
      address: live[0]?.address,
    }
  })
}

/**
 * A no behind the link, at once: the consent is taken back with its evidence, similar goods and marketing as a whole
 * by an objection. Saying it again changes nothing.
 */
export function stop(access: Access<'storefront'>, link: Link, stopped: Stopped): Promise<void> {
  return withPurpose(access, 'objections', 'guest', async (tx) => {
    const known = await subscribed(tx, link)
    const consented = known.find(({ purpose }) => purpose === 'marketing-email')
    const withdrawn = stopped !== 'marketing-similar-goods' && (await withdraw(tx, consented))
    const refused = refusedBy(stopped, known)
    const objected = refused !== undefined && (await object(tx, link.subscriptionId, refused))
    if (withdrawn || objected) await countIn(tx, link.newsletterId)
  })
}

/** What the no is an objection to: a consent that is taken back needs none. */
function refusedBy(stopped: Stopped, known: readonly Subscribed[]): Refused | undefined {
  if (stopped === 'marketing-email') return undefined
  if (stopped !== 'letters') return stopped
  return known.find(({ purpose }) => purpose === 'marketing-similar-goods')?.purpose
}

/**
 * A yes behind the link, which proves the address: a new consent with its evidence. False where the address is forgotten
 * already, and has to be typed again.
 */
export function consentAgain(
  access: Access<'storefront'>,
  { subscriptionId }: Link,
  given: { words: string; language: Language; noticeVersionId: string },
): Promise<boolean> {
  const { words, language, noticeVersionId } = given
  return withPurpose(access, 'marketing-email', 'guest', async (tx) => {
    const id = await tx.under('consent-evidence', async (evidence) => {
      const [row] = await evidence.execute<{ id: string | null }>(
        sql`select shop_news_consent(${subscriptionId}, ${words}, ${language}, ${noticeVersionId}) as id`,
      )
      return row?.id
    })
    if (!id) return false
    await tx.execute(sql`select shop_news_subscribe(${subscriptionId}, ${id}, ${language})`)
    return true
  })
}

async function subscribed(tx: Tx<'objections'>, { subscriptionId }: Link): Promise<Subscribed[]> {
  return [
    ...(await tx.execute<Subscribed & Record<string, unknown>>(
      sql`select id, purpose from shop_news_links(${subscriptionId})`,
    )),
  ]
}

async function withdraw(tx: Tx<'objections'>, consented: Subscribed | undefined): Promise<boolean> {
  if (!consented) return false
  return tx.under('consent-evidence', async (evidence) => {
    const [row] = await evidence.execute<{ taken: string | null }>(
      sql`select shop_news_withdraw(${consented.id}) as taken`,
    )
    if (row?.taken) await consents.noteWithdrawal(evidence, row.taken)
    return Boolean(row?.taken)
  })
}

async function object(tx: Tx<'objections'>, id: string, refused: Refused): Promise<boolean> {
  const [row] = await tx.execute<{ hash: string | null }>(
    sql`select encode(shop_news_object(${id}, ${refused}), 'hex') as hash`,
  )
  if (row!.hash) await consents.noteObjection(tx, row!.hash, refused)
  return row!.hash !== null
}

async function countIn(tx: Tx<'objections'>, newsletterId: string): Promise<void> {
  await tx
    .update(newsletter)
    .set({ unsubscribed: sql`${newsletter.unsubscribed} + 1` })
    .where(and(eq(newsletter.id, newsletterId)))
}

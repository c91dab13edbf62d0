import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import * as disclosures from '../../privacy/accountability/disclosures.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { PageState } from './provider.ts'
import { type AttemptEnd, cardAttempt } from './table.ts'

type Contract = Tx<'order-contract'>

export interface Attempt {
  readonly id: string
  readonly orderId: string
  readonly attempt: number
  readonly amountCents: number
  readonly currency: string
  readonly begunAt: Date
  readonly expiresAt: Date
  readonly pageId: string | null
  readonly awaitingSince: Date | null
  readonly endedAt: Date | null
  readonly ended: AttemptEnd | null
}

const columns = {
  id: cardAttempt.id,
  orderId: cardAttempt.orderId,
  attempt: cardAttempt.attempt,
  amountCents: cardAttempt.amountCents,
  currency: cardAttempt.currency,
  begunAt: cardAttempt.begunAt,
  expiresAt: cardAttempt.expiresAt,
  pageId: cardAttempt.pageId,
  awaitingSince: cardAttempt.awaitingSince,
  endedAt: cardAttempt.endedAt,
  ended: cardAttempt.ended,
}

/** The attempts of an order, the last one first. */
export async function ofOrder(tx: Contract, orderId: string): Promise<Attempt[]> {
  return tx
    .select(columns)
    .from(cardAttempt)
    .where(eq(cardAttempt.orderId, orderId))
    .orderBy(desc(cardAttempt.attempt))
}

/** The last attempt of an order. */
export async function latest(tx: Contract, orderId: string): Promise<Attempt | undefined> {
  return (await ofOrder(tx, orderId))[0]
}

/**
 * Begins an attempt for what is owed, in cents, and notes what the provider is going to be told: an address to write to, a
 * number and an amount. The order is locked, and none of its attempts is open.
 */
export async function begin(
  tx: Contract,
  { orderId, amountCents, minutes }: { orderId: string; amountCents: number; minutes: number },
  provider: string,
): Promise<Attempt> {
  const before = await ofOrder(tx, orderId)
  const id = crypto.randomUUID()
  await tx.insert(cardAttempt).values({
    id,
    orderId,
    attempt: (before[0]?.attempt ?? 0) + 1,
    amountCents,
    currency: 'EUR',
    // The provider counts in whole seconds.
    expiresAt: sql`date_trunc('second', now()) + make_interval(mins => ${minutes})`,
  })
  await disclosures.note(tx, {
    to: 'payment-provider',
    called: provider,
    unit: 'order',
    ids: [orderId],
    categories: ['contact', 'purchases'],
    what: 'payment-session',
    thing: id,
  })
  return (await ofOrder(tx, orderId))[0]!
}

/** Notes the provider's name for an attempt's page; false where the attempt was ended while the provider was asked. */
export async function opened(tx: Contract, id: string, pageId: string): Promise<boolean> {
  const [row] = await tx
    .update(cardAttempt)
    .set({ pageId })
    .where(eq(cardAttempt.id, id))
    .returning({ ended: cardAttempt.ended })
  return row?.ended === null
}

/** The buyer is done; the bank has still to say yes. */
export async function awaits(tx: Contract, id: string): Promise<void> {
  await tx
    .update(cardAttempt)
    .set({ awaitingSince: sql`now()` })
    .where(and(eq(cardAttempt.id, id), isNull(cardAttempt.awaitingSince), isNull(cardAttempt.ended)))
}

/** How an attempt ended; the first word counts, except that money which came after all has the last one. False: it had ended. */
export async function end(tx: Contract, id: string, ended: AttemptEnd): Promise<boolean> {
  const open = ended === 'paid' ? sql`ended is distinct from 'paid'` : isNull(cardAttempt.ended)
  const rows = await tx
    .update(cardAttempt)
    .set({ ended, endedAt: sql`now()` })
    .where(and(eq(cardAttempt.id, id), open))
    .returning({ id: cardAttempt.id })
  return rows.length > 0
}

/** The attempt that a page belongs to: by its name, or where that never reached us by the number it was given. */
export async function ofPage(tx: Contract, page: PageState): Promise<Attempt | undefined> {
  const all = page.orderId === null ? [] : await ofOrder(tx, page.orderId)
  const named = all.find(({ pageId }) => pageId === page.id)
  if (named) return named
  const nameless = all.find(({ pageId, attempt }) => pageId === null && attempt === page.attempt)
  if (nameless) await opened(tx, nameless.id, page.id)
  return nameless && { ...nameless, pageId: page.id }
}

/** Attempts that have a page and no end, the oldest first. */
export async function unended(tx: Contract): Promise<{ orderId: string; pageId: string }[]> {
  const rows = await tx
    .select({ orderId: cardAttempt.orderId, pageId: cardAttempt.pageId })
    .from(cardAttempt)
    .where(and(isNull(cardAttempt.ended), isNotNull(cardAttempt.pageId)))
    .orderBy(asc(cardAttempt.begunAt))
  return rows.map(({ orderId, pageId }) => ({ orderId, pageId: pageId! }))
}

/** Ends attempts whose page never reached us: nobody can pay there any more, if it exists at all. */
export async function giveUpLost(tx: Contract): Promise<void> {
  await tx
    .update(cardAttempt)
    .set({ ended: 'lost', endedAt: sql`now()` })
    .where(
      and(
        isNull(cardAttempt.ended),
        isNull(cardAttempt.pageId),
        sql`${cardAttempt.expiresAt} < now() - interval '1 hour'`,
      ),
    )
}

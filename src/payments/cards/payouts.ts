import { desc, eq, max, sql } from 'drizzle-orm'
import { dayIn, type IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Movement, PayoutState } from './provider.ts'
import { cardFee, cardPayout } from './table.ts'

export interface Payout {
  readonly id: string
  readonly arrivesOn: string
  /** Cents that reached the account, and what the provider kept of them. */
  readonly amountCents: number
  readonly feeCents: number
  readonly currency: string
  readonly lines: number
}

/** Keeps a payout with each line that it is made of; once. */
export async function keep(
  tx: Tx<'accounting'>,
  { id, amountCents, currency, arrivesAt }: PayoutState,
  movements: readonly Movement[],
  zone: string,
): Promise<void> {
  const kept = await tx
    .insert(cardPayout)
    .values({ id, amountCents, currency, arrivesOn: dayIn(zone, arrivesAt) })
    .onConflictDoNothing()
    .returning({ id: cardPayout.id })
  if (kept.length === 0) return
  for (let at = 0; at < movements.length; at += portion)
    await tx
      .insert(cardFee)
      .values(movements.slice(at, at + portion).map((line) => rowOf(line, id, zone)))
      .onConflictDoNothing()
}

/** Rows in one statement; PostgreSQL takes 65,535 values. */
const portion = 1000

function rowOf({ happenedAt, payment, ...line }: Movement, payoutId: string, zone: string) {
  return { ...line, payoutId, happenedOn: dayIn(zone, happenedAt), providerReference: payment }
}

export async function isKept(tx: Tx<'accounting'>, id: string): Promise<boolean> {
  const rows = await tx.select({ id: cardPayout.id }).from(cardPayout).where(eq(cardPayout.id, id))
  return rows.length > 0
}

/** The day of the last payout that is known. */
export async function lastOn(tx: Tx<'accounting'>): Promise<IsoDate | null> {
  const [row] = await tx.select({ day: max(cardPayout.arrivesOn) }).from(cardPayout)
  return (row?.day ?? null) as IsoDate | null
}

/** The last payouts, the newest first. */
export async function latest(tx: Tx<'accounting'>, limit: number): Promise<Payout[]> {
  return tx
    .select({
      id: cardPayout.id,
      arrivesOn: cardPayout.arrivesOn,
      amountCents: cardPayout.amountCents,
      currency: cardPayout.currency,
      // A line of pure fees has its sum as the amount.
      feeCents: sql<number>`coalesce((select sum(fee_cents - case when kind = 'fee' then amount_cents else 0 end)
        from card_fee where payout_id = card_payout.id), 0)::integer`,
      lines: sql<number>`(select count(*)::integer from card_fee where payout_id = card_payout.id)`,
    })
    .from(cardPayout)
    .orderBy(desc(cardPayout.arrivesOn), desc(cardPayout.id))
    .limit(limit)
}

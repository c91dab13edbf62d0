import { asc, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import { order } from '../orders/table.ts'
import { Conflict } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import * as disclosures from '../privacy/accountability/disclosures.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { refundFileOf } from './refund-file.ts'
import type { Refund } from './refunds.ts'
import { refund, refundAccount, refundFile, refundFileRefund, refundOutcome } from './table.ts'

type Contract = Tx<'order-contract'>

export interface Waiting extends Pick<Refund, 'id' | 'means' | 'amountCents' | 'cause' | 'askedAt'> {
  readonly orderId: string
  readonly orderNumber: string
  readonly language: string
  /** Failed: it waits for another means. */
  readonly failed: boolean
  readonly holder: string | null
  readonly iban: string | null
  /** When it stood in a file for the bank last. */
  readonly inFileAt: Date | null
}

const columns = {
  id: refund.id,
  orderId: refund.orderId,
  orderNumber: order.number,
  language: order.language,
  means: refund.means,
  amountCents: refund.amountCents,
  cause: refund.cause,
  askedAt: refund.askedAt,
  failed: sql<boolean>`${refundOutcome.outcome} is not distinct from 'failed'`,
  holder: refundAccount.holder,
  iban: refundAccount.iban,
  inFileAt: sql<Date | null>`(
    select max(made_at) from refund_file join refund_file_refund on refund_file_id = refund_file.id
     where refund_file_refund.refund_id = ${refund.id})`.mapWith(refund.askedAt),
}

/** Refunds whose money has not gone, and those that failed and were not asked for again; the oldest first. */
export async function waiting(tx: Contract): Promise<Waiting[]> {
  return rowsOf(tx).where(waits).limit(500)
}

/** How many of them there are. */
export async function countWaiting(tx: Contract): Promise<number> {
  const [row] = await tx
    .select({ refunds: count() })
    .from(refund)
    .leftJoin(refundOutcome, eq(refundOutcome.refundId, refund.id))
    .where(waits)
  return row!.refunds
}

const waits = sql`(${isNull(refundOutcome.refundId)}
  or (${refundOutcome.outcome} = 'failed'
      and exists (select from settlement where settlement.refund_id = ${refund.id} and shop_standing(settlement.id))))`

/** One of them, or one that is done. */
export async function one(tx: Contract, id: string): Promise<Waiting | undefined> {
  const [row] = await rowsOf(tx).where(eq(refund.id, id))
  return row
}

function rowsOf(tx: Contract) {
  return tx
    .select(columns)
    .from(refund)
    .innerJoin(order, eq(order.id, refund.orderId))
    .leftJoin(refundAccount, eq(refundAccount.refundId, refund.id))
    .leftJoin(refundOutcome, eq(refundOutcome.refundId, refund.id))
    .orderBy(asc(refund.askedAt), asc(refund.id))
    .$dynamic()
}

interface Payer {
  readonly accountHolder: string
  readonly iban: string
  readonly bic: string | null
  readonly bank: string | null
}

/**
 * A file of transfers for the bank, of the refunds that were ticked; that it was made is noted, and the file is not kept.
 * Its text says which order the money is for, in the buyer's language. Throws Conflict `no-account` where one waits for it,
 * `refund-over` where one has gone.
 */
export async function makeFile(
  tx: Contract,
  ids: readonly string[],
  {
    payer,
    now,
    today,
    by,
    words,
  }: {
    readonly payer: Payer
    readonly now: Date
    readonly today: IsoDate
    readonly by: string
    /** What the transfer says, in its order's language. */
    readonly words: (language: Language, orderNumber: string) => string
  },
): Promise<{ readonly name: string; readonly xml: string }> {
  const rows = await rowsOf(tx).where(inArray(refund.id, [...ids]))
  const open = new Set((await waiting(tx)).filter(({ failed }) => !failed).map(({ id }) => id))
  if (rows.length === 0 || rows.some(({ id, means }) => means !== 'transfer' || !open.has(id)))
    throw new Conflict('refund-over')
  const transfers = rows.map(({ id, orderNumber, language, amountCents, holder, iban }) => {
    if (!holder || !iban) throw new Conflict('no-account')
    return {
      refundId: id,
      holder,
      iban,
      amountCents: cents(amountCents),
      words: words(language as Language, orderNumber),
    }
  })
  const id = crypto.randomUUID()
  await tx.insert(refundFile).values({ id, madeBy: by })
  await tx.insert(refundFileRefund).values(rows.map((row) => ({ refundFileId: id, refundId: row.id })))
  await disclosures.note(tx, {
    to: 'payment-provider',
    ...(payer.bank && { called: payer.bank }),
    unit: 'order',
    ids: [...new Set(rows.map(({ orderId }) => orderId))],
    categories: ['payer', 'account-number'],
    what: 'refund-file',
    thing: id,
  })
  const xml = refundFileOf({ id, now, today, payer, transfers })
  return { name: `pain.001-${today}-${id.slice(0, 8)}.xml`, xml }
}

import * as mails from '../correspondence/mails.ts'
import { advanceCreditFor } from '../invoicing/advances.ts'
import { type Credit, creditable, creditFor } from '../invoicing/credit-notes.ts'
import { advanceCredits, advancesOf, type Earlier, goodsCredits, supplyOf } from '../invoicing/earlier.ts'
import * as invoices from '../invoicing/invoices.ts'
import type { CreditCause, DocumentDraft } from '../invoicing/snapshot.ts'
import * as orders from '../orders/find.ts'
import { lockOrder } from '../orders/fulfilment.ts'
import * as payments from '../payments/payments.ts'
import { sqlState } from '../platform/database/client.ts'
import { Conflict } from '../platform/errors.ts'
import { type Cents, cents } from '../platform/money.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import * as settlements from './settlements.ts'
import { aroundOf, type Surroundings } from './surroundings.ts'

/** A credit note that was issued, and what the buyer has paid of it already, in cents: that is to go back. */
export interface Credited {
  readonly creditId: string
  readonly toRefundCents: Cents
}

type Acting = Surroundings & { readonly by: string | null }

/**
 * Credits a part of an order: pieces of its lines, its delivery. What is still open of its invoice is settled by it. Before
 * the goods have left the order has to be paid for: its price falls, and what was paid of that goes back. `seen`: how many
 * documents of the order whoever asks knew of, so that two clicks credit once. Throws NotFound, Restricted, Conflict
 * `not-invoiced`, `over-credited`, `changed`.
 */
export async function credit(
  tx: Tx<'order-contract'>,
  orderId: string,
  { seen, ...part }: Credit & { readonly seen?: number },
  { by, ...surroundings }: Acting,
): Promise<Credited> {
  await lockOrder(tx, orderId)
  const order = await orders.find(tx, orderId)
  const around = aroundOf(surroundings, order, by)
  return tx.under('accounting', async (books) => {
    const earlier = await invoices.earlierOf(books, orderId)
    if (seen !== undefined && seen !== earlier.length) throw new Conflict('changed')
    const documentId = supplyOf(earlier)?.id ?? (order.settled ? advancesOf(earlier).at(-1)?.id : undefined)
    if (!documentId) throw new Conflict('not-invoiced')
    return issueCredit(
      books,
      drafted(() => creditFor(order, earlier, part, around)),
      documentId,
      around,
    )
  })
}

/**
 * What of an order can still be credited, in pieces and in cents with VAT; undefined while nothing was invoiced here: a former
 * system's invoice is credited there, or written off.
 */
export async function left(
  tx: Tx<'order-contract'>,
  order: orders.OrderFacts,
  surroundings: Surroundings,
): Promise<
  (ReturnType<typeof creditable> & { readonly supplied: boolean; readonly documents: number }) | undefined
> {
  if (order.takenOver) return undefined
  const around = aroundOf(surroundings, order, null)
  const earlier = await tx.under('accounting', (books) => invoices.earlierOf(books, order.id))
  const supplied = supplyOf(earlier) !== undefined
  if (!supplied && advancesOf(earlier).length === 0) return undefined
  return { ...creditable(order, earlier, around), supplied, documents: earlier.length }
}

/** What a credit note would come to, in cents with VAT: by the order's line, and for the delivery. Throws Conflict `over-credited`. */
export async function amounts(
  tx: Tx<'order-contract'>,
  order: orders.OrderFacts,
  part: Credit,
  surroundings: Surroundings,
): Promise<{
  readonly lines: ReadonlyMap<string, Cents>
  readonly deliveryCents: Cents
  readonly totalCents: Cents
}> {
  const around = aroundOf(surroundings, order, null)
  const earlier = await tx.under('accounting', (books) => invoices.earlierOf(books, order.id))
  const { lines, grossCents } = drafted(() => creditFor(order, earlier, part, around))
  return {
    lines: new Map(
      lines.flatMap(({ orderLineId, grossCents: amount }) =>
        orderLineId ? [[orderLineId, amount] as const] : [],
      ),
    ),
    deliveryCents: lines.find(({ about }) => about === 'delivery')?.grossCents ?? cents(0),
    totalCents: grossCents,
  }
}

/**
 * Credits all that was invoiced on an order whose goods have not left, because it is given up. Throws NotFound, Restricted,
 * Conflict `supplied`.
 */
export async function creditAll(
  tx: Tx<'order-contract'>,
  orderId: string,
  cause: CreditCause,
  acting: Acting,
): Promise<Credited[]> {
  await lockOrder(tx, orderId)
  const order = await orders.find(tx, orderId)
  const earlier = await tx.under('accounting', (books) => invoices.earlierOf(books, orderId))
  if (supplyOf(earlier)) throw new Conflict('supplied')
  // Goods were credited before: whatever is left of them is all that the advances still stand for.
  if (goodsCredits(earlier).length === 0) return creditAdvances(tx, orderId, { cause }, acting)
  const { lines, deliveryCents } = creditable(order, earlier, aroundOf(acting, order, acting.by))
  const rest = [...lines].filter(([, { grossCents }]) => grossCents > 0)
  if (rest.length === 0 && deliveryCents === 0) return []
  const part: Credit = {
    lines: rest.map(([orderLineId, { pieces, grossCents }]) =>
      pieces > 0 ? { orderLineId, quantity: pieces } : { orderLineId, amountCents: grossCents },
    ),
    delivery: 'all',
    cause,
  }
  return [await credit(tx, orderId, part, acting)]
}

/**
 * Credits each advance of an order whose goods have not left, as far as it stands: the order is given up, or (`correction`)
 * money never came. Throws NotFound, Restricted.
 */
async function creditAdvances(
  tx: Tx<'order-contract'>,
  orderId: string,
  { cause, only }: { readonly cause: CreditCause; readonly only?: ReadonlySet<string | null> },
  { by, ...surroundings }: Acting,
): Promise<Credited[]> {
  await lockOrder(tx, orderId)
  const order = await orders.find(tx, orderId)
  const around = aroundOf(surroundings, order, by)
  return tx.under('accounting', async (books) => {
    const earlier = await invoices.earlierOf(books, orderId)
    const credited: Credited[] = []
    for (const { id: advanceId } of advancesOf(earlier)) {
      if (isCredited(earlier, advanceId) || (only && !only.has(advanceId))) continue
      const draft = advanceCreditFor(order, earlier, { advanceId, amountCents: 'all', cause }, around)
      credited.push(await issueCredit(books, draft, advanceId, around))
    }
    return credited
  })
}

function isCredited(earlier: readonly Earlier[], advanceId: string): boolean {
  return advanceCredits(earlier).some(({ precedingId }) => precedingId === advanceId)
}

/**
 * Takes back a payment that was noted wrongly: what it settled is open again, and an advance that stood on it is credited.
 * Throws NotFound, Restricted, Conflict `payment-refunded`, `payment-supplied`.
 */
export async function reversePayment(
  tx: Tx<'order-contract'>,
  reversal: Parameters<typeof payments.reverse>[1],
  surroundings: Surroundings,
): Promise<void> {
  await lockOrder(tx, reversal.orderId)
  const by = reversal.reversedBy
  const only = await tx.under('accounting', async (books) => {
    const opened = await settlements.unsettle(books, reversal.paymentId, by)
    const ids = new Set(opened.map(({ invoiceId }) => invoiceId))
    const earlier = await invoices.earlierOf(books, reversal.orderId)
    // The final invoice has cleared the advance: both would have to be credited.
    if (supplyOf(earlier) && advancesOf(earlier).some(({ id }) => ids.has(id)))
      throw new Conflict('payment-supplied')
    return ids
  })
  await creditAdvances(tx, reversal.orderId, { cause: 'correction', only }, { ...surroundings, by })
  try {
    await payments.reverse(tx, reversal)
  } catch (error) {
    if (sqlState(error) === '23514') throw new Conflict('payment-refunded')
    throw error
  }
}

/** Issues a credit note on a document and lets it settle what of that is open. */
async function issueCredit(
  tx: Tx<'accounting'>,
  draft: DocumentDraft,
  documentId: string,
  { settings, by }: { readonly settings: Settings; readonly by: string | null },
): Promise<Credited> {
  const { id: creditId } = await invoices.issue(tx, draft, settings.numbers)
  const open = await settlements.openOf(tx, documentId)
  const amount = cents(Math.min(open, draft.grossCents))
  if (amount > 0) await settlements.settle(tx, { creditId }, { invoiceId: documentId }, amount, by)
  await mails.queue(tx, 'order-invoice', { id: creditId, orderId: draft.orderId })
  return { creditId, toRefundCents: cents(draft.grossCents - amount) }
}

function drafted(draft: () => DocumentDraft): DocumentDraft {
  try {
    return draft()
  } catch (error) {
    if (error instanceof RangeError) throw new Conflict('over-credited')
    throw error
  }
}

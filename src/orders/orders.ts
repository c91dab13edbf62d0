import { and, eq, inArray, sql } from 'drizzle-orm'
import { Conflict } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { keyedHash } from '../platform/keys.ts'
import type { Cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { artwork, order, orderLine, orderParty, type PaymentMethod } from './table.ts'

/** An order's total, in cents, must fit its column; who needs signs for twenty million asks for a quote. */
export const mostCents = 2_000_000_000

export type Party = Omit<typeof orderParty.$inferInsert, 'orderId'>

export interface DraftLine {
  /** Where something of the line is kept elsewhere; one is made otherwise. */
  readonly id?: string | undefined
  readonly variantId: string
  readonly sku: string
  readonly name: string
  readonly label: string
  readonly quantity: number
  /** Cents with VAT. */
  readonly unitPriceCents: number
  /** Cents with VAT off all of its pieces together. */
  readonly discountCents?: number
  readonly vatCategory: (typeof orderLine.$inferSelect)['vatCategory']
  /** Basis points. */
  readonly vatRate: number
  /** Carries something of the buyer's own. */
  readonly madeToOrder: boolean
  /** Made after it was ordered; what is `madeToOrder` always is. */
  readonly toMake?: boolean
  readonly words: string | null
  /** Whether pieces are counted. */
  readonly stocked: boolean
}

export interface Draft {
  readonly id: string
  readonly number: string
  readonly formKeyHash: Buffer
  readonly customerId: string
  readonly language: Language
  readonly delivery: { readonly method: 'courier' | 'locker' | 'collection'; readonly priceCents: Cents }
  /** The carrier's key in the settings; null: collected from us. */
  readonly carrier?: string | null
  readonly paymentMethod: PaymentMethod
  readonly paymentReference: string
  readonly payBy: IsoDate
  readonly noticeVersionId: string
  readonly termsVersionId: string
  readonly party: Party
  /** The member state whose VAT is in the prices; Latvia where nothing is said. */
  readonly vatCountry?: string
  /** For somebody else: no prices in the parcel. */
  readonly gift?: boolean
  /** The code whose shares stand in the lines. */
  readonly discount?: { readonly id: string; readonly code: string } | null
  readonly lines: readonly DraftLine[]
}

/** Some of what was ordered is no longer there; nothing was ordered. */
export class SoldOut extends Conflict {
  constructor() {
    super('sold-out')
  }
}

/**
 * Keeps an order with its own copy of prices and addresses and takes its pieces from the stock, all or nothing.
 * Throws SoldOut; SQLSTATE 23505 on order_form_key_hash_key when the form was already placed.
 */
export async function place(tx: Tx<'order-contract'>, draft: Draft): Promise<void> {
  const { lines, party, delivery, discount, ...facts } = draft
  const kept = lines.map((line, index) => ({
    ...line,
    id: line.id ?? crypto.randomUUID(),
    orderId: draft.id,
    position: index + 1,
    toMake: line.madeToOrder || (line.toMake ?? false),
  }))
  const itself = tx.insert(order).values({
    ...facts,
    currency: 'EUR',
    deliveryMethod: delivery.method,
    deliveryPriceCents: delivery.priceCents,
    totalCents: lines.reduce(
      (total: number, line) => total + line.quantity * line.unitPriceCents - (line.discountCents ?? 0),
      delivery.priceCents,
    ),
    discountId: discount?.id ?? null,
    discountCode: discount?.code ?? null,
    discountCents: lines.reduce((total, line) => total + (line.discountCents ?? 0), 0),
  })
  const itsParty = tx.insert(orderParty).values({ ...party, orderId: draft.id })
  const itsLines = tx.insert(orderLine).values(kept.map(({ words: _, ...line }) => line))
  // One message for all of it: each way to the database and back is a tenth of the time that placing takes.
  await tx.execute(sql`with itself as ${itself}, its_party as ${itsParty} ${itsLines.getSQL()}`)
  const worded = kept.filter((line) => line.words !== null)
  if (worded.length) {
    await tx
      .insert(artwork)
      .values(worded.map((line) => ({ orderLineId: line.id, orderId: draft.id, words: line.words! })))
  }
  await takeFromStock(tx, lines)
}

/** The order that a form already made, if it did. */
export async function placedWith(
  tx: Tx<'order-contract'>,
  formKeyHash: Buffer,
): Promise<{ id: string; number: string } | undefined> {
  const [row] = await tx
    .select({ id: order.id, number: order.number })
    .from(order)
    .where(eq(order.formKeyHash, formKeyHash))
  return row
}

/** Gives the pieces of an order back to the stock, as far as they were taken from it. */
export async function returnToStock(tx: Tx<'order-contract'>, orderId: string): Promise<void> {
  const lines = await tx
    .select({ variantId: orderLine.variantId, quantity: orderLine.quantity })
    .from(orderLine)
    .where(and(eq(orderLine.orderId, orderId), eq(orderLine.stocked, true)))
  await moveStock(tx, lines, 1)
}

/** Rows are locked in the order of their ids, so that two carts with the same goods never wait for each other. */
async function takeFromStock(tx: Tx<'order-contract'>, lines: readonly DraftLine[]): Promise<void> {
  const stocked = lines.filter((line) => line.stocked)
  if (!stocked.length) return
  const moved = await moveStock(tx, stocked, -1)
  if (moved < new Set(stocked.map((line) => line.variantId)).size) throw new SoldOut()
}

async function moveStock(
  tx: Tx<'order-contract'>,
  lines: readonly { variantId: string; quantity: number }[],
  direction: 1 | -1,
): Promise<number> {
  const pieces = new Map<string, number>()
  for (const { variantId, quantity } of lines) pieces.set(variantId, (pieces.get(variantId) ?? 0) + quantity)
  const moved = await tx.execute(sql`
    with moving as (
      select variant.id, pieces from variant
        join unnest(${sql.param([...pieces.keys()])}::uuid[], ${sql.param([...pieces.values()])}::int[]) as asked (id, pieces)
          on asked.id = variant.id
        where stock is not null order by variant.id for no key update of variant)
    update variant set stock = stock + ${direction} * pieces from moving
     where variant.id = moving.id and stock + ${direction} * pieces >= 0
     returning variant.id`)
  return moved.length
}

/** The orders of these ids by number, for linking to them. */
export async function numbersOf(
  tx: Tx<'order-contract'> | Tx<'legal-claims'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (!ids.length) return new Map()
  const rows = await tx
    .select({ id: order.id, number: order.number })
    .from(order)
    .where(inArray(order.id, [...ids]))
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** The order with this number. */
export async function idOfNumber(tx: Tx<'order-contract'>, number: string): Promise<string | undefined> {
  const [row] = await tx.select({ id: order.id }).from(order).where(eq(order.number, number))
  return row?.id
}

/** What the database keeps of a form's key. */
export function formKeyHash(key: Buffer, formKey: string): Buffer {
  return keyedHash(key, formKey)
}

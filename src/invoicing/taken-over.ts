import { sql } from 'drizzle-orm'
import type { OrderFacts } from '../orders/find.ts'
import type { Cents } from '../platform/money.ts'
import { cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import type { Listed } from './invoices.ts'
import { arrivalOf, buyerOf, sellerOf } from './parties.ts'
import { invoice, invoiceBuyer } from './table.ts'

/** An invoice as a former system issued it; amounts in cents with VAT. */
export interface FormerInvoice {
  readonly number: string
  readonly issuedOn: IsoDate
  readonly dueOn: IsoDate
  readonly grossCents: Cents
  readonly vatCents: Cents
  /** What was paid of it before. */
  readonly paidCents: Cents
}

/**
 * Keeps an invoice of a former system: its number, days and amounts, outside our series. It is no document of ours: it has
 * no lines, no VAT groups (so neither register nor return counts it again) and no paper. Returns its id. SQLSTATE 23505 on
 * taken_over_number where it is here already.
 */
export async function keep(
  tx: Tx<'accounting'>,
  former: FormerInvoice,
  order: OrderFacts,
  settings: Settings,
  by: string | null,
): Promise<string> {
  const id = crypto.randomUUID()
  const { paidCents, grossCents, vatCents, ...days } = former
  await tx.insert(invoice).values({
    ...days,
    id,
    kind: 'taken-over',
    orderId: order.id,
    orderNumber: order.number,
    language: order.language,
    suppliedOn: order.deliveredOn ?? former.issuedOn,
    prepaidCents: paidCents,
    currency: 'EUR',
    netCents: cents(grossCents - vatCents),
    vatCents,
    grossCents,
    paymentReference: order.paymentReference,
    seller: sellerOf(settings),
    notes: [],
    vatCountry: settings.identity.country,
    deliveredTo: arrivalOf(order, settings),
    issuedBy: by,
  })
  const buyer = buyerOf(order)
  await tx.insert(invoiceBuyer).values({ ...buyer, invoiceId: id, address: [...buyer.address] })
  return id
}

/** Which of these numbers a document here has: taken over before, or issued by the shop itself. */
export async function knownNumbers(
  tx: Tx<'accounting'>,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, 'taken-over' | 'own'>> {
  if (numbers.length === 0) return new Map()
  const rows = await tx.execute<{ number: string; kind: string }>(sql`
    select upper(number) as number, kind from invoice
     where upper(number) = any (${sql.param(numbers.map((number) => number.toUpperCase()))}::text[])
     order by kind = 'taken-over'`)
  return new Map(rows.map(({ number, kind }) => [number, kind === 'taken-over' ? 'taken-over' : 'own']))
}

/** The invoice that an order stands for, as its page shows it in place of goods; undefined for orders of our own. */
export function formerInvoice({ takenOver, totalCents }: OrderFacts, documents: readonly Listed[]) {
  const former = takenOver ? documents.find(({ kind }) => kind === 'taken-over') : undefined
  if (!former) return undefined
  const { number, issuedOn, grossCents } = former
  return { number, issuedOn, grossCents, paidCents: grossCents - totalCents, openCents: totalCents }
}

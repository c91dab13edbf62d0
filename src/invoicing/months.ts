import { and, asc, eq, gte, inArray, lt } from 'drizzle-orm'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { invoice, invoiceBuyer, invoiceVat } from './table.ts'
import type { VatCategory } from './vat.ts'

/** An invoice as a line of the accountant's month, in cents. */
export interface IssuedInvoice {
  readonly id: string
  readonly orderId: string
  readonly number: string
  readonly issuedOn: string
  readonly buyer: string
  readonly netCents: number
  readonly vatCents: number
  readonly grossCents: number
}

/** What a month's invoices add up to for one VAT category and rate (basis points), in cents. */
export interface RateTotal {
  readonly category: VatCategory
  readonly rate: number
  readonly taxableCents: number
  readonly vatCents: number
}

/** The invoices issued from a day up to another, by number, with their totals by VAT rate. */
export async function issuedBetween(
  tx: Tx<'accounting'>,
  from: IsoDate,
  before: IsoDate,
): Promise<{ invoices: IssuedInvoice[]; rates: RateTotal[] }> {
  const rows = await tx
    .select({
      id: invoice.id,
      orderId: invoice.orderId,
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      name: invoiceBuyer.name,
      companyName: invoiceBuyer.companyName,
      netCents: invoice.netCents,
      vatCents: invoice.vatCents,
      grossCents: invoice.grossCents,
    })
    .from(invoice)
    .innerJoin(invoiceBuyer, eq(invoiceBuyer.invoiceId, invoice.id))
    .where(and(gte(invoice.issuedOn, from), lt(invoice.issuedOn, before)))
    .orderBy(asc(invoice.issuedOn), asc(invoice.issuedAt), asc(invoice.number))
  const invoices = rows.map(({ name, companyName, ...row }) => ({ ...row, buyer: companyName ?? name }))
  return {
    invoices,
    rates: await ratesOf(
      tx,
      invoices.map(({ id }) => id),
    ),
  }
}

async function ratesOf(tx: Tx<'accounting'>, ids: readonly string[]): Promise<RateTotal[]> {
  if (ids.length === 0) return []
  const groups = await tx
    .select({
      category: invoiceVat.category,
      rate: invoiceVat.rate,
      taxableCents: invoiceVat.taxableCents,
      vatCents: invoiceVat.vatCents,
    })
    .from(invoiceVat)
    .where(inArray(invoiceVat.invoiceId, [...ids]))
  const sums = new Map<string, RateTotal>()
  for (const group of groups) {
    const key = `${group.category} ${group.rate}`
    const before = sums.get(key) ?? { taxableCents: 0, vatCents: 0 }
    sums.set(key, {
      ...group,
      taxableCents: before.taxableCents + group.taxableCents,
      vatCents: before.vatCents + group.vatCents,
    })
  }
  return [...sums.values()].sort((a, b) => b.rate - a.rate || a.category.localeCompare(b.category))
}

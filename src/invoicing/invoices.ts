import { asc, eq } from 'drizzle-orm'
import { NotFound } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs/jobs.ts'
import { isoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { invoiceNumber, takeNumber } from '../settings/numbers.ts'
import type { Settings } from '../settings/settings.ts'
import type { InvoiceSnapshot } from './snapshot.ts'
import { invoice, invoiceBuyer, invoiceDocument, invoiceLine, invoiceVat } from './table.ts'

/** An invoice before it has its number. */
export type Draft = Omit<InvoiceSnapshot, 'number' | 'kind'> & {
  readonly orderId: string
  readonly issuedBy: string | null
}

/**
 * Issues an invoice: its snapshot under the next number of the year, which no rollback can skip, with its document
 * queued. The number's row stays locked until the transaction ends, so issue late. SQLSTATE 23505 when the order has
 * an invoice already, 23514 when it is cancelled.
 */
export async function issue(
  tx: Tx<'accounting'>,
  draft: Draft,
  numbers: Settings['numbers'],
): Promise<{ id: string; number: string }> {
  const id = crypto.randomUUID()
  const taken = await takeNumber(tx, 'invoice', isoDate(draft.issuedOn))
  const number = invoiceNumber(numbers, taken)
  const { buyer, lines, vatGroups, seller, notes, ...facts } = draft
  await tx
    .insert(invoice)
    .values({ ...facts, id, number, issuedOn: taken.day, kind: 'invoice', seller, notes: [...notes] })
  await tx.insert(invoiceLine).values(lines.map((line) => ({ ...line, invoiceId: id })))
  await tx.insert(invoiceVat).values(vatGroups.map((group) => ({ ...group, invoiceId: id })))
  await tx.insert(invoiceBuyer).values({ ...buyer, invoiceId: id, address: [...buyer.address] })
  await enqueue(tx, 'render-invoice', { invoice: id }, `invoice:${id}`)
  return { id, number }
}

/** An issued invoice as it was frozen. Throws NotFound. */
export async function snapshot(tx: Tx<'accounting'>, id: string): Promise<InvoiceSnapshot> {
  const [[facts], lines, vatGroups, [buyer]] = [
    await tx
      .select({
        kind: invoice.kind,
        number: invoice.number,
        orderNumber: invoice.orderNumber,
        language: invoice.language,
        issuedOn: invoice.issuedOn,
        suppliedOn: invoice.suppliedOn,
        dueOn: invoice.dueOn,
        paidOn: invoice.paidOn,
        prepaidCents: invoice.prepaidCents,
        currency: invoice.currency,
        netCents: invoice.netCents,
        vatCents: invoice.vatCents,
        grossCents: invoice.grossCents,
        paymentReference: invoice.paymentReference,
        seller: invoice.seller,
        notes: invoice.notes,
      })
      .from(invoice)
      .where(eq(invoice.id, id)),
    await tx
      .select({
        position: invoiceLine.position,
        description: invoiceLine.description,
        quantity: invoiceLine.quantity,
        unit: invoiceLine.unit,
        unitNet: invoiceLine.unitNet,
        allowanceCents: invoiceLine.allowanceCents,
        allowanceReason: invoiceLine.allowanceReason,
        netCents: invoiceLine.netCents,
        grossCents: invoiceLine.grossCents,
        vatCategory: invoiceLine.vatCategory,
        vatRate: invoiceLine.vatRate,
      })
      .from(invoiceLine)
      .where(eq(invoiceLine.invoiceId, id))
      .orderBy(asc(invoiceLine.position)),
    await tx
      .select({
        category: invoiceVat.category,
        rate: invoiceVat.rate,
        taxableCents: invoiceVat.taxableCents,
        vatCents: invoiceVat.vatCents,
      })
      .from(invoiceVat)
      .where(eq(invoiceVat.invoiceId, id)),
    await tx
      .select({
        name: invoiceBuyer.name,
        companyName: invoiceBuyer.companyName,
        registrationNumber: invoiceBuyer.registrationNumber,
        vatNumber: invoiceBuyer.vatNumber,
        address: invoiceBuyer.address,
        reference: invoiceBuyer.reference,
      })
      .from(invoiceBuyer)
      .where(eq(invoiceBuyer.invoiceId, id)),
  ]
  if (!facts || !buyer) throw new NotFound()
  // The database's checks hold what these types say: currency, whole cents, rates.
  return { ...facts, lines, vatGroups, buyer } as unknown as InvoiceSnapshot
}

/** An order's invoices, for those who may see that they exist. */
export async function ofOrder(
  tx: Tx<'order-contract'> | Tx<'accounting'>,
  orderId: string,
): Promise<{ id: string; number: string; issuedOn: string }[]> {
  return tx
    .select({ id: invoice.id, number: invoice.number, issuedOn: invoice.issuedOn })
    .from(invoice)
    .where(eq(invoice.orderId, orderId))
    .orderBy(asc(invoice.issuedAt))
}

/** Whose order an invoice was issued on. Throws NotFound. */
export async function orderOf(tx: Tx<'accounting'>, id: string): Promise<string> {
  const [row] = await tx.select({ orderId: invoice.orderId }).from(invoice).where(eq(invoice.id, id))
  if (!row) throw new NotFound()
  return row.orderId
}

/** The rendered document, once the worker has made it; undefined until then. */
export async function document(
  tx: Tx<'order-contract'> | Tx<'accounting'>,
  id: string,
): Promise<Buffer | undefined> {
  const [row] = await tx
    .select({ bytes: invoiceDocument.bytes })
    .from(invoiceDocument)
    .where(eq(invoiceDocument.invoiceId, id))
  return row?.bytes
}

/** Keeps the rendered document; a second rendering of the same invoice changes nothing. */
export async function keepDocument(tx: Tx<'accounting'>, id: string, bytes: Buffer): Promise<void> {
  await tx.insert(invoiceDocument).values({ invoiceId: id, format: 'pdf', bytes }).onConflictDoNothing()
}

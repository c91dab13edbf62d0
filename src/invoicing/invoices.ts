import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { NotFound } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs/jobs.ts'
import { isoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { documentNumber, type Series, takeNumber } from '../settings/numbers.ts'
import type { Settings } from '../settings/settings.ts'
import type { Earlier } from './earlier.ts'
import type { DocumentDraft, DocumentKind, InvoiceSnapshot, Preceding } from './snapshot.ts'
import { invoice, invoiceBuyer, invoiceDocument, invoiceLine, invoiceVat } from './table.ts'

/** A document as it stands on the pages of its order. */
export interface Listed {
  readonly id: string
  readonly kind: DocumentKind
  readonly number: string
  readonly issuedOn: string
  readonly grossCents: number
  /** The document that it is about. */
  readonly precedingId: string | null
}

/**
 * Issues a document: its snapshot under the next number of its series and year, which no rollback can skip, with its
 * papers queued. The number's row stays locked until the transaction ends, so issue late. SQLSTATE 23505 when the order
 * was supplied already, 23514 when it is cancelled or more would be credited than was invoiced.
 */
export async function issue(
  tx: Tx<'accounting'>,
  draft: DocumentDraft,
  numbers: Settings['numbers'],
): Promise<{ id: string; number: string }> {
  const id = crypto.randomUUID()
  const series: Series = draft.kind === 'credit-note' ? 'credit-note' : 'invoice'
  const taken = await takeNumber(tx, series, isoDate(draft.issuedOn))
  const number = documentNumber(numbers, series, taken)
  const { buyer, lines, vatGroups, seller, notes, ...facts } = draft
  await tx.insert(invoice).values({ ...facts, id, number, issuedOn: taken.day, seller, notes: [...notes] })
  await tx.insert(invoiceLine).values(lines.map((line) => ({ ...line, invoiceId: id })))
  // What is no supply has none.
  if (vatGroups.length > 0)
    await tx.insert(invoiceVat).values(vatGroups.map((group) => ({ ...group, invoiceId: id })))
  await tx.insert(invoiceBuyer).values({ ...buyer, invoiceId: id, address: [...buyer.address] })
  await enqueue(tx, 'render-invoice', { invoice: id }, `invoice:${id}`)
  return { id, number }
}

/** An issued document as it was frozen. Throws NotFound. */
export async function snapshot(tx: Tx<'accounting'>, id: string): Promise<InvoiceSnapshot> {
  const [facts] = await tx
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
      cause: invoice.cause,
      vatCountry: invoice.vatCountry,
      deliveredTo: invoice.deliveredTo,
      paidMeans: invoice.paidMeans,
      precedingId: invoice.precedingId,
    })
    .from(invoice)
    .where(eq(invoice.id, id))
  const [buyer] = await tx
    .select({
      name: invoiceBuyer.name,
      companyName: invoiceBuyer.companyName,
      registrationNumber: invoiceBuyer.registrationNumber,
      vatNumber: invoiceBuyer.vatNumber,
      address: invoiceBuyer.address,
      place: invoiceBuyer.place,
      reference: invoiceBuyer.reference,
    })
    .from(invoiceBuyer)
    .where(eq(invoiceBuyer.invoiceId, id))
  if (!facts || !buyer) throw new NotFound()
  const { precedingId, ...document } = facts
  const lines = await linesOf(tx, [id])
  const named = [precedingId, ...lines.map(({ clearsId }) => clearsId)].filter((one) => one !== null)
  const parts = {
    lines: lines.map(own),
    vatGroups: (await groupsOf(tx, [id])).map(own),
    preceding: await precedingOf(tx, named),
  }
  // The database's checks hold what these types say: currency, whole cents, rates.
  return { ...document, ...parts, buyer } as unknown as InvoiceSnapshot
}

/** A part of a document as it was frozen: whose it is goes without saying. */
function own<T extends { readonly invoiceId: string }>({ invoiceId: _, ...part }: T): Omit<T, 'invoiceId'> {
  return part
}

/** What was issued on an order, as far as the next document must know it, oldest first. */
export async function earlierOf(tx: Tx<'accounting'>, orderId: string): Promise<Earlier[]> {
  const documents = await tx
    .select({
      id: invoice.id,
      kind: invoice.kind,
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      suppliedOn: invoice.suppliedOn,
      precedingId: invoice.precedingId,
    })
    .from(invoice)
    .where(eq(invoice.orderId, orderId))
    .orderBy(asc(invoice.issuedAt), asc(invoice.number))
  if (documents.length === 0) return []
  const ids = documents.map(({ id }) => id)
  const [lines, groups] = [await linesOf(tx, ids), await groupsOf(tx, ids)]
  const of = ({ id }: { id: string }) => ({
    lines: lines.filter(({ invoiceId }) => invoiceId === id),
    vatGroups: groups.filter(({ invoiceId }) => invoiceId === id),
  })
  // The database's checks hold what these types say: whole cents, rates.
  return documents.map((document) => ({ ...document, ...of(document) })) as unknown as Earlier[]
}

/** The lines of documents, each one's in its order; amounts in cents. */
export function linesOf(tx: Tx<'accounting'>, ids: readonly string[]) {
  return tx
    .select({
      invoiceId: invoiceLine.invoiceId,
      position: invoiceLine.position,
      about: invoiceLine.about,
      orderLineId: invoiceLine.orderLineId,
      clearsId: invoiceLine.clearsId,
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
    .where(inArray(invoiceLine.invoiceId, [...ids]))
    .orderBy(asc(invoiceLine.position))
}

/** The VAT of documents by falling rate, then category, as every document has it; cents. */
export function groupsOf(tx: Tx<'accounting'>, ids: readonly string[]) {
  return tx
    .select({
      invoiceId: invoiceVat.invoiceId,
      category: invoiceVat.category,
      rate: invoiceVat.rate,
      taxableCents: invoiceVat.taxableCents,
      vatCents: invoiceVat.vatCents,
    })
    .from(invoiceVat)
    .where(inArray(invoiceVat.invoiceId, [...ids]))
    .orderBy(desc(invoiceVat.rate), asc(invoiceVat.category))
}

/** An order's documents, for those who may see that they exist, oldest first. */
export async function ofOrder(
  tx: Tx<'order-contract'> | Tx<'accounting'>,
  orderId: string,
): Promise<Listed[]> {
  return tx
    .select({
      id: invoice.id,
      kind: invoice.kind,
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      grossCents: invoice.grossCents,
      precedingId: invoice.precedingId,
    })
    .from(invoice)
    .where(eq(invoice.orderId, orderId))
    .orderBy(asc(invoice.issuedAt), asc(invoice.number))
}

/** What a document is called, and the order that it was issued on. Throws NotFound. */
export async function find(
  tx: Tx<'accounting'>,
  id: string,
): Promise<{ readonly kind: DocumentKind; readonly number: string; readonly orderId: string }> {
  const [row] = await tx
    .select({ kind: invoice.kind, number: invoice.number, orderId: invoice.orderId })
    .from(invoice)
    .where(eq(invoice.id, id))
  if (!row) throw new NotFound()
  return row
}

/** A document as it was sent, once the worker has made it; undefined until then. */
export async function document(
  tx: Tx<'order-contract'> | Tx<'accounting'>,
  id: string,
  format: Format = 'pdf',
): Promise<Buffer | undefined> {
  const [row] = await tx
    .select({ bytes: invoiceDocument.bytes })
    .from(invoiceDocument)
    .where(and(eq(invoiceDocument.invoiceId, id), eq(invoiceDocument.format, format)))
  return row?.bytes
}

/** For people, and for machines (UBL 2.1). */
export type Format = 'pdf' | 'ubl'

/** Keeps a paper of a document; a second making of the same changes nothing. */
export async function keepDocument(
  tx: Tx<'accounting'>,
  id: string,
  bytes: Buffer,
  format: Format = 'pdf',
): Promise<void> {
  await tx.insert(invoiceDocument).values({ invoiceId: id, format, bytes }).onConflictDoNothing()
}

async function precedingOf(tx: Tx<'accounting'>, ids: readonly string[]): Promise<Preceding[]> {
  if (ids.length === 0) return []
  return tx
    .select({ number: invoice.number, issuedOn: invoice.issuedOn })
    .from(invoice)
    .where(inArray(invoice.id, [...new Set(ids)]))
    .orderBy(asc(invoice.issuedAt), asc(invoice.number))
}

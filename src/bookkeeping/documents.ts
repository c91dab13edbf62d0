import { eq, type SQL, sql } from 'drizzle-orm'
import type { Format } from '../invoicing/invoices.ts'
import type { CreditCause, DocumentKind } from '../invoicing/snapshot.ts'
import { invoice, invoiceBuyer } from '../invoicing/table.ts'
import { NotFound } from '../platform/errors.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Period } from './periods.ts'

/** An issued document as a line of a list; cents, as they stand on it. */
export interface DocumentRow {
  readonly id: string
  readonly orderId: string
  readonly number: string
  readonly kind: DocumentKind
  readonly issuedOn: IsoDate
  readonly orderNumber: string
  /** Null where the buyer's details are no longer, or not now, to be read. */
  readonly buyer: string | null
  readonly netCents: number
  readonly vatCents: number
  readonly grossCents: number
  /** What nobody has paid yet; 0 on what asks for nothing. */
  readonly openCents: number
}

const columns = sql`
  invoice.id, invoice.order_id as "orderId", invoice.number, invoice.kind, invoice.issued_on::text as "issuedOn",
  invoice.order_number as "orderNumber", coalesce(company_name, name) as buyer, invoice.net_cents as "netCents",
  invoice.vat_cents as "vatCents", invoice.gross_cents as "grossCents",
  case when invoice.kind in ('credit-note', 'corrective') then 0 else shop_open_cents(invoice.id) end as "openCents"`

/** The documents of a period by the order of their issue, and how many there are. */
export async function documentsIn(
  tx: Tx<'accounting'>,
  { from, until }: Period,
  kind: DocumentKind | undefined,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ documents: DocumentRow[]; total: number }> {
  const wanted = sql`${bookedIn(from, until)}${kind ? sql` and kind = ${kind}` : sql``}`
  const [counted] = await tx.execute<{ total: number }>(
    sql`select count(*)::integer as total from invoice where ${wanted}`,
  )
  const documents = await listed(
    tx,
    sql`${wanted} order by issued_on, issued_at, number limit ${limit} offset ${offset}`,
  )
  return { documents, total: counted!.total }
}

/** What was taken over stands in the month in which it was, whatever the day that a former system gave it. */
function bookedIn(from: IsoDate, until: IsoDate): SQL {
  return sql`(case when kind = 'taken-over'
    then order_id in (select order_id from taken_over where taken_on between ${from} and ${until})
    else issued_on between ${from} and ${until} end)`
}

/** The documents with a number, however it is written; nearly always one. */
export async function withNumber(tx: Tx<'accounting'>, typed: string): Promise<DocumentRow[]> {
  const bare = typed.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
  if (bare === '') return []
  return listed(
    tx,
    sql`upper(regexp_replace(number, '[^0-9A-Za-z]', '', 'g')) = ${bare} order by issued_at desc limit 20`,
  )
}

/** One document. Throws NotFound. */
export async function documentRow(tx: Tx<'accounting'>, id: string): Promise<DocumentRow> {
  const [row] = await listed(tx, sql`invoice.id = ${id}`)
  if (!row) throw new NotFound()
  return row
}

/** The documents of the same order, oldest first. */
export function documentsBeside(tx: Tx<'accounting'>, { orderId }: DocumentRow): Promise<DocumentRow[]> {
  return listed(tx, sql`order_id = ${orderId} order by issued_at`)
}

/** What a document says of itself, besides its line in a list. */
export interface DocumentFacts {
  /** The language of its own words. */
  readonly language: string
  readonly suppliedOn: IsoDate | null
  readonly paidOn: IsoDate | null
  readonly dueOn: IsoDate | null
  readonly cause: CreditCause | null
  readonly vatCountry: string
  readonly deliveredTo: string
  readonly precedingId: string | null
  readonly precedingNumber: string | null
  readonly registrationNumber: string | null
  readonly vatNumber: string | null
  /** Lines of the buyer's address; null where they are no longer, or not now, to be read. */
  readonly address: readonly string[] | null
  readonly notes: readonly string[]
}

/** Throws NotFound. */
export async function factsOf(tx: Tx<'accounting'>, id: string): Promise<DocumentFacts> {
  const [row] = await tx
    .select({
      language: invoice.language,
      suppliedOn: invoice.suppliedOn,
      paidOn: invoice.paidOn,
      dueOn: invoice.dueOn,
      cause: invoice.cause,
      vatCountry: invoice.vatCountry,
      deliveredTo: invoice.deliveredTo,
      precedingId: invoice.precedingId,
      precedingNumber: sql<
        string | null
      >`(select number from invoice preceding where preceding.id = ${invoice.precedingId})`,
      notes: invoice.notes,
      registrationNumber: invoiceBuyer.registrationNumber,
      vatNumber: invoiceBuyer.vatNumber,
      address: invoiceBuyer.address,
    })
    .from(invoice)
    .leftJoin(invoiceBuyer, eq(invoiceBuyer.invoiceId, invoice.id))
    .where(eq(invoice.id, id))
  if (!row) throw new NotFound()
  return row as DocumentFacts
}

/** What settled a document, or what a credit note settled; cents. */
export interface Settled {
  readonly day: IsoDate
  /** How money came, or `credit-note`, `document`, `refund`. */
  readonly by: string
  readonly number: string | null
  /** The document to go on to, where it is one. */
  readonly documentId: string | null
  readonly cents: number
}

/** The standing settlements of a document, oldest first. */
export async function settledBy(tx: Tx<'accounting'>, id: string): Promise<Settled[]> {
  return tx.execute<Settled & Record<string, unknown>>(sql`
    select shop_day(settled_at)::text as day, settlement.amount_cents as cents,
           case when settlement.invoice_id = ${id} then coalesce(payment.means, 'credit-note')
                when settlement.refund_id is not null then 'refund' else 'document' end as by,
           case when settlement.invoice_id = ${id} then coalesce(receipt_number, provider_reference, credit.number) else document.number end as number,
           case when settlement.invoice_id = ${id} then credit_id else settlement.invoice_id end as "documentId"
      from settlement
      left join payment on payment.id = settlement.payment_id
      left join invoice credit on credit.id = credit_id
      left join invoice document on document.id = settlement.invoice_id
     where (settlement.invoice_id = ${id} or credit_id = ${id}) and shop_standing(settlement.id)
     order by settled_at`)
}

/** The formats in which a document is kept. */
export async function formatsOf(tx: Tx<'accounting'>, id: string): Promise<Format[]> {
  const rows = await tx.execute<{ format: Format }>(
    sql`select format from invoice_document where invoice_id = ${id} order by format`,
  )
  return rows.map(({ format }) => format)
}

async function listed(tx: Tx<'accounting'>, which: SQL): Promise<DocumentRow[]> {
  return tx.execute<DocumentRow & Record<string, unknown>>(
    sql`select ${columns} from invoice left join invoice_buyer on invoice_id = invoice.id where ${which}`,
  )
}

import { sql } from 'drizzle-orm'
import type { CreditCause, DocumentKind } from '../invoicing/snapshot.ts'
import type { VatCategory } from '../invoicing/vat.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Column } from './csv.ts'
import { rowsOf } from './cursor.ts'
import type { Period } from './periods.ts'

/**
 * A line of the sales register: one document, one VAT category and rate, one member state of taxation. Cents; negative on
 * credit notes. An advance has its VAT, and the final invoice what is left, so VAT is counted once. Companies are named,
 * people are not: registers are kept for ten years (Grāmatvedības likums 28).
 */
export interface RegisterRow {
  readonly number: string
  readonly kind: DocumentKind
  readonly issuedOn: IsoDate
  /** The day of supply, or of the money that came before it. */
  readonly taxDay: IsoDate
  readonly orderNumber: string
  readonly company: string | null
  readonly registrationNumber: string | null
  readonly vatNumber: string | null
  readonly vatCountry: string
  readonly deliveredTo: string
  readonly category: VatCategory
  /** Basis points. */
  readonly rate: number
  readonly netCents: number
  readonly vatCents: number
  readonly precedingNumber: string | null
  readonly cause: CreditCause | null
}

/** The sales register of a period, in the order in which the documents were issued. */
export function registerOf(tx: Tx<'accounting'>, { from, until }: Period): AsyncGenerator<RegisterRow> {
  return rowsOf<RegisterRow>(
    tx,
    sql`
    select invoice.number, invoice.kind, invoice.issued_on::text as "issuedOn",
           coalesce(invoice.supplied_on, invoice.paid_on, invoice.issued_on)::text as "taxDay", invoice.order_number as "orderNumber",
           company_name as company,
           case when company_name is not null then registration_number end as "registrationNumber",
           case when company_name is not null then vat_number end as "vatNumber",
           invoice.vat_country as "vatCountry", invoice.delivered_to as "deliveredTo", category, rate,
           sign * taxable_cents as "netCents", sign * invoice_vat.vat_cents as "vatCents",
           preceding.number as "precedingNumber", invoice.cause
      from invoice
      join invoice_vat on invoice_vat.invoice_id = invoice.id
      cross join lateral (select case invoice.kind when 'credit-note' then -1 else 1 end as sign) signed
      left join invoice_buyer on invoice_buyer.invoice_id = invoice.id
      left join invoice preceding on preceding.id = invoice.preceding_id
     where invoice.issued_on between ${from} and ${until}
     order by invoice.issued_on, invoice.issued_at, invoice.number, rate desc, category`,
  )
}

/** Its columns as they stand in the month pack, and as the accountant's own program may take them. */
export const registerColumns: readonly Column<RegisterRow>[] = [
  { field: 'number', of: (row) => row.number },
  { field: 'kind', of: (row) => row.kind, words: (row) => `books.kind.${row.kind}` },
  { field: 'issuedOn', of: (row) => ({ day: row.issuedOn }) },
  { field: 'taxDay', of: (row) => ({ day: row.taxDay }) },
  { field: 'orderNumber', of: (row) => row.orderNumber },
  { field: 'company', of: (row) => row.company },
  { field: 'registrationNumber', of: (row) => row.registrationNumber },
  { field: 'vatNumber', of: (row) => row.vatNumber },
  { field: 'vatCountry', of: (row) => row.vatCountry },
  { field: 'deliveredTo', of: (row) => row.deliveredTo },
  { field: 'category', of: (row) => row.category, words: (row) => `books.category.${row.category}` },
  { field: 'rate', of: (row) => ({ cents: row.rate }) },
  { field: 'net', of: (row) => ({ cents: row.netCents }) },
  { field: 'vat', of: (row) => ({ cents: row.vatCents }) },
  { field: 'gross', of: (row) => ({ cents: row.netCents + row.vatCents }) },
  { field: 'precedingNumber', of: (row) => row.precedingNumber },
  { field: 'cause', of: (row) => row.cause, words: (row) => row.cause && `books.cause.${row.cause}` },
]

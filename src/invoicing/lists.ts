import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import type { DocumentKind } from './snapshot.ts'

/** `to-send`: a public buyer's document that nobody has sent; `unproved`: a sale without VAT that lacks a proof. */
export const documentStates = ['to-send', 'unproved'] as const
export type DocumentState = (typeof documentStates)[number]

export interface Filter {
  readonly kind?: DocumentKind | undefined
  /** "2026-11". */
  readonly month?: string | undefined
  readonly state?: DocumentState | undefined
  /** A part of a document's or an order's number. */
  readonly number?: string | undefined
}

/** An issued document as a line of the staff's list: no names. */
export interface IssuedRow {
  readonly id: string
  readonly kind: DocumentKind
  readonly number: string
  readonly issuedOn: string
  readonly orderId: string
  readonly orderNumber: string
  readonly grossCents: number
  /** ISO day on which a public buyer's document went. */
  readonly sentOn: string | null
  readonly toSend: boolean
  /** Category K, and what of its two proofs is missing. */
  readonly lacksNumber: boolean
  readonly lacksTransport: boolean
  /** A charge of interest, or what takes one back: no invoice for goods or services, EN 16931 has no place for it. */
  readonly ofCharge: boolean
  /** Asks for money by a day, and is open. */
  readonly owed: boolean
}

const ofCharge = sql`(invoice.kind = 'charge'
  or exists (select from invoice charge where charge.id = invoice.preceding_id and charge.kind = 'charge'))`
const toSend = sql`(sending.sent_on is null and invoice.kind not in ('advance', 'taken-over') and not ${ofCharge}
  and exists (select from public_buyer where public_buyer.order_id = invoice.order_id))`
const supplyWithoutVat = sql`(invoice.kind in ('invoice', 'final')
  and exists (select from invoice_vat where invoice_vat.invoice_id = invoice.id and category = 'K'))`
const lacksNumber = sql`(${supplyWithoutVat}
  and not exists (select from vies_check where vies_check.order_id = invoice.order_id and outcome = 'valid'))`
const lacksTransport = sql`(${supplyWithoutVat}
  and not exists (select from transport_proof where transport_proof.order_id = invoice.order_id))`

/** Issued documents, the newest first. */
export async function list(
  tx: Tx<'accounting'>,
  filter: Filter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ documents: IssuedRow[]; total: number }> {
  const from = sql`from invoice left join einvoice_sending sending on sending.invoice_id = invoice.id
    where ${sql.join(conditions(filter), sql` and `)}`
  const documents = await tx.execute<IssuedRow & Record<string, unknown>>(sql`
    select invoice.id, invoice.kind, invoice.number, invoice.issued_on::text as "issuedOn",
           invoice.order_id as "orderId", invoice.order_number as "orderNumber", invoice.gross_cents as "grossCents",
           sending.sent_on::text as "sentOn", ${toSend} as "toSend", ${lacksNumber} as "lacksNumber",
           ${lacksTransport} as "lacksTransport", ${ofCharge} as "ofCharge",
           invoice.due_on is not null and shop_asks_by_a_day(invoice.kind)
             and shop_open_cents(invoice.id) > 0 as owed
      ${from} order by invoice.issued_at desc, invoice.number desc limit ${limit} offset ${offset}`)
  const [counted] = await tx.execute<{ total: number }>(sql`select count(*)::int as total ${from}`)
  return { documents: [...documents], total: counted!.total }
}

/** How many documents wait to be sent, and how many sales without VAT lack a proof. */
export async function counts(tx: Tx<'accounting'>): Promise<Record<DocumentState, number>> {
  const [row] = await tx.execute<{ toSend: number; unproved: number }>(sql`
    select count(*) filter (where ${toSend})::int as "toSend",
           count(*) filter (where ${lacksNumber} or ${lacksTransport})::int as unproved
      from invoice left join einvoice_sending sending on sending.invoice_id = invoice.id`)
  return { 'to-send': row!.toSend, unproved: row!.unproved }
}

/** The months in which anything was issued ("2026-11"), the newest first. */
export async function months(tx: Tx<'accounting'>): Promise<string[]> {
  const rows = await tx.execute<{ month: string }>(
    sql`select distinct to_char(issued_on, 'YYYY-MM') as month from invoice order by 1 desc`,
  )
  return rows.map(({ month }) => month)
}

function conditions({ kind, month, state, number }: Filter): SQL[] {
  const like = number && `%${number.replace(/[\\%_]/g, '\\$&')}%`
  return [
    sql`true`,
    ...(kind ? [sql`invoice.kind = ${kind}`] : []),
    ...(month ? [sql`to_char(invoice.issued_on, 'YYYY-MM') = ${month}`] : []),
    ...(state === 'to-send' ? [toSend] : []),
    ...(state === 'unproved' ? [sql`(${lacksNumber} or ${lacksTransport})`] : []),
    ...(like ? [sql`(invoice.number ilike ${like} or invoice.order_number ilike ${like})`] : []),
  ]
}

import { sql } from 'drizzle-orm'
import type { Reader } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Cents, cents } from '../../platform/money.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { type HandOverOutcome, handOver, type RecallCause, type ReportedState } from './table.ts'

/** Debts that were handed over together. */
export interface Batch {
  readonly id: string
  readonly recipientId: string
  readonly collector: string
  readonly licenceNumber: string | null
  readonly confirmedAt: Date
  readonly confirmedBy: string
}

const columns = sql`
  hand_over.id, recipient_id as "recipientId", recipient.name as collector, licence_number as "licenceNumber",
  confirmed_at as "confirmedAt", confirmed_by as "confirmedBy"`

type BatchRow = Omit<Batch, 'confirmedAt'> & { readonly confirmedAt: string } & Record<string, unknown>

/** The latest batches; who of the debtors is in them is told by their own pages. */
export async function list(reader: Reader, limit: number): Promise<Batch[]> {
  const rows = await reader.execute<BatchRow>(sql`
    select ${columns} from hand_over join recipient on recipient.id = recipient_id
     order by confirmed_at desc limit ${limit}`)
  return rows.map(batchOf)
}

/** Throws NotFound. */
export async function find(reader: Reader, id: string): Promise<Batch> {
  const [row] = await reader.execute<BatchRow>(sql`
    select ${columns} from hand_over join recipient on recipient.id = recipient_id where hand_over.id = ${id}`)
  if (!row) throw new NotFound()
  return batchOf(row)
}

function batchOf(row: BatchRow): Batch {
  return { ...row, confirmedAt: handOver.confirmedAt.mapFromDriverValue(row.confirmedAt) as Date }
}

/** A debt of a batch, and what became of it. */
export interface CaseOf {
  readonly id: string
  readonly invoiceId: string
  readonly orderId: string
  readonly number: string
  readonly principalCents: Cents
  readonly interestCents: Cents
  readonly costsCents: Cents
  readonly openCents: Cents
  readonly outcome: HandOverOutcome | null
  /** The last that the collector was told. */
  readonly recall: RecallCause | null
  readonly recallCents: number | null
  /** The last that the collector said. */
  readonly reported: ReportedState | null
  readonly reportedCents: number | null
  readonly reportedOn: IsoDate | null
}

/**
 * The debts of a batch: those that the contract still sees, and those that only claims do. What has gone altogether is not
 * among them.
 */
export async function casesOf(tx: Tx<'order-contract'>, id: string): Promise<CaseOf[]> {
  const own = await rowsOf(tx, id)
  const claimed = await tx.under('legal-claims', (claims) => rowsOf(claims, id))
  const seen = new Map([...claimed, ...own].map((row) => [row.id, row]))
  return [...seen.values()].sort((one, other) => (one.number < other.number ? -1 : 1))
}

async function rowsOf(tx: Tx<'order-contract'> | Tx<'legal-claims'>, id: string): Promise<CaseOf[]> {
  const rows = await tx.execute<Record<keyof CaseOf, never>>(sql`
    select handed.id, handed.invoice_id as "invoiceId", handed.order_id as "orderId", number, principal_cents as "principalCents",
           interest_cents as "interestCents", costs_cents as "costsCents", shop_open_cents(handed.invoice_id) as "openCents", outcome,
           recall.cause as recall, recall.open_cents as "recallCents", line.state as reported,
           line.paid_cents as "reportedCents", line.reported_on::text as "reportedOn"
      from hand_over_case handed join invoice on invoice.id = handed.invoice_id
      left join hand_over_end on hand_over_end.case_id = handed.id
      left join lateral (select cause, open_cents from debt_recall where case_id = handed.id order by made_at desc limit 1) recall on true
      left join lateral (select state, paid_cents, reported_on from collector_report_line join collector_report on report_id = collector_report.id
                          where case_id = handed.id order by reported_on desc, imported_at desc limit 1) line on true
     where handed.hand_over_id = ${id}`)
  return rows.map((row) => ({ ...row, openCents: cents(row.openCents) }))
}

import { type SQL, sql } from 'drizzle-orm'
import type { DocumentKind } from '../invoicing/snapshot.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import { conditionOf, type DebtFilter, debtFilters } from './debt-filters.ts'

type Contract = Tx<'order-contract'>

/** A document that asks for money by a day, and where it stands; cents. Names nobody. */
export interface Debt {
  readonly invoiceId: string
  readonly orderId: string
  readonly number: string
  readonly orderNumber: string
  readonly kind: DocumentKind
  /** Null once nobody knows any more whose it was. */
  readonly debtorKind: 'person' | 'company' | null
  readonly issuedOn: IsoDate
  readonly dueOn: IsoDate
  /** The last day on which it can be asked for. */
  readonly barredOn: IsoDate
  /** Days since the due day; negative before it. */
  readonly daysLate: number
  readonly askedCents: number
  readonly openCents: number
  readonly writtenOffCents: number
  /** The last reminder's place in the buyer's schedule; 0: none was sent. */
  readonly level: number
  readonly remindedOn: IsoDate | null
  readonly held: boolean
  /** The last promise, kept or not. */
  readonly promisedOn: IsoDate | null
  readonly noticeId: string | null
  readonly noticedOn: IsoDate | null
  readonly receivedOn: IsoDate | null
  readonly objectUntil: IsoDate | null
  /** Rejected, too, once the rest of an upheld one is asked for. */
  readonly objection: 'open' | 'upheld' | 'rejected' | null
  readonly handedOver: boolean
  /** Its buyer asked that their data be left alone (Art. 18). */
  readonly restricted: boolean
  /** The order was cancelled or withdrawn from. */
  readonly stopped: boolean
}

/** A debt with its debtor, where this purpose still sees them. */
export type DebtRow = Debt & { readonly debtor: string | null }

export const debtSorts = ['due', 'amount', 'number'] as const
export type DebtSort = (typeof debtSorts)[number]

export interface Listing {
  readonly filter: DebtFilter
  readonly sort: DebtSort
  /** Only one debtor's, named by one of their orders. */
  readonly debtor?: string | undefined
  readonly limit: number
  readonly offset: number
}

const columns = sql`
  d.invoice_id as "invoiceId", d.order_id as "orderId", d.number, d.order_number as "orderNumber", d.kind,
  d.debtor_kind as "debtorKind", d.issued_on::text as "issuedOn", d.due_on::text as "dueOn", d.barred_on::text as "barredOn",
  shop_today() - d.due_on as "daysLate", d.asked_cents as "askedCents", d.open_cents as "openCents",
  d.written_off_cents as "writtenOffCents", d.level, d.reminded_on::text as "remindedOn", d.held,
  d.promised_on::text as "promisedOn", d.notice_id as "noticeId", d.noticed_on::text as "noticedOn",
  d.received_on::text as "receivedOn", d.object_until::text as "objectUntil", d.objection, d.handed_over as "handedOver",
  d.restricted, d.stopped`

const orders: Record<DebtSort, SQL> = {
  due: sql`d.due_on, d.number, d.invoice_id`,
  amount: sql`d.open_cents desc, d.due_on, d.invoice_id`,
  number: sql`d.number, d.invoice_id`,
}

const debtor = sql`coalesce(order_party.company_name, order_party.name) as debtor`

/** A page of debts, and how many there are. */
export async function list(
  tx: Contract,
  { filter, sort, debtor: of, limit, offset }: Listing,
  settings: Settings['debts'],
): Promise<{ debts: DebtRow[]; total: number }> {
  const where = sql`${conditionOf(filter, settings)} and ${of ? sql`d.debtor_order = ${of}` : sql`true`}`
  const rows = await tx.execute<DebtRow & { total: number } & Record<string, unknown>>(sql`
    with d as materialized (
      select d.*, count(*) over ()::int as total from shop_debts(null) d
       where ${where} order by ${orders[sort]} limit ${limit} offset ${offset})
    select ${columns}, ${debtor}, d.total from d left join order_party on order_party.order_id = d.order_id
     order by ${orders[sort]}`)
  return { debts: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}

/** Debts by a part of a document's or an order's number, a name, a company or an e-mail address; the first of them. */
export async function search(tx: Contract, words: string, limit: number): Promise<DebtRow[]> {
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return [
    ...(await tx.execute<DebtRow & Record<string, unknown>>(sql`
      select ${columns}, ${debtor}
        from shop_debts(null) d left join order_party on order_party.order_id = d.order_id
       where d.number ilike ${like} or d.order_number ilike ${like} or order_party.name ilike ${like}
          or order_party.company_name ilike ${like} or order_party.email ilike ${like}
       order by ${orders.due} limit ${limit}`)),
  ]
}

/** How many debts stand in each state. */
export type Counts = Readonly<Record<DebtFilter, number>>

/** How many debts stand in each state; or for one of them, 1 where it does. */
export async function counts(
  tx: Contract,
  settings: Settings['debts'],
  invoiceId: string | null = null,
): Promise<Counts> {
  const each = debtFilters.map(
    (filter) =>
      sql`count(*) filter (where ${conditionOf(filter, settings)})::int as ${sql.identifier(filter)}`,
  )
  const of = invoiceId === null ? sql`null` : sql`array[${invoiceId}::uuid]`
  const [row] = await tx.execute<Record<DebtFilter, number>>(
    sql`select ${sql.join(each, sql`, `)} from shop_debts(${of}) d`,
  )
  return row!
}

/** One debt, paid or not; undefined where a document asks for nothing by a day. */
export async function find(tx: Contract, invoiceId: string): Promise<Debt | undefined> {
  const [row] = await tx.execute<Debt & Record<string, unknown>>(
    sql`select ${columns} from shop_debts(array[${invoiceId}::uuid]) d`,
  )
  return row
}

/** Why nobody may be asked for a debt's money now, and why it may not go to a collector: codes, none where they may. */
export async function problemsOf(
  tx: Contract,
  invoiceId: string,
): Promise<{ dunning: string[]; collection: string[] }> {
  const [row] = await tx.execute<{ dunning: string[]; collection: string[] }>(sql`
    select shop_dunning_problems(${invoiceId}) as dunning, shop_collection_problems(${invoiceId}) as collection`)
  return row!
}

/** The write-offs of a debt that stand, by their ids: the books know them after the contract's data has gone. */
export async function writeOffsOf(tx: Contract, invoiceId: string): Promise<string[]> {
  const rows = await tx.under('accounting', (books) =>
    books.execute<{ id: string }>(sql`
      select id from write_off where invoice_id = ${invoiceId}
         and not exists (select from write_off_reversal where write_off_id = write_off.id)`),
  )
  return rows.map(({ id }) => id)
}

/** The hand-over by which a debt is with a collector; null where it is with none. */
export async function batchOf(tx: Contract, invoiceId: string): Promise<string | null> {
  const [row] = await tx.execute<{ id: string | null }>(sql`select shop_handed_over(${invoiceId}) as id`)
  return row!.id
}

/** Whether a charge of interest was taken back. */
export async function isTakenBack(tx: Contract, invoiceId: string): Promise<boolean> {
  const rows = await tx.under('accounting', (books) =>
    books.execute(sql`select from invoice where preceding_id = ${invoiceId} and kind = 'credit-note'`),
  )
  return rows.length > 0
}

/** The documents of an order that ask for money by a day. */
export async function ofOrder(tx: Contract, orderId: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from invoice
     where order_id = ${orderId} and due_on is not null and shop_asks_by_a_day(kind)`)
  return rows.map(({ id }) => id)
}

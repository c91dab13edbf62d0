import { sql } from 'drizzle-orm'
import { addDays, type IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Column } from './csv.ts'
import { type OpenItem, openItems } from './open-items.ts'
import type { Period } from './periods.ts'

/** A debt that is overdue by more than so many days counts as doubtful: it is in the last column of the ages. */
export const doubtfulDays = 90

/** A debt that was given up, was owed again after all, or is doubtful; cents. Names nobody. */
export interface BadDebt {
  readonly state: 'written-off' | 'reversed' | 'doubtful'
  readonly invoiceId: string
  readonly number: string
  readonly orderNumber: string
  readonly dueOn: IsoDate
  /** The day in whose books it stands; of a doubtful one the last day of the period. */
  readonly day: IsoDate
  /** From its due day to then. */
  readonly daysLate: number
  readonly cause: string | null
  /** Negative where it is owed again. */
  readonly amountCents: number
  /** What of that is VAT, by the whole document's share. */
  readonly vatCents: number
}

/** What was written off in a period, and what is doubtful on its last day, or today; in the order of the days. */
export async function badDebts(tx: Tx<'accounting'>, period: Period): Promise<BadDebt[]> {
  const [last] = await tx.execute<{ day: IsoDate }>(
    sql`select least(${period.until}::date, shop_today())::text as day`,
  )
  return [...(await givenUp(tx, period)), ...(await doubtful(tx, last!.day))]
}

type Row = BadDebt & Record<string, unknown>

const columns = sql`
  invoice.id as "invoiceId", number, order_number as "orderNumber", due_on::text as "dueOn", day::text,
  day - due_on as "daysLate", amount as "amountCents",
  case when gross_cents = 0 then 0 else round(amount::numeric * vat_cents / gross_cents)::int end as "vatCents"`

async function givenUp(tx: Tx<'accounting'>, { from, until }: Period): Promise<BadDebt[]> {
  return [
    ...(await tx.execute<Row>(sql`
      select state, why as cause, ${columns}
        from (select 'written-off' as state, invoice_id, written_off_on as day, cause as why, amount_cents as amount from write_off
              union all
              select 'reversed', invoice_id, reversed_on, cause, -amount_cents
                from write_off_reversal join write_off on write_off.id = write_off_id) given
        join invoice on invoice.id = invoice_id
       where day between ${from} and ${until} order by day, number, state desc`)),
  ]
}

async function doubtful(tx: Tx<'accounting'>, until: IsoDate): Promise<BadDebt[]> {
  const late: OpenItem[] = []
  for await (const item of openItems(tx, until)) if (isDoubtful(item, until)) late.push(item)
  const ids = sql.param(late.map(({ id }) => id))
  const amounts = sql.param(late.map(({ openCents }) => openCents))
  return [
    ...(await tx.execute<Row>(sql`
      select 'doubtful' as state, null as cause, ${columns}
        from invoice
        join unnest(${ids}::uuid[], ${amounts}::int[]) as given(late_id, amount) on late_id = invoice.id
        cross join lateral (select ${until}::date as day) last
       order by due_on, number`)),
  ]
}

function isDoubtful({ what, dueOn, openCents }: OpenItem, until: IsoDate): boolean {
  return what === 'document' && openCents > 0 && dueOn !== null && addDays(dueOn, doubtfulDays) < until
}

/** Its columns as they stand in the month pack. */
export const badDebtColumns: readonly Column<BadDebt>[] = [
  { field: 'badState', of: (row) => row.state, words: (row) => `books.bad.state.${row.state}` },
  { field: 'number', of: (row) => row.number },
  { field: 'orderNumber', of: (row) => row.orderNumber },
  { field: 'dueOn', of: (row) => ({ day: row.dueOn }) },
  { field: 'day', of: (row) => ({ day: row.day }) },
  { field: 'daysLate', of: (row) => String(row.daysLate) },
  { field: 'cause', of: (row) => row.cause, words: (row) => row.cause && `books.bad.cause.${row.cause}` },
  { field: 'gross', of: (row) => ({ cents: row.amountCents }) },
  { field: 'vat', of: (row) => ({ cents: row.vatCents }) },
]

import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Settings } from './settings.ts'

/** One series for invoices of every kind, one for credit notes. */
export type Series = 'invoice' | 'credit-note'

/**
 * The next number of a gapless series in the financial year of `day`, and the day it counts for: as numbers go forward,
 * days do not go back, also where another process saw midnight first. The row stays locked until the transaction ends,
 * so call it last; a rollback gives the number back. Runs only inside a transaction, by type.
 */
export async function takeNumber(
  tx: Transaction,
  document: Series,
  day: IsoDate,
): Promise<{ number: number; day: IsoDate }> {
  const [row] = await tx.execute<{ number: number; day: IsoDate }>(sql`
    insert into number_series as series (document, year, first, next, last_on)
    values (${document}, ${yearOf(day)}, 1, 2, ${day})
    on conflict (document, year) do update set next = series.next + 1, last_on = greatest(series.last_on, excluded.last_on)
    returning next - 1 as number, last_on::text as day`)
  return row!
}

/** A document's number as printed: prefix, year, number. */
export function documentNumber(
  { invoicePrefix, creditPrefix }: Settings['numbers'],
  series: Series,
  { number, day }: { number: number; day: IsoDate },
): string {
  const prefix = series === 'credit-note' ? creditPrefix : invoicePrefix
  return `${prefix}${yearOf(day)}-${String(number).padStart(4, '0')}`
}

/** The next order's number; a sequence, because an order's number may leave gaps and must not queue buyers. */
export async function takeOrderNumber(tx: Transaction, numbers: Settings['numbers']): Promise<string> {
  const [row] = await tx.execute<{ taken: string }>(sql`select nextval('order_number_seq')::text as taken`)
  return `${numbers.orderPrefix}${row!.taken.padStart(5, '0')}`
}

/** The last numbers given out, for the settings page: of orders (as printed), and of a year's documents; null for none yet. */
export async function lastNumbers(
  tx: Transaction,
  year: number,
): Promise<{ order: string | null; invoice: number | null; credit: number | null }> {
  const last = (series: Series) => sql`(select case when next > first then next - 1 end from number_series
    where document = ${series} and year = ${year})`
  const [row] = await tx.execute<Awaited<ReturnType<typeof lastNumbers>>>(sql`
    select shop_last_order() as "order", ${last('invoice')} as invoice, ${last('credit-note')} as credit`)
  return row!
}

/** The numbers that the next order and this year's next documents will get, for the settings page. */
export async function nextNumbers(
  tx: Transaction,
  year: number,
): Promise<{ order: number; invoice: number; credit: number }> {
  const next = (series: Series) =>
    sql`coalesce((select next from number_series where document = ${series} and year = ${year}), 1)`
  const [row] = await tx.execute<{ order: number; invoice: number; credit: number }>(sql`
    select (select (last_value + case when is_called then 1 else 0 end)::float8 from order_number_seq) as "order",
           ${next('invoice')} as invoice, ${next('credit-note')} as credit`)
  return row!
}

/** Lets a shop that moved here go on counting; backwards only before its first order. Throws RangeError for a number already passed. */
export async function setNextOrder(tx: Transaction, next: number): Promise<void> {
  const [row] = await tx.execute<{ next: string; begun: boolean }>(sql`
    select (last_value + case when is_called then 1 else 0 end)::text as next,
           is_called or shop_last_order() is not null as begun from order_number_seq`)
  if (row!.begun && next < Number(row!.next)) throw new RangeError('that order number was given out')
  await tx.execute(sql`select setval('order_number_seq', ${next}, false)`)
}

/** The same for a year's documents, before the first: a later jump would leave a gap. Throws RangeError then. */
export async function setNextDocument(
  tx: Transaction,
  series: Series,
  year: number,
  next: number,
): Promise<void> {
  const [row] = await tx.execute<{ next: number }>(sql`
    insert into number_series as series (document, year, first, next) values (${series}, ${year}, ${next}, ${next})
    on conflict (document, year) do update set first = ${next}, next = ${next} where series.next = series.first
    returning next`)
  if (!row) throw new RangeError('the series of the year has begun')
}

function yearOf(day: IsoDate): number {
  return Number(day.slice(0, 4))
}

import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import type { Settings } from './settings.ts'

/**
 * The next number of a gapless series, for one document and financial year. The row stays locked until the
 * transaction ends, so call it last; a rollback gives the number back. Runs only inside a transaction, by type.
 */
export async function takeNumber(
  tx: Transaction,
  document: 'invoice',
  year: number,
  first: number,
): Promise<number> {
  const [row] = await tx.execute<{ taken: number }>(sql`
    insert into number_series as series (document, year, next) values (${document}, ${year}, ${first + 1})
    on conflict (document, year) do update set next = series.next + 1
    returning next - 1 as taken`)
  return row!.taken
}

/** The invoice number as printed: prefix, year, number. */
export function invoiceNumber(numbers: Settings['numbers'], year: number, number: number): string {
  return `${numbers.invoicePrefix}${year}-${String(number).padStart(4, '0')}`
}

/** The number with which a year's invoices begin. */
export function firstInvoice(numbers: Settings['numbers'], year: number): number {
  return year === numbers.invoiceFirstYear ? numbers.invoiceFirst : 1
}

/** The next order's number; a sequence, because an order's number may leave gaps and must not queue buyers. */
export async function takeOrderNumber(tx: Transaction, numbers: Settings['numbers']): Promise<string> {
  const [row] = await tx.execute<{ taken: string }>(sql`select nextval('order_number_seq')::text as taken`)
  return `${numbers.orderPrefix}${row!.taken.padStart(5, '0')}`
}

/** The last numbers given out, for the settings page: of orders, and of invoices in a year; null for none yet. */
export async function lastNumbers(
  tx: Transaction,
  year: number,
): Promise<{ order: number | null; invoice: number | null }> {
  const [row] = await tx.execute<{ order: number | null; invoice: number | null }>(sql`
    select (select case when is_called then last_value::int end from order_number_seq) as "order",
           (select next - 1 from number_series where document = 'invoice' and year = ${year}) as invoice`)
  return row!
}

/** The numbers that the next order and this year's next invoice will get, for the settings page. */
export async function nextNumbers(
  tx: Transaction,
  numbers: Settings['numbers'],
  year: number,
): Promise<{ order: number; invoice: number }> {
  const [row] = await tx.execute<{ order: number; invoice: number | null }>(sql`
    select (select last_value::int + case when is_called then 1 else 0 end from order_number_seq) as "order",
           (select next from number_series where document = 'invoice' and year = ${year}) as invoice`)
  return { order: row!.order, invoice: row!.invoice ?? firstInvoice(numbers, year) }
}

/** Lets a shop that moved here go on counting; never backwards. Throws RangeError for a number already passed. */
export async function setNextOrder(tx: Transaction, next: number): Promise<void> {
  const { order } = await lastNumbers(tx, 0)
  if (order !== null && next <= order) throw new RangeError('that order number was given out')
  await tx.execute(sql`select setval('order_number_seq', ${next}, false)`)
}

/** The same for this year's invoices. Throws RangeError for a number already passed. */
export async function setNextInvoice(tx: Transaction, year: number, next: number): Promise<void> {
  const [row] = await tx.execute<{ next: number }>(sql`
    insert into number_series as series (document, year, next) values ('invoice', ${year}, ${next})
    on conflict (document, year) do update set next = ${next} where series.next <= ${next}
    returning next`)
  if (!row) throw new RangeError('that invoice number was given out')
}

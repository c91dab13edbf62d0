import { sql } from 'drizzle-orm'
import { q } from '../facts.ts'
import type { EraserTx } from '../with-purpose.ts'
import { amongThese, type Due, type DueTable, dueSql } from './due.ts'

/** Rows that are due in a table, and the columns that are in others of its rows. */
export interface DueThere {
  readonly rows: number
  readonly columns: readonly string[]
}

type Column = DueTable['columns'][number]

/** What is due of an order, by table. */
export type DueOfOrder = ReadonlyMap<string, DueThere>

/** How a transaction of the eraser is opened: one that looks and writes nothing, on the day that a task names. */
export type Looking = <T>(work: (tx: EraserTx) => Promise<T>) => Promise<T>

/** So many orders are asked for their last days at a time: a fifth of a second. */
const asked = 1_000
/** So many orders, of which some purpose has ended, are looked through at a time. */
const looked = 200

/**
 * The orders to look through, in portions. While no purpose of an order has ended nothing of it is due, because every row
 * has one that holds it for as long (a test says so of each table): it is left out.
 */
export async function* ordersToLookThrough(look: Looking): AsyncGenerator<readonly string[]> {
  for await (const orders of allOrders(look))
    yield* portions(await look((tx) => endedAmong(tx, orders)), looked)
}

/** Every order there is, in portions. */
export async function* allOrders(look: Looking): AsyncGenerator<readonly string[]> {
  for (let last = '00000000-0000-0000-0000-000000000000'; ; ) {
    const orders = await look((tx) =>
      tx.execute<{ id: string }>(sql`select id from "order" where id > ${last} order by id limit ${asked}`),
    )
    if (orders.length > 0) yield orders.map(({ id }) => id)
    if (orders.length < asked) return
    last = orders.at(-1)!.id
  }
}

/** Orders that somebody names, in portions. */
export async function* portions(orders: readonly string[], size = looked): AsyncGenerator<readonly string[]> {
  for (let at = 0; at < orders.length; at += size) yield orders.slice(at, at + size)
}

async function endedAmong(tx: EraserTx, orders: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct order_id as id from shop_ends_of(${sql.param(orders)}::uuid[])
     where ends < shop_today() order by 1`)
  return rows.map(({ id }) => id)
}

interface DueRow extends Record<string, unknown> {
  id: string
  rows: number
  columns: string[]
}

/** What is due of some orders; those of which nothing is are not there. */
export async function dueOf(
  tx: EraserTx,
  tables: readonly DueTable[],
  orders: readonly string[],
): Promise<Map<string, DueOfOrder>> {
  const found = new Map<string, Map<string, DueThere>>()
  for (const table of tables) {
    if (!table.order) continue
    for (const { id, rows, columns } of await tx.execute<DueRow>(sql.raw(dueQuery(table, orders)))) {
      const due = found.get(id) ?? new Map<string, DueThere>()
      found.set(id, due.set(table.name, { rows, columns }))
    }
  }
  return found
}

/**
 * Each condition is asked once for a row, however many columns hang on it: they are functions that look around. A row that
 * stays is asked only while something is left in it.
 */
function dueQuery({ name, order, rowDue, stays, columns }: DueTable, orders: readonly string[]): string {
  const dues = [...(rowDue ? [rowDue] : []), ...columns.map(({ due }) => due)]
  const conditions = [...new Set(dues.flatMap(({ held, unheld }) => [...held, unheld]))]
  const asking = conditions.map((condition, at) => `, (${condition}) as asked_${at}`)
  const known = (due: Due) => dueSql(due, (condition) => `asked_${conditions.indexOf(condition)}`)
  const own = columns.map(({ name: column }) => `, ${q(column)}`)
  const filled = ({ name: column, blank }: Column) => `${q(column)} is distinct from ${blank}`
  const rowIsDue = rowDue ? known(rowDue) : 'false'
  const isDue = (each: Column) => `(not ${rowIsDue} and ${known(each.due)} and ${filled(each)})`
  const blanked = columns.map((each) => `case when bool_or(${isDue(each)}) then '${each.name}' end`)
  const left = stays ? ` and (${columns.map(filled).join(' or ')})` : ''
  return `select unit_id as id, count(*) filter (where ${rowIsDue})::int as rows,
                 array_remove(array[${blanked.join(', ')}]::text[], null) as columns
            from (select ${order!.id} as unit_id${asking.join('')}${own.join('')}
                    from ${q(name)} where ${amongThese(order!.among, orders)}${left} offset 0) asked
           group by 1 having bool_or(${[rowIsDue, ...columns.map(isDue)].join(' or ')})`
}

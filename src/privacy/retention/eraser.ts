import { sql } from 'drizzle-orm'
import { exec } from '../../platform/database/client.ts'
import type { IsoDate } from '../../platform/time.ts'
import { q } from '../facts.ts'
import { moment } from '../journal.ts'
import { erasure, erasureRun } from '../table.ts'
import type { Declarations } from '../tags.ts'
import { type Access, type Actor, type EraserTx, withEraser } from '../with-purpose.ts'
import { type DueTable, dueTables } from './due.ts'

/** Rows that went from a table, or the columns that were blanked in it. */
export type Gone = Readonly<Record<string, number | readonly string[]>>

/** What is due, or gone, of one order; without an id, single rows of one table. */
export interface Erased {
  readonly unit: string
  readonly unitId: string | null
  readonly gone: Gone
}

export interface Run {
  readonly id: string
  readonly erased: readonly Erased[]
}

export interface Task {
  readonly cause: 'retention' | 'request' | 'restore'
  readonly actor: Actor
  /** A day in the past; of the future for a look ahead only. */
  readonly asOf?: IsoDate
  /** These orders only, and single rows of everybody. */
  readonly orders?: readonly string[]
  /** Told after each unit, for progress and for giving way. */
  readonly onErased?: (erased: Erased) => void
}

/** What the eraser works with; the journal comes with the access. */
export interface Eraser {
  readonly access: Access<'worker'>
  readonly register: Declarations
}

/** So many orders are looked through at a time, and so many single rows go in one transaction. */
const chunk = 200

/**
 * The one way by which personal data leaves: takes away what no purpose holds any longer, an order at a time, each in a
 * transaction of its own with its line in the journal before it. Cut off anywhere and run again, it goes on.
 */
export async function run(eraser: Eraser, task: Task): Promise<Run> {
  const tables = dueTables(eraser.register)
  const id = crypto.randomUUID()
  await acting(eraser, task, (tx) => begin(tx, id, task))
  const erased: Erased[] = []
  const note = (each: Erased) => {
    erased.push(each)
    task.onErased?.(each)
  }
  for await (const orders of ordersIn(eraser, task)) {
    const due = await acting(eraser, task, (tx) => dueOf(tx, tables, orders))
    for (const { unitId } of due) {
      const gone = await acting(eraser, task, (tx) => eraseOrder(tx, eraser, tables, id, unitId!))
      if (gone) note(gone)
    }
  }
  for (const table of tables) {
    for (let full = true; full; ) {
      const gone = await acting(eraser, task, (tx) => eraseRows(tx, table, id))
      full = gone === chunk
      if (gone > 0) note({ unit: table.name, unitId: null, gone: { [table.name]: gone } })
    }
  }
  await acting(eraser, task, sweep)
  await acting(eraser, task, (tx) => end(tx, id, erased))
  return { id, erased }
}

/** The same without taking anything away: what is due on the day. */
export async function* due(eraser: Eraser, task: Omit<Task, 'onErased'>): AsyncGenerator<Erased> {
  const tables = dueTables(eraser.register)
  const looking = { actor: task.actor, asOf: task.asOf, lookAhead: true }
  for await (const orders of ordersIn(eraser, task))
    yield* await withEraser(eraser.access, looking, (tx) => dueOf(tx, tables, orders))
  for (const table of tables) {
    const rows = await withEraser(eraser.access, looking, (tx) => dueRows(tx, table))
    if (rows > 0) yield { unit: table.name, unitId: null, gone: { [table.name]: rows } }
  }
}

/** Two erasers take turns. */
function acting<T>(
  { access }: Pick<Eraser, 'access'>,
  task: Task,
  work: (tx: EraserTx) => Promise<T>,
): Promise<T> {
  return withEraser(access, task, async (tx) => {
    await exec(tx, "select pg_advisory_xact_lock(hashtextextended('bodite eraser', 0))")
    return work(tx)
  })
}

async function begin(tx: EraserTx, id: string, { cause }: Task): Promise<void> {
  await tx.insert(erasureRun).values({ id, cause, asOf: sql`shop_today()` })
}

async function end(tx: EraserTx, id: string, erased: readonly Erased[]): Promise<void> {
  const counts: Record<string, number> = {}
  for (const { unit } of erased) counts[unit] = (counts[unit] ?? 0) + 1
  await tx.execute(
    sql`update erasure_run set ended_at = now(), counts = ${JSON.stringify(counts)}::jsonb where id = ${id}`,
  )
}

/** The orders to look through, in portions. */
async function* ordersIn({ access }: Pick<Eraser, 'access'>, task: Task): AsyncGenerator<readonly string[]> {
  if (task.orders) {
    for (let at = 0; at < task.orders.length; at += chunk) yield task.orders.slice(at, at + chunk)
    return
  }
  for (let last = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await withEraser(access, { actor: task.actor, lookAhead: true }, (tx) =>
      tx.execute<{ id: string }>(sql`select id from "order" where id > ${last} order by id limit ${chunk}`),
    )
    if (rows.length > 0) yield rows.map(({ id }) => id)
    if (rows.length < chunk) return
    last = rows.at(-1)!.id
  }
}

interface DueRow extends Record<string, unknown> {
  id: string
  rows: number
  blanked: string[]
}

/** What is due of some orders, one entry for each order of which anything is. */
async function dueOf(
  tx: EraserTx,
  tables: readonly DueTable[],
  orders: readonly string[],
): Promise<Erased[]> {
  const found = new Map<string, Record<string, number | readonly string[]>>()
  for (const table of tables) {
    if (!table.order) continue
    for (const { id, rows, blanked } of await tx.execute<DueRow>(sql.raw(dueQuery(table, orders)))) {
      const gone = found.get(id) ?? {}
      found.set(id, gone)
      gone[table.name] = rows > 0 ? rows : blanked
    }
  }
  return [...found].map(([unitId, gone]) => ({ unit: 'order', unitId, gone }))
}

/** Each condition is asked once for a row, however many columns hang on it: they are functions that look around. */
function dueQuery({ name, order, rowDue, columns }: DueTable, orders: readonly string[]): string {
  const conditions = [...new Set(columns.map(({ due }) => due))]
  const asked = conditions.map((due, at) => `, (${due}) as due_${at}`)
  const own = columns.map(({ name: column }) => `, ${q(column)}`)
  const isDue = ({ name: column, due, blank }: DueTable['columns'][number]) =>
    `(due_${conditions.indexOf(due)} and ${q(column)} is distinct from ${blank})`
  const blanked = columns.map((each) => `case when bool_or${isDue(each)} then '${each.name}' end`)
  return `select unit_id as id, count(*) filter (where due_row)::int as rows,
                 array_remove(array[${blanked.join(', ')}]::text[], null) as blanked
            from (select ${order!.id} as unit_id, (${rowDue}) as due_row${asked.join('')}${own.join('')}
                    from ${q(name)} where ${amongThese(order!.among, orders)} offset 0) asked
           group by 1 having bool_or(${['due_row', ...columns.map(isDue)].join(' or ')})`
}

/** Ids come from the database and are checked all the same: they stand in the statement. */
function amongThese(among: string, orders: readonly string[]): string {
  if (!orders.every((id) => /^[0-9a-f-]{36}$/.test(id))) throw new RangeError('not an order’s id')
  return among.replace('$orders', `array['${orders.join("','")}']::uuid[]`)
}

/** Takes away what is due of one order; undefined where nothing is any more. */
async function eraseOrder(
  tx: EraserTx,
  { access }: Eraser,
  tables: readonly DueTable[],
  runId: string,
  orderId: string,
): Promise<Erased | undefined> {
  const gone: Record<string, number | readonly string[]> = {}
  for (const table of tables) {
    if (!table.order) continue
    const these = amongThese(table.order.among, [orderId])
    const rows = await count(
      tx,
      `delete from ${q(table.name)} where ${these} and ${table.rowDue} returning 1`,
    )
    const blanked = await blank(tx, table, these)
    if (rows > 0) gone[table.name] = rows
    else if (blanked.length > 0) gone[table.name] = blanked
  }
  if (Object.keys(gone).length === 0) return undefined
  const { remains, ended } = await holding(tx, orderId)
  await tx.insert(erasure).values({ runId, unit: 'order', unitId: orderId, gone, remains })
  // On disk before the database says so.
  const at = await moment(tx)
  await access.journal?.append({ kind: 'erasure', unit: 'order', unitId: orderId, purposes: ended, at })
  return { unit: 'order', unitId: orderId, gone }
}

async function blank(tx: EraserTx, { name, columns }: DueTable, these: string): Promise<string[]> {
  const blanked: string[] = []
  for (const { name: column, due, blank: empty } of columns) {
    const changed = await count(
      tx,
      `update ${q(name)} set ${q(column)} = ${empty}
        where ${these} and ${due} and ${q(column)} is distinct from ${empty} returning 1`,
    )
    if (changed > 0) blanked.push(column)
  }
  return blanked
}

interface EndRow extends Record<string, unknown> {
  purpose: string
  ends: string | null
  over: boolean
}

/** The purposes that go on holding the order, each with its last day; those that do not, by which a restore does it again. */
async function holding(
  tx: EraserTx,
  orderId: string,
): Promise<{ remains: Record<string, string | null>; ended: string[] }> {
  const rows = await tx.execute<EndRow>(sql`
    select purpose, ends::text, coalesce(ends < shop_today(), false) as over from shop_order_ends(${orderId})`)
  return {
    remains: Object.fromEntries(rows.filter(({ over }) => !over).map(({ purpose, ends }) => [purpose, ends])),
    ended: rows.filter(({ over }) => over).map(({ purpose }) => purpose),
  }
}

/** Single rows that belong to no order: carts, subscriptions, evidence, traces. At most one portion. */
async function eraseRows(tx: EraserTx, table: DueTable, runId: string): Promise<number> {
  const gone = await count(
    tx,
    `delete from ${q(table.name)} where ${q(table.key)} in
       (select ${q(table.key)} from ${q(table.name)} where ${singly(table)} limit ${chunk}) and ${singly(table)} returning 1`,
  )
  if (gone > 0)
    await tx.insert(erasure).values({ runId, unit: table.name, gone: { [table.name]: gone }, remains: {} })
  return Math.min(gone, chunk)
}

async function dueRows(tx: EraserTx, table: DueTable): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(
    sql.raw(`select count(*)::int as rows from ${q(table.name)} where ${singly(table)}`),
  )
  return row!.rows
}

function singly({ order, rowDue }: DueTable): string {
  return order ? `${order.id} is null and (${rowDue})` : `(${rowDue})`
}

/** What leads to an order or tells of a letter, and is nobody's data without them. */
async function sweep(tx: EraserTx): Promise<void> {
  await exec(tx, 'delete from order_key where not shop_contract_open(order_id)')
  await exec(
    tx,
    `delete from mail where not shop_mail_open(id) and queued_at < now() - interval '2 days'
       and not exists (select from mail_copy where mail_id = mail.id)`,
  )
}

async function count(tx: EraserTx, statement: string): Promise<number> {
  return (await tx.execute(sql.raw(statement))).length
}

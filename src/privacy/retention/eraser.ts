import { sql } from 'drizzle-orm'
import { exec } from '../../platform/database/client.ts'
import type { IsoDate } from '../../platform/time.ts'
import { q } from '../facts.ts'
import { moment } from '../journal.ts'
import { erasure, erasureRun } from '../table.ts'
import type { Declarations } from '../tags.ts'
import { type Access, type Actor, type EraserTx, withEraser } from '../with-purpose.ts'
import { amongThese, type Due, type DueTable, dueSql, dueTables } from './due.ts'
import {
  type DueOfOrder,
  type DueThere,
  dueOf,
  type Looking,
  ordersToLookThrough,
  portions,
} from './looking.ts'
import { countDue, eraseDue, leftovers, singleRows, spans } from './single-rows.ts'

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

/**
 * The one way by which personal data leaves: takes away what no purpose holds any longer, an order at a time, each in a
 * transaction of its own with its line in the journal before it. Cut off anywhere and run again, it goes on.
 */
export async function run(eraser: Eraser, task: Task): Promise<Run> {
  const tables = dueTables(eraser.register)
  const look = looking(eraser, task)
  const id = crypto.randomUUID()
  await acting(eraser, task, (tx) => begin(tx, id, task))
  const erased: Erased[] = []
  const note = (each: Erased | undefined) => {
    if (!each) return
    erased.push(each)
    task.onErased?.(each)
  }
  for await (const orders of ordersIn(look, task)) {
    for (const [orderId, due] of await look((tx) => dueOf(tx, tables, orders)))
      note(await acting(eraser, task, (tx) => eraseOrder(tx, eraser, tables, id, orderId, due)))
  }
  for (const rows of singleRows(tables)) {
    for await (const within of spans(look, rows))
      note(await acting(eraser, task, (tx) => eraseDue(tx, rows, within, id)))
  }
  // Nobody's data, and so without a line in the certificate.
  for (const rows of leftovers) {
    for await (const within of spans(look, rows))
      await acting(eraser, task, (tx) => exec(tx, `delete from ${rows.name} where ${within} and ${rows.due}`))
  }
  await acting(eraser, task, (tx) => end(tx, id, erased))
  return { id, erased }
}

/** The same without taking anything away: what is due on the day. */
export async function* due(eraser: Eraser, task: Omit<Task, 'onErased'>): AsyncGenerator<Erased> {
  const tables = dueTables(eraser.register)
  const look = looking(eraser, task)
  for await (const orders of ordersIn(look, task)) {
    for (const [unitId, due] of await look((tx) => dueOf(tx, tables, orders)))
      yield {
        unit: 'order',
        unitId,
        gone: Object.fromEntries([...due].map(([name, there]) => [name, gone(there)])),
      }
  }
  for (const rows of singleRows(tables)) {
    let found = 0
    for await (const within of spans(look, rows)) found += await look((tx) => countDue(tx, rows, within))
    if (found > 0) yield { unit: rows.name, unitId: null, gone: { [rows.name]: found } }
  }
}

function looking({ access }: Eraser, { actor, asOf }: Task): Looking {
  return (work) => withEraser(access, { actor, asOf, lookAhead: true }, work)
}

function ordersIn(look: Looking, { orders }: Task): AsyncGenerator<readonly string[]> {
  return orders ? portions(orders) : ordersToLookThrough(look)
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

function gone({ rows, columns }: DueThere): number | readonly string[] {
  return rows > 0 ? rows : columns
}

/** Takes away what was seen to be due of one order and still is; undefined where nothing is any more. */
async function eraseOrder(
  tx: EraserTx,
  { access }: Eraser,
  tables: readonly DueTable[],
  runId: string,
  orderId: string,
  seen: DueOfOrder,
): Promise<Erased | undefined> {
  const taken: Record<string, number | readonly string[]> = {}
  for (const table of tables) {
    const due = seen.get(table.name)
    if (!due || !table.order) continue
    const these = amongThese(table.order.among, [orderId])
    const rows = table.rowDue && due.rows > 0 ? await remove(tx, table.name, table.rowDue, these) : 0
    const columns = await blank(tx, table, these, due.columns)
    if (rows > 0 || columns.length > 0) taken[table.name] = gone({ rows, columns })
  }
  if (Object.keys(taken).length === 0) return undefined
  const { remains, ended } = await holding(tx, orderId)
  await tx.insert(erasure).values({ runId, unit: 'order', unitId: orderId, gone: taken, remains })
  // On disk before the database says so.
  const at = await moment(tx)
  await access.journal?.append({ kind: 'erasure', unit: 'order', unitId: orderId, purposes: ended, at })
  return { unit: 'order', unitId: orderId, gone: taken }
}

async function remove(tx: EraserTx, name: string, due: Due, these: string): Promise<number> {
  return count(tx, `delete from ${q(name)} where ${these} and ${dueSql(due)} returning 1`)
}

async function blank(
  tx: EraserTx,
  { name, columns }: DueTable,
  these: string,
  seen: readonly string[],
): Promise<string[]> {
  const blanked: string[] = []
  for (const { name: column, due, blank: empty } of columns.filter((each) => seen.includes(each.name))) {
    const changed = await count(
      tx,
      `update ${q(name)} set ${q(column)} = ${empty}
        where ${these} and ${dueSql(due)} and ${q(column)} is distinct from ${empty} returning 1`,
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

async function count(tx: EraserTx, statement: string): Promise<number> {
  return (await tx.execute(sql.raw(statement))).length
}

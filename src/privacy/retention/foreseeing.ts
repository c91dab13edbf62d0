import { sql } from 'drizzle-orm'
import { addDays, type IsoDate } from '../../platform/time.ts'
import { retentionOutlook } from '../table.ts'
import { type Actor, withEraser } from '../with-purpose.ts'
import { dueTables } from './due.ts'
import type { Eraser } from './eraser.ts'
import { allOrders, type Looking } from './looking.ts'
import { countDue, type SingleRows, singleRows, spans } from './single-rows.ts'

/** How far the forecast looks, in days. */
export const ahead = 90

/** Days from now on which the rows of no order are counted: week by week, and at thirty days. */
const steps = [0, 7, 14, 21, 28, 31, 35, 42, 49, 56, 63, 70, 77, 84, ahead + 1]

/** Writes down what ends in the coming days; what was foreseen before is replaced, a portion at a time. */
export async function foresee(eraser: Eraser, actor: Actor): Promise<void> {
  await foreseeOrders(eraser, actor)
  const tables = singleRows(dueTables(eraser.register))
  await withEraser(eraser.access, { actor }, (tx) => tx.execute(sql`delete from retention_outlook`))
  for (const table of tables) await foreseeRows(eraser, actor, table)
}

/** Which purposes end for which order, and when. */
async function foreseeOrders({ access }: Eraser, actor: Actor): Promise<void> {
  const asEraser: Looking = (work) => withEraser(access, { actor }, work)
  await asEraser((tx) => tx.execute(sql`delete from retention_forecast`))
  for await (const orders of allOrders(asEraser))
    await asEraser((tx) =>
      tx.execute(sql`
        insert into retention_forecast (order_id, purpose, ends)
          select order_id, purpose, ends from shop_ends_of(${sql.param(orders)}::uuid[])
           where ends between shop_today() and shop_today() + ${ahead}::int
        on conflict do nothing`),
    )
}

/** When rows end stands in conditions that only a look on a day decides; so the table is looked at on the days ahead. */
async function foreseeRows(eraser: Eraser, actor: Actor, table: SingleRows): Promise<void> {
  const today = await withEraser(eraser.access, { actor }, async (tx) => {
    const [row] = await tx.execute<{ today: IsoDate }>(sql`select shop_today()::text as today`)
    return row!.today
  })
  const dayOf = (step: number) => addDays(today, steps[step]!)
  const due = await countedOn((step) => dueOn(eraser, actor, table, dayOf(step)))
  const rows = due
    .map((count, step) => ({ unit: table.name, goneBy: dayOf(step), rows: count - (due[step - 1] ?? count) }))
    .filter((each) => each.rows > 0)
  if (rows.length > 0)
    await withEraser(eraser.access, { actor }, (tx) =>
      tx.insert(retentionOutlook).values(rows).onConflictDoNothing(),
    )
}

/** What is due stays due: between two days with the same count nobody needs to look. */
async function countedOn(count: (step: number) => Promise<number>): Promise<number[]> {
  const last = steps.length - 1
  const due: number[] = []
  due[0] = await count(0)
  due[last] = await count(last)
  const fill = async (from: number, to: number): Promise<void> => {
    if (to - from < 2) return
    if (due[from] === due[to]) {
      due.fill(due[from]!, from, to)
      return
    }
    const middle = Math.floor((from + to) / 2)
    due[middle] = await count(middle)
    await fill(from, middle)
    await fill(middle, to)
  }
  await fill(0, last)
  return due
}

async function dueOn({ access }: Eraser, actor: Actor, table: SingleRows, day: IsoDate): Promise<number> {
  const look = { actor, asOf: day, lookAhead: true }
  let due = 0
  for await (const within of spans((work) => withEraser(access, look, work), table))
    due += await withEraser(access, look, (tx) => countDue(tx, table, within))
  return due
}

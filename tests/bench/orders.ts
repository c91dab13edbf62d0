import { differentGoods, prepareCarts } from './carts.ts'
import { type Child, result } from './children.ts'
import { median } from './load.ts'
import type { Goods } from './pages.ts'
import { peers } from './peers.ts'
import { pgbenchMissing, runPgbench, writeScripts } from './pgbench.ts'
import { atLeast, notRun, type Row, short } from './report.ts'
import { type Scratch, withSql } from './scratch.ts'

interface Bought {
  readonly perSecond: number
  readonly placedInAll: number
  readonly failed: number
  readonly complaint?: string
}

const carts = 60_000

/** Whole guest orders over HTTP: product page, into the cart, order form, order. */
export async function measureOrders(scratch: Scratch, shop: Child, goods: Goods): Promise<Row[]> {
  const { origin } = shop
  const before = await numbersIn(scratch)
  const bought = await result<Bought>('tests/bench/buyers.ts', [origin, goods.product, goods.variant, '8'])
  const after = await numbersIn(scratch)
  const orders = after.count - before.count
  const gaps = after.last - before.last - orders
  const note = `${short(bought.perSecond)}/s; the peer's number is the published one, not of this run`
  return [
    atLeast('whole order at 8 buyers ÷ Vendure', bought.perSecond / peers.ordersVendure, 15, note),
    atLeast('  … ÷ EverShop', bought.perSecond / peers.ordersEverShop, 15, note),
    {
      measure: '  … failures, lost orders, gaps',
      found: `${bought.failed}, ${bought.placedInAll - orders}, ${gaps}`,
      goal: '0, 0, 0',
      reached: bought.failed === 0 && orders === bought.placedInAll && gaps === 0,
      note: bought.complaint ?? `${orders} orders`,
    },
  ]
}

async function numbersIn({ demoUrl }: Scratch): Promise<{ count: number; last: number }> {
  const [row] = await withSql(demoUrl, (sql) =>
    sql.unsafe<[{ count: number; last: number }]>(
      `select count(*)::int, (select last_value::int from order_number_seq) - case when count(*) = 0 then 1 else 0 end as last from "order"`,
    ),
  )
  return row
}

/** The placing transaction through the door beside pgbench with the very statements that it sends. */
export async function measurePlacing(scratch: Scratch): Promise<Row[]> {
  const measure = 'placing transaction ÷ pgbench, 8 clients'
  const missing = pgbenchMissing()
  const url = scratch.demoUrl
  await prepareCarts(url, 1, carts)
  if (missing) return [notRun(measure, '≥ 0.5', missing)]
  const { files, messages } = await writeScripts(scratch.folder, url, 1)
  const ours: { perSecond: number; cpuMs: number }[] = []
  const bench: number[] = []
  const share = 9000
  for (const round of [0, 1, 2]) {
    const from = 2 * differentGoods + 1 + round * 2 * share
    bench.push((await runPgbench(url, files, from, share, 3)).perSecond)
    ours.push(await result('tests/bench/placing.ts', ['run', url, String(from + share), String(share), '3']))
  }
  const placed = median(ours.map(({ perSecond }) => perSecond))
  const note = `${short(placed)}/s ÷ ${short(median(bench))}/s in ${messages} messages; CPU of the app ${short(median(ours.map(({ cpuMs }) => cpuMs)))} ms`
  return [atLeast(measure, placed / median(bench), 0.5, note)]
}

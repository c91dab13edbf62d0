import { loaded, measureEmbedded, measureSoak, measureWeight, openExternal } from './house.ts'
import { measureOrders, measurePlacing } from './orders.ts'
import { findGoods, measurePages } from './pages.ts'
import { notRun, type Row, table } from './report.ts'
import { openScratch } from './scratch.ts'

/**
 * Measures the shop beside its goals, everything in one run on this machine: numbers of two runs, or of two machines,
 * say nothing to each other. Nothing is asserted.
 */
const started = performance.now()
const rows: Row[] = []
let broken = 0

async function part(name: string, measure: () => Promise<readonly Row[]>): Promise<void> {
  process.stderr.write(`${name} …\n`)
  try {
    rows.push(...(await measure()))
  } catch (error) {
    broken++
    rows.push(notRun(name, '', `failed: ${String(error).slice(0, 300)}`))
  }
}

const scratch = await openScratch(5000)
try {
  const goods = await findGoods(scratch.demoUrl)
  const { shop, rows: startRows } = await openExternal(scratch, goods)
  await part('pages', () => measurePages(scratch, shop, goods))
  await part('orders', () => measureOrders(scratch, shop, goods))
  rows.push(...startRows, loaded(shop))
  await part('weight', () => measureWeight(shop, goods))
  await shop.stop()
  await part('placing', () => measurePlacing(scratch))
  await part('soak', () => measureSoak(scratch))
  await part('private database', () => measureEmbedded(scratch, goods))
} finally {
  await scratch.stop()
}
rows.push(
  notRun('Lighthouse, mobile', '98 / 100 / 100 / 100', 'Lighthouse is no dependency; axe runs in npm test'),
)

const minutes = ((performance.now() - started) / 60_000).toFixed(1)
process.stdout.write(`${table(rows)}\n\nRatios hold within this run alone (${minutes} minutes).\n`)
process.exitCode = broken > 0 ? 1 : 0

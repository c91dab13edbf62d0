import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { argumentsOf } from '../start/script.ts'
import { type Asked, judged, type ProofResult, spread } from './result.ts'
import { watchMemory } from './shop/memory.ts'
import { writePast } from './shop/past.ts'
import { type ShopProcess, statusOf, withShop } from './shop/process.ts'

const past = { customers: 10_000, orders: 5, due: 100 }
const dueOrders = past.due * past.orders
const memoryLimitMb = 300
const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * 500 due orders among 50,000: the run is killed again and again in the middle and goes on, the storefront serves
 * meanwhile, and in the end exactly what was due is gone.
 */
export function retention({ rounds, say }: Asked): Promise<ProofResult[]> {
  return withShop(async (shop) => {
    await shop.owner((sql) => writePast(sql, past))
    say(`  ${past.customers * past.orders} orders written`)
    const pages = serveMeanwhile(shop)
    const killed = await killedRuns(shop, Math.ceil(rounds / 4))
    const last = await run(shop)
    const again = await run(shop)
    const served = await pages.end()
    const left = await leftOf(shop)
    const nothing = {
      'notes of due orders left': left.notes,
      'letters of due orders left': left.letters,
      'orders erased that were not due': left.wrong,
      'orders without a line in the journal': left.unjournalled,
      'units taken by a second run': again.units,
      'pages that failed': served.failed,
    }
    const facts = {
      [`the run stayed below ${memoryLimitMb} MB`]: last.peakMb > 0 && last.peakMb < memoryLimitMb,
      'every run that was let be ended well': last.code === 0 && again.code === 0,
    }
    return [
      judged('500 due orders among 50,000', nothing, facts, [
        `${killed} runs killed (-9) in the middle`,
        `the last took ${Math.round(last.ms / 1000)} s and ${last.peakMb} MB`,
        `pages answered after ${spread(served.times)}`,
      ]),
    ]
  })
}

interface Ended {
  readonly code: number | null
  readonly ms: number
  readonly units: number
  readonly peakMb: number
}

function start(shop: ShopProcess) {
  return spawn(process.execPath, [...argumentsOf('shop'), 'retention', '--json'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, VAR_DIR: shop.varDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(shop: ShopProcess): Promise<Ended> {
  const began = performance.now()
  const child = start(shop)
  let out = ''
  child.stdout.on('data', (text) => {
    out += text
  })
  const memory = watchMemory(() => child.pid!)
  // Not its exit: the last of its words may still be in the pipe.
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const peakMb = memory.stop()
  const units = code === 0 ? (JSON.parse(out) as { erased: unknown[] }).erased.length : -1
  return { code, units, peakMb, ms: performance.now() - began }
}

/** Runs that are killed once they have erased something. */
async function killedRuns(shop: ShopProcess, times: number): Promise<number> {
  let killed = 0
  for (let time = 0; time < times; time++) {
    const before = await erased(shop)
    const child = start(shop)
    const gone = new Promise((resolve) => child.once('exit', resolve))
    while (child.exitCode === null && (await erased(shop)) < before + 20) await pause(20)
    if (child.exitCode === null) killed++
    child.kill('SIGKILL')
    await gone
  }
  return killed
}

async function erased(shop: ShopProcess): Promise<number> {
  const [row] = await shop.owner((sql) => sql`select count(*)::int as n from erasure where unit = 'order'`)
  return row!.n
}

async function leftOf(shop: ShopProcess) {
  const [row] = await shop.owner(
    (sql) => sql`
      select (select count(*)::int from order_party join shipment_delivery using (order_id)
               where delivered_on = shop_today() - 15 and note is not null) as notes,
             (select count(*)::int from mail_copy join mail on mail.id = mail_id join shipment_delivery on shipment_delivery.order_id = mail.order_id
               where delivered_on = shop_today() - 15) as letters,
             (select count(*)::int from shipment_delivery where delivered_on = shop_today() - 5
               and not exists (select from order_party where order_party.order_id = shipment_delivery.order_id and note is not null)) as wrong`,
  )
  const ids = await shop.owner((sql) => sql`select distinct unit_id as id from erasure where unit = 'order'`)
  const journal = readFileSync(`${shop.varDir}/erasures.jsonl`, 'utf8')
  const unjournalled = ids.filter(({ id }) => !journal.includes(id)).length + Math.abs(ids.length - dueOrders)
  return { ...(row as unknown as { notes: number; letters: number; wrong: number }), unjournalled }
}

/** Asks for the home page again and again, and tells how that went. */
function serveMeanwhile(shop: ShopProcess) {
  const times: number[] = []
  let failed = 0
  let over = false
  const asking = (async () => {
    while (!over) {
      const began = performance.now()
      if ((await statusOf(`${shop.origin()}/?page=1`)) !== 200) failed++
      times.push(Math.round(performance.now() - began))
      await pause(50)
    }
  })()
  return {
    async end() {
      over = true
      await asking
      return { times, failed }
    },
  }
}

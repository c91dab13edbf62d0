import { setTimeout as pause } from 'node:timers/promises'
import { atTheEnd, type Harm, looked } from './issuing/books.ts'
import { type Issuers, openIssuers, type Storm } from './issuing/issuers.ts'
import { compared } from './issuing/registers.ts'
import { type Asked, judged, type ProofResult, spread, tally } from './result.ts'
import { openAgent } from './shop/browser.ts'
import { stockGoods } from './shop/buying.ts'
import { queueDone } from './shop/ledger.ts'
import { signInOwner } from './shop/owner.ts'
import { type ShopProcess, statusOf, withShop } from './shop/process.ts'

const desks = 25
const waiting = 40
const pieces = 1_000_000
/** A PDF for each document takes its time where two processors do everything. */
const queueLimitMs = 15 * 60_000

/**
 * 25 people note money, send goods, credit, take back and give up at once, over HTTP; in each round the shop, PostgreSQL
 * or both are killed at some moment of it. After each restart the books hold exactly what was answered, and numbers
 * without a gap; in the end the sales register is the journal to the cent.
 */
export function issuers({ rounds, say }: Asked): Promise<ProofResult[]> {
  return withShop(async (shop) => {
    const goods = await stockGoods(shop, pieces)
    // The pictures of a first start are drawn before the storm begins.
    await queueDone(shop)
    const agent = openAgent()
    const staff = openIssuers(shop, await signInOwner(shop, agent), desks, goods)
    agent.destroy()
    const harm: Harm = {}
    const blows: Record<string, number> = {}
    const back: number[] = []
    for (let round = 0; round < rounds; round++) {
      await staff.refill(waiting)
      const before = staff.acknowledged()
      const storm: Storm = { struck: false }
      const working = staff.work(storm)
      await begun(staff, before)
      await pause(Math.random() * 1500)
      const [name, strike] = strikes[round % strikes.length]!
      storm.struck = true
      const began = performance.now()
      await strike(shop)
      await working
      await served(shop)
      back.push(Math.round(performance.now() - began))
      blows[name] = (blows[name] ?? 0) + 1
      add(harm, await looked(shop, staff.sales))
      const unheard = staff.sales.filter((sale) => sale.unheard)
      const happened = unheard.filter((sale) => sale.happened).length
      say(
        `  round ${round + 1}: ${name}, ${staff.acknowledged() - before} acts, ${unheard.length} unheard of which ${happened} were done, back after ${back.at(-1)} ms`,
      )
    }
    return [await verdict({ shop, staff, harm, blows, back, rounds })]
  })
}

/** Staff rooms are loaded when the first of staff comes in: the blow falls on people at work. */
async function begun(staff: Issuers, before: number): Promise<void> {
  const end = performance.now() + 20_000
  while (staff.acknowledged() < before + 10 && performance.now() < end) await pause(5)
}

const strikes: readonly (readonly [string, (shop: ShopProcess) => Promise<void>])[] = [
  ['shop killed', killShop],
  ['PostgreSQL killed', killPostgres],
  ['both killed', killBoth],
]

async function killShop(shop: ShopProcess): Promise<void> {
  await shop.kill9()
  await shop.start()
}

/** The supervisor of the private server brings it back. */
async function killPostgres(shop: ShopProcess): Promise<void> {
  const before = shop.postmaster()
  process.kill(before, 'SIGKILL')
  while (shop.postmaster() === before && shop.alive()) await pause(5)
}

async function killBoth(shop: ShopProcess): Promise<void> {
  process.kill(shop.postmaster(), 'SIGKILL')
  await killShop(shop)
}

async function served(shop: ShopProcess): Promise<void> {
  while (shop.alive() && (await statusOf(`${shop.origin()}/readyz`)) !== 200) await pause(10)
}

function add(to: Harm, found: Harm): void {
  for (const [what, count] of Object.entries(found)) to[what] = (to[what] ?? 0) + Math.abs(count)
}

interface Outcome {
  readonly shop: ShopProcess
  readonly staff: Issuers
  readonly harm: Harm
  readonly blows: Readonly<Record<string, number>>
  readonly back: readonly number[]
  readonly rounds: number
}

/** Everybody finishes in peace; then the books are read. */
async function verdict({ shop, staff, harm, blows, back, rounds }: Outcome): Promise<ProofResult> {
  await staff.work({ struck: false })
  const queue = await queueDone(shop, queueLimitMs)
  add(harm, await looked(shop, staff.sales))
  add(harm, await atTheEnd(shop))
  const registers = await compared(shop)
  add(harm, registers.harm)
  const facts = {
    'every order went its whole course': staff.open() === 0,
    'the queue was worked off': queue === 'done',
  }
  return judged(`${desks} issuers, shop and PostgreSQL killed`, { ...harm, ...staff.unexpected }, facts, [
    `${rounds} rounds (${tally(blows)})`,
    `${staff.sales.length} orders, ${staff.acknowledged()} acts acknowledged`,
    registers.told,
    `back after ${spread(back)}`,
    `refused meanwhile: ${tally(staff.refusals) || 'nothing'}`,
    `queue ${queue}`,
  ])
}

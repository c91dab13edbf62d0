import { setTimeout as pause } from 'node:timers/promises'
import { type Asked, judged, type ProofResult, spread, tally } from './result.ts'
import { stockGoods } from './shop/buying.ts'
import { openClerk } from './shop/clerk.ts'
import { type Crowd, openCrowd } from './shop/crowd.ts'
import { type Books, inspect, queueDone } from './shop/ledger.ts'
import { withShop } from './shop/process.ts'

const buyers = 24
const pieces = 1_000_000
const backLimitMs = 5000

/** kill -9 of the shop while 24 buyers order and a clerk, killed as well, notes their money. */
export function killProcess({ rounds, say }: Asked): Promise<ProofResult[]> {
  return withShop(async (shop) => {
    const goods = await stockGoods(shop, pieces)
    // The pictures of a first start are drawn before the storm begins.
    await queueDone(shop)
    const clerk = openClerk(shop, 3)
    const crowd = openCrowd(shop, { size: buyers, goods, restMs: 200, onOrder: clerk.take })
    clerk.start()
    await crowd.servedSince(performance.now(), 'every', 30_000)
    const ready: number[] = []
    const back: number[] = []
    for (let round = 0; round < rounds; round++) {
      await pause(200 + Math.random() * 400)
      await Promise.all([shop.kill9(), clerk.kill9()])
      const began = performance.now()
      ready.push(await shop.start())
      back.push(await crowd.servedSince(began, 'one', backLimitMs))
      clerk.start()
      say(`  round ${round + 1}: ready after ${ready.at(-1)} ms, an order after ${back.at(-1)} ms`)
      await crowd.servedSince(began, 'every', 20_000)
    }
    const everybody = (await crowd.finish()) && (await clerk.finish())
    const queue = await queueDone(shop)
    const books = await inspect(shop, {
      goods,
      pieces,
      acknowledgedOrders: crowd.acknowledged.values(),
      acknowledgedInvoices: clerk.acknowledged,
    })
    return [verdict({ rounds, crowd, books, ready, back, everybody, queue })]
  })
}

interface Outcome {
  rounds: number
  crowd: Crowd
  books: Books
  ready: number[]
  back: number[]
  everybody: boolean
  queue: string
}

function verdict({ rounds, crowd, books, ready, back, everybody, queue }: Outcome): ProofResult {
  const nothing = { ...books.harm, 'orders told twice or mixed up': crowd.doubled(), ...crowd.unexpected }
  const facts = {
    'back within 5 s each time': back.every((ms) => ms < backLimitMs),
    'everybody was served in the end': everybody,
    'the queue was worked off': queue === 'done',
    'there were orders and invoices': books.orders > rounds && books.invoices > 0,
  }
  return judged('kill -9 of the shop under load', nothing, facts, [
    `${rounds} rounds`,
    `${crowd.acknowledged.size} orders acknowledged, ${books.invoices} invoices, ${books.mails} mails written, queue ${queue}`,
    `ready after ${spread(ready)}`,
    `an order after ${spread(back)}`,
    `refused meanwhile: ${tally(crowd.refusals) || 'nothing'}`,
  ])
}

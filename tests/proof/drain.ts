import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Asked, judged, type ProofResult, spread, tally } from './result.ts'
import { stockGoods } from './shop/buying.ts'
import { openCrowd } from './shop/crowd.ts'
import { inspect, queueDone } from './shop/ledger.ts'
import { withShop } from './shop/process.ts'

const buyers = 24
const pieces = 1_000_000
const endLimitMs = 10_000

/** SIGTERM while orders run: they are answered, the queue and PostgreSQL end in order, and nothing is lost. */
export function drain({ rounds }: Asked): Promise<ProofResult[]> {
  const times = Math.ceil(rounds / 4)
  return withShop(async (shop, firstMs) => {
    const goods = await stockGoods(shop, pieces)
    await queueDone(shop)
    const crowd = openCrowd(shop, { size: buyers, goods, restMs: 100 })
    const wrong = {
      'ends with another code than 0': 0,
      'ends in disorder': 0,
      'lines on stderr': 0,
      'running requests cut off': 0,
    }
    const ends: number[] = []
    const starts: number[] = []
    for (let time = 0; time < times; time++) {
      // What broke when it ended the time before is not of this end.
      const up = performance.now()
      await crowd.servedSince(up, 'every', 20_000)
      await pause(Math.random() * 300)
      const signalled = performance.now()
      const { code, ms } = await shop.terminate()
      // What is sent in the very moment of the end may meet a closed connection: that is HTTP.
      wrong['running requests cut off'] += crowd.cutOff(up, signalled - 20)
      ends.push(ms)
      if (code !== 0) wrong['ends with another code than 0']++
      if (!endedInOrder(shop.varDir)) wrong['ends in disorder']++
      if (shop.said().err !== '') wrong['lines on stderr']++
      starts.push(await shop.start())
    }
    const everybody = await crowd.finish()
    const books = await inspect(shop, { goods, pieces, acknowledgedOrders: crowd.acknowledged.values() })
    const broken = crowd.refusals.ECONNRESET ?? 0
    const nothing = {
      ...wrong,
      ...books.harm,
      ...crowd.unexpected,
      'orders told twice or mixed up': crowd.doubled(),
    }
    const facts = {
      'each end within 10 s': ends.every((ms) => ms < endLimitMs),
      'everybody was served in the end': everybody,
    }
    return [
      judged('SIGTERM under load', nothing, facts, [
        `${times} times`,
        `${crowd.acknowledged.size} orders acknowledged`,
        `ended after ${spread(ends)}`,
        `first start ready after ${firstMs} ms, later ones after ${spread(starts)} (goal 3000; load ${loadavg()[0]!.toFixed(1)})`,
        `refused meanwhile: ${tally(crowd.refusals) || 'nothing'}${broken ? ' (a kept connection may break between two requests)' : ''}`,
      ]),
    ]
  })
}

/** PostgreSQL takes its pid file away when it ends in order, and the shop its lock. */
function endedInOrder(varDir: string): boolean {
  return !existsSync(join(varDir, 'postgres', 'postmaster.pid')) && !existsSync(join(varDir, 'postgres.lock'))
}

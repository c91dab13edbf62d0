import { type Asked, judged, type ProofResult, spread } from './result.ts'
import { type Answer, openAgent, openBrowser } from './shop/browser.ts'
import {
  checkoutPath,
  confirmedOrder,
  type Goods,
  headline,
  prepare,
  stockGoods,
  stockOf,
} from './shop/buying.ts'
import { type ShopProcess, withShop } from './shop/process.ts'

const buyers = 200
const units = 10

/** 200 buyers send their orders for the last 10 pieces in the same moment. */
export function lastUnits({ rounds, say }: Asked): Promise<ProofResult[]> {
  return withShop(async (shop) => {
    const answers: Answer[][] = []
    const times: number[] = []
    const wrong = { 'rounds with other than 10 orders': 0, 'rounds with stock left or below zero': 0 }
    for (let round = 0; round < rounds; round++) {
      const goods = await stockGoods(shop, units)
      const before = await ordersOf(shop)
      const { sent, ms } = await rush(shop, goods)
      const placed = (await ordersOf(shop)) - before
      if (placed !== units) wrong['rounds with other than 10 orders']++
      if ((await stockOf(shop, goods)) !== 0) wrong['rounds with stock left or below zero']++
      answers.push(sent)
      times.push(ms)
      say(`  round ${round + 1}: ${placed} orders, ${sent.filter(isRefusal).length} refusals, ${ms} ms`)
    }
    return [verdict(rounds, answers.flat(), wrong, times)]
  })
}

/** Everybody has the order form open before anybody sends it. */
async function rush(shop: ShopProcess, goods: Goods): Promise<{ sent: Answer[]; ms: number }> {
  const agent = openAgent()
  const ready: (() => Promise<Answer>)[] = []
  let next = 0
  const arrive = async () => {
    while (next < buyers) {
      const name = String(next++)
      const browser = openBrowser(shop.origin, agent)
      const form = await prepare(browser, goods, name)
      ready.push(() => browser.post(checkoutPath, form))
    }
  }
  await Promise.all(Array.from({ length: 16 }, arrive))
  const began = performance.now()
  const sent = await Promise.all(ready.map((send) => send()))
  agent.destroy()
  return { sent, ms: Math.round(performance.now() - began) }
}

function verdict(
  rounds: number,
  answers: readonly Answer[],
  wrong: Readonly<Record<string, number>>,
  times: readonly number[],
): ProofResult {
  const orders = answers.filter((answer) => confirmedOrder(answer) !== undefined)
  const refusals = answers.filter(isRefusal)
  const others = answers.filter((answer) => !orders.includes(answer) && !refusals.includes(answer))
  const nothing = {
    ...wrong,
    'answers of 5xx': answers.filter(({ status }) => status >= 500).length,
    'answers that are neither order nor clear refusal': others.length,
    'orders too many or too few': Math.abs(orders.length - rounds * units),
  }
  return judged('200 buyers at once on 10 units', nothing, {}, [
    `${rounds} rounds`,
    `${orders.length} orders, ${refusals.length} refusals`,
    `all answered after ${spread(times)}`,
    `a refusal says: ${refusals[0] ? `${refusals[0].status} "${messageOf(refusals[0])}"` : 'nothing'}`,
    ...[...new Set(others.map((answer) => `other: ${answer.status} "${headline(answer)}"`))].slice(0, 3),
  ])
}

/** A page of 4xx that says something to the buyer beside its title. */
function isRefusal(answer: Answer): boolean {
  return answer.status >= 400 && answer.status < 500 && messageOf(answer) !== ''
}

function messageOf(answer: Answer): string {
  const [, said = ''] = /<p class="banner[^>]*>(.*?)<\/p>/s.exec(answer.body) ?? []
  return said.replace(/<[^>]+>/g, '').trim() || headline(answer)
}

function ordersOf(shop: ShopProcess): Promise<number> {
  return shop.owner(async (sql) => {
    const [row] = await sql<{ orders: number }[]>`select count(*)::int as orders from "order"`
    return row!.orders
  })
}

import { type Asked, judged, type ProofResult } from './result.ts'
import { openAgent, openBrowser } from './shop/browser.ts'
import { checkoutPath, confirmedOrder, prepare, stockGoods, stockOf } from './shop/buying.ts'
import { withShop } from './shop/process.ts'

const sendings = 10
const pieces = 1000

/** One form sent ten times in the same moment is one order, and each sending is told so. */
export function sameForm({ rounds }: Asked): Promise<ProofResult[]> {
  return withShop(async (shop) => {
    const goods = await stockGoods(shop, pieces)
    const agent = openAgent()
    const wrong = { 'sendings without confirmation': 0, 'rounds with several orders': 0 }
    const told = new Set<string>()
    const others = new Set<string>()
    for (let round = 0; round < rounds; round++) {
      const browser = openBrowser(shop.origin, agent)
      const form = await prepare(browser, goods, String(round))
      const answers = await Promise.all(
        Array.from({ length: sendings }, () => browser.post(checkoutPath, form)),
      )
      const orders = answers.map(confirmedOrder)
      wrong['sendings without confirmation'] += orders.filter((order) => order === undefined).length
      if (new Set(orders).size !== 1) wrong['rounds with several orders']++
      for (const order of orders) if (order) told.add(order)
      for (const answer of answers) if (answer.status !== 303) others.add(String(answer.status))
    }
    agent.destroy()
    const kept = await shop.owner((sql) => sql`select from "order"`)
    const sold = pieces - (await stockOf(shop, goods))
    const facts = {
      'as many orders kept as rounds': kept.length === rounds,
      'as many pieces sold as rounds': sold === rounds,
      'as many orders told as rounds': told.size === rounds,
    }
    return [
      judged('the same form 10 times at once', wrong, facts, [
        `${rounds} rounds, ${rounds * sendings} sendings, ${kept.length} orders`,
        others.size ? `other answers: ${[...others].join(', ')}` : '',
      ]),
    ]
  })
}

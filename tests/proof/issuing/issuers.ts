import type { Agent } from 'node:http'
import { type Answer, type Browser, openAgent, openBrowser } from '../shop/browser.ts'
import { checkoutPath, confirmedOrder, type Goods, headline, prepare, Unexpected } from '../shop/buying.ts'
import type { ShopProcess } from '../shop/process.ts'
import { courses, nothingYet, type Sale, sum } from './acts.ts'

/** Staff at so many desks who take orders through the books, each order at one desk at a time. */
export interface Issuers {
  readonly sales: readonly Sale[]
  /** Acts that were answered as done. */
  acknowledged(): number
  /** Answers that a storm does not excuse, and those that it does. */
  readonly unexpected: Readonly<Record<string, number>>
  readonly refusals: Readonly<Record<string, number>>
  /** Orders whose course has not ended. */
  open(): number
  /** Places orders until so many wait for staff. */
  refill(waiting: number): Promise<void>
  /** Sets everybody to work; resolves when each has stopped: without orders, or at the first trouble. */
  work(storm: Storm): Promise<void>
}

/** Told when the blow has fallen: from then on an answer may fail, and nobody begins anything. */
export interface Storm {
  struck: boolean
}

export function openIssuers(shop: ShopProcess, owner: Browser, desks: number, goods: Goods): Issuers {
  const sales: Sale[] = []
  const unexpected: Record<string, number> = {}
  const refusals: Record<string, number> = {}
  let acknowledged = 0

  const waiting = () => sales.filter(({ left }) => left.length > 0)

  async function refill(wanted: number): Promise<void> {
    const agent = openAgent()
    const placed: Placed[] = []
    const missing = wanted - waiting().length
    const place = async (n: number) => {
      for (let i = n; i < missing; i += 8) placed.push(await buy(shop, agent, goods, sales.length + i))
    }
    await Promise.all(Array.from({ length: 8 }, (_, n) => place(n)))
    agent.destroy()
    sales.push(...(await salesOf(shop, placed, sales.length)))
  }

  async function work(storm: Storm): Promise<void> {
    const agent = openAgent()
    const queue = waiting().toSorted(() => Math.random() - 0.5)
    const sit = async () => {
      const desk = openBrowser(shop.origin, agent)
      for (const [name, value] of owner.cookies) desk.cookies.set(name, value)
      for (let sale = queue.pop(); sale && !storm.struck; sale = queue.pop()) {
        while (sale.left.length > 0 && !storm.struck) await once(desk, sale, storm)
      }
    }
    await Promise.all(Array.from({ length: desks }, sit))
    agent.destroy()
  }

  async function once(desk: Browser, sale: Sale, storm: Storm): Promise<void> {
    const [act] = sale.left
    if (sale.happened && act!.once) return done(sale)
    try {
      const answer = await act!.send(desk, sale)
      // Sent again it is refused, because it had been done.
      if (answer.status === 303 || (sale.happened && answer.status === 409)) return done(sale)
      excuse(sale, storm.struck && answer.status === 503, told(answer))
    } catch (error) {
      excuse(sale, storm.struck, (error as NodeJS.ErrnoException).code ?? (error as Error).message)
    }
  }

  function done(sale: Sale): void {
    sale.done = sum(sale.done, sale.left.shift()!.makes)
    sale.unheard = false
    sale.happened = false
    acknowledged += 1
  }

  function excuse(sale: Sale, excused: boolean, what: string): void {
    sale.unheard = true
    const counts = excused ? refusals : unexpected
    counts[what] = (counts[what] ?? 0) + 1
    // What nothing excuses would be tried for ever.
    if (!excused) sale.left.length = 0
  }

  return {
    sales,
    unexpected,
    refusals,
    acknowledged: () => acknowledged,
    open: () => waiting().length,
    refill,
    work,
  }
}

function told(answer: Answer): string {
  const [, problem = ''] = /<div class="banner bad[^>]*>(.*?)<\/div>/s.exec(answer.body) ?? []
  return `${answer.status} ${headline(answer)} ${problem.replace(/<[^>]+>|\s+/g, ' ').trim()}`.trim()
}

interface Placed {
  readonly orderId: string
  readonly quantity: number
}

async function buy(shop: ShopProcess, agent: Agent, goods: Goods, n: number): Promise<Placed> {
  const browser = openBrowser(shop.origin, agent)
  const quantity = 2 + (n % 5)
  const form = await prepare(browser, goods, `${n}`, quantity)
  const answer = await browser.post(checkoutPath, form)
  const orderId = confirmedOrder(answer)
  if (!orderId) throw new Unexpected(answer, 303)
  return { orderId, quantity }
}

/** What staff know of orders: their lines and prices; each goes through the next course. */
function salesOf(shop: ShopProcess, placed: readonly Placed[], from: number): Promise<Sale[]> {
  return shop.owner(async (sql) => {
    const rows = await sql<{ id: string; lineId: string; total: number; delivery: number }[]>`
      select "order".id, order_line.id as "lineId", total_cents as total, delivery_price_cents as delivery
        from "order" join order_line on order_id = "order".id where "order".id = any (${placed.map(({ orderId }) => orderId)}::uuid[])`
    return rows.map(({ id, lineId, total, delivery }, index) => ({
      orderId: id,
      lineId,
      quantity: placed.find(({ orderId }) => orderId === id)!.quantity,
      totalCents: total,
      deliveryCents: delivery,
      left: courses[(from + index) % courses.length]!(),
      done: nothingYet,
      unheard: false,
      happened: false,
    }))
  })
}

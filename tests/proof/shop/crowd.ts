import { setTimeout as pause } from 'node:timers/promises'
import { type Broken, openAgent, openBrowser } from './browser.ts'
import { checkoutPath, confirmedOrder, type FormFields, type Goods, prepare, Unexpected } from './buying.ts'
import type { ShopProcess } from './process.ts'

/** Buyers who order again and again, each insisting until told the order's number. */
export interface Crowd {
  /** The order that each form was told, by form key. */
  readonly acknowledged: ReadonlyMap<string, string>
  /** Forms that were told two different orders, and orders that two forms were told. */
  doubled(): number
  /** Answers that a storm does not excuse: 500, a refusal, no answer at all. */
  readonly unexpected: Readonly<Record<string, number>>
  /** Answers that it does: 503, a broken connection. */
  readonly refusals: Readonly<Record<string, number>>
  /** Requests sent between two moments whose connection broke: begun, and not answered. */
  cutOff(from: number, until: number): number
  /** After how many ms since `since` one buyer, or every one, had an order begun after it; Infinity past the limit. */
  servedSince(since: number, who: 'one' | 'every', limitMs: number): Promise<number>
  /** Lets everybody finish what they began; false when somebody could not within the limit. */
  finish(limitMs?: number): Promise<boolean>
}

export interface CrowdOptions {
  readonly size: number
  readonly goods: Goods
  /** Between two orders of a buyer. */
  readonly restMs: number
  /** Hears of each order that was acknowledged. */
  onOrder?(orderId: string): void
}

const againEvery = 4

export function openCrowd(shop: ShopProcess, { size, goods, restMs, onOrder }: CrowdOptions): Crowd {
  const agent = openAgent()
  const acknowledged = new Map<string, string>()
  const byOrder = new Map<string, string>()
  const latest = new Array<number>(size).fill(0)
  const unexpected: Record<string, number> = {}
  const refusals: Record<string, number> = {}
  const broken: number[] = []
  let doubled = 0
  let closing = false
  let givenUp = false

  function note(formKey: string, order: string): void {
    if ((acknowledged.get(formKey) ?? order) !== order || (byOrder.get(order) ?? formKey) !== formKey)
      doubled++
    if (!acknowledged.has(formKey)) onOrder?.(order)
    acknowledged.set(formKey, order)
    byOrder.set(order, formKey)
  }

  async function buy(buyer: number): Promise<void> {
    for (let n = 0; !closing; n++) {
      const browser = openBrowser(shop.origin, agent)
      const name = `${buyer}-${n}`
      const form = await insist(
        () => closing,
        () => prepare(browser, goods, name),
      )
      if (form) await order(buyer, form, (fields) => browser.post(checkoutPath, fields), n)
      await pause(restMs)
    }
  }

  async function order(
    buyer: number,
    form: FormFields,
    send: (form: FormFields) => ReturnType<ReturnType<typeof openBrowser>['post']>,
    n: number,
  ): Promise<void> {
    let began = 0
    const once = async () => {
      began = performance.now()
      const answer = await send(form)
      const id = confirmedOrder(answer)
      if (!id) throw new Unexpected(answer, 303)
      note(form.formKey!, id)
    }
    const placed = await insist(
      () => givenUp,
      () => once().then(() => true),
    )
    if (placed) latest[buyer] = began
    if (placed && n % againEvery === 0) await insist(() => givenUp, once)
  }

  /** Tries until it works, or nobody wants it any more. */
  async function insist<T>(enough: () => boolean, act: () => Promise<T>): Promise<T | undefined> {
    while (!enough()) {
      try {
        return await act()
      } catch (error) {
        const [kind, what] = excuseOf(error)
        if (what === 'ECONNRESET') broken.push((error as Broken).sentAt)
        const counts = kind === 'excused' ? refusals : unexpected
        counts[what] = (counts[what] ?? 0) + 1
        await pause(100 + Math.random() * 100)
      }
    }
    return undefined
  }

  const buyers = Promise.all(Array.from({ length: size }, (_, buyer) => buy(buyer)))
  return {
    acknowledged,
    unexpected,
    refusals,
    doubled: () => doubled,
    cutOff: (from, until) => broken.filter((sentAt) => sentAt > from && sentAt < until).length,
    async servedSince(since, who, limitMs) {
      while (performance.now() - since < limitMs) {
        const served = latest.filter((began) => began > since).length
        if (served >= (who === 'one' ? 1 : size)) return Math.round(performance.now() - since)
        await pause(5)
      }
      return Number.POSITIVE_INFINITY
    },
    async finish(limitMs = 20_000) {
      closing = true
      const all = await Promise.race([buyers.then(() => true), pause(limitMs, false, { ref: false })])
      givenUp = true
      await buyers
      agent.destroy()
      return all
    },
  }
}

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ECONNABORTED'])

/** A shop or database that is being killed may say 503 or nothing; anything else is a finding. */
function excuseOf(error: unknown): ['excused' | 'unexpected', string] {
  if (error instanceof Unexpected && error.status === 503) return ['excused', '503']
  if (error instanceof Unexpected) return ['unexpected', error.message]
  const code = (error as NodeJS.ErrnoException).code
  if (code !== undefined && networkCodes.has(code)) return ['excused', code]
  return ['unexpected', (error as Error).message.replace(/\d{2,}/g, '#')]
}

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type EmbeddedServer, startEmbedded } from '../../src/platform/database/embedded.ts'
import { urlFor } from '../../src/urls.ts'
import { type Asked, judged, type ProofResult, spread } from './result.ts'
import { openAgent, openBrowser } from './shop/browser.ts'
import { checkoutPath, confirmedOrder, type Goods, prepare, stockGoods } from './shop/buying.ts'
import { ourFolder } from './shop/leftovers.ts'
import { type ShopProcess, statusOf, withShop } from './shop/process.ts'

const backLimitMs = 5000
const awayMs = 3000

/** An external PostgreSQL goes away and comes back: what does the shop answer meanwhile? */
export async function pagesWhileAway({ rounds }: Asked): Promise<ProofResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bodite-proof-'))
  ourFolder(folder)
  const options = {
    dataDir: join(folder, 'postgres'),
    ownerPassword: 'away',
    databaseName: 'away',
    log: () => {},
  }
  let server = await startEmbedded(options)
  const environment = { DATABASE_URL: server.url, SECRET_KEY: 'a secret of the proofs that is long enough' }
  const database = {
    stop: () => server.stop(),
    start: async () => {
      server = await startEmbedded({ ...options, port: server.port })
    },
  }
  try {
    return await withShop(async (shop) => [await watch(shop, Math.ceil(rounds / 5), database)], environment)
  } finally {
    await stopped(server)
  }
}

async function stopped(server: EmbeddedServer): Promise<void> {
  await server.stop().catch(() => {})
}

interface Database {
  stop(): Promise<void>
  start(): Promise<void>
}

async function watch(shop: ShopProcess, rounds: number, database: Database): Promise<ProofResult> {
  const pid = shop.pid()
  const goods = await stockGoods(shop, 1000)
  const wrong: Record<string, number> = {}
  const seen: Record<string, Set<number>> = {}
  const back: number[] = []
  for (let round = 0; round < rounds; round++) {
    const buyer = await withCart(shop, goods, String(round))
    await database.stop()
    const end = performance.now() + awayMs
    while (performance.now() < end) {
      for (const [name, allowed, status] of await buyer.look()) {
        seen[name] = (seen[name] ?? new Set()).add(status)
        const what = `${name} answered ${status}`
        if (!allowed.includes(status)) wrong[what] = (wrong[what] ?? 0) + 1
      }
      await pause(100)
    }
    await database.start()
    back.push(await buyer.backAfter(performance.now()))
  }
  const facts = {
    'the same process lived through it': shop.alive() && shop.pid() === pid,
    'back within 5 s each time': back.every((ms) => ms < backLimitMs),
  }
  return judged('pages while PostgreSQL is away', wrong, facts, [
    `${rounds} rounds of ${awayMs / 1000} s`,
    Object.entries(seen)
      .map(([name, statuses]) => `${name} ${[...statuses].join('/')}`)
      .join(', '),
    `ready and an order after ${spread(back)}`,
  ])
}

/** A buyer with an order form open, who looks at everything. */
async function withCart(shop: ShopProcess, goods: Goods, name: string) {
  const browser = openBrowser(shop.origin, openAgent())
  const form = await prepare(browser, goods, name)
  const at = (path: string) => statusOf(shop.origin() + path, { connection: 'close' })
  const product = urlFor('product', 'lv', { slug: goods.slug })
  await at('/')
  const statusBy = (act: Promise<{ status: number }>) =>
    act.then(
      ({ status }) => status,
      () => 0,
    )
  return {
    look: async (): Promise<[string, number[], number][]> => [
      ['/healthz', [200], await at('/healthz')],
      ['/readyz', [503], await at('/readyz')],
      ['a kept page', [200, 503], await at('/')],
      ['a product', [200, 503], await at(product)],
      ['the cart', [503], await statusBy(browser.get(urlFor('cart', 'lv')))],
      ['the order form', [503], await statusBy(browser.get(checkoutPath))],
      ['placing', [503], await statusBy(browser.post(checkoutPath, form))],
      ['the back office', [200, 303, 503], await at('/admin/orders')],
    ],
    async backAfter(since: number): Promise<number> {
      while (performance.now() - since < backLimitMs) {
        const ready = (await at('/readyz')) === 200
        const answer = ready ? await browser.post(checkoutPath, form).catch(() => undefined) : undefined
        if (answer && confirmedOrder(answer)) return Math.round(performance.now() - since)
        await pause(20)
      }
      return Number.POSITIVE_INFINITY
    },
  }
}

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { staffUrls } from '../../src/staff/urls.ts'
import { urlFor } from '../../src/urls.ts'
import { type Client, openClient } from '../support/client.ts'
import { type Asked, judged, type ProofResult, spread } from './result.ts'
import { openAgent } from './shop/browser.ts'
import { clearLeftovers, ourFolder } from './shop/leftovers.ts'
import { signInOwner } from './shop/owner.ts'
import { openShopProcess, type ShopProcess } from './shop/process.ts'

const agreeLimitMs = 1000
const patienceMs = 20_000
const firstPriceCents = 20_011

/** Two web processes on one database: after how long do all their pages show a price that changed? */
export async function twoProcesses({ rounds }: Asked): Promise<ProofResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bodite-proof-'))
  ourFolder(folder)
  const server = await startEmbedded({
    dataDir: join(folder, 'postgres'),
    ownerPassword: 'two',
    databaseName: 'two',
    log: () => {},
  })
  const environment = { DATABASE_URL: server.url, SECRET_KEY: 'a secret of the proofs that is long enough' }
  const shops = [openShopProcess(environment), openShopProcess(environment)] as const
  try {
    for (const shop of shops) await shop.start()
    return [await agree(shops, rounds)]
  } finally {
    for (const shop of shops) if (shop.alive()) await shop.terminate().catch(() => {})
    await server.stop().catch(() => {})
    clearLeftovers()
  }
}

type Shops = readonly [ShopProcess, ShopProcess]

interface Plate {
  readonly productId: string
  readonly variantId: string
  readonly sku: string
  readonly slug: string
  readonly category: string
}

async function agree(shops: Shops, rounds: number): Promise<ProofResult> {
  const plate = await onePlate(shops[0])
  // Each start of a shop that nobody has taken over prints a link of its own; the last one counts.
  const desk = await deskOf(shops[1])
  const pages = shops.flatMap((shop) => [
    shop.origin() + urlFor('product', 'lv', { slug: plate.slug }),
    shop.origin() + urlFor('category', 'lv', { slug: plate.category }),
  ])
  const byStaff: number[] = []
  const bySql: number[] = []
  const wrong = { 'pages that showed the former price again': 0 }
  for (let round = 0; round < rounds; round++) {
    // Kept pages are what may lie.
    await Promise.all(pages.map(read))
    const cents = firstPriceCents + round * 7
    const shown = `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`
    const write = round % 2 === 0 ? typePrice(desk, plate, shown) : writePrice(shops[0], plate, cents)
    const began = performance.now()
    // Staff are answered once the price is kept; a statement is timed from its beginning.
    const since = await write.then(() => (round % 2 === 0 ? performance.now() : began))
    const times = await Promise.all(pages.map((page) => showing(page, shown, since)))
    ;(round % 2 === 0 ? byStaff : bySql).push(Math.max(...times))
    const after = await Promise.all(pages.map(read))
    wrong['pages that showed the former price again'] += after.filter((page) => !page.includes(shown)).length
  }
  const facts = { 'all within a second': [...byStaff, ...bySql].every((ms) => ms < agreeLimitMs) }
  return judged('two processes agree on a price', wrong, facts, [
    `${rounds} prices, product and category page of both`,
    `typed by staff, from the answer: ${spread(byStaff)}`,
    `written by SQL, from the statement: ${spread(bySql)}`,
  ])
}

/** Something with one price on the first page of its category. */
function onePlate(shop: ShopProcess): Promise<Plate> {
  return shop.owner(async (sql) => {
    const [row] = await sql<Plate[]>`
      select product.id as "productId", min(variant.id::text) as "variantId", min(sku) as sku,
             product_text.slug, category_text.slug as category
        from product join variant on variant.product_id = product.id
        join product_text on product_text.product_id = product.id and product_text.language = 'lv'
        join category_text on category_text.category_id = product.category_id and category_text.language = 'lv'
       where published_at <= now()
         and not exists (select from price_tier join variant other on other.id = variant_id where other.product_id = product.id)
       group by product.id, product_text.slug, category_text.slug having count(*) = 1
       order by product.position, sku limit 1`
    if (!row) throw new Error('the demo shop has no goods with one price')
    return row
  })
}

async function deskOf(shop: ShopProcess): Promise<Client> {
  const agent = openAgent()
  while (shop.alive() && !shop.said().out.includes(staffUrls.staffInvitation.split(':')[0]!)) await pause(10)
  const { cookies } = await signInOwner(shop, agent)
  agent.destroy()
  const target = { request: (path: string, init: RequestInit) => fetch(shop.origin() + path, init) }
  const desk = openClient(target, { publicUrl: shop.origin(), cookies: [...cookies.keys()], audit: false })
  for (const [name, value] of cookies) desk.jar.set(name, value)
  return desk
}

async function typePrice(desk: Client, { productId, sku }: Plate, price: string): Promise<void> {
  const page = await desk.get(urlFor('adminProduct', { id: productId }))
  const number = page.all('input').find((input) => input.getAttributeValue('value') === sku)
  const field = number?.getAttributeValue('name')?.replace(/-sku$/, '-price') ?? 'none'
  const saved = await desk.submit(page.form('editor'), { [field]: price })
  if (saved.status !== 303) throw new Error(`the editor answered ${saved.status}`)
}

async function writePrice(shop: ShopProcess, { variantId }: Plate, cents: number): Promise<void> {
  await shop.owner((sql) => sql`update variant set price_cents = ${cents} where id = ${variantId}`)
}

const read = (page: string) => fetch(page).then((answer) => answer.text())

/** Milliseconds since `since` until a page shows this; Infinity where it never does. */
async function showing(page: string, text: string, since: number): Promise<number> {
  while (performance.now() - since < patienceMs) {
    if ((await read(page)).includes(text)) return Math.round(performance.now() - since)
    await pause(5)
  }
  return Number.POSITIVE_INFINITY
}

import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { visitHouse } from '../../src/house.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openLog } from '../../src/platform/log.ts'
import { type Child, residentMb, result, serving } from './children.ts'
import { median } from './load.ts'
import type { Goods } from './pages.ts'
import { atMost, notRun, type Row, short } from './report.ts'
import { type Scratch, secretKey, withSql } from './scratch.ts'

const server = 'src/server.ts'

export interface Opened {
  readonly shop: Child
  readonly rows: Row[]
}

/** Starts the shop with an external database a few times and keeps the last one running. */
export async function openExternal({ demoUrl }: Scratch, goods: Goods): Promise<Opened> {
  const env = { DATABASE_URL: demoUrl, SECRET_KEY: secretKey, PORT: '0' }
  // The first start fills Node's compile cache, and its worker draws the pictures.
  const first = await serving(server, [], env)
  await quietQueue(demoUrl)
  await first.stop()
  const times: number[] = []
  for (let left = 3; ; left--) {
    const shop = await serving(server, [], env)
    times.push(await untilProductPage(shop, goods))
    if (left > 1) await shop.stop()
    else
      return {
        shop,
        rows: [
          atMost('cold start to a product page, external database', median(times), 0.6, 's'),
          fresh(shop),
        ],
      }
  }
}

/** The same with the private database, from its second start on. */
export async function measureEmbedded({ folder }: Scratch, goods: Goods): Promise<Row[]> {
  const env = { VAR_DIR: join(folder, 'var'), PORT: '0' }
  const first = await serving(server, [], env)
  const firstStart = await untilProductPage(first, goods)
  const house = await visitHouse(readConfig(env), openLog('silent'))
  await quietQueue(house.databaseUrl)
  await house.close()
  await first.stop()
  const times: number[] = []
  for (let left = 2; left > 0; left--) {
    const shop = await serving(server, [], env)
    times.push(await untilProductPage(shop, goods))
    await shop.stop()
  }
  return [
    atMost(
      'cold start to a product page, private database',
      median(times),
      3,
      's',
      `the very first start: ${short(firstStart)} s`,
    ),
  ]
}

/** Seconds from the process's start to a whole product page. */
async function untilProductPage({ origin, readyMs }: Child, { product }: Goods): Promise<number> {
  const asked = performance.now()
  const answer = await fetch(`${origin}/prece/${product}`)
  const page = await answer.text()
  if (answer.status !== 200 || !page.includes('</html>'))
    throw new Error(`the product page answers ${answer.status}`)
  return (readyMs + performance.now() - asked) / 1000
}

async function quietQueue(url: string): Promise<void> {
  // The demo's pictures are drawn in a minute or two.
  for (let poll = 0; poll < 3000; poll++) {
    const [row] = await withSql(
      url,
      (sql) => sql`select count(*)::int as jobs from graphile_worker._private_jobs`,
    )
    if (row!.jobs === 0) return
    await pause(100)
  }
}

function fresh({ pid }: Child): Row {
  const measure = 'memory, fresh'
  const megabytes = residentMb(pid)
  if (megabytes === undefined) return notRun(measure, '≤ 120 MB', 'this system does not tell (Linux does)')
  return atMost(
    measure,
    megabytes,
    120,
    'MB',
    'resident, after the first page, the worker in the same process',
  )
}

export function loaded({ pid }: Child): Row {
  const measure = 'memory, loaded'
  const megabytes = residentMb(pid)
  if (megabytes === undefined) return notRun(measure, '≤ 250 MB', 'this system does not tell (Linux does)')
  return atMost(measure, megabytes, 250, 'MB', 'resident, after all the pages and orders above')
}

/** What a first visit to a product's page loads, compressed as a browser asks for it. */
export async function measureWeight({ origin }: Child, { product }: Goods): Promise<Row[]> {
  const html = await transferred(`${origin}/prece/${product}`)
  const page = await (await fetch(`${origin}/prece/${product}`)).text()
  const styles = addresses(page, /<link\b[^>]*rel="stylesheet"[^>]*>/g, /href="([^"]+)"/)
  const scripts = addresses(page, /<script\b[^>]*>/g, /src="([^"]+)"/)
  const sum = async (paths: string[]) => {
    const sizes = await Promise.all(paths.map((path) => transferred(new URL(path, origin).href)))
    return sizes.reduce((total, size) => total + size, 0) / 1024
  }
  const css = await Promise.all(styles.map(async (path) => (await fetch(new URL(path, origin))).text()))
  const fonts = css.join('').split('@font-face').length - 1
  const plain = html / 1024 + (await sum(styles))
  const detail = `HTML ${short(html / 1024)}, ${styles.length} styles, ${scripts.length} scripts; brotli, without headers`
  return [
    atMost('product page: HTML + CSS', plain, 14, 'KB', detail),
    atMost('product page: with script', plain + (await sum(scripts)), 20, 'KB'),
    { measure: 'product page: web fonts', found: String(fonts), goal: '0', reached: fonts === 0 },
  ]
}

function addresses(page: string, tag: RegExp, attribute: RegExp): string[] {
  return (page.match(tag) ?? []).flatMap((text) => attribute.exec(text)?.[1] ?? [])
}

/** Bytes of the body on the wire. */
function transferred(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'br, gzip' } }, (answer) => {
      let bytes = 0
      answer.on('data', (part: Buffer) => {
        bytes += part.length
      })
      answer.on('end', () => resolve(bytes)).on('error', reject)
    }).on('error', reject)
  })
}

/** CPU a query after very many of them. */
export async function measureSoak({ demoUrl }: Scratch): Promise<Row[]> {
  const { start, end, queries } = await result<{ start: number; end: number; queries: number }>(
    'tests/bench/soak.ts',
    [demoUrl, '100000'],
  )
  return [
    atMost(
      'soak: CPU a query at the end ÷ at the start',
      end / start,
      1.2,
      '×',
      `${queries} queries, not 300,000, to be short; ${short(start)} → ${short(end)} µs`,
    ),
  ]
}

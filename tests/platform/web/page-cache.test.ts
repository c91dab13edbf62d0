import { brotliDecompressSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { withCartCount } from '../../../src/platform/web/cart-count.ts'
import { openPageCache } from '../../../src/platform/web/page-cache.ts'
import { securityHeaders } from '../../../src/platform/web/security-headers.ts'

test('a page is rendered once and carries the headers of every page', async () => {
  const { get } = shop()
  expect(await (await get('/c/signs')).text()).toContain('version 1')
  const again = await get('/c/signs')
  expect(await again.text()).toContain('version 1')
  expect(again.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(again.headers.get('content-type')).toBe('text/html; charset=UTF-8')
})

test('each visitor sees the count of the own cart on the kept page', async () => {
  const { get } = shop()
  expect(await (await get('/c/signs', { cookie: 'a=b; cart=token.3' })).text()).toMatch(
    /Cart <span .*>3<.*>3 preces</,
  )
  expect(await (await get('/c/signs')).text()).toContain('Cart<!--cart-count-->')
  expect(await (await get('/c/signs', { cookie: 'cart=token.12' })).text()).toContain('12 preču')
})

test('a forged count is only ever a number', async () => {
  const { get } = shop()
  for (const cookie of ['cart=x.<b>', 'cart=x.99999', 'cart=.', 'cart', 'xcart=a.1', 'cart=1']) {
    expect(await (await get('/c/signs', { cookie })).text(), cookie).toContain('Cart<!--cart-count-->')
  }
  expect(withCartCount('no place', 3, 'lv')).toBe('no place')
})

test('pages differ by the query they know and by nothing else', async () => {
  const { get } = shop()
  const first = await (await get('/c/signs?page=2')).text()
  expect(await (await get('/c/signs?utm_source=x&page=2')).text()).toBe(first)
  expect(await (await get('/c/signs?page=3')).text()).not.toBe(first)
})

test('a browser gets brotli and keeps what has not changed', async () => {
  const { get } = shop()
  const packed = await get('/c/signs', { 'accept-encoding': 'gzip, br' })
  expect(packed.headers.get('content-encoding')).toBe('br')
  expect(brotliDecompressSync(Buffer.from(await packed.arrayBuffer())).toString()).toContain('version 1')
  const etag = packed.headers.get('etag') ?? ''
  expect((await get('/c/signs', { 'accept-encoding': 'gzip, br', 'if-none-match': etag })).status).toBe(304)
  expect((await get('/c/signs', { 'if-none-match': etag, cookie: 'cart=x.1' })).status).toBe(200)
})

test('a change shows at once, also on a page that was being rendered meanwhile', async () => {
  const { get, cache, hold } = shop()
  await get('/c/signs')
  cache.flush()
  expect(await (await get('/c/signs')).text()).toContain('version 2')
  const release = hold()
  const late = get('/c/late')
  cache.flush()
  release()
  expect(await (await late).text()).toContain('version 3')
  expect(cache.size).toBe(0)
})

test('a page ends with its day: prices and what is on sale depend on it', async () => {
  const { get, cache, nextDay } = shop()
  await get('/c/signs')
  await get('/c/other')
  const before = cache.generation
  nextDay()
  expect(await (await get('/c/signs')).text()).toContain('version 3')
  expect(await (await get('/c/signs')).text()).toContain('version 3')
  expect([cache.size, cache.generation - before]).toEqual([1, 1])
})

test('personal pages, failures and pages that set a cookie are never kept', async () => {
  const { get, cache } = shop()
  for (const path of ['/personal', '/cookie', '/missing', '/text', '/unkept']) await get(path)
  expect(cache.size).toBe(0)
})

test('while the database is away kept pages serve for a minute, and new ones are not kept', async () => {
  const { get, cache, wait } = shop()
  await get('/c/signs')
  cache.databaseAway()
  wait(59_000)
  cache.databaseAway()
  expect(await (await get('/c/signs')).text()).toContain('version 1')
  await get('/c/other')
  expect(cache.size).toBe(1)
  wait(2_000)
  expect(await (await get('/c/signs')).text()).toContain('version 3')
  cache.databaseBack()
  expect(cache.size).toBe(0)
  await get('/c/signs')
  expect(cache.size).toBe(1)
})

test('memory is bounded: the page not asked for longest goes first', async () => {
  const { get, cache } = shop({ maxPages: 2 })
  await get('/c/a')
  await get('/c/b')
  await get('/c/a')
  await get('/c/c')
  expect(cache.size).toBe(2)
  expect(await (await get('/c/a')).text()).toContain('version 1')
  expect(await (await get('/c/b')).text()).toContain('version 4')
})

function shop({ maxPages = 10 } = {}) {
  let version = 0
  let now = 0
  let day = '2026-11-22'
  let held: Promise<void> | undefined
  const headers = securityHeaders({ publicUrl: undefined })
  const cache = openPageCache({
    headers,
    cartCookie: 'cart',
    query: ['page'],
    maxPages,
    today: () => day,
    steadyNow: () => now,
  })
  const app = new Hono()
    .use(cache.serve)
    .get('/c/:slug', cache.keep, async (c) => {
      version += 1
      const html = `Cart<!--cart-count--> version ${version}`
      await held
      return c.html(html)
    })
    .get('/personal', cache.keep, (c) => c.html('mine', 200, { 'cache-control': 'no-store' }))
    .get('/cookie', cache.keep, (c) => c.html('set', 200, { 'set-cookie': 'a=b' }))
    .get('/missing', cache.keep, (c) => c.html('missing', 404))
    .get('/text', cache.keep, (c) => c.text('text'))
    .get('/unkept', (c) => c.html('unkept'))
  return {
    cache,
    get: async (path: string, headers: Record<string, string> = {}) => app.request(path, { headers }),
    wait: (milliseconds: number) => {
      now += milliseconds
    },
    nextDay: () => {
      day = '2026-11-23'
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return () => resolve()
    },
  }
}

import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { Forbidden } from '../../../src/platform/errors.ts'
import { warnOfProxy } from '../../../src/platform/web/connection.ts'
import { openCookies } from '../../../src/platform/web/cookies.ts'
import {
  acceptForms,
  decodableAddress,
  knownMethods,
  sameOrigin,
  withoutLastSlash,
} from '../../../src/platform/web/request-guards.ts'
import { securityHeaders, withSecurityHeaders } from '../../../src/platform/web/security-headers.ts'

const publicUrl = 'https://shop.example'

test('a proxy that does not say who asks is told of once', async () => {
  const said: string[] = []
  const log = { info() {}, error() {}, warn: (text: string) => said.push(text) }
  const asked = (address: string | undefined) => {
    const app = new Hono().use(warnOfProxy({ publicUrl: address }, log)).get('/', (c) => c.text('ok'))
    return async (headers: Record<string, string>) => void (await app.request('/', { headers }))
  }
  const behind = asked(publicUrl)
  await behind({ 'x-forwarded-for': '192.0.2.1' })
  expect(said).toEqual([])
  await behind({})
  await behind({})
  await asked(undefined)({})
  expect(said).toHaveLength(1)
})

test('only our own pages may change anything', async () => {
  const send = poster(publicUrl)
  expect(await send({ origin: publicUrl, 'sec-fetch-site': 'same-origin' })).toBe(200)
  expect(await send({ origin: publicUrl })).toBe(200)
  expect(await send({ referer: `${publicUrl}/cart` })).toBe(200)
  expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe(200)
})

test('another page, a sister domain or a silent client may not', async () => {
  const send = poster(publicUrl)
  expect(await send({})).toBe(403)
  expect(await send({ origin: 'https://evil.example' })).toBe(403)
  expect(await send({ origin: 'null' })).toBe(403)
  expect(await send({ origin: `${publicUrl}.evil.example` })).toBe(403)
  expect(await send({ origin: 'http://shop.example' })).toBe(403)
  expect(await send({ origin: publicUrl, 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await send({ origin: publicUrl, 'sec-fetch-site': 'same-site' })).toBe(403)
  expect(await send({ referer: 'not an address' })).toBe(403)
})

test('the Host header counts only where no public address is set', async () => {
  const host = 'localhost:3000'
  expect(await poster(undefined)({ origin: `http://${host}`, host })).toBe(200)
  expect(await poster(undefined)({ origin: 'http://evil.example', host })).toBe(403)
  expect(await poster(publicUrl)({ origin: `http://${host}`, host })).toBe(403)
})

test('without a public address only names that nobody else can own are ours', async () => {
  const send = (host: string, listening?: string) =>
    poster(undefined, listening)({ origin: `http://${host}`, host })
  for (const host of ['127.0.0.1:3000', '192.168.1.7', '[::1]:3000', 'localhost'])
    expect(await send(host), host).toBe(200)
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:3000'])
    expect(await send(host), host).toBe(403)
  expect(await send('shop.lan:3000', 'shop.lan')).toBe(200)
})

test('a method that no page has is told so, whoever asks', async () => {
  const app = new Hono().use(knownMethods()).use(sameOrigin({ publicUrl }))
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
    const answer = await app.request('/', { method })
    expect([answer.status, answer.headers.get('allow')], method).toEqual([405, 'GET, HEAD, POST'])
  }
})

test('reading needs no origin', async () => {
  const app = new Hono().use(sameOrigin({ publicUrl })).get('/', (c) => c.text('ok'))
  expect((await app.request('/', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200)
})

test('a form is a form, a file goes only where files are expected', async () => {
  const send = bodies()
  expect(await send('/', 'a=1', 'application/x-www-form-urlencoded; charset=UTF-8')).toBe(200)
  expect(await send('/', '{}', 'application/json')).toBe(415)
  expect(await send('/', 'a', 'text/plain')).toBe(415)
  expect(await send('/', 'a', 'multipart/form-data; boundary=x')).toBe(415)
  expect(await send('/proof', 'a', 'multipart/form-data; boundary=x')).toBe(200)
  expect(await send('/proof', 'a=1', 'application/x-www-form-urlencoded')).toBe(200)
})

test('a body too large is refused, whether it says so or not', async () => {
  const send = bodies()
  const form = 'application/x-www-form-urlencoded'
  const long = 'a'.repeat(101)
  expect(await send('/', long, form, { 'content-length': '101' })).toBe(413)
  expect(await send('/', long, form)).toBe(413)
  expect(await send('/', new ReadableStream({ pull: (c) => c.enqueue(Buffer.alloc(60)) }), form)).toBe(413)
  expect(await send('/proof', long, 'multipart/form-data; boundary=x')).toBe(200)
})

test('an address that cannot be decoded, or hides a NUL, is refused', async () => {
  const app = new Hono().use(decodableAddress()).get('*', (c) => c.text('ok'))
  for (const path of ['/%', '/%E0%A4%A', '/a?b=%ff', '/%00', '/a?b=%00']) {
    expect((await app.request(path)).status, path).toBe(400)
  }
  expect((await app.request('/c/dro%C5%A1%C4%ABba?q=%20')).status).toBe(200)
  expect((await app.request('/..%2f..%2fetc/passwd')).status).toBe(200)
})

test('every answer carries the strict policy', async () => {
  const headers = securityHeaders({ publicUrl, formAction: ['https://pay.example'] })
  const app = new Hono().use(withSecurityHeaders(headers)).get('/', (c) => c.text('ok'))
  const answer = (await app.request('/')).headers
  expect(answer.get('content-security-policy')).toContain("form-action 'self' https://pay.example;")
  expect(answer.get('content-security-policy')).not.toMatch(/unsafe|\*|nonce|data:/)
  expect(answer.get('strict-transport-security')).toContain('max-age=')
  expect((await app.request('/missing')).headers.get('x-content-type-options')).toBe('nosniff')
})

test('without https there is no HSTS and no Secure cookie', () => {
  expect(securityHeaders({ publicUrl: 'http://localhost:3000' })).not.toHaveProperty(
    'strict-transport-security',
  )
  expect(openCookies({ publicUrl: undefined }).names).toContain('cart')
})

test('cookies are bound to the host, hidden from scripts and hold only tokens', async () => {
  const cookies = openCookies({ publicUrl })
  const app = new Hono()
    .get('/', (c) => {
      cookies.set(c, 'cart', 'token.2', { maxAge: 60 })
      return c.text(cookies.get(c, 'cart') ?? 'none')
    })
    .get('/clear', (c) => {
      cookies.remove(c, 'cart')
      return c.body(null)
    })
    .get('/bad', (c) => {
      cookies.set(c, 'cart', 'a;b=c')
      return c.body(null)
    })
  app.onError((error, c) => c.text(error.message, 500))
  const set = await app.request('/', { headers: { cookie: '__Host-cart=old.1; cart=forged' } })
  expect(await set.text()).toBe('old.1')
  expect(set.headers.get('set-cookie')).toBe(
    '__Host-cart=token.2; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
  )
  expect((await app.request('/clear')).headers.get('set-cookie')).toContain('__Host-cart=; Max-Age=0')
  expect((await app.request('/bad')).status).toBe(500)
})

function poster(publicUrl: string | undefined, host = '127.0.0.1') {
  const app = new Hono().use(sameOrigin({ publicUrl, host })).post('/', (c) => c.text('ok'))
  app.onError((error, c) => c.text('', error instanceof Forbidden ? 403 : 500))
  return async (headers: Record<string, string>) =>
    (await app.request('/', { method: 'POST', headers })).status
}

function bodies() {
  const app = new Hono().use(acceptForms({ maxBytes: 100, uploads: [{ path: /^\/proof$/, maxBytes: 200 }] }))
  app.post('*', async (c) => c.text(await c.req.text()))
  return async (
    path: string,
    body: string | ReadableStream,
    type: string,
    headers: Record<string, string> = {},
  ) => {
    const init = {
      method: 'POST',
      body,
      headers: { 'content-type': type, ...headers },
      duplex: 'half' as const,
    }
    return (await app.request(path, init)).status
  }
}

test.each([
  ['/en/', '/en'],
  ['/grozs/?a=1', '/grozs?a=1'],
])('an address with a slash at its end leads to the one without: %s', async (path, to) => {
  const app = new Hono().use(withoutLastSlash()).all('*', (c) => c.text('ok'))
  const answer = await app.request(`http://shop.test${path}`)
  expect([answer.status, answer.headers.get('location')]).toEqual([301, to])
  expect((await app.request(`http://shop.test${path}`, { method: 'POST' })).status).toBe(200)
  expect((await app.request('http://shop.test/')).status).toBe(200)
})

test('an address that begins with two slashes leads nowhere', async () => {
  const app = new Hono().use(withoutLastSlash()).all('*', (c) => c.text('ok'))
  const answer = await app.request('http://shop.test//foreign.test//')
  expect([answer.status, answer.headers.get('location')]).toEqual([200, null])
})

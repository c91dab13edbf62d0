import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { NotFound } from '../../../src/platform/errors.ts'
import { openAssets } from '../../../src/platform/web/assets.ts'
import { acceptedEncoding } from '../../../src/platform/web/encoding.ts'

const css = `body { background: url(paper.svg) }${' '.repeat(500)}`

test('a style is served for ever under its hash, packed as the browser can', async () => {
  const { app, assets } = shop()
  const address = assets.url('site.css')
  expect(address).toMatch(/^\/assets\/site\.[0-9a-f]{12}\.css$/)
  const get = (encoding: string) => app.request(address, { headers: { 'accept-encoding': encoding } })
  const plain = await get('identity')
  expect(plain.headers.get('cache-control')).toContain('immutable')
  expect(plain.headers.get('content-type')).toBe('text/css; charset=utf-8')
  const text = await plain.text()
  expect(text).toContain(`url("${assets.url('paper.svg')}")`)
  expect(brotliDecompressSync(Buffer.from(await (await get('gzip, br')).arrayBuffer())).toString()).toBe(text)
  expect(gunzipSync(Buffer.from(await (await get('gzip')).arrayBuffer())).toString()).toBe(text)
})

test('what the browser has is not sent again', async () => {
  const { app, assets } = shop()
  const first = await app.request(assets.url('site.css'))
  const again = await app.request(assets.url('site.css'), {
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  })
  expect([again.status, await again.text()]).toEqual([304, ''])
})

test('only current files are found', async () => {
  const { app, assets } = shop()
  const old = assets.url('site.css').replace(/\.[0-9a-f]{12}\./, '.000000000000.')
  for (const path of [
    old,
    '/assets/site.css',
    '/assets/..%2fsecret',
    '/assets/secret.pem',
    '/assets/constructor',
  ]) {
    expect((await app.request(path)).status, path).toBe(404)
  }
  expect(() => assets.url('missing.css')).toThrow('missing.css')
})

test('whoever writes a style sees it at once, also on a page that was kept before', async () => {
  const { app, assets, directory } = shop({ reload: true })
  const kept = assets.url('site.css')
  writeFileSync(join(directory, 'site.css'), 'body { color: red }')
  const answer = await app.request(kept)
  expect(await answer.text()).toBe('body { color: red }')
  expect(answer.headers.get('cache-control')).toBe('no-cache')
})

test('the icon that browsers ask for unasked', async () => {
  const { app } = shop()
  const icon = await app.request('/favicon.ico')
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
})

test('the encoding is the best that the browser allows', () => {
  expect(
    ['gzip, deflate, br, zstd', 'gzip;q=1.0, br;q=0.5', 'gzip', 'br;q=0, gzip', '', 'br;q=0'].map(
      acceptedEncoding,
    ),
  ).toEqual(['br', 'br', 'gzip', 'gzip', 'identity', 'identity'])
})

function shop(options = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'assets-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  writeFileSync(join(directory, 'site.css'), css)
  writeFileSync(join(directory, 'paper.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(directory, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(directory, 'secret.pem'), 'secret')
  const assets = openAssets(directory, options)
  const app = new Hono().get('/assets/:file', assets.serve).get('/favicon.ico', assets.favicon)
  app.onError((error, c) => c.text('', error instanceof NotFound ? 404 : 500))
  return { app, assets, directory }
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { expect, onTestFinished, test } from 'vitest'
import { ConnectionLost } from '../../../src/platform/database/lost.ts'
import { Conflict, Forbidden, Gone, NotFound, Unavailable } from '../../../src/platform/errors.ts'
import type { LogFields } from '../../../src/platform/log.ts'
import { errorPages } from '../../../src/platform/web/error-pages.ts'
import { openViews } from '../../../src/platform/web/views.ts'

test('each error has its own page in the language of the path', async () => {
  const { get } = shop()
  expect(await get('/not-found')).toEqual([404, 'lv 404'])
  expect(await get('/en/nowhere')).toEqual([404, 'en 404'])
  expect(await get('/forbidden')).toEqual([403, 'lv 403'])
  expect(await get('/conflict')).toEqual([409, 'lv 409'])
  expect(await get('/gone')).toEqual([410, 'lv 410'])
  expect(await get('/too-large')).toEqual([413, 'lv 413'])
})

test('while something is away, or others hold what a request needs, the page says when to come back', async () => {
  const { app } = shop()
  for (const path of ['/away', '/database-away', '/locked']) {
    const answer = await app.request(path)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  }
})

test('an unexpected error is a page with a request id, and the log knows no more than code and place', async () => {
  const { app, lines } = shop()
  const answer = await app.request('/broken?email=anna@example.com')
  const text = await answer.text()
  expect(answer.status).toBe(500)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const id = answer.headers.get('x-request-id')
  expect(text).toBe(`lv 500 ${id}`)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({
    requestId: id,
    method: 'GET',
    route: '/broken',
    status: 500,
    sqlState: '23505',
  })
  expect(JSON.stringify(lines)).not.toContain('anna@')
})

test('when even the error page fails, plain text remains', async () => {
  const { app } = shop({ 'errors/error': '{{url "x"}}' })
  const answer = await app.request('/not-found')
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringMatching(/^404\n[\w-]{36}\n$/)])
})

const throwers: Record<string, () => Error> = {
  '/not-found': () => new NotFound(),
  '/forbidden': () => new Forbidden(),
  '/conflict': () => new Conflict('SOLD_OUT'),
  '/gone': () => new Gone(),
  '/too-large': () => new HTTPException(413),
  '/away': () => new Unavailable(),
  '/database-away': () => new Error('query failed', { cause: new ConnectionLost('gone') }),
  '/locked': () =>
    new Error('update failed', {
      cause: Object.assign(new Error('55P03'), { code: '55P03', severity: 'ERROR' }),
    }),
  '/broken': () =>
    new Error('insert failed', {
      cause: Object.assign(new Error('anna@example.com'), { code: '23505', severity: 'ERROR' }),
    }),
}

function shop(
  templates: Record<string, string> = {
    'errors/error': '{{@root.language}} {{status}}',
    'errors/500': '{{@root.language}} {{status}} {{requestId}}',
  },
) {
  const directory = mkdtempSync(join(tmpdir(), 'errors-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  mkdirSync(join(directory, 'errors'))
  for (const [name, source] of Object.entries(templates))
    writeFileSync(join(directory, `${name}.hbs`), source)
  const views = openViews({
    directory,
    zone: 'Europe/Riga',
    urlFor: () => {
      throw new Error('no such place')
    },
    asset: (name) => name,
  })
  const lines: LogFields[] = []
  const note = (_event: string, fields?: LogFields) => lines.push(fields ?? {})
  const pages = errorPages({
    views,
    log: { info: note, warn: note, error: note },
  })
  const app = new Hono()
  for (const [path, make] of Object.entries(throwers)) {
    app.get(path, () => {
      throw make()
    })
  }
  app.onError(pages.onError).notFound(pages.notFound)
  const get = async (path: string) => {
    const answer = await app.request(path)
    return [answer.status, (await answer.text()).trim()]
  }
  return { app, get, lines }
}

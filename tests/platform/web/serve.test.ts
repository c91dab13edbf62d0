import { connect } from 'node:net'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { StartupError } from '../../../src/platform/errors.ts'
import { acceptForms } from '../../../src/platform/web/request-guards.ts'
import { serve, slowLine } from '../../../src/platform/web/serve.ts'

const local = { host: '127.0.0.1', port: 0 }

test('a taken port is one clear sentence', async () => {
  const first = await serve({ ...local, fetch: hello().fetch })
  const second = serve({ ...local, port: first.port, fetch: hello().fetch })
  await expect(second).rejects.toThrow(StartupError)
  await expect(second).rejects.toThrow(`Port ${first.port} on 127.0.0.1 is in use by another program`)
  await first.stop()
})

test('stopping answers what is running and what was just sent, then refuses', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const app = new Hono().get('/', async (c) => {
    begin()
    await released
    return c.text('done')
  })
  const server = await serve({ ...local, fetch: app.fetch })
  const running = fetch(`http://127.0.0.1:${server.port}/`)
  await begun
  const stopped = server.stop()
  const sent = fetch(`http://127.0.0.1:${server.port}/`)
  release()
  expect(await (await running).text()).toBe('done')
  expect((await sent).headers.get('connection')).toBe('close')
  await stopped
  await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow()
  await server.stop()
})

test('an idle connection does not hold the server', async () => {
  const server = await serve({ ...local, fetch: hello().fetch })
  await (await fetch(`http://127.0.0.1:${server.port}/`)).text()
  await server.stop()
})

test('a request that never ends is cut off', async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const app = new Hono().get('/', () => {
    begin()
    return new Promise<Response>(() => {})
  })
  const server = await serve({ ...local, fetch: app.fetch, stopMilliseconds: 50 })
  const running = fetch(`http://127.0.0.1:${server.port}/`)
  await begun
  await Promise.all([server.stop(), expect(running).rejects.toThrow()])
})

test('a chunked body without end is cut at the limit, and the server goes on', async () => {
  const app = new Hono()
    .use(acceptForms({ maxBytes: 1000 }))
    .post('/', async (c) => c.text(await c.req.text()))
  const server = await serve({ ...local, fetch: app.fetch })
  const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n'
  const chunk = `400\r\n${'a'.repeat(0x400)}\r\n`
  expect(await raw(server.port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`)).toContain(
    ' 413 ',
  )
  expect(await raw(server.port, `${head}Content-Length: 5000\r\n\r\n`)).toContain(' 413 ')
  expect(await raw(server.port, `${head}Content-Length: 3\r\n\r\na=1`)).toContain(' 200 ')
  await server.stop()
})

test('a body that comes too slowly is cut off, and one from a slow line is waited for', async () => {
  const app = new Hono().post('/', async (c) => c.text(await c.req.text()))
  const server = await serve({ ...local, fetch: app.fetch, bodyMilliseconds: () => 50 })
  expect(await raw(server.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')).toContain(
    ' 408 ',
  )
  expect((await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'whole' })).status).toBe(
    200,
  )
  await server.stop()
  const minute = 60_000
  expect(slowLine(undefined)).toBe(minute / 2)
  expect(slowLine(64 * 1024)).toBeLessThan(minute)
  expect(slowLine(15 * 1024 * 1024)).toBeGreaterThan(8 * minute)
  expect(slowLine(64 * 1024 * 1024)).toBe(15 * minute)
})

test('odd targets and hosts are answered without harm', async () => {
  const server = await serve({ ...local, fetch: hello().fetch })
  const targets = ['GET http://evil.example/ HTTP/1.1\r\nHost: x', 'GET / HTTP/1.1\r\nHost: evil.example:99']
  for (const target of targets) expect(await raw(server.port, `${target}\r\n\r\n`), target).toContain(' 200 ')
  const broken = ['GET / HTTP/1.1\r\nHost: a b', 'GET //// HTTP/1.1\r\nHost: x@y', 'GET / HTTP/1.1\r\nHost:']
  for (const target of broken)
    expect(await raw(server.port, `${target}\r\n\r\n`), target).toMatch(/ [24]\d\d /)
  expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200)
  await server.stop()
})

function hello() {
  return new Hono().get('/', (c) => c.text('hello'))
}

/** The status line of the answer to bytes that no client library would send. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n')[0] as string)
      socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(''))
  })
}

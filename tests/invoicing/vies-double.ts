import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A VIES of the test's own: says what it is told to, and keeps what it was asked. */
export async function openVies() {
  const asked: unknown[] = []
  let says: { status: number; body: string } = { status: 200, body: '{}' }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    asked.push(JSON.parse(body))
    response.writeHead(says.status, { 'content-type': 'application/json' }).end(says.body)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest-api`,
    asked,
    says(body: unknown, status = 200) {
      says = { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

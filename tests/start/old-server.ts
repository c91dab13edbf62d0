import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

/** A server that says it is PostgreSQL 16 and answers nothing else. */
export async function startOldServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    answer(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `postgres://owner@127.0.0.1:${(server.address() as AddressInfo).port}/old`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Message formats: PostgreSQL's documentation, chapter "Frontend/Backend Protocol". */
function answer(socket: Socket): void {
  let pending = Buffer.alloc(0)
  let started = false
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    for (;;) {
      const at = started ? 1 : 0
      if (pending.length < at + 4) return
      const length = at + pending.readInt32BE(at)
      if (pending.length < length) return
      const type = started ? String.fromCharCode(pending[0]!) : 'start'
      pending = pending.subarray(length)
      started = true
      socket.write(replies[type] ?? Buffer.alloc(0))
    }
  })
}

const version = Buffer.from('160004')
const ready = message('Z', Buffer.from('I'))
const row = message('D', Buffer.concat([int16(1), int32(version.length), version]))
const column = Buffer.concat([
  Buffer.from('version\0'),
  int32(0),
  int16(0),
  int32(25),
  int16(-1),
  int32(-1),
  int16(0),
])

const described = message('T', Buffer.concat([int16(1), column]))

const replies: Record<string, Buffer> = {
  start: Buffer.concat([
    message('R', int32(0)),
    message('S', Buffer.from('server_version\x0016.4\0')),
    ready,
  ]),
  P: message('1'),
  D: Buffer.concat([message('t', int16(0)), described]),
  B: message('2'),
  E: Buffer.concat([row, message('C', Buffer.from('SELECT 1\0'))]),
  S: ready,
  Q: Buffer.concat([described, row, message('C', Buffer.from('SELECT 1\0')), ready]),
}

function message(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeInt16BE(value)
  return buffer
}

import net from 'node:net'

/**
 * How a connection breaks: an orderly end, a reset, silence (packets vanish, nobody is told), or around a
 * commit: its request never arrives, or PostgreSQL commits and its answer is lost.
 */
export type Break = 'end' | 'reset' | 'silence' | 'commit request' | 'commit answer'

export interface Fault {
  kind: Break
  /** How many bytes pass in both directions before an end, a reset or silence. */
  afterBytes: number
}

export interface Wire {
  port: number
  /** Breaks of each kind so far. */
  broken: Map<Break, number>
  close(): void
}

interface Options {
  /** The server's port on 127.0.0.1. */
  to: number
  /** What is to happen to the next connection. */
  fault(): Fault | undefined
  /** Faults strike only while this is true. */
  armed(): boolean
}

/** A stretch of network between a client and PostgreSQL that breaks as asked. */
export function openWire({ to, fault, armed }: Options): Promise<Wire> {
  const ends = new Set<net.Socket>()
  const broken = new Map<Break, number>()

  const server = net.createServer({ allowHalfOpen: true }, (client) => {
    const upstream = net.connect({ port: to, host: '127.0.0.1', noDelay: true })
    client.setNoDelay()
    keep(client)
    keep(upstream)
    join(client, upstream, fault())
  })

  function keep(end: net.Socket): void {
    ends.add(end)
    end.on('error', () => {}).on('close', () => ends.delete(end))
  }

  function join(client: net.Socket, upstream: net.Socket, planned: Fault | undefined): void {
    let left = planned?.afterBytes ?? Number.POSITIVE_INFINITY
    let silent = false
    let awaited = false

    function strike(kind: Break): void {
      silent = true
      broken.set(kind, (broken.get(kind) ?? 0) + 1)
      if (kind === 'silence') return
      if (kind === 'end') client.end()
      else client.resetAndDestroy()
      upstream.destroy()
    }

    function pass(chunk: Buffer, from: net.Socket): void {
      if (silent) return
      const target = from === client ? upstream : client
      if (planned && armed() && strikes(planned, chunk, from)) strike(planned.kind)
      else if (target.writable) target.write(chunk)
    }

    function strikes({ kind }: Fault, chunk: Buffer, from: net.Socket): boolean {
      const committing = from === client && chunk.includes('commit\0')
      if (kind === 'commit request') return committing
      if (kind === 'commit answer') {
        awaited ||= committing
        return awaited && from === upstream
      }
      left -= chunk.length
      return left < 0
    }

    for (const [from, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('data', (chunk) => pass(chunk, from))
      from.on('end', () => silent || other.end())
      from.on('close', () => silent || other.destroy())
    }
  }

  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      const close = () => {
        server.close()
        for (const end of ends) end.destroy()
      }
      resolve({ port, broken, close })
    })
  })
}

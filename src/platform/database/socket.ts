import net from 'node:net'
import tls from 'node:tls'
import { ConnectionLost } from './lost.ts'

export interface Address {
  /** A name, an address, or the directory of a Unix socket. */
  host: string
  port: number
  /** Given: encrypted or not at all. `rejectUnauthorized: false` or `ca` as for tls.connect. */
  ssl?: tls.ConnectionOptions | undefined
  connectMs: number
}

// PostgreSQL, Message Formats: SSLRequest is the length 8 and the code 80877103.
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/**
 * Opens one socket, ready for PostgreSQL's start-up message. `onSocket` gets it at once, so that the
 * caller can destroy it while it still connects. Throws ConnectionLost.
 */
export async function connectSocket(
  address: Address,
  onSocket: (socket: net.Socket) => void,
): Promise<net.Socket> {
  const socket = net.connect(target(address))
  // Kept for good: once TLS runs over this socket nobody else listens to it, and an unheard error ends the process.
  socket.on('error', () => {})
  onSocket(socket)
  const late = setTimeout(() => socket.destroy(new Error('connect timeout')), address.connectMs)
  try {
    await once(socket, 'connect')
    return address.ssl ? await encrypt(socket, address.host, address.ssl) : socket
  } catch (error) {
    socket.destroy()
    throw new ConnectionLost(`no connection to ${address.host}:${address.port}: ${reason(error)}`, {
      cause: error,
    })
  } finally {
    clearTimeout(late)
  }
}

function target({ host, port }: Address): net.NetConnectOpts {
  return host.startsWith('/')
    ? { path: `${host}/.s.PGSQL.${port}` }
    : { host, port, noDelay: true, keepAlive: true }
}

// Asking with SSLRequest instead of starting TLS directly also works through poolers, proxies and PostgreSQL < 17.
async function encrypt(socket: net.Socket, host: string, ssl: tls.ConnectionOptions): Promise<tls.TLSSocket> {
  socket.write(sslRequest)
  const answer = await once(socket, 'data')
  // More than the one byte would be plaintext smuggled in before the handshake (CVE-2021-23222).
  if (!Buffer.isBuffer(answer) || answer.toString('latin1') !== 'S') throw new Error('the server refuses TLS')
  const encrypted = tls.connect({ ...(net.isIP(host) ? {} : { servername: host }), ...ssl, socket })
  await once(encrypted, 'secureConnect')
  return encrypted
}

/** The first argument of the event, or an error when the socket ends before. */
function once(socket: net.Socket, event: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = () => {
      socket.off(event, resolved).off('error', rejected).off('close', closed)
    }
    const resolved = (value: unknown) => {
      done()
      resolve(value)
    }
    const rejected = (error: Error) => {
      done()
      reject(error)
    }
    const closed = () => rejected(new Error('closed by the other side'))
    socket.on(event, resolved).on('error', rejected).on('close', closed)
  })
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error ? String(error.code) : error.message
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { StartupError } from '../errors.ts'

type ServeOptions = {
  readonly fetch: (request: Request, env: never) => Response | Promise<Response>
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** How long running requests may go on after `stop`, in milliseconds. */
  readonly stopMilliseconds?: number
  /** How long a body may take to come in; `length` is what was declared. */
  readonly bodyMilliseconds?: (length: number | undefined) => number
}

type Served = {
  readonly host: string
  readonly port: number
  /** Refuses new connections, closes idle ones, lets running requests finish (bounded). May be called twice. */
  stop(): Promise<void>
}

const drainMilliseconds = 300

/** Listens. Throws StartupError when the address is taken or not ours. */
export async function serve({
  fetch,
  host,
  port,
  stopMilliseconds = 10_000,
  bodyMilliseconds = slowLine,
}: ServeOptions): Promise<Served> {
  const server = createAdaptorServer({ fetch: fetch as never, hostname: host }) as Server
  // A slow sender holds a connection, never a database session: handlers start when the headers are there.
  server.headersTimeout = 10_000
  server.requestTimeout = longestBody
  server.prependListener('request', (request, response) => limitBody(request, response, bodyMilliseconds))
  server.keepAliveTimeout = 65_000
  server.maxHeadersCount = 100
  await listen(server, host, port)
  let stopped: Promise<void> | undefined
  return {
    host,
    port: (server.address() as AddressInfo).port,
    stop() {
      stopped ??= stop(server, stopMilliseconds)
      return stopped
    },
  }
}

const usualBody = 30_000
const longestBody = 15 * 60_000
const slowestBytesPerSecond = 32 * 1024

/** Half a minute for any form; for files as much more as a slow line needs, a quarter of an hour at most. */
export function slowLine(length = 0): number {
  return Math.min(longestBody, usualBody + Math.ceil((length * 1000) / slowestBytesPerSecond))
}

/** Cuts off (408) who sends a body more slowly than that. What is too long for its place is refused before, unread. */
function limitBody(
  request: IncomingMessage,
  response: ServerResponse,
  allowed: (length: number | undefined) => number,
): void {
  const { 'content-length': declared, 'transfer-encoding': chunked } = request.headers
  if (chunked === undefined && !Number(declared)) return
  const cut = () => {
    if (request.complete) return
    const { socket } = request
    if (response.headersSent) socket.destroy()
    else socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n', () => socket.destroy())
  }
  const timer = setTimeout(cut, allowed(chunked === undefined ? Number(declared) : undefined))
  // Who has been answered and still sends is cut off by the adaptor, after half a second.
  request.once('close', () => clearTimeout(timer))
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(sentence(error, host, port)))
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

function sentence(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartupError(`Port ${port} on ${host} is in use by another program: stop it, or set PORT.`)
  }
  if (error.code === 'EACCES') {
    return new StartupError(`This user may not listen on port ${port}: set PORT to one above 1023.`)
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new StartupError(`HOST ${host} is not an address of this machine.`)
  }
  return error
}

/**
 * First every answer ends its connection, so that what clients have already sent is still read and answered: a
 * connection that only looks idle may hold a request that has not been read yet. Then the door closes.
 */
async function stop(server: Server, within: number): Promise<void> {
  server.prependListener('request', (_, response) => {
    response.shouldKeepAlive = false
  })
  await pause(drainMilliseconds)
  const force = setTimeout(() => server.closeAllConnections(), within)
  // A connection that was busy becomes idle later and would hold the server until its keep-alive ends.
  const sweep = setInterval(() => server.closeIdleConnections(), 20)
  await new Promise((resolve) => server.close(resolve))
  clearTimeout(force)
  clearInterval(sweep)
}

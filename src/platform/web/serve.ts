import type { Server } from 'node:http'
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
}

type Served = {
  readonly host: string
  readonly port: number
  /** Refuses new connections, closes idle ones, lets running requests finish (bounded). May be called twice. */
  stop(): Promise<void>
}

const drainMilliseconds = 300

/** Listens. Throws StartupError when the address is taken or not ours. */
export async function serve({ fetch, host, port, stopMilliseconds = 10_000 }: ServeOptions): Promise<Served> {
  const server = createAdaptorServer({ fetch: fetch as never, hostname: host }) as Server
  // A slow sender holds a connection, never a database session: handlers start when the headers are there.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
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

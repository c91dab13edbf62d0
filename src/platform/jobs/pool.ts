import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { ClientOptions } from '../database/client.ts'

const RETRY_MS = 150
const CLOSING_MS = 1_000

/** The queue's own connections, on `pg` because graphile-worker speaks it. */
interface QueuePool {
  pool: pg.Pool
  /** From now on a missing database is an error at once. */
  loseHope(): void
  /** Closes the connections, by force those that somebody still waits on; their statements fail. */
  close(): Promise<void>
}

/**
 * A pool whose borrowers wait while the database is away, instead of failing: a finished job can then still be struck
 * off when the database is back, and graphile-worker's own pauses (up to a minute) never begin. A connection on which
 * nothing moves for `silenceMs` (0: however long) is taken for lost and cut, as pg would wait for its answer for ever;
 * whoever only listens connects anew.
 */
export function openQueuePool(
  { host, port, user, password, database, ssl }: ClientOptions,
  max: number,
  silenceMs: number,
): QueuePool {
  const sockets = new Set<Socket>()
  const pool = new pg.Pool({
    host,
    port,
    user,
    password: password ?? '',
    database,
    // Never as pg reads an address or the environment: the shop has one meaning of `sslmode`.
    ssl: ssl ?? false,
    max,
    application_name: 'bodite-worker',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // Even a sleeping worker asks again each second.
    idleTimeoutMillis: 30_000,
    stream: () => keptSocket(sockets, silenceMs),
  })
  // Without listeners a lost connection would end the process; whoever uses it learns of it by the failing query.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const loseHope = waitForDatabase(pool)
  const close = async () => {
    loseHope()
    await Promise.race([pool.end(), pause(CLOSING_MS)])
    for (const socket of sockets) socket.destroy()
  }
  return { pool, loseHope, close }
}

function keptSocket(sockets: Set<Socket>, silenceMs: number): Socket {
  const socket = new Socket()
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
  return socket.setTimeout(silenceMs, () => socket.destroy())
}

type Callback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void

function waitForDatabase(pool: pg.Pool): () => void {
  let hope = true
  const once = pool.connect.bind(pool) as () => Promise<pg.PoolClient>

  const connect = async (): Promise<pg.PoolClient> => {
    for (;;) {
      try {
        return await once()
      } catch (error) {
        if (!hope || isRefusal(error)) throw error
        await pause(RETRY_MS)
      }
    }
  }
  const connectWithCallback = (callback: Callback): void => {
    connect()
      .then(
        (client) => callback(undefined, client, releaseOf(client)),
        (error) => callback(error, undefined, () => {}),
      )
      .catch(() => {})
  }
  // Both of pg's forms are in use: promises by graphile-worker's queries, callbacks by its LISTEN and by pool.query.
  pool.connect = ((callback?: Callback) =>
    callback ? connectWithCallback(callback) : connect()) as typeof pool.connect
  return () => {
    hope = false
  }
}

/** graphile-worker's listener gives its connection back twice when it breaks while the listener ends. */
function releaseOf(client: pg.PoolClient): (error?: Error | boolean) => void {
  let released = false
  return (error) => {
    if (released) return
    released = true
    client.release(error)
  }
}

/** A wrong password, database or right does not heal by waiting. */
function isRefusal(error: unknown): boolean {
  return /^(28|3D|42)/.test(String((error as { code?: unknown }).code ?? ''))
}

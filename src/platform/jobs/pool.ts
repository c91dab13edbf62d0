import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const RETRY_MS = 150

/** The queue's own connections, on `pg` because graphile-worker speaks it. */
export interface QueuePool {
  pool: pg.Pool
  /** From now on a missing database is an error at once. */
  loseHope(): void
}

/**
 * A pool whose borrowers wait while the database is away, instead of failing: a finished job can then still be struck
 * off when the database is back, and graphile-worker's own pauses (up to a minute) never begin.
 */
export function openQueuePool(connectionString: string, max: number): QueuePool {
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: 'bodite-worker',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // Even a sleeping worker asks again each second.
    idleTimeoutMillis: 30_000,
  })
  // Without listeners a lost connection would end the process; whoever uses it learns of it by the failing query.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return { pool, loseHope: waitForDatabase(pool) }
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
        (client) => callback(undefined, client, client.release),
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

/** A wrong password, database or right does not heal by waiting. */
function isRefusal(error: unknown): boolean {
  return /^(28|3D|42)/.test(String((error as { code?: unknown }).code ?? ''))
}

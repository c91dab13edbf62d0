import type { Readable } from 'node:stream'
import type tls from 'node:tls'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { arrayParsers, arraySerializers } from './arrays.ts'
import { copyOut } from './copy.ts'
import { type Listeners, listenOn } from './listen.ts'
import { openPool } from './pool.ts'
import { Slot, type SlotOptions } from './slot.ts'
import {
  type Answer,
  answer,
  inTransaction,
  type Scope,
  type Transaction,
  transactionOn,
} from './transaction.ts'

export { ConnectionLost, isUnavailable, ruleOf, sqlState } from './lost.ts'
export { copyFrom, copyInto, exec, type Reader, RolledBack, type Transaction } from './transaction.ts'

export interface ClientOptions {
  host: string
  port: number
  user: string
  password?: string | undefined
  database: string
  ssl?: tls.ConnectionOptions | undefined
  /** Connections at most; 16. */
  max?: number
  /** How long a borrower waits for a free connection; 10,000. */
  acquireMs?: number
  /** How long connecting may take, sign-in included; 5,000. */
  connectMs?: number
  /** How long a statement may take before its connection is cut; 20,000, a little more than transaction_timeout. */
  queryMs?: number
  /** Session settings beside or instead of the default time limits; '0' lifts one. */
  parameters?: Record<string, string>
  /** The role that every session takes on at its start. */
  role?: string
  /** Told of each connection that broke, for the log. The error holds no statement and no values. */
  onLost?: (error: Error) => void
}

/** drizzle outside a transaction: each statement borrows a connection for itself. */
type Orm = PostgresJsDatabase<Record<string, never>>

export interface Client {
  readonly orm: Orm
  /** `opening` is one message that begins, e.g. `begin; set local role "x"`; resolves once COMMIT is confirmed. */
  begin<T>(opening: string, work: (tx: Transaction) => Promise<T>): Promise<T>
  /** `copy … to stdout` in a transaction begun by `opening`; holds a connection until the stream's end. */
  copyOut(opening: string, text: string): Readable
  stats(): { total: number; idle: number; waiting: number }
  /** Waits for what is borrowed, `graceMs` at most (5,000), then closes. */
  end(graceMs?: number): Promise<void>
}

// They bound how long locks outlive a client that vanished without a word: recovery from a dead link.
const timeLimits = {
  transaction_timeout: '15s',
  idle_in_transaction_session_timeout: '5s',
  lock_timeout: '5s',
}

/** Opens no connection yet. See `src/platform/database/slot.ts` for why the package's own pool is not used. */
export function openClient(options: ClientOptions): Client {
  const slotOptions = slotOptionsOf(options)
  const { parsers, serializers } = slotOptions
  const pool = openPool(
    options.max ?? 16,
    options.acquireMs ?? 10_000,
    (onDeath) => new Slot(slotOptions, onDeath),
    options.onLost ?? (() => {}),
  )

  async function borrow<T>(use: (slot: Slot) => Promise<T>): Promise<T> {
    const slot = await pool.acquire()
    try {
      return await use(slot)
    } finally {
      pool.release(slot)
    }
  }

  const facade = {
    options: { parsers, serializers },
    unsafe: (text: string, parameters?: unknown[]): Answer =>
      answer((form) => borrow((slot) => slot.run(text, parameters, form))),
    begin: <T>(work: (scope: Scope) => Promise<T>) => borrow((slot) => inTransaction(slot, 'begin', work)),
  }
  const orm = drizzle({ client: facade as unknown as postgres.Sql })
  // After drizzle, which puts its own into both.
  Object.assign(parsers, arrayParsers)
  Object.assign(serializers, arraySerializers)

  return {
    orm,
    begin: (opening, work) =>
      borrow((slot) => inTransaction(slot, opening, (scope) => work(transactionOn(scope)))),
    copyOut: (opening, text) => copyOut(pool, opening, text, slotOptions.queryMs),
    stats: pool.stats,
    end: (graceMs = 5000) => pool.end(graceMs),
  }
}

/** LISTENs on a connection of its own, which connects again by itself (within 1 s of the server's return). */
export function listen(
  options: ClientOptions,
  channels: string[],
  listeners: Listeners,
): { end(): Promise<void> } {
  return listenOn(slotOptionsOf(options), channels, listeners)
}

function slotOptionsOf(options: ClientOptions): SlotOptions {
  const { host, port, user, password, database, ssl } = options
  return {
    host,
    port,
    user,
    password,
    database,
    ssl,
    connectMs: options.connectMs ?? 5000,
    queryMs: options.queryMs ?? 20_000,
    parameters: { ...timeLimits, ...options.parameters, ...(options.role && { role: options.role }) },
    parsers: {},
    serializers: {},
  }
}

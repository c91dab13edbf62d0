import { PgDialect } from 'drizzle-orm/pg-core'
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { chunksOf, feed } from './copy.ts'
import { ConnectionLost } from './lost.ts'
import type { Rows, Slot } from './slot.ts'

type NoSchema = Record<string, never>

/** drizzle on one open transaction; `tx.transaction` nests by savepoint; refuses statements after its end. */
export type Transaction = PostgresJsTransaction<NoSchema, NoSchema>

/** Whatever runs a read: a transaction, or a login's client. */
export type Reader = Pick<Transaction, 'select' | 'selectDistinctOn' | 'execute'>

/** What drizzle calls of `unsafe` of the package: awaited for objects, or `.values()` for arrays. */
export type Answer = Promise<Rows> & { values(): Promise<Rows> }

/** What drizzle asks of a client of the package within a transaction. */
export interface Scope {
  unsafe(text: string, parameters?: unknown[]): Answer
  savepoint<T>(work: (scope: Scope) => Promise<T>): Promise<T>
  simple(text: string): Promise<Rows>
  copyOut(text: string): AsyncGenerator<Buffer>
  copyIn(text: string, source: AsyncIterable<Buffer>): Promise<void>
}

/** A statement failed, was caught by the caller, and PostgreSQL rolled back where it was asked to commit. */
export class RolledBack extends Error {
  readonly code = 'ROLLED_BACK'
}

const dialect = new PgDialect()

/** drizzle's transaction on a scope: two small objects, where `drizzle()` would build a whole instance. */
export function transactionOn(scope: Scope): Transaction {
  const session = new PostgresJsSession<postgres.Sql, NoSchema, NoSchema>(
    scope as unknown as postgres.Sql,
    dialect,
    undefined,
  )
  // The package's types do not know that a transaction's client is enough for drizzle's session.
  return new PostgresJsTransaction<NoSchema, NoSchema>(dialect, session as never, undefined)
}

/** Sends one or more statements without parameters past drizzle, such as `set local role "x"`. */
export async function exec(tx: Transaction, text: string): Promise<void> {
  await scopeOf(tx).simple(text)
}

/** The output of `copy … to stdout` within a transaction; one that is abandoned costs the transaction. */
export function copyFrom(tx: Transaction, text: string): AsyncGenerator<Buffer> {
  return scopeOf(tx).copyOut(text)
}

/** Feeds `copy … from stdin` within a transaction; a source that fails costs the transaction. */
export function copyInto(tx: Transaction, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  return scopeOf(tx).copyIn(text, source)
}

function scopeOf(tx: Transaction): Scope {
  return (tx._.session as unknown as { client: Scope }).client
}

/**
 * Runs the work between `opening` ("begin; …", one message) and a commit that PostgreSQL confirms.
 * Throws what the work throws after rolling back; RolledBack; ConnectionLost.
 */
export async function inTransaction<T>(
  slot: Slot,
  opening: string,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const lease = { over: false }
  try {
    await slot.simple(opening)
    const result = await work(openScope(slot, lease, { savepoints: 0 }))
    lease.over = true
    await commit(slot)
    return result
  } catch (error) {
    lease.over = true
    // Into a dead connection nothing is sent: PostgreSQL rolls back by itself when it notices.
    if (!slot.dead) await slot.simple('rollback').catch(() => {})
    throw error
  }
}

async function commit(slot: Slot): Promise<void> {
  const sendable = !slot.dead
  const answer = await slot.simple('commit').catch((error) => {
    throw sendable && slot.dead
      ? new ConnectionLost('lost while committing', { cause: error, commitUnknown: true })
      : error
  })
  if (answer.command !== 'COMMIT') throw new RolledBack('rolled back: a failed statement was passed over')
}

function openScope(slot: Slot, lease: { over: boolean }, counter: { savepoints: number }): Scope {
  // A forgotten promise must not write into the next borrower's transaction.
  function check(): void {
    if (lease.over) throw new Error('the transaction is over')
  }

  const scope: Scope = {
    unsafe(text, parameters) {
      return answer((form) => {
        check()
        return slot.run(text, parameters, form)
      })
    },
    async simple(text) {
      check()
      return slot.simple(text)
    },
    async *copyOut(text) {
      check()
      yield* chunksOf(slot, text, slot.patienceMs)
    },
    async copyIn(text, source) {
      check()
      await feed(slot, text, source)
    },
    async savepoint(work) {
      const name = `s${counter.savepoints++}`
      const inner = { over: false }
      await scope.simple(`savepoint ${name}`)
      try {
        const result = await work(openScope(slot, inner, counter))
        // Releasing fails when a failed statement was passed over, so half the work is not kept.
        await scope.simple(`release savepoint ${name}`)
        return result
      } catch (error) {
        if (!slot.dead && !lease.over) await scope.simple(`rollback to savepoint ${name}`)
        throw error
      } finally {
        inner.over = true
      }
    },
  }
  return scope
}

/** Starts the statement a moment later, when `.values()` has been called or not, as the package does. */
export function answer(run: (form: 'objects' | 'values') => Promise<Rows>): Answer {
  let form: 'objects' | 'values' = 'objects'
  const rows = Promise.resolve().then(() => run(form))
  const values = () => {
    form = 'values'
    return rows
  }
  return Object.assign(rows, { values })
}

import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'

const portion = 500
let opened = 0

/** The rows of a query a few hundred at a time, however many there are; within one transaction, whose end also ends this. */
export async function* rowsOf<T extends object>(tx: Transaction, query: SQL): AsyncGenerator<T> {
  opened = (opened + 1) % 1_000_000
  const cursor = sql.raw(`books_${opened}`)
  await tx.execute(sql`declare ${cursor} no scroll cursor for ${query}`)
  for (;;) {
    const rows = await tx.execute(sql`fetch ${sql.raw(String(portion))} from ${cursor}`)
    yield* rows as unknown as T[]
    if (rows.length < portion) break
  }
  await tx.execute(sql`close ${cursor}`)
}

import { count, desc, eq, sql } from 'drizzle-orm'
import { NotFound } from '../../platform/errors.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { bankStatement } from './table.ts'

export type StatementRow = Omit<typeof bankStatement.$inferSelect, 'contentHash' | 'importId'> & {
  /** The statement before it in time ends with another balance: one is missing between them, or its pages are. */
  readonly gap: boolean
}

const columns = {
  id: bankStatement.id,
  account: bankStatement.account,
  name: bankStatement.name,
  schema: bankStatement.schema,
  currency: bankStatement.currency,
  fromOn: bankStatement.fromOn,
  untilOn: bankStatement.untilOn,
  openingCents: bankStatement.openingCents,
  closingCents: bankStatement.closingCents,
  entries: bankStatement.entries,
  added: bankStatement.added,
  flags: bankStatement.flags,
  importedAt: bankStatement.importedAt,
  importedBy: bankStatement.importedBy,
  matchedAt: bankStatement.matchedAt,
  gap: sql<boolean>`coalesce(opening_cents <> (
    select closing_cents from bank_statement earlier
     where earlier.account = bank_statement.account and earlier.currency = bank_statement.currency
       and earlier.until_on < bank_statement.from_on order by until_on desc limit 1), false)`,
}

/** The statements, the latest days first. */
export async function list(
  tx: Tx<'accounting'>,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ statements: StatementRow[]; total: number }> {
  const [all] = await tx.select({ total: count() }).from(bankStatement)
  const statements = await tx
    .select(columns)
    .from(bankStatement)
    .orderBy(
      sql`${bankStatement.untilOn} desc nulls last`,
      desc(bankStatement.importedAt),
      desc(bankStatement.id),
    )
    .limit(limit)
    .offset(offset)
  return { statements, total: all!.total }
}

/** One statement. Throws NotFound. */
export async function find(tx: Tx<'accounting'>, id: string): Promise<StatementRow> {
  const [row] = await tx.select(columns).from(bankStatement).where(eq(bankStatement.id, id))
  if (!row) throw new NotFound()
  return row
}

/** The statements of one handing in, for telling what became of it. */
export async function ofImport(tx: Tx<'accounting'>, importId: string): Promise<StatementRow[]> {
  return tx
    .select(columns)
    .from(bankStatement)
    .where(eq(bankStatement.importId, importId))
    .orderBy(bankStatement.untilOn, bankStatement.id)
}

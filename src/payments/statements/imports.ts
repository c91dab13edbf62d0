import { and, eq, sql } from 'drizzle-orm'
import { sqlState } from '../../platform/database/client.ts'
import { enqueue, LATER } from '../../platform/jobs/jobs.ts'
import { addDays, type IsoDate } from '../../platform/time.ts'
import { type Access, type Actor, type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import { transferKey } from '../refunds.ts'
import { refund, refundAccount } from '../table.ts'
import { readStatements, type Statement, type StatementFlag } from './camt.ts'
import type { BookedEntry, Part } from './camt-entries.ts'
import { entryKeys, statementKey } from './entry-keys.ts'
import { bankEntry, bankStatement } from './table.ts'
import { Unreadable } from './xml.ts'

export interface Handing {
  /** The shop's own IBAN, without blanks. */
  readonly account: string
  /** Files that were handed in together. */
  readonly importId: string
  /** Null: a command. */
  readonly by: string | null
  readonly actor: Actor
  readonly today: IsoDate
}

/** Nothing that is booked is older. */
const firstDay = '2000-01-01'

/** What became of one statement: `known` was imported before, and nothing changed. */
export interface ImportedStatement {
  readonly state: 'imported' | 'known' | 'other-account'
  readonly id: string | null
  readonly account: string
  readonly name: string
  readonly from: string | null
  readonly until: string | null
  /** Transfers, and how many of them were new. */
  readonly entries: number
  readonly added: number
  readonly flags: readonly StatementFlag[]
}

/** What became of a file; `problem` is a code under `statements.problem.`. */
export type ImportedFile =
  | { readonly ok: true; readonly statements: readonly ImportedStatement[] }
  | {
      readonly ok: false
      readonly problem: string
      readonly values: Readonly<Record<string, string | number>>
    }

/**
 * Takes in the statements of a file, each whole in a transaction of its own with the job that looks for its orders. What
 * is known already changes nothing; a statement of another account stays outside.
 */
export async function importFile(
  access: Access<'backoffice'> | Access<'worker'>,
  bytes: Uint8Array,
  handing: Handing,
): Promise<ImportedFile> {
  let found: Statement[]
  try {
    found = (await readStatements(bytes)).map((statement) => dated(statement, handing.today))
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.code, values: error.values }
    throw error
  }
  const statements: ImportedStatement[] = []
  try {
    for (const statement of found) {
      const ours = statement.account === handing.account
      statements.push(
        ours ? await taken(access, statement, handing) : told(statement, 'other-account', null, 0),
      )
    }
  } catch (error) {
    // Another import holds the account for longer than anybody waits.
    if (sqlState(error) === '55P03') return { ok: false, problem: 'busy', values: {} }
    throw error
  }
  return { ok: true, statements }
}

/** Without entries of an impossible day, which no order may be paid on; a bank may be a day ahead of the shop. */
function dated(statement: Statement, today: IsoDate): Statement {
  const last = addDays(today, 1)
  const entries = statement.entries.filter(({ bookedOn }) => bookedOn >= firstDay && bookedOn <= last)
  return entries.length === statement.entries.length
    ? statement
    : { ...statement, entries, flags: [...statement.flags, 'days'] }
}

/** What takes long is computed before the transaction, which does not wait for it. */
function taken(
  access: Access<'backoffice'> | Access<'worker'>,
  statement: Statement,
  handing: Handing,
): Promise<ImportedStatement> {
  const keys = entryKeys(statement)
  const contentHash = statementKey(statement, keys)
  return withPurpose(access, 'accounting', handing.actor, (tx) =>
    take(tx, statement, { ...handing, keys, contentHash }),
  )
}

async function take(
  tx: Tx<'accounting'>,
  statement: Statement,
  {
    importId,
    by,
    keys,
    contentHash,
  }: Handing & { readonly keys: readonly Buffer[]; readonly contentHash: Buffer },
): Promise<ImportedStatement> {
  await tx.execute(sql`select shop_lock_account(${statement.account})`)
  const known = await tx
    .select({ id: bankStatement.id })
    .from(bankStatement)
    .where(eq(bankStatement.contentHash, contentHash))
  if (known[0]) return told(statement, 'known', known[0].id, 0)
  const before = await knownKeys(tx, statement.account, keys)
  const added = statement.entries.flatMap((entry, at) =>
    before.has(keys[at]!.toString('hex')) ? [] : [{ entry, key: keys[at]! }],
  )
  const id = crypto.randomUUID()
  const rows = rowsOf(added, id, statement.account, await refundsOnTheirWay(tx))
  await tx.insert(bankStatement).values({
    id,
    importId,
    account: statement.account,
    name: statement.name,
    schema: statement.schema,
    currency: statement.currency,
    fromOn: statement.from,
    untilOn: statement.until,
    openingCents: statement.openingCents,
    closingCents: statement.closingCents,
    entries: countOf(statement),
    added: rows.entries.length,
    flags: [...statement.flags],
    contentHash,
    importedBy: by,
  })
  await write(tx, rows)
  await enqueue(tx, 'match-statement', { statement: id }, `match-statement:${id}`, LATER)
  return told(statement, 'imported', id, rows.entries.length)
}

function told(
  statement: Statement,
  state: ImportedStatement['state'],
  id: string | null,
  added: number,
): ImportedStatement {
  const { account, name, from, until, flags } = statement
  return { state, id, account, name, from, until, entries: countOf(statement), added, flags }
}

function countOf({ entries }: Statement): number {
  return entries.reduce((count, { parts }) => count + parts.length, 0)
}

/** Which of these entries an earlier statement brought; one that it told as a sum is not taken apart later. */
async function knownKeys(
  tx: Tx<'accounting'>,
  account: string,
  keys: readonly Buffer[],
): Promise<Set<string>> {
  const asked = keys.map((key) => key.toString('hex'))
  const rows = await tx
    .selectDistinct({ key: sql<string>`encode(${bankEntry.entryKey}, 'hex')` })
    .from(bankEntry)
    .where(
      and(
        eq(bankEntry.account, account),
        sql`${bankEntry.entryKey} in (select decode(asked, 'hex') from unnest(${sql.param(asked)}::text[]) asked)`,
      ),
    )
  return new Set(rows.map(({ key }) => key))
}

interface OwnRefund {
  readonly id: string
  readonly amountCents: number
  readonly iban: string | null
}

/** Transfers that the shop itself sent back or is about to: the only ones whose receiver is kept. */
async function refundsOnTheirWay(tx: Tx<'accounting'>): Promise<OwnRefund[]> {
  return tx
    .select({ id: refund.id, amountCents: refund.amountCents, iban: refundAccount.iban })
    .from(refund)
    .leftJoin(refundAccount, eq(refundAccount.refundId, refund.id))
    .where(
      sql`${refund.means} = 'transfer' and not exists (select from refund_outcome where refund_id = ${refund.id})`,
    )
}

type Rows = ReturnType<typeof rowsOf>

function rowsOf(
  added: readonly { readonly entry: BookedEntry; readonly key: Buffer }[],
  statementId: string,
  account: string,
  refunds: readonly OwnRefund[],
) {
  const all = added.flatMap(({ entry, key }) =>
    entry.parts.map((part, at) => ({ id: crypto.randomUUID(), entry, key, part, at })),
  )
  return {
    entries: all.map(({ id, entry, key, part, at }) => ({
      id,
      statement_id: statementId,
      account,
      entry_key: `\\x${key.toString('hex')}`,
      part: at,
      credit: part.credit,
      amount_cents: part.amountCents,
      currency: entry.currency,
      charges_cents: part.chargesCents,
      booked_on: entry.bookedOn,
      value_on: entry.valueOn,
      bank_reference: entry.reference,
      code: entry.code,
      undivided: part.undivided,
      reversal: entry.reversal,
      returned: part.returned,
    })),
    // Whom the shop paid for something else is nobody's business here: neither name nor words are kept.
    parties: all
      .filter(({ entry, part }) => part.credit || entry.reversal || isOwn(part, refunds))
      .map(({ id, entry, part }) => ({
        entry_id: id,
        booked_on: entry.bookedOn,
        name: part.name,
        iban: part.iban,
        on_behalf_of: part.onBehalfOf,
        words: part.words,
        structured: part.references,
        end_to_end_id: part.endToEndId,
      })),
  }
}

function isOwn({ returned, endToEndId, iban, amountCents }: Part, refunds: readonly OwnRefund[]): boolean {
  return (
    returned !== null ||
    refunds.some(
      (refund) =>
        transferKey(refund.id) === endToEndId ||
        (iban !== null && refund.iban === iban && refund.amountCents === amountCents),
    )
  )
}

const chunk = 1000

async function write(tx: Tx<'accounting'>, { entries, parties }: Rows): Promise<void> {
  for (let at = 0; at < entries.length; at += chunk)
    await tx.execute(sql`
      insert into bank_entry (id, statement_id, account, entry_key, part, credit, amount_cents, currency, charges_cents,
          booked_on, value_on, bank_reference, code, undivided, reversal, returned)
        select * from jsonb_to_recordset(${JSON.stringify(entries.slice(at, at + chunk))}::text::jsonb) as told
          (id uuid, statement_id uuid, account text, entry_key bytea, part integer, credit boolean, amount_cents bigint,
           currency text, charges_cents bigint, booked_on date, value_on date, bank_reference text, code text,
           undivided boolean, reversal boolean, returned text)`)
  for (let at = 0; at < parties.length; at += chunk)
    await tx.execute(sql`
      insert into bank_entry_party (entry_id, booked_on, name, iban, on_behalf_of, words, structured, end_to_end_id)
        select * from jsonb_to_recordset(${JSON.stringify(parties.slice(at, at + chunk))}::text::jsonb) as told
          (entry_id uuid, booked_on date, name text, iban text, on_behalf_of text, words text, structured text[],
           end_to_end_id text)`)
}

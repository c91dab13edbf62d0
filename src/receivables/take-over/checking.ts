import { sql } from 'drizzle-orm'
import { knownNumbers } from '../../invoicing/taken-over.ts'
import { knownReferences } from '../../orders/taken-over.ts'
import type { Cents } from '../../platform/money.ts'
import { cents } from '../../platform/money.ts'
import { type IsoDate, yearsFrom } from '../../platform/time.ts'
import { type FieldErrors, fieldError } from '../../platform/web/forms.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Settings } from '../../settings/settings.ts'
import { lineError, type ReadLine } from './file.ts'
import type { FormerRow } from './forms.ts'

/** What would become of each line of a file. */
export type Checked = { readonly line: number; readonly number: string } & (
  | { readonly state: 'good'; readonly row: FormerRow; readonly openCents: Cents }
  /** It is here already: taking the same file in again changes nothing. */
  | { readonly state: 'known' }
  | { readonly state: 'bad'; readonly errors: FieldErrors }
)

interface Limits {
  readonly today: IsoDate
  readonly settings: Pick<Settings, 'debts'>
}

/** Compares the lines of a file with each other, with what is here, and with the years after which a debt is barred. */
export async function check(
  tx: Tx<'order-contract'>,
  lines: readonly ReadLine[],
  limits: Limits,
): Promise<Checked[]> {
  const rows = lines.flatMap((line) => ('row' in line ? [line.row] : []))
  const numbers = await tx.under('accounting', (books) =>
    knownNumbers(
      books,
      rows.map(({ number }) => number),
    ),
  )
  const fresh = rows.filter(({ number }) => numbers.get(number.toUpperCase()) !== 'taken-over')
  const references = await knownReferences(
    tx,
    fresh.flatMap(({ reference }) => reference ?? []),
  )
  const restricted = await restrictedAmong(
    tx,
    fresh.map(({ email }) => email),
  )
  const seen = new Set<string>()
  return lines.map((read): Checked => {
    const { line, number } = read
    if ('errors' in read) return { line, number, state: 'bad', errors: read.errors }
    const { row } = read
    const key = row.number.toUpperCase()
    if (numbers.get(key) === 'taken-over') return { line, number, state: 'known' }
    const errors =
      problemOf(row, key, { numbers, references, seen }) ?? barred(row, limits) ?? left(row, restricted)
    seen.add(key)
    if (row.reference) seen.add(row.reference)
    if (errors) return { line, number, state: 'bad', errors }
    return { line, number, state: 'good', row, openCents: cents(row.gross - row.paid) }
  })
}

interface Known {
  readonly numbers: ReadonlyMap<string, 'taken-over' | 'own'>
  readonly references: ReadonlySet<string>
  readonly seen: ReadonlySet<string>
}

/** A payment would not know which of two invoices it is for. */
function problemOf(
  { reference }: FormerRow,
  key: string,
  { numbers, references, seen }: Known,
): FieldErrors | undefined {
  if (seen.has(key)) return lineError('takeOver.error.twice')
  if (numbers.get(key) === 'own') return lineError('takeOver.error.own')
  if (reference && (references.has(reference) || seen.has(reference)))
    return { reference: { key: 'takeOver.error.referenceTwice', values: {} } }
  return undefined
}

/** What the shop asks nobody for any more does not begin here (Komerclikums 406, Civillikums 1895). */
function barred({ due_on: due, company }: FormerRow, { today, settings }: Limits): FieldErrors | undefined {
  const years = settings.debts.barredYears[company ? 'company' : 'person']
  if (yearsFrom(due, years) >= today) return undefined
  return { due_on: fieldError('takeOver.error.dueLongAgo', { years }) }
}

/** Those of some addresses, in small letters, whose owners asked that their data be left alone. */
async function restrictedAmong(
  tx: Tx<'order-contract'>,
  emails: readonly string[],
): Promise<ReadonlySet<string>> {
  const asked = emails.map((email) => email.toLowerCase())
  const rows = await tx.execute<{ address: string }>(sql`
    select address from unnest(shop_restricted_addresses()) address where address = any (${sql.param(asked)}::text[])`)
  return new Set(rows.map(({ address }) => address))
}

/** Data that may only be stored are not taken in for a new use (GDPR Art. 18(2)). */
function left({ email }: FormerRow, restricted: ReadonlySet<string>): FieldErrors | undefined {
  return restricted.has(email.toLowerCase()) ? { email: fieldError('takeOver.error.restricted') } : undefined
}

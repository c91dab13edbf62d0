import type { Tx } from '../privacy/with-purpose.ts'
import type { AccountKey, Bookkeeping, RevenueKey } from '../settings/bookkeeping.ts'
import type { Column } from './csv.ts'
import { rowsOf } from './cursor.ts'
import type { Period } from './periods.ts'
import { type Posting, postingsOf, turnoverOf } from './postings.ts'

/** A line of the journal: a posting under the account's own code, its entry numbered from 1 within the period. */
export interface JournalRow extends Posting {
  readonly entryNumber: number
  readonly code: string
}

/** An entry whose debits are not its credits: nothing of the journal may be used. */
export class Unbalanced extends Error {
  readonly code = 'UNBALANCED'
}

/** What the journal needs of the settings. */
export interface Chart extends Pick<Bookkeeping, 'accounts' | 'revenueBy'> {
  /** The member state whose VAT is the shop's own. */
  readonly home: string
}

/** The journal of a period. Throws Unbalanced at an entry that does not balance to the cent. */
export async function* journalOf(
  tx: Tx<'accounting'>,
  period: Period,
  chart: Chart,
): AsyncGenerator<JournalRow> {
  let [entry, entryNumber, balance] = ['', 0, 0]
  for await (const posting of rowsOf<Posting>(tx, postingsOf(period, chart.home))) {
    if (posting.entry !== entry) {
      if (balance !== 0) throw new Unbalanced(entry)
      entry = posting.entry
      entryNumber += 1
    }
    balance += posting.cents
    yield { ...posting, entryNumber, code: codeOf(posting, chart) }
  }
  if (balance !== 0) throw new Unbalanced(entry)
}

type Posted = Pick<Posting, 'account' | 'category' | 'rate' | 'country'>

/** The code of an account; revenue may have one for each way in which it is taxed. */
export function codeOf({ account, category, rate, country }: Posted, chart: Chart): string {
  const { accounts, revenueBy, home } = chart
  if (account !== 'revenue') return accounts[account]
  const key = category === 'S' ? (country === home ? `S${rate}` : 'OSS') : category
  return revenueBy[key as RevenueKey] ?? accounts.revenue
}

/** What stands on an account before and after a period, and what came and went in it; cents, a debit positive. */
export interface AccountTurnover {
  readonly code: string
  /** What the shop means by it; several may share a code. */
  readonly accounts: readonly string[]
  readonly openingCents: number
  readonly debitCents: number
  readonly creditCents: number
  readonly closingCents: number
}

/** What the accounts hold: by the shop's own meaning, and by code. */
export interface Turnovers {
  readonly byAccount: ReadonlyMap<AccountKey, AccountTurnover>
  readonly byCode: readonly AccountTurnover[]
}

/** Every account that was ever posted to. */
export async function turnovers(tx: Tx<'accounting'>, period: Period, chart: Chart): Promise<Turnovers> {
  const rows = await tx.execute<Posted & { opening: string; debit: string; credit: string }>(
    turnoverOf(period, chart.home),
  )
  const byAccount = new Map<AccountKey, AccountTurnover>()
  const byCode = new Map<string, AccountTurnover>()
  for (const row of rows) {
    const code = codeOf(row, chart)
    const sums = { opening: Number(row.opening), debit: Number(row.debit), credit: Number(row.credit) }
    byAccount.set(row.account, added(byAccount.get(row.account), code, row.account, sums))
    byCode.set(code, added(byCode.get(code), code, row.account, sums))
  }
  return { byAccount, byCode: [...byCode.values()].sort((one, other) => (one.code < other.code ? -1 : 1)) }
}

function added(
  before: AccountTurnover | undefined,
  code: string,
  account: AccountKey,
  { opening, debit, credit }: { opening: number; debit: number; credit: number },
): AccountTurnover {
  return {
    code,
    accounts: [...new Set([...(before?.accounts ?? []), account])].sort(),
    openingCents: (before?.openingCents ?? 0) + opening,
    debitCents: (before?.debitCents ?? 0) + debit,
    creditCents: (before?.creditCents ?? 0) + credit,
    closingCents: (before?.closingCents ?? 0) + opening + debit - credit,
  }
}

export const journalColumns: readonly Column<JournalRow>[] = [
  { field: 'entryNumber', of: (row) => String(row.entryNumber) },
  { field: 'day', of: (row) => ({ day: row.day }) },
  { field: 'what', of: (row) => row.what, words: (row) => `books.what.${row.what}` },
  { field: 'number', of: (row) => row.number },
  { field: 'orderNumber', of: (row) => row.orderNumber },
  { field: 'account', of: (row) => row.code, words: (row) => `bookkeeping.account.${row.account}` },
  { field: 'debit', of: (row) => (row.cents > 0 ? { cents: row.cents } : null) },
  { field: 'credit', of: (row) => (row.cents < 0 ? { cents: -row.cents } : null) },
  { field: 'amount', of: (row) => ({ cents: row.cents }) },
  {
    field: 'category',
    of: (row) => row.category,
    words: (row) => row.category && `books.category.${row.category}`,
  },
  { field: 'rate', of: (row) => (row.rate === null ? null : { cents: row.rate }) },
  { field: 'vatCountry', of: (row) => row.country },
]

export const turnoverColumns: readonly Column<AccountTurnover>[] = [
  { field: 'account', of: (row) => row.code },
  {
    field: 'accounts',
    of: (row) => row.accounts.join(' '),
    words: (row) => row.accounts.map((account) => `bookkeeping.account.${account}`),
  },
  { field: 'opening', of: (row) => ({ cents: row.openingCents }) },
  { field: 'debit', of: (row) => ({ cents: row.debitCents }) },
  { field: 'credit', of: (row) => ({ cents: row.creditCents }) },
  { field: 'closing', of: (row) => ({ cents: row.closingCents }) },
]

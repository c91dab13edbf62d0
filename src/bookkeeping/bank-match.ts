import { sql } from 'drizzle-orm'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Column } from './csv.ts'
import type { Period } from './periods.ts'

/** How far a bank account's entries of a period are matched; counts, and cents of what came in. */
export interface BankMatch {
  readonly account: string
  readonly currency: string
  readonly from: IsoDate
  readonly until: IsoDate
  readonly entries: number
  readonly creditCents: number
  /** Entries that are an order's payment or refund, that were put aside with a reason, and that nobody knows yet. */
  readonly matched: number
  readonly aside: number
  readonly waiting: number
  readonly waitingCents: number
}

/** By account and currency, for entries booked in a period. */
export async function bankMatches(tx: Tx<'accounting'>, { from, until }: Period): Promise<BankMatch[]> {
  return tx.execute<BankMatch & Record<string, unknown>>(sql`
    select account, currency, min(booked_on)::text as "from", max(booked_on)::text as "until", count(*)::integer as entries,
           coalesce(sum(amount_cents) filter (where credit), 0)::float8 as "creditCents",
           count(*) filter (where matched)::integer as matched, count(*) filter (where aside)::integer as aside,
           count(*) filter (where waits)::integer as waiting,
           coalesce(sum(amount_cents) filter (where waits), 0)::float8 as "waitingCents"
      from (
        select account, currency, booked_on, amount_cents, credit, shop_entry_waits(id) as waits,
               exists (select from bank_entry_match where entry_id = bank_entry.id) as matched,
               exists (select from bank_entry_aside where entry_id = bank_entry.id and taken_back_at is null) as aside
          from bank_entry where booked_on between ${from} and ${until}) entry
     group by account, currency order by account, currency`)
}

export const bankColumns: readonly Column<BankMatch>[] = [
  { field: 'account', of: (row) => row.account },
  { field: 'currency', of: (row) => row.currency },
  { field: 'from', of: (row) => ({ day: row.from }) },
  { field: 'until', of: (row) => ({ day: row.until }) },
  { field: 'entries', of: (row) => String(row.entries) },
  { field: 'credited', of: (row) => ({ cents: row.creditCents }) },
  { field: 'matched', of: (row) => String(row.matched) },
  { field: 'aside', of: (row) => String(row.aside) },
  { field: 'waiting', of: (row) => String(row.waiting) },
  { field: 'waitingAmount', of: (row) => ({ cents: row.waitingCents }) },
]

import { type SQL, sql } from 'drizzle-orm'
import { NotFound } from '../../platform/errors.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { AsideReason, How } from './table.ts'

/**
 * Where an entry stands: all of it waits, or a part; matched; put aside; a refund of ours; or it went out for something
 * that is none of the orders' business.
 */
export type EntryState = 'waiting' | 'part' | 'matched' | 'aside' | 'refund' | 'out'

/** An entry; who it was is null once nothing holds it any more, and for what the shop paid to others. */
export type EntryRow = {
  readonly id: string
  readonly statementId: string
  readonly state: EntryState
  readonly credit: boolean
  readonly amountCents: number
  /** What of it is matched to nothing yet. */
  readonly openCents: number
  readonly chargesCents: number
  readonly currency: string
  readonly bookedOn: string
  readonly valueOn: string | null
  readonly code: string | null
  readonly undivided: boolean
  readonly reversal: boolean
  readonly returned: string | null
  readonly name: string | null
  readonly iban: string | null
  readonly onBehalfOf: string | null
  readonly words: string | null
  readonly structured: readonly string[]
  readonly endToEndId: string | null
}

const matched = sql`(
  select coalesce(sum(coalesce(payment.amount_cents, refund.amount_cents)), 0)
    from bank_entry_match
    left join payment on payment.id = payment_id
    left join refund on refund.id = refund_id
   where entry_id = bank_entry.id
     and not exists (select from payment_reversal where payment_reversal.payment_id = bank_entry_match.payment_id))`

const told = sql`
  select bank_entry.id, statement_id, credit, amount_cents, amount_cents - ${matched} as left_cents,
         charges_cents, currency, bank_entry.booked_on, value_on, code, undivided, reversal, returned,
         credit or reversal or returned is not null as comes,
         exists (select from bank_entry_aside where entry_id = bank_entry.id and taken_back_at is null) as aside
    from bank_entry`

const state = sql<EntryState>`case
  when aside then 'aside'
  when left_cents <= 0 and not comes then 'refund'
  when not comes then 'out'
  when left_cents <= 0 then 'matched'
  when left_cents < amount_cents then 'part'
  else 'waiting' end`

const columns = sql`
  told.id, statement_id as "statementId", ${state} as state, credit, amount_cents::float8 as "amountCents",
  (case when aside then 0 else left_cents end)::float8 as "openCents", charges_cents::float8 as "chargesCents", currency,
  told.booked_on::text as "bookedOn", value_on::text as "valueOn", code, undivided, reversal, returned,
  name, iban, on_behalf_of as "onBehalfOf", words, coalesce(structured, '{}') as structured, end_to_end_id as "endToEndId"`

const from = (condition: SQL) =>
  sql`from (${told} where ${condition}) told left join bank_entry_party on entry_id = told.id`

/** Money that came in and waits for somebody, oldest first, with how many there are. */
export async function waiting(
  tx: Tx<'accounting'>,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ entries: EntryRow[]; total: number }> {
  const comes = sql`(credit or reversal or returned is not null) and amount_cents > 0`
  const rows = await tx.execute<EntryRow & { total: number }>(sql`
    select ${columns}, count(*) over ()::int as total ${from(comes)}
     where not aside and left_cents > 0
     order by told.booked_on, told.id limit ${page.limit} offset ${page.offset}`)
  return { entries: rows, total: rows[0]?.total ?? 0 }
}

/** How much money waits for somebody. */
export async function countWaiting(tx: Tx<'accounting'>): Promise<number> {
  const [row] = await tx.execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from (${told} where (credit or reversal or returned is not null) and amount_cents > 0) told
     where not aside and left_cents > 0`)
  return row!.waiting
}

/** The entries that a statement brought, as they were booked. */
export async function ofStatement(
  tx: Tx<'accounting'>,
  statementId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<EntryRow[]> {
  return tx.execute<EntryRow>(sql`
    select ${columns} ${from(sql`statement_id = ${statementId}`)}
     order by told.booked_on, told.id limit ${page.limit} offset ${page.offset}`)
}

/** How many entries of some statements stand in each state. */
export async function counts(
  tx: Tx<'accounting'>,
  statementIds: readonly string[],
): Promise<Map<EntryState, number>> {
  const rows = await tx.execute<{ state: EntryState; entries: number }>(sql`
    select ${state} as state, count(*)::int as entries
      from (${told} where statement_id = any(${sql.param([...statementIds])}::uuid[])) told group by 1`)
  return new Map(rows.map(({ state: at, entries }) => [at, entries]))
}

/** One entry. Throws NotFound. */
export async function find(tx: Tx<'accounting'>, id: string): Promise<EntryRow> {
  const [row] = await tx.execute<EntryRow>(sql`select ${columns} ${from(sql`bank_entry.id = ${id}`)}`)
  if (!row) throw new NotFound()
  return row
}

/** What an entry, or a part of it, was matched to; `reversedAt` where that was undone. */
export type MatchRow = {
  readonly paymentId: string | null
  readonly refundId: string | null
  readonly orderId: string
  readonly orderNumber: string
  readonly amountCents: number
  readonly how: How
  readonly matchedAt: Date
  readonly matchedBy: string | null
  readonly reversedAt: Date | null
  readonly reversedBy: string | null
}

/** The matches of some entries by the entry's id, those that were undone too, as they were made. */
export async function matchesOf(
  tx: Tx<'order-contract'>,
  entryIds: readonly string[],
): Promise<Map<string, MatchRow[]>> {
  const rows = await tx.under('accounting', (ledger) =>
    ledger.execute<MatchRow & { readonly entryId: string }>(sql`
      select entry_id as "entryId", bank_entry_match.payment_id as "paymentId", refund_id as "refundId",
             coalesce(payment.order_id, refund.order_id) as "orderId",
             coalesce(payment.amount_cents, refund.amount_cents) as "amountCents", how,
             matched_at as "matchedAt", matched_by as "matchedBy", reversed_at as "reversedAt", reversed_by as "reversedBy"
        from bank_entry_match
        left join payment on payment.id = bank_entry_match.payment_id
        left join refund on refund.id = refund_id
        left join payment_reversal on payment_reversal.payment_id = bank_entry_match.payment_id
       where entry_id = any(${sql.param([...entryIds])}::uuid[]) order by matched_at`),
  )
  const orders = await tx.execute<{ id: string; number: string }>(sql`
    select id, number from "order" where id = any(${sql.param(rows.map(({ orderId }) => orderId))}::uuid[])`)
  const numbers = new Map(orders.map(({ id, number }) => [id, number]))
  const found = new Map<string, MatchRow[]>()
  for (const { entryId, ...row } of rows) {
    const match = { ...row, orderNumber: numbers.get(row.orderId) ?? '' }
    found.set(entryId, [...(found.get(entryId) ?? []), match])
  }
  return found
}

export type Aside = {
  readonly reason: AsideReason
  readonly note: string | null
  readonly setAt: Date
  readonly setBy: string
}

/** That an entry was put aside, and why; undefined where it was not. */
export async function asideOf(tx: Tx<'accounting'>, entryId: string): Promise<Aside | undefined> {
  const [row] = await tx.execute<Aside>(sql`
    select reason, note, set_at as "setAt", set_by as "setBy"
      from bank_entry_aside left join bank_entry_note on aside_id = bank_entry_aside.id
     where entry_id = ${entryId} and taken_back_at is null`)
  return row
}

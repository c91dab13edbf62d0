import { sql } from 'drizzle-orm'
import type { Tx } from '../../privacy/with-purpose.ts'
import { transferKey } from '../refunds.ts'
import * as candidates from './candidates.ts'
import type { EntryRow } from './entries.ts'
import { type Candidate, type Suggestion, suggest, suggestSplit } from './matching.ts'

/** What may be done with an entry that waits. */
export interface Suggested {
  readonly orders: readonly Suggestion[]
  /** Orders that the entry names and that together wait for exactly its amount. */
  readonly split: readonly Candidate[] | undefined
  /** Payments that the bank may have taken back: their entries, with the order's number. */
  readonly takenBack: readonly { readonly entryId: string; readonly number: string }[]
}

/** Suggestions by the entry's id, each with its reasons; other currencies get none. */
export async function forEntries(
  tx: Tx<'order-contract'>,
  entries: readonly EntryRow[],
): Promise<Map<string, Suggested>> {
  const coming = entries.filter(({ credit, currency }) => credit && currency === 'EUR')
  const named = await candidates.named(tx, coming)
  const refunded = await refundsBack(tx, coming)
  const waiting = await candidates.awaiting(tx, {
    amounts: coming.map(({ openCents }) => openCents),
    names: coming.flatMap(namesOf),
  })
  const all = await candidates.withNames(tx, named.flat())
  const buyers = new Map(all.map(({ orderId, names }) => [orderId, names]))
  const found = new Map<string, Suggested>()
  for (const [at, entry] of coming.entries()) {
    const own = [...(refunded.get(entry.id) ?? []), ...named[at]!].map((each) => ({
      ...each,
      names: buyers.get(each.orderId) ?? each.names,
    }))
    const others = waiting.filter(({ orderId }) => !own.some((each) => each.orderId === orderId))
    const facts = { openCents: entry.openCents, names: namesOf(entry), unusual: false }
    found.set(entry.id, {
      orders: suggest(facts, [...own, ...others]),
      split: suggestSplit(facts, own),
      takenBack: [],
    })
  }
  for (const entry of entries.filter(({ credit }) => !credit))
    found.set(entry.id, { orders: [], split: undefined, takenBack: await takenBackBy(tx, entry) })
  return found
}

function namesOf({ name, onBehalfOf }: EntryRow): string[] {
  return [name, onBehalfOf].filter((each) => each !== null)
}

/** Orders of which a refund came back: known by the reference that travelled with it, or by account and amount. */
async function refundsBack(
  tx: Tx<'order-contract'>,
  entries: readonly EntryRow[],
): Promise<Map<string, Candidate[]>> {
  const back = entries.filter(({ returned, reversal }) => returned !== null || reversal)
  if (back.length === 0) return new Map()
  const amounts = back.map(({ amountCents }) => amountCents)
  const rows = await tx.execute<{
    id: string
    amountCents: number
    iban: string | null
    orderId: string
    number: string
  }>(sql`
    select refund.id, refund.amount_cents as "amountCents", iban, refund.order_id as "orderId", number
      from refund join "order" on "order".id = refund.order_id left join refund_account on refund_id = refund.id
     where refund.amount_cents = any(${sql.param(amounts)}::integer[]) and means = 'transfer'`)
  const found = new Map<string, Candidate[]>()
  for (const entry of back) {
    const theirs = rows.filter(
      ({ id, amountCents, iban }) =>
        amountCents === entry.amountCents &&
        (transferKey(id) === entry.endToEndId || (iban !== null && iban === entry.iban)),
    )
    found.set(
      entry.id,
      theirs.map(({ orderId, number }) => ({
        orderId,
        number,
        openCents: 0,
        cancelled: false,
        names: [],
        by: 'refund',
      })),
    )
  }
  return found
}

/** The payment that the bank took back: the same amount, from the same account or with the same reference of the payer's. */
async function takenBackBy(
  tx: Tx<'order-contract'>,
  { amountCents, iban, endToEndId }: EntryRow,
): Promise<{ entryId: string; number: string }[]> {
  const rows = await tx.under('accounting', (ledger) =>
    ledger.execute<{ entryId: string; orderId: string }>(sql`
      select bank_entry.id as "entryId", payment.order_id as "orderId"
        from bank_entry
        join bank_entry_match on bank_entry_match.entry_id = bank_entry.id
        join payment on payment.id = bank_entry_match.payment_id
        join bank_entry_party on bank_entry_party.entry_id = bank_entry.id
       where credit and bank_entry.amount_cents = ${amountCents} and (iban = ${iban} or end_to_end_id = ${endToEndId})
         and not exists (select from payment_reversal where payment_reversal.payment_id = payment.id)
       order by bank_entry.booked_on desc limit 3`),
  )
  const orders = await tx.execute<{ id: string; number: string }>(sql`
    select id, number from "order" where id = any(${sql.param(rows.map(({ orderId }) => orderId))}::uuid[])`)
  const numbers = new Map(orders.map(({ id, number }) => [id, number]))
  return rows.map(({ entryId, orderId }) => ({ entryId, number: numbers.get(orderId) ?? '' }))
}

import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { cents } from '../../platform/money.ts'
import { type IsoDate, isoDate } from '../../platform/time.ts'
import { type Access, type Actor, type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import { openDay } from '../open-days.ts'
import type * as payments from '../payments.ts'
import * as refunds from '../refunds.ts'
import { transferKey } from '../refunds.ts'
import { refund, refundAccount } from '../table.ts'
import * as candidates from './candidates.ts'
import { decide } from './matching.ts'
import { bankEntry, bankEntryMatch, bankEntryParty, bankStatement, type How } from './table.ts'

/** The one way of money into the books; it lies a floor above, so whoever matches brings it. */
export interface Books {
  /** Of a restricted order too. Throws Conflict `already-paid`, `overpaid` unless `moreReceived`; NotFound. */
  receive(
    tx: Tx<'order-contract'>,
    receipt: payments.Receipt & { readonly moreReceived?: boolean },
  ): Promise<{ readonly paymentId: string }>
  reverse(
    tx: Tx<'order-contract'>,
    reversal: { orderId: string; paymentId: string; reason: string; reversedBy: string | null },
  ): Promise<void>
}

interface Waiting {
  readonly id: string
  readonly amountCents: number
  readonly undivided: boolean
  readonly reversal: boolean
  readonly returned: string | null
  readonly name: string | null
  readonly onBehalfOf: string | null
  readonly structured: readonly string[]
  readonly endToEndId: string | null
  readonly words: string | null
}

/** So many entries are looked up at once, and so many settled side by side: a commit waits for the disk. */
const chunk = 250
const lanes = 3

/**
 * Looks through all money that waits and settles what is certain, each in a transaction of its own; may be cut off, run
 * twice, or by two at once. Returns how many it settled. The statement, where one is named, is done then.
 */
export async function settleWaiting(
  access: Access<'backoffice'> | Access<'worker'>,
  books: Books,
  { actor, statementId, tell }: { actor: Actor; statementId?: string; tell?: (done: number) => void },
): Promise<number> {
  await concludeRefunds(access, actor)
  let settled = 0
  for (let last = '00000000-0000-0000-0000-000000000000'; ; ) {
    const chosen = await withPurpose(access, 'order-contract', actor, async (tx) => {
      const waiting = await tx.under('accounting', (ledger) => waitingAfter(ledger, last))
      return { waiting, certain: await certainOf(tx, waiting) }
    })
    settled += await sideBySide(chosen.certain, (one) => settleOne(access, books, actor, one))
    tell?.(settled)
    if (chosen.waiting.length < chunk) break
    last = chosen.waiting.at(-1)!.id
  }
  if (statementId)
    await withPurpose(access, 'accounting', actor, (tx) =>
      tx.update(bankStatement).set({ matchedAt: sql`now()` }).where(eq(bankStatement.id, statementId)),
    )
  return settled
}

/** How many of these were settled. */
async function sideBySide<T>(all: readonly T[], settle: (one: T) => Promise<boolean>): Promise<number> {
  const left = [...all]
  let settled = 0
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) if (await settle(one)) settled += 1
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return settled
}

const untouched = sql`(
  not exists (select from bank_entry_match where entry_id = ${bankEntry.id})
  and not exists (select from bank_entry_aside where entry_id = ${bankEntry.id} and taken_back_at is null))`

/** Money in euros that came in and that nobody has touched: what was undone once is for people. */
async function waitingAfter(tx: Tx<'accounting'>, last: string): Promise<Waiting[]> {
  return tx
    .select({
      id: bankEntry.id,
      amountCents: bankEntry.amountCents,
      undivided: bankEntry.undivided,
      reversal: bankEntry.reversal,
      returned: bankEntry.returned,
      name: bankEntryParty.name,
      onBehalfOf: bankEntryParty.onBehalfOf,
      structured: bankEntryParty.structured,
      endToEndId: bankEntryParty.endToEndId,
      words: bankEntryParty.words,
    })
    .from(bankEntry)
    .innerJoin(bankEntryParty, eq(bankEntryParty.entryId, bankEntry.id))
    .where(
      and(
        gt(bankEntry.id, last),
        eq(bankEntry.credit, true),
        eq(bankEntry.currency, 'EUR'),
        gt(bankEntry.amountCents, 0),
        untouched,
      ),
    )
    .orderBy(asc(bankEntry.id))
    .limit(chunk)
}

interface Certain {
  readonly entryId: string
  readonly payerName: string | null
  readonly orderId: string
  readonly how: How
}

async function certainOf(tx: Tx<'order-contract'>, waiting: readonly Waiting[]): Promise<Certain[]> {
  const named = await candidates.named(tx, waiting)
  return waiting.flatMap((entry, at) => {
    const unusual = entry.undivided || entry.reversal || entry.returned !== null
    const decided = decide({ openCents: entry.amountCents, names: [], unusual }, named[at]!)
    return decided ? [{ entryId: entry.id, payerName: entry.name, ...decided }] : []
  })
}

/** False where the entry or its order has changed meanwhile: it waits, with what is known now. */
async function settleOne(
  access: Access<'backoffice'> | Access<'worker'>,
  books: Books,
  actor: Actor,
  { entryId, orderId, payerName, how }: Certain,
): Promise<boolean> {
  try {
    return await withPurpose(access, 'order-contract', actor, async (tx) => {
      const entry = await lock(tx, entryId)
      if (entry.openCents !== entry.amountCents) return false
      if (how === 'number') {
        const order = await candidates.one(tx, orderId)
        if (order?.openCents !== entry.amountCents) return false
      }
      await match(tx, books, entry, { orderId, amountCents: entry.amountCents, payerName, how, by: null })
      return true
    })
  } catch (error) {
    if (error instanceof Conflict || error instanceof NotFound) return false
    throw error
  }
}

export interface LockedEntry {
  readonly id: string
  readonly amountCents: number
  readonly openCents: number
  readonly bookedOn: IsoDate
}

/** The entry, for nobody else until the transaction ends; nothing of it is open where it is matched. Throws NotFound. */
export async function lock(tx: Tx<'order-contract'>, id: string): Promise<LockedEntry> {
  const [row] = await tx.execute<{ amountCents: number; openCents: number; bookedOn: string }>(sql`
    select amount_cents::float8 as "amountCents", open_cents::float8 as "openCents", booked_on::text as "bookedOn"
      from shop_lock_entry(${id})`)
  if (!row) throw new NotFound()
  return { ...row, id, bookedOn: isoDate(row.bookedOn) }
}

/** Notes the money of a locked entry, or a part of it, as a payment of the order. Throws what `Books.receive` throws. */
export async function match(
  tx: Tx<'order-contract'>,
  books: Books,
  entry: LockedEntry,
  to: {
    readonly orderId: string
    readonly amountCents: number
    readonly payerName: string | null
    readonly how: How
    readonly by: string | null
    readonly moreReceived?: boolean
  },
): Promise<void> {
  const { orderId, amountCents, payerName, how, by: matchedBy, moreReceived = false } = to
  const { paymentId } = await books.receive(tx, {
    orderId,
    means: 'transfer',
    amountCents: cents(amountCents),
    // What the bank booked in a month that is closed here is booked in the next open one.
    receivedOn: await openDay(tx, entry.bookedOn),
    payerName,
    notedBy: matchedBy,
    moreReceived,
  })
  await tx.insert(bankEntryMatch).values({ entryId: entry.id, paymentId, how, matchedBy })
}

/** Refunds that left the account: known by the reference that travels with them, or by account and amount. */
async function concludeRefunds(access: Access<'backoffice'> | Access<'worker'>, actor: Actor): Promise<void> {
  await withPurpose(access, 'order-contract', actor, async (tx) => {
    const asked = await tx
      .select({
        refundId: refund.id,
        orderId: refund.orderId,
        amountCents: refund.amountCents,
        iban: refundAccount.iban,
      })
      .from(refund)
      .leftJoin(refundAccount, eq(refundAccount.refundId, refund.id))
      .where(
        sql`${refund.means} = 'transfer' and not exists (select from refund_outcome where refund_id = ${refund.id})`,
      )
    if (asked.length === 0) return
    const amounts = asked.map(({ amountCents }) => amountCents)
    const entries = await tx.under('accounting', (ledger) => outgoing(ledger, amounts))
    for (const each of asked) {
      const at = entries.findIndex(
        ({ amountCents, endToEndId, iban }) =>
          amountCents === each.amountCents &&
          (endToEndId === transferKey(each.refundId) ||
            (endToEndId === null && iban !== null && iban === each.iban)),
      )
      const [entry] = at < 0 ? [] : entries.splice(at, 1)
      if (!entry) continue
      const { refundId, orderId } = each
      await refunds.conclude(tx, {
        refundId,
        orderId,
        outcome: 'done',
        happenedOn: isoDate(entry.bookedOn),
        notedBy: null,
      })
      await tx
        .insert(bankEntryMatch)
        .values({ entryId: entry.id, refundId, how: 'reference', matchedBy: null })
    }
  })
}

async function outgoing(tx: Tx<'accounting'>, amounts: readonly number[]) {
  return tx
    .select({
      id: bankEntry.id,
      amountCents: bankEntry.amountCents,
      bookedOn: bankEntry.bookedOn,
      endToEndId: bankEntryParty.endToEndId,
      iban: bankEntryParty.iban,
    })
    .from(bankEntry)
    .innerJoin(bankEntryParty, eq(bankEntryParty.entryId, bankEntry.id))
    .where(
      and(
        eq(bankEntry.credit, false),
        eq(bankEntry.reversal, false),
        sql`${bankEntry.returned} is null`,
        inArray(bankEntry.amountCents, [...amounts]),
        untouched,
      ),
    )
    .orderBy(asc(bankEntry.bookedOn))
}

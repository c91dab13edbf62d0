import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import type { OrderFacts } from '../orders/find.ts'
import { lockOrder } from '../orders/fulfilment.ts'
import { orderLine } from '../orders/table.ts'
import { NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { restrictedOrder } from '../privacy/table.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { type Step, withdrawal, withdrawalLine, withdrawalStep } from './table.ts'

type Contract = Tx<'order-contract'>

/** Pieces of one line of an order. */
export interface Pieces {
  readonly orderLineId: string
  readonly quantity: number
}

export interface Statement {
  /** The form's key. */
  readonly id: string
  /** The order that this browser had open; otherwise what was typed has to name it. */
  readonly orderId: string | null
  readonly language: Language
  readonly name: string
  /** In lower case. */
  readonly address: string
  /** What names the contract, as it was typed. */
  readonly contract: string
  /** Which goods, in words; null: all. */
  readonly words: string | null
  /** What was chosen of an open order; null: all that may be withdrawn. */
  readonly pieces: readonly Pieces[] | null
}

/** So many of one address wait for a person within the hour; more are nobody's withdrawals. */
const mostUnmatched = 5

/**
 * Takes a statement down, whatever is known of its order and however late it comes, and queues its receipt (CRD
 * Art. 11a(4)); a form sent twice withdraws once. Of a restricted order it is kept without looking into it, and its receipt
 * belongs to the statement alone, since the order's letters rest. False where one address floods us.
 */
export async function receive(tx: Contract, stated: Statement): Promise<boolean> {
  const { pieces, ...facts } = stated
  if (await receivedAt(tx, facts.id)) return true
  const orderId = await lockedOrder(
    tx,
    stated.orderId ?? (await orderNamed(tx, stated.contract, stated.address)),
  )
  if (!orderId && (await floods(tx, stated.address))) return false
  const inserted = await tx.execute(sql`
    insert into withdrawal (id, order_id, language, name, address, contract, words)
    values (${facts.id}, ${orderId}, ${facts.language}, ${facts.name}, ${facts.address}, ${facts.contract}, ${facts.words})
    on conflict (id) do nothing returning id`)
  if (inserted.length === 0) return true
  if (orderId && facts.words === null) await keepLines(tx, facts.id, pieces ?? (await allOf(tx, orderId)))
  const seen = orderId !== null && !(await areRestricted(tx, [orderId])).has(orderId)
  await mails.queue(tx, 'withdrawal-received', { id: facts.id, ...(seen && { orderId }) })
  return true
}

/** The order that a number and an address together name; null where they name none. */
async function orderNamed(tx: Contract, number: string, address: string): Promise<string | null> {
  const [row] = await tx.execute<{ id: string | null }>(
    sql`select shop_withdrawal_order(${number}, ${address}) as id`,
  )
  return row?.id ?? null
}

/** Locked, so that nobody sends it meanwhile; null for an order that is out of sight: a person sorts that. */
async function lockedOrder(tx: Contract, orderId: string | null): Promise<string | null> {
  if (!orderId) return null
  try {
    await lockOrder(tx, orderId)
    return orderId
  } catch (error) {
    if (error instanceof NotFound) return null
    throw error
  }
}

/** Which of these orders are left alone, because their person asked for that (GDPR Art. 18). */
export async function areRestricted(tx: Contract, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ id: restrictedOrder.orderId })
    .from(restrictedOrder)
    .where(inArray(restrictedOrder.orderId, [...ids]))
  return new Set(rows.map(({ id }) => id))
}

async function floods(tx: Contract, address: string): Promise<boolean> {
  const [row] = await tx.execute<{ waiting: number }>(
    sql`select shop_withdrawals_waiting(${address}) as waiting`,
  )
  return row!.waiting >= mostUnmatched
}

/** Everything that is left of an order; what carries the buyer's own words, too: of that a person decides. */
export async function allOf(tx: Contract, orderId: string): Promise<Pieces[]> {
  const rows = await tx
    .select({ id: orderLine.id, quantity: orderLine.quantity })
    .from(orderLine)
    .where(eq(orderLine.orderId, orderId))
    .orderBy(asc(orderLine.position))
  return piecesLeft(rows, await withdrawnOf(tx, orderId))
}

/** What is left of these lines. */
export function piecesLeft(
  lines: readonly { readonly id: string; readonly quantity: number }[],
  before: ReadonlyMap<string, number>,
): Pieces[] {
  return lines
    .map(({ id, quantity }) => ({ orderLineId: id, quantity: quantity - (before.get(id) ?? 0) }))
    .filter(({ quantity }) => quantity > 0)
}

/** How many pieces of each line of an order were withdrawn: those that were declined do not count. */
export async function withdrawnOf(
  tx: Contract,
  orderId: string,
  except?: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.execute<{ id: string; pieces: number }>(sql`
    select order_line_id as id, sum(quantity)::integer as pieces
      from withdrawal_line join withdrawal on withdrawal.id = withdrawal_id
     where order_id = ${orderId} and withdrawal.id is distinct from ${except ?? null}
       and not exists (select from withdrawal_step where withdrawal_step.withdrawal_id = withdrawal.id
                         and step in ('declined', 'closed'))
     group by 1`)
  return new Map(rows.map(({ id, pieces }) => [id, pieces]))
}

/** Notes which pieces are given back, instead of what was noted before. */
export async function keepLines(
  tx: Contract,
  withdrawalId: string,
  pieces: readonly Pieces[],
): Promise<void> {
  await tx.delete(withdrawalLine).where(eq(withdrawalLine.withdrawalId, withdrawalId))
  if (pieces.length === 0) return
  await tx.insert(withdrawalLine).values(pieces.map((one) => ({ withdrawalId, ...one })))
}

/** Whether everything of an order that could be withdrawn was. */
export function isWhole(
  { lines }: Pick<OrderFacts, 'lines'>,
  pieces: readonly Pieces[],
  before: ReadonlyMap<string, number>,
): boolean {
  return lines.every(({ id, quantity }) => {
    const own = pieces.find((one) => one.orderLineId === id)?.quantity ?? 0
    return own + (before.get(id) ?? 0) >= quantity
  })
}

export interface Withdrawal {
  readonly id: string
  readonly orderId: string | null
  readonly receivedAt: Date
  readonly language: Language
  readonly name: string
  readonly address: string
  readonly contract: string | null
  readonly words: string | null
  readonly holder: string | null
  readonly iban: string | null
  readonly pieces: readonly Pieces[]
  readonly steps: readonly { readonly step: Step; readonly madeAt: Date; readonly madeBy: string | null }[]
}

const columns = {
  id: withdrawal.id,
  orderId: withdrawal.orderId,
  receivedAt: withdrawal.receivedAt,
  language: withdrawal.language,
  name: withdrawal.name,
  address: withdrawal.address,
  contract: withdrawal.contract,
  words: withdrawal.words,
  holder: withdrawal.holder,
  iban: withdrawal.iban,
}

/** One withdrawal. Throws NotFound. */
export async function find(tx: Contract, id: string): Promise<Withdrawal> {
  const [row] = await complete(tx, await tx.select(columns).from(withdrawal).where(eq(withdrawal.id, id)))
  if (!row) throw new NotFound()
  return row
}

/** When a withdrawal was received; undefined where there is none, or it is over and forgotten. */
export async function receivedAt(tx: Contract, id: string): Promise<Date | undefined> {
  const [row] = await tx.select({ at: withdrawal.receivedAt }).from(withdrawal).where(eq(withdrawal.id, id))
  return row?.at
}

/** The withdrawals of an order, as they came in. */
export async function ofOrder(tx: Contract, orderId: string): Promise<Withdrawal[]> {
  const rows = await tx
    .select(columns)
    .from(withdrawal)
    .where(eq(withdrawal.orderId, orderId))
    .orderBy(asc(withdrawal.receivedAt))
  return complete(tx, rows)
}

/** Those of an order that wait for somebody. */
export async function waitingOf(tx: Contract, orderId: string): Promise<Withdrawal[]> {
  const all = await ofOrder(tx, orderId)
  return all.filter((one) => endOf(one) === undefined)
}

/** How many wait for somebody. */
export async function countWaiting(tx: Contract): Promise<number> {
  const [row] = await tx.execute<{ waiting: number }>(
    sql`select count(*)::integer as waiting from withdrawal where shop_withdrawal_open(id)`,
  )
  return row!.waiting
}

const ends = ['settled', 'declined', 'closed'] as const

/** Whether nothing is left to be done after this step. */
export function isEnd(step: Step): boolean {
  return ends.some((end) => end === step)
}

/** How a withdrawal ended; undefined while it waits. */
export function endOf({ steps }: Pick<Withdrawal, 'steps'>): (typeof ends)[number] | undefined {
  return ends.find((end) => steps.some(({ step }) => step === end))
}

/** Those that wait (the oldest first, which is due first), or the last hundred that do not. */
export async function listed(tx: Contract, show: 'open' | 'closed'): Promise<Withdrawal[]> {
  const open = sql`shop_withdrawal_open(${withdrawal.id})`
  const rows = await tx
    .select(columns)
    .from(withdrawal)
    .where(show === 'open' ? open : sql`not ${open}`)
    .orderBy(show === 'open' ? asc(withdrawal.receivedAt) : sql`${withdrawal.receivedAt} desc`)
    .limit(show === 'open' ? 500 : 100)
  return complete(tx, rows)
}

async function complete(
  tx: Contract,
  rows: readonly Omit<Withdrawal, 'pieces' | 'steps'>[],
): Promise<Withdrawal[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const lines = await tx
    .select({
      withdrawalId: withdrawalLine.withdrawalId,
      orderLineId: withdrawalLine.orderLineId,
      quantity: withdrawalLine.quantity,
    })
    .from(withdrawalLine)
    .where(inArray(withdrawalLine.withdrawalId, ids))
  const done = await tx
    .select({
      withdrawalId: withdrawalStep.withdrawalId,
      step: withdrawalStep.step,
      madeAt: withdrawalStep.madeAt,
      madeBy: withdrawalStep.madeBy,
    })
    .from(withdrawalStep)
    .where(inArray(withdrawalStep.withdrawalId, ids))
    .orderBy(asc(withdrawalStep.madeAt))
  return rows.map((row) => ({
    ...row,
    pieces: lines
      .filter(({ withdrawalId }) => withdrawalId === row.id)
      .map(({ orderLineId, quantity }) => ({ orderLineId, quantity })),
    steps: done
      .filter(({ withdrawalId }) => withdrawalId === row.id)
      .map(({ step, madeAt, madeBy }) => ({ step, madeAt, madeBy })),
  }))
}

/** Where money for what is withdrawn of an order goes, as its buyer says: for those that wait. */
export async function nameAccount(
  tx: Contract,
  orderId: string,
  account: { readonly holder: string; readonly iban: string },
): Promise<void> {
  await tx
    .update(withdrawal)
    .set(account)
    .where(and(eq(withdrawal.orderId, orderId), sql`shop_withdrawal_open(${withdrawal.id})`))
}

import { eq, sql } from 'drizzle-orm'
import * as mails from '../../correspondence/mails.ts'
import { lockOrder } from '../../orders/fulfilment.ts'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { type Cents, cents } from '../../platform/money.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import {
  debtRecall,
  debtRecallTelling,
  type HandOverOutcome,
  handOverEnd,
  type RecallCause,
} from './table.ts'

type Contract = Tx<'order-contract'>

/** What became of a debt since its collector was told of it last. */
interface Standing {
  readonly orderId: string
  readonly toldCents: number
  readonly openCents: number
  readonly problems: readonly string[]
  readonly writtenOff: boolean
  readonly credited: boolean
  readonly email: string | null
}

/** What the collector is told; with an outcome it has nothing to do with the debt any more. */
interface Recall {
  readonly cause: RecallCause
  readonly openCents: number
  readonly outcome?: HandOverOutcome
}

/**
 * Looks what became of a debt that is with a collector, and tells it once of each new amount. What is disputed, held or
 * withdrawn from is asked for no more: it comes back, and may be handed over again later; what is time-barred comes back for
 * good. Does nothing where nothing changed.
 */
export async function look(tx: Contract, caseId: string): Promise<void> {
  const standing = await lockedStanding(tx, caseId)
  const recall = standing && recallOf(standing)
  if (recall) await note(tx, caseId, standing, recall, null)
}

/** Has all looked at that became time-barred at their collectors; returns how many. */
export async function recallBarred(tx: Transaction): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`select shop_recall_barred() as count`)
  return row!.count
}

/** Somebody of the staff takes a debt back from its collector. Throws Conflict `recalled`. */
export async function make(
  tx: Contract,
  { caseId, by }: { readonly caseId: string; readonly by: string },
): Promise<void> {
  const standing = await lockedStanding(tx, caseId)
  if (!standing) throw new Conflict('recalled')
  await note(tx, caseId, standing, { cause: 'staff', openCents: 0, outcome: 'recalled' }, by)
}

async function lockedStanding(tx: Contract, caseId: string): Promise<Standing | undefined> {
  const before = await standingOf(tx, caseId)
  if (!before) return undefined
  await lockOrder(tx, before.orderId)
  // A statement of its own: it sees what was committed while the lock was awaited.
  return standingOf(tx, caseId)
}

async function standingOf(tx: Contract, caseId: string): Promise<Standing | undefined> {
  const [row] = await tx.execute<{ [K in keyof Standing]: Standing[K] }>(sql`
    select order_id as "orderId", told_cents as "toldCents", open_cents as "openCents", problems,
           written_off as "writtenOff", credited, email
      from shop_case_standing(${caseId})`)
  return row
}

const outcomes: Partial<Record<RecallCause, HandOverOutcome>> = {
  payment: 'paid',
  'credit-note': 'recalled',
  'write-off': 'written-off',
}

function recallOf({ openCents, toldCents, problems, writtenOff, credited }: Standing): Recall | undefined {
  const smaller = writtenOff ? 'write-off' : credited ? 'credit-note' : 'payment'
  if (openCents <= 0) return { cause: smaller, openCents: 0, outcome: outcomes[smaller]! }
  if (problems.includes('barred')) return { cause: 'time-barred', openCents: 0, outcome: 'recalled' }
  if (problems.includes('objection')) return { cause: 'objection', openCents: 0, outcome: 'recalled' }
  if (problems.includes('hold')) return { cause: 'staff', openCents: 0, outcome: 'recalled' }
  if (problems.includes('cancelled') || problems.includes('withdrawn'))
    return { cause: 'credit-note', openCents: 0, outcome: 'recalled' }
  return openCents === toldCents ? undefined : { cause: smaller, openCents }
}

async function note(
  tx: Contract,
  caseId: string,
  { orderId, email }: Standing,
  { cause, openCents, outcome }: Recall,
  by: string | null,
): Promise<void> {
  const recallId = crypto.randomUUID()
  await tx.insert(debtRecall).values({ id: recallId, caseId, orderId, cause, openCents, madeBy: by })
  if (outcome) await tx.insert(handOverEnd).values({ caseId, orderId, outcome, endedBy: by })
  if (email === null) return
  await mails.queue(tx, 'debt-recalled', { id: recallId, orderId })
  await tellNoted(tx, { recallId, orderId, by: null })
}

/** That a collector knows of a recall is a disclosure, whether the shop still collects debts or not. */
async function tellNoted(
  tx: Contract,
  {
    recallId,
    orderId,
    by,
  }: { readonly recallId: string; readonly orderId: string; readonly by: string | null },
): Promise<void> {
  await tx.insert(debtRecallTelling).values({ recallId, orderId, toldBy: by })
  await tx.execute(sql`select shop_note_recall_disclosed(${recallId})`)
}

/** A recall of which the collector has not heard: it has no e-mail. */
export interface ToTell {
  readonly id: string
  readonly orderId: string
  readonly handOverId: string
  readonly number: string
  readonly openCents: Cents
  readonly cause: RecallCause
  readonly madeAt: Date
  readonly collector: string
}

/** Recalls that somebody has to tell, the oldest first. */
export async function toTell(tx: Contract): Promise<ToTell[]> {
  const rows = await tx.execute<Omit<ToTell, 'madeAt' | 'openCents'> & Record<string, unknown>>(sql`
    select recall_id as id, order_id as "orderId", hand_over_id as "handOverId", number, open_cents as "openCents", cause,
           made_at as "madeAt", collector
      from shop_recalls_to_tell()`)
  return rows.map((row) => ({
    ...row,
    openCents: cents(row.openCents as number),
    madeAt: debtRecall.madeAt.mapFromDriverValue(row.madeAt as string) as Date,
  }))
}

/** Somebody has told the collector. Throws Conflict `told`, NotFound where nothing was recalled. */
export async function markTold(
  tx: Contract,
  { recallId, by }: { readonly recallId: string; readonly by: string },
): Promise<void> {
  const waiting = (await toTell(tx)).find(({ id }) => id === recallId)
  if (!waiting) throw (await wasTold(tx, recallId)) ? new Conflict('told') : new NotFound()
  await lockOrder(tx, waiting.orderId)
  if (!(await toTell(tx)).some(({ id }) => id === recallId)) throw new Conflict('told')
  await tellNoted(tx, { recallId, orderId: waiting.orderId, by })
}

/** Also once the contract has ended, by the payment that was told. */
async function wasTold(tx: Contract, recallId: string): Promise<boolean> {
  const find = (reader: Reader) =>
    reader
      .select({ recallId: debtRecallTelling.recallId })
      .from(debtRecallTelling)
      .where(eq(debtRecallTelling.recallId, recallId))
  const found = [...(await find(tx)), ...(await tx.under('legal-claims', find))]
  return found.length > 0
}

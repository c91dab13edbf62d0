import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import * as mails from '../../correspondence/mails.ts'
import { lockOrder } from '../../orders/fulfilment.ts'
import { sqlState } from '../../platform/database/client.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { formats } from '../../platform/i18n/format.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import { translator } from '../../platform/i18n/messages.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { zone } from '../../shop.ts'
import { orderOf } from './debt-order.ts'
import { debtObjection, debtObjectionDecision } from './table.ts'

/** So often the page takes an objection to one debt; whoever writes once more reaches a person. */
const mostByPage = 5

/**
 * Keeps that the debtor does not agree, in their words: until a person has decided, nobody asks for the money and no
 * collector gets it. `by` is null for the debtor's own page, which says when it was received by e-mail. Returns its id.
 * Throws Conflict `objection-open` while one waits, `objections-enough`, `no-debt`; NotFound, Restricted.
 */
export async function raise(
  tx: Tx<'order-contract'>,
  {
    invoiceId,
    words,
    by,
  }: { readonly invoiceId: string; readonly words: string; readonly by: string | null },
): Promise<string> {
  const orderId = await orderOf(tx, invoiceId)
  const before = await ofDebt(tx, invoiceId)
  if (before.some(({ decidedAt }) => decidedAt === null)) throw new Conflict('objection-open')
  if (by === null && before.length >= mostByPage) throw new Conflict('objections-enough')
  const [debt] = await tx.execute<{ due: boolean }>(sql`
    select due_on is not null and shop_asks_by_a_day(kind) and shop_open_cents(id) > 0 as due
      from invoice where id = ${invoiceId}`)
  if (!debt?.due) throw new Conflict('no-debt')
  return keep(tx, { invoiceId, orderId, words, notedBy: by })
}

/**
 * Keeps that a collector reports its case as disputed: to object there is to object to the shop (and a disputed debt is
 * nobody's to collect, Parādu ārpustiesas atgūšanas likums 8). `by` imported the report. Does nothing where one waits already,
 * where nothing is open, and where one was decided on the reported day or since.
 */
export async function raiseReported(
  tx: Tx<'order-contract'>,
  { caseId, orderId, reportedOn, by }: Reported,
): Promise<void> {
  await lockOrder(tx, orderId)
  const [found] = await tx.execute<Disputed>(sql`
    select invoice_id as "invoiceId", language, open, waits, decided_on::text as "decidedOn" from shop_case_dispute(${caseId})`)
  if (!found?.open || found.waits || (found.decidedOn ?? '') >= reportedOn) return
  const { invoiceId, language } = found
  const words = translator(language)('debtReported.words', { day: formats(language, zone).date(reportedOn) })
  await keep(tx, { invoiceId, orderId, words, notedBy: by })
}

interface Reported {
  readonly caseId: string
  readonly orderId: string
  readonly reportedOn: IsoDate
  readonly by: string
}

interface Disputed extends Record<string, unknown> {
  readonly invoiceId: string
  /** Of the order: the debtor reads the words. */
  readonly language: Language
  readonly open: boolean
  readonly waits: boolean
  readonly decidedOn: IsoDate | null
}

async function keep(
  tx: Tx<'order-contract'>,
  objection: Pick<typeof debtObjection.$inferInsert, 'invoiceId' | 'orderId' | 'words' | 'notedBy'>,
): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(debtObjection).values({ id, ...objection })
  await mails.queue(tx, 'debt-objection-received', { id, orderId: objection.orderId })
  return id
}

/**
 * Decides an objection: a person, with a reason, which the debtor is told. Upheld, the debt is not asked for any more until
 * it is put right; rejected, it stands. Throws Conflict `decided`, NotFound.
 */
export async function decide(
  tx: Tx<'order-contract'>,
  { objectionId, upheld, reason, by }: Decided,
): Promise<void> {
  const [objection] = await tx
    .select({ orderId: debtObjection.orderId })
    .from(debtObjection)
    .where(eq(debtObjection.id, objectionId))
  if (!objection) throw new NotFound()
  const { orderId } = objection
  try {
    await tx.insert(debtObjectionDecision).values({ objectionId, orderId, upheld, reason, decidedBy: by })
  } catch (error) {
    if (sqlState(error) === '23505') throw new Conflict('decided')
    throw error
  }
  await mails.queue(tx, 'debt-objection-decided', { id: objectionId, orderId })
}

/**
 * An objection was right in part, and a credit note has taken that part off since: a person asks for the rest, with a reason
 * that the debtor is told, and the schedule goes on. Throws Conflict `no-rest` where no credit note came after the decision,
 * or nothing is open; `rest-asked` where it was asked for already, `objection-open` where the rest was objected to; NotFound.
 */
export async function askRest(
  tx: Tx<'order-contract'>,
  { invoiceId, reason, by }: { readonly invoiceId: string; readonly reason: string; readonly by: string },
): Promise<void> {
  const orderId = await orderOf(tx, invoiceId)
  await lockOrder(tx, orderId)
  if (!(await mayAskRest(tx, invoiceId))) throw new Conflict(await whyNoRest(tx, invoiceId))
  const raised = tx
    .select({ id: debtObjection.id })
    .from(debtObjection)
    .where(eq(debtObjection.invoiceId, invoiceId))
  // In one statement: each of them is looked at before any is settled.
  const settled = await tx
    .update(debtObjectionDecision)
    .set({ restReason: reason, restAskedAt: sql`now()`, restAskedBy: by })
    .where(
      and(
        inArray(debtObjectionDecision.objectionId, raised),
        eq(debtObjectionDecision.upheld, true),
        isNull(debtObjectionDecision.restAskedAt),
      ),
    )
    .returning({ id: debtObjectionDecision.objectionId })
  for (const { id } of settled) await mails.queue(tx, 'debt-objection-decided', { id, orderId })
}

/** Somebody else was faster, or the debtor answered; otherwise there is no credit note. */
async function whyNoRest(tx: Tx<'order-contract'>, invoiceId: string): Promise<string> {
  const raised = await ofDebt(tx, invoiceId)
  const standing = standingOf(raised)
  if (standing === 'open') return 'objection-open'
  return standing === undefined && raised.some(({ restAskedAt }) => restAskedAt !== null)
    ? 'rest-asked'
    : 'no-rest'
}

/** Whether a credit note has made a debt smaller since an objection to it was upheld, and something of it is left. */
export async function mayAskRest(tx: Tx<'order-contract'>, invoiceId: string): Promise<boolean> {
  const [row] = await tx.execute<{ left: boolean }>(sql`select shop_rest_left(${invoiceId}) as left`)
  return row!.left
}

interface Decided {
  readonly objectionId: string
  readonly upheld: boolean
  readonly reason: string
  readonly by: string
}

/** An objection and what became of it. */
export interface Objection {
  readonly id: string
  readonly invoiceId: string
  readonly orderId: string
  readonly words: string
  readonly raisedAt: Date
  /** Null: the debtor, by the page. */
  readonly notedBy: string | null
  readonly upheld: boolean | null
  readonly reason: string | null
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  /** Why the rest is owed of what was right in part. */
  readonly restReason: string | null
  readonly restAskedAt: Date | null
}

/** An objection that waits for its decision, or was right without the rest being asked for: while it stands nobody asks for the money. */
export type Standing = 'open' | 'upheld'

/** What of a debt's objections stands; undefined where nothing does. */
export function standingOf(objections: readonly Objection[]): Standing | undefined {
  if (objections.some(({ decidedAt }) => decidedAt === null)) return 'open'
  return objections.some(({ upheld, restAskedAt }) => upheld && restAskedAt === null) ? 'upheld' : undefined
}

/** The objections to a debt, the oldest first. */
async function ofDebt(tx: Tx<'order-contract'>, invoiceId: string): Promise<Objection[]> {
  return selected(tx)
    .where(eq(debtObjection.invoiceId, invoiceId))
    .orderBy(asc(debtObjection.raisedAt), asc(debtObjection.id))
}

/** The objections to an order's debts, the oldest first. */
export async function ofOrder(tx: Tx<'order-contract'>, orderId: string): Promise<Objection[]> {
  return selected(tx)
    .where(eq(debtObjection.orderId, orderId))
    .orderBy(asc(debtObjection.raisedAt), asc(debtObjection.id))
}

/** One objection. Throws NotFound. */
export async function find(tx: Tx<'order-contract'>, id: string): Promise<Objection> {
  const [row] = await selected(tx).where(eq(debtObjection.id, id))
  if (!row) throw new NotFound()
  return row
}

function selected(tx: Tx<'order-contract'>) {
  return tx
    .select({
      id: debtObjection.id,
      invoiceId: debtObjection.invoiceId,
      orderId: debtObjection.orderId,
      words: debtObjection.words,
      raisedAt: debtObjection.raisedAt,
      notedBy: debtObjection.notedBy,
      upheld: debtObjectionDecision.upheld,
      reason: debtObjectionDecision.reason,
      decidedAt: debtObjectionDecision.decidedAt,
      decidedBy: debtObjectionDecision.decidedBy,
      restReason: debtObjectionDecision.restReason,
      restAskedAt: debtObjectionDecision.restAskedAt,
    })
    .from(debtObjection)
    .leftJoin(debtObjectionDecision, eq(debtObjectionDecision.objectionId, debtObjection.id))
}

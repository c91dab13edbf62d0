import { asc, desc, eq, sql } from 'drizzle-orm'
import * as mails from '../../correspondence/mails.ts'
import { sellerOf } from '../../invoicing/parties.ts'
import { invoice } from '../../invoicing/table.ts'
import * as orders from '../../orders/find.ts'
import { sqlState } from '../../platform/database/client.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { type Cents, sum } from '../../platform/money.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { openCalendar } from '../../settings/working-days.ts'
import type { Surroundings } from '../surroundings.ts'
import { orderOf } from './debt-order.ts'
import { calculationOf } from './interest.ts'
import { addresseeOf } from './notice-addressee.ts'
import type { NoticeLetter } from './notice-letter.ts'
import { lastDayToObject } from './objection-days.ts'
import { debtNotice, debtNoticeDocument, debtNoticeReceipt } from './table.ts'

/**
 * Gives the debtor written notice of a debt (paziņojums par parāda esamību): what is owed and why, interest and costs apart,
 * how to object and until when. A person gives it; the letter is written, kept and mailed. A company's is shorter, since the
 * law on out-of-court recovery does not ask for it. Returns its id. Throws Conflict with what stands in the way
 * (`shop_dunning_problems`, `handed-over`, `not-due`), `given` for a second one on the same day, `noticed` for any second one
 * where it is to be the `first`; NotFound, Restricted.
 */
export async function give(
  tx: Tx<'order-contract'>,
  { invoiceId, by, today, first = false }: Giving,
  { settings }: Pick<Surroundings, 'settings'>,
): Promise<string> {
  const orderId = await orderOf(tx, invoiceId)
  await refuse(tx, { invoiceId, today, first })
  const letter = await letterOf(tx, { orderId, invoiceId, today }, settings)
  const { renderNotice } = await import('./notice-pdf.ts')
  const bytes = Buffer.from(await renderNotice(letter))
  const id = crypto.randomUUID()
  const { principalCents, interestCents, costsCents } = letter
  const amounts = { principalCents, interestCents, costsCents }
  await insert(tx, { id, invoiceId, orderId, issuedOn: today, issuedBy: by, ...amounts })
  await tx.insert(debtNoticeDocument).values({ noticeId: id, orderId, bytes })
  await mails.queue(tx, 'debt-notice', { id, orderId })
  return id
}

interface Giving {
  readonly invoiceId: string
  readonly by: string
  readonly today: IsoDate
  /** One of many, which nobody looked at singly: a second notice is given on its own. */
  readonly first?: boolean
}

/**
 * Notes that the debtor has the notice, by what proves it; from that day they have 21 days to object (Parādu ārpustiesas
 * atgūšanas likums 8). Returns the last of them. Throws Conflict `received` where that is noted already, `before-issue`,
 * `future`; NotFound.
 */
export async function noteReceipt(
  tx: Tx<'order-contract'>,
  { noticeId, receivedOn, proof, by }: Proved,
): Promise<IsoDate> {
  const [notice] = await tx
    .select({
      orderId: debtNotice.orderId,
      issuedOn: debtNotice.issuedOn,
      future: sql<boolean>`${receivedOn}::date > shop_today()`,
    })
    .from(debtNotice)
    .where(eq(debtNotice.id, noticeId))
  if (!notice) throw new NotFound()
  if (receivedOn < notice.issuedOn) throw new Conflict('before-issue')
  if (notice.future) throw new Conflict('future')
  const objectUntil = lastDayToObject(receivedOn, await openCalendar())
  const { orderId } = notice
  const receipt = { noticeId, orderId, receivedOn, objectUntil, source: 'proof', proof, notedBy: by } as const
  try {
    await tx.insert(debtNoticeReceipt).values(receipt)
  } catch (error) {
    if (sqlState(error) === '23505') throw new Conflict('received')
    throw error
  }
  return objectUntil
}

interface Proved {
  readonly noticeId: string
  readonly receivedOn: IsoDate
  /** What proves it: a parcel's number, the debtor's own answer. */
  readonly proof: string
  readonly by: string
}

/** A notice as it was given; cents. */
export interface Given {
  readonly id: string
  readonly invoiceId: string
  readonly orderId: string
  readonly issuedOn: IsoDate
  readonly principalCents: Cents
  readonly interestCents: Cents
  readonly costsCents: Cents
  readonly issuedBy: string
  readonly receivedOn: IsoDate | null
  readonly objectUntil: IsoDate | null
  readonly source: 'proof' | 'presumed' | null
  readonly proof: string | null
}

/** The notices of an order's debts, the newest first. */
export async function ofOrder(tx: Tx<'order-contract'>, orderId: string): Promise<Given[]> {
  const rows = await selected(tx)
    .where(eq(debtNotice.orderId, orderId))
    .orderBy(desc(debtNotice.issuedOn), asc(debtNotice.issuedAt))
  return rows as unknown as Given[]
}

/** One notice. Throws NotFound. */
export async function find(tx: Tx<'order-contract'>, id: string): Promise<Given> {
  const [row] = await selected(tx).where(eq(debtNotice.id, id))
  if (!row) throw new NotFound()
  return row as unknown as Given
}

/** The letter of a notice, as it was given (PDF). Throws NotFound. */
export async function document(
  tx: Tx<'order-contract'> | Tx<'debt-collection'>,
  id: string,
): Promise<Buffer> {
  const [row] = await tx
    .select({ bytes: debtNoticeDocument.bytes })
    .from(debtNoticeDocument)
    .where(eq(debtNoticeDocument.noticeId, id))
  if (!row) throw new NotFound()
  return row.bytes
}

function selected(tx: Tx<'order-contract'>) {
  return tx
    .select({
      id: debtNotice.id,
      invoiceId: debtNotice.invoiceId,
      orderId: debtNotice.orderId,
      issuedOn: debtNotice.issuedOn,
      principalCents: debtNotice.principalCents,
      interestCents: debtNotice.interestCents,
      costsCents: debtNotice.costsCents,
      issuedBy: debtNotice.issuedBy,
      receivedOn: debtNoticeReceipt.receivedOn,
      objectUntil: debtNoticeReceipt.objectUntil,
      source: debtNoticeReceipt.source,
      proof: debtNoticeReceipt.proof,
    })
    .from(debtNotice)
    .leftJoin(debtNoticeReceipt, eq(debtNoticeReceipt.noticeId, debtNotice.id))
}

/** What stands in the way, in a word; the database refuses again. */
async function refuse(
  tx: Tx<'order-contract'>,
  { invoiceId, today, first }: Required<Omit<Giving, 'by'>>,
): Promise<void> {
  const [row] = await tx.execute<{ problems: string[]; handedOver: boolean; due: boolean }>(sql`
    select shop_dunning_problems(id) as problems, shop_handed_over(id) is not null as "handedOver",
           shop_asks_by_a_day(kind) and coalesce(due_on < ${today}, false) as due from invoice
     where id = ${invoiceId}`)
  const [problem] = row!.problems
  if (problem) throw new Conflict(problem)
  if (row!.handedOver) throw new Conflict('handed-over')
  if (!row!.due) throw new Conflict('not-due')
  const before = await tx
    .select({ issuedOn: debtNotice.issuedOn })
    .from(debtNotice)
    .where(eq(debtNotice.invoiceId, invoiceId))
  if (first && before.length > 0) throw new Conflict('noticed')
  if (before.some(({ issuedOn }) => issuedOn === today)) throw new Conflict('given')
}

async function letterOf(
  tx: Tx<'order-contract'>,
  {
    orderId,
    invoiceId,
    today,
  }: { readonly orderId: string; readonly invoiceId: string; readonly today: IsoDate },
  settings: Surroundings['settings'],
): Promise<NoticeLetter> {
  const order = await orders.find(tx, orderId)
  if (!order.party) throw new NotFound()
  const [document] = await tx
    .select({
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      dueOn: invoice.dueOn,
      paymentReference: invoice.paymentReference,
    })
    .from(invoice)
    .where(eq(invoice.id, invoiceId))
  const calculation = await calculationOf(tx, invoiceId, settings, today, { noticed: true })
  const { principalCents, interestCents, costsCents, parts } = calculation
  return {
    language: order.language,
    debtor: order.party.kind,
    addressee: addresseeOf(order.party, order.language),
    creditor: sellerOf(settings),
    issuedOn: today,
    document: { ...document!, dueOn: document!.dueOn! },
    orderNumber: order.number,
    receivedOn: order.deliveredOn,
    principalCents,
    interestCents,
    costsCents,
    totalCents: sum([principalCents, interestCents, costsCents]),
    rows: parts.interest.rows,
    charges: parts.charges.filter(({ openCents }) => openCents > 0),
  }
}

async function insert(tx: Tx<'order-contract'>, row: typeof debtNotice.$inferInsert): Promise<void> {
  try {
    await tx.insert(debtNotice).values(row)
  } catch (error) {
    if (sqlState(error) === '23514') throw new Conflict('not-now')
    throw error
  }
}

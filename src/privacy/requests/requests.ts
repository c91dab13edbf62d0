import { asc, desc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { Conflict, NotFound } from '../../platform/errors.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Calendar } from '../../settings/working-days.ts'
import { moment } from '../journal.ts'
import { subjectRequest } from '../table.ts'
import type { Tx } from '../with-purpose.ts'
import { answerBy, daysUntil, extendedTo, mayExtend } from './due-dates.ts'
import type { Erased, Step } from './request-steps.ts'
import { requestStep } from './table.ts'

type Rights = Tx<'rights-requests'>

export const requestKinds = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'objection',
  'portability',
  'withdrawal',
  'other',
] as const
export type RequestKind = (typeof requestKinds)[number]
export type Origin = 'page' | 'mail' | 'letter' | 'telephone'
export type Outcome = 'done' | 'refused' | 'withdrawn'

export interface Request {
  readonly id: string
  /** An e-mail address in lower case; `post:` and an id while only the post reaches them. */
  readonly address: string
  /** Where the answer goes by post, its lines; null: it goes by e-mail. */
  readonly postal: string | null
  readonly language: Language
  readonly name: string | null
  readonly kind: RequestKind
  readonly origin: Origin
  readonly words: string | null
  readonly receivedOn: IsoDate
  readonly dueOn: IsoDate
  readonly identityCheckedAt: Date | null
  readonly identityCheckedHow: string | null
  readonly closedAt: Date | null
  readonly outcome: Outcome | null
  /** Somebody who has the data from us is still to be told. */
  readonly untold: boolean
}

export interface NotedStep {
  readonly id: string
  readonly step: Step
  readonly words: string | null
  readonly about: string | null
  readonly untilOn: string | null
  readonly erased: Erased | null
  readonly madeAt: Date
  readonly madeBy: string | null
}

export interface Received {
  readonly address: string
  readonly addressHash: Buffer
  readonly language: Language
  readonly name?: string | undefined
  readonly postal?: string | undefined
  readonly kind: RequestKind
  readonly origin: Origin
  readonly words?: string | undefined
  readonly receivedOn: IsoDate
  /** Who noted it; null: the person did so on the page. */
  readonly by: string | null
  /** How it is known who asks; a page behind a mailed link knows at once. */
  readonly identity?: string
}

/** Notes a request; its day to answer by is counted from receipt (Art. 12(3)). Returns its id. */
export async function receive(tx: Rights, received: Received, calendar: Calendar): Promise<string> {
  const { by, identity, name = null, postal = null, words = null, ...request } = received
  const id = crypto.randomUUID()
  await tx.insert(subjectRequest).values({
    id,
    ...request,
    name,
    postal,
    words,
    dueOn: answerBy(received.receivedOn, calendar),
    ...(identity && { identityCheckedAt: sql`now()`, identityCheckedHow: identity, identityCheckedBy: by }),
  })
  await note(tx, id, { step: 'received', by })
  return id
}

/** Notes one more step; gives its id. */
export async function note(
  tx: Rights,
  requestId: string,
  done: { step: Step; by: string | null } & Partial<
    Pick<NotedStep, 'words' | 'about' | 'untilOn' | 'erased'>
  >,
): Promise<string> {
  const { step, by, words = null, about = null, untilOn = null, erased = null } = done
  const id = crypto.randomUUID()
  await tx.insert(requestStep).values({
    id,
    requestId,
    step,
    words,
    about,
    untilOn,
    erased,
    madeBy: by,
    madeAt: sql`clock_timestamp()`,
  })
  return id
}

/** Two people at the same request wait for each other. Throws NotFound, Conflict `closed`. */
export async function lockOpen(tx: Rights, id: string): Promise<Request> {
  const [row] = await tx.select(columns).from(subjectRequest).where(eq(subjectRequest.id, id)).for('update')
  if (!row) throw new NotFound()
  if (row.closedAt) throw new Conflict('closed')
  return row as Request
}

/** It is known who asks, and how that was found out. Throws NotFound, Conflict `closed`. */
export async function identify(tx: Rights, id: string, how: string, by: string): Promise<void> {
  await lockOpen(tx, id)
  await tx
    .update(subjectRequest)
    .set({ identityCheckedAt: sql`now()`, identityCheckedBy: by, identityCheckedHow: how })
    .where(eq(subjectRequest.id, id))
  await note(tx, id, { step: 'identity', words: how, by })
}

/**
 * Two months more, told with the reason within the first (Art. 12(3)); gives the step that the letter tells of. Throws
 * NotFound, Conflict `closed`, `extended` for a second time, `too-late` after the first month.
 */
export async function extend(
  tx: Rights,
  id: string,
  { reason, by, today, calendar }: { reason: string; by: string; today: IsoDate; calendar: Calendar },
): Promise<string> {
  const { receivedOn } = await lockOpen(tx, id)
  if ((await stepsOf(tx, id)).some(({ step }) => step === 'extended')) throw new Conflict('extended')
  if (!mayExtend(receivedOn, today, calendar)) throw new Conflict('too-late')
  const untilOn = extendedTo(receivedOn, calendar)
  await tx.update(subjectRequest).set({ dueOn: untilOn }).where(eq(subjectRequest.id, id))
  return note(tx, id, { step: 'extended', words: reason, untilOn, by })
}

/** Ends a request; from then on nobody reads the person's rows by it. Throws NotFound, Conflict `closed`. */
export async function close(tx: Rights, id: string, outcome: Outcome, by: string | null): Promise<void> {
  await lockOpen(tx, id)
  await tx.journal.append({ kind: 'request-closed', id, outcome, at: await moment(tx) })
  await tx
    .update(subjectRequest)
    .set({ closedAt: sql`now()`, closedBy: by, outcome })
    .where(eq(subjectRequest.id, id))
}

/** A request. Throws NotFound. */
export async function find(tx: Rights, id: string): Promise<Request> {
  const [row] = await tx.select(columns).from(subjectRequest).where(eq(subjectRequest.id, id))
  if (!row) throw new NotFound()
  return row as Request
}

/** What was done about a request, in order. */
export async function stepsOf(tx: Rights, requestId: string): Promise<NotedStep[]> {
  const { requestId: _, ...own } = stepColumns
  return tx
    .select(own)
    .from(requestStep)
    .where(eq(requestStep.requestId, requestId))
    .orderBy(asc(requestStep.madeAt))
}

/** Whether what was asked is done already, in part at least: then it cannot be refused any more. */
export function isCarriedOut(steps: readonly Pick<NotedStep, 'step'>[]): boolean {
  return steps.some(({ step }) => step === 'copied' || step === 'erased')
}

/** One step with its request, for the letter that tells of it; undefined where it is forgotten. */
export async function stepWithRequest(
  tx: Rights,
  stepId: string,
): Promise<{ request: Request; step: NotedStep } | undefined> {
  const [step] = await tx.select(stepColumns).from(requestStep).where(eq(requestStep.id, stepId))
  return step && { step, request: await find(tx, step.requestId) }
}

/** The requests of an address, the newest first. */
export async function ofAddress(tx: Rights, address: string): Promise<Request[]> {
  const rows = await tx
    .select(columns)
    .from(subjectRequest)
    .where(eq(subjectRequest.address, address))
    .orderBy(desc(subjectRequest.receivedOn), desc(subjectRequest.id))
    .limit(100)
  return rows as Request[]
}

/** Those that wait for an answer, or whose recipients wait to be told (Art. 19); the one that is due first in front. */
export async function open(tx: Rights): Promise<Request[]> {
  const rows = await tx
    .select(columns)
    .from(subjectRequest)
    .where(or(isNull(subjectRequest.closedAt), untold))
    .orderBy(asc(subjectRequest.dueOn), asc(subjectRequest.id))
    .limit(500)
  return rows as Request[]
}

/** How many unanswered requests are overdue, and how many are due next, in how many days. */
export async function waiting(
  tx: Rights,
  today: IsoDate,
): Promise<{ late: number; next: { count: number; days: number } | undefined }> {
  const unanswered = (await open(tx)).filter(({ closedAt }) => closedAt === null)
  const days = unanswered.map(({ dueOn }) => daysUntil(dueOn, today))
  const next = days.find((left) => left >= 0)
  return {
    late: days.filter((left) => left < 0).length,
    next: next === undefined ? undefined : { count: days.filter((left) => left === next).length, days: next },
  }
}

/** Answered ones, the latest first. */
export async function closed(tx: Rights, page: { limit: number; offset: number }): Promise<Request[]> {
  const rows = await tx
    .select(columns)
    .from(subjectRequest)
    .where(isNotNull(subjectRequest.closedAt))
    .orderBy(desc(subjectRequest.closedAt), desc(subjectRequest.id))
    .limit(page.limit)
    .offset(page.offset)
  return rows as Request[]
}

// Named in full: drizzle leaves the table out among the columns of a select, and a step has an id of its own.
const untold = sql<boolean>`(exists (select from request_step where request_id = subject_request.id and step = 'recipients')
  and not exists (select from request_step where request_id = subject_request.id and step = 'recipients-told'))`

const columns = {
  id: subjectRequest.id,
  address: subjectRequest.address,
  postal: subjectRequest.postal,
  language: subjectRequest.language,
  name: subjectRequest.name,
  kind: subjectRequest.kind,
  origin: subjectRequest.origin,
  words: subjectRequest.words,
  receivedOn: subjectRequest.receivedOn,
  dueOn: subjectRequest.dueOn,
  identityCheckedAt: subjectRequest.identityCheckedAt,
  identityCheckedHow: subjectRequest.identityCheckedHow,
  closedAt: subjectRequest.closedAt,
  outcome: subjectRequest.outcome,
  untold,
}

const stepColumns = {
  id: requestStep.id,
  requestId: requestStep.requestId,
  step: requestStep.step,
  words: requestStep.words,
  about: requestStep.about,
  untilOn: requestStep.untilOn,
  erased: requestStep.erased,
  madeAt: requestStep.madeAt,
  madeBy: requestStep.madeBy,
}

/** Whether an order whose purposes this request ended is held back from the eraser. */
export async function isHeld(tx: Tx<'rights-requests'>, id: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select order_id from purpose_end
     where request_id = ${id} and order_id = any ((select shop_held_orders())::uuid[]) limit 1`)
  return rows.length > 0
}

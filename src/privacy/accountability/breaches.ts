import { asc, desc, eq, sql } from 'drizzle-orm'
import { Conflict, NotFound } from '../../platform/errors.ts'
import type { Category, PurposeId } from '../purposes.ts'
import type { Tx } from '../with-purpose.ts'
import { refusedByRule } from './breaches-rules.ts'
import {
  type BreachRisk,
  type BreachScope,
  breach,
  breachClosing,
  breachFiling,
  breachLetter,
  breachWaiver,
} from './table.ts'

type Register = Tx<'accountability'>

/** A breach as staff describe it (Art. 33(3) and (5)). */
export interface BreachFacts {
  readonly title: string
  readonly awareAt: Date
  readonly happened: string
  readonly beganAt: Date
  readonly endedAt: Date | null
  readonly scope: BreachScope
  readonly openedBy: string | null
  readonly named: readonly string[]
  readonly categories: readonly Category[]
  readonly purposes: readonly PurposeId[]
  readonly risk: BreachRisk | null
  readonly riskReason: string | null
  readonly consequences: string | null
  readonly measures: string | null
  readonly advice: string | null
}

export type Breach = BreachFacts & {
  readonly id: string
  readonly notedAt: Date
  readonly countedAt: Date | null
}

/** What was done about it. */
export interface Steps {
  /** What the authority was told, as it stands, in its order. */
  readonly filings: readonly NotedFiling[]
  /** Every note of it, also what another one put right, the oldest first. */
  readonly filingsNoted: readonly NotedFiling[]
  readonly waivers: readonly { whom: 'authority' | 'subjects'; reason: string; decidedAt: Date }[]
  readonly lettersQueued: number
  readonly closedAt: Date | null
}

/** open: the clock runs; told: the authority knows or need not; closed. */
export type BreachState = 'open' | 'told' | 'closed'

export interface BreachRow {
  readonly id: string
  readonly title: string
  readonly awareAt: Date
  readonly risk: BreachRisk | null
  readonly state: BreachState
}

const columns = {
  id: breach.id,
  title: breach.title,
  awareAt: breach.awareAt,
  happened: breach.happened,
  beganAt: breach.beganAt,
  endedAt: breach.endedAt,
  scope: breach.scope,
  openedBy: breach.openedBy,
  named: breach.named,
  categories: breach.categories,
  purposes: breach.purposes,
  risk: breach.risk,
  riskReason: breach.riskReason,
  consequences: breach.consequences,
  measures: breach.measures,
  advice: breach.advice,
  notedAt: breach.notedAt,
  countedAt: breach.countedAt,
}

const state = sql<BreachState>`case
  when exists (select from ${breachClosing} where ${breachClosing.breachId} = breach.id) then 'closed'
  when exists (select from ${breachFiling} where ${breachFiling.breachId} = breach.id)
    or exists (select from ${breachWaiver} where ${breachWaiver.breachId} = breach.id and ${breachWaiver.whom} = 'authority')
    then 'told'
  else 'open' end`

/** Notes a breach; from `awareAt` its 72 hours run. Returns its id. */
export async function note(tx: Register, facts: BreachFacts, notedBy: string): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(breach).values({ id, ...mutable(facts), notedBy })
  return id
}

/** What is known better now. Throws NotFound, Conflict `open` where it is closed, `filed_before` it was known. */
export async function change(tx: Register, id: string, facts: BreachFacts): Promise<void> {
  const [first] = standing(await filingsOf(tx, id))
  if (first && first.filedAt < facts.awareAt) throw new Conflict('filed_before')
  const rows = await refusedByRule(
    tx.update(breach).set(mutable(facts)).where(eq(breach.id, id)).returning({ id: breach.id }),
  )
  if (rows.length === 0) throw new NotFound()
}

/** All breaches, those whose clock runs first. */
export async function list(tx: Register): Promise<BreachRow[]> {
  return tx
    .select({ id: breach.id, title: breach.title, awareAt: breach.awareAt, risk: breach.risk, state })
    .from(breach)
    .orderBy(sql`${state} <> 'open'`, desc(breach.awareAt))
}

/** The breaches of which the authority does not know yet and nobody decided that it need not, the most urgent first. */
export async function running(tx: Register): Promise<{ id: string; title: string; awareAt: Date }[]> {
  return tx
    .select({ id: breach.id, title: breach.title, awareAt: breach.awareAt })
    .from(breach)
    .where(eq(state, sql`'open'`))
    .orderBy(asc(breach.awareAt))
}

/** Throws NotFound. */
export async function find(tx: Register, id: string): Promise<Breach> {
  const [row] = await tx.select(columns).from(breach).where(eq(breach.id, id))
  if (!row) throw new NotFound()
  return row
}

/** What was decided and done about a breach. */
export async function stepsOf(tx: Register, id: string): Promise<Steps> {
  const [letters] = await tx
    .select({ queued: sql<number>`count(*)::int` })
    .from(breachLetter)
    .where(eq(breachLetter.breachId, id))
  const [closing] = await tx
    .select({ closedAt: breachClosing.closedAt })
    .from(breachClosing)
    .where(eq(breachClosing.breachId, id))
  const filingsNoted = await filingsOf(tx, id)
  return {
    filings: standing(filingsNoted),
    filingsNoted,
    waivers: await tx
      .select({ whom: breachWaiver.whom, reason: breachWaiver.reason, decidedAt: breachWaiver.decidedAt })
      .from(breachWaiver)
      .where(eq(breachWaiver.breachId, id)),
    lettersQueued: letters!.queued,
    closedAt: closing?.closedAt ?? null,
  }
}

/** Every note of what the authority was told, the oldest first. */
async function filingsOf(tx: Register, id: string): Promise<NotedFiling[]> {
  const { number, filedAt, lateReason, corrects, notedAt, notedBy, breachId } = breachFiling
  return tx
    .select({ id: breachFiling.id, number, filedAt, lateReason, corrects, notedAt, notedBy })
    .from(breachFiling)
    .where(eq(breachId, id))
    .orderBy(asc(notedAt))
}

/** What counts: no later note puts it right, nor has its number. By the time at which the authority was told. */
function standing(noted: readonly NotedFiling[]): NotedFiling[] {
  return noted
    .filter(
      (one, index) =>
        !noted.some(({ corrects }) => corrects === one.id) &&
        !noted.slice(index + 1).some(({ number }) => number === one.number),
    )
    .sort((one, other) => one.filedAt.getTime() - other.filedAt.getTime())
}

export interface Filing {
  readonly number: string
  readonly filedAt: Date
  /** Demanded after 72 hours (Art. 33(1)). */
  readonly lateReason: string | null
  /** The note that this one puts right: its number or its time was wrong. */
  readonly corrects?: string | null
}

export type NotedFiling = Required<Filing> & {
  readonly id: string
  readonly notedAt: Date
  readonly notedBy: string
}

/**
 * Notes that the authority was told; the same number again puts the former note right, and so does a note that names it. All
 * are kept. Throws Conflict `late_reason` where it was late and does not say why, `aware_first` where it was before anybody
 * knew, `corrected_once` where the note to be put right stands no longer, `open`.
 */
export async function file(tx: Register, breachId: string, filing: Filing, notedBy: string): Promise<void> {
  if (filing.corrects && !standing(await filingsOf(tx, breachId)).some(({ id }) => id === filing.corrects))
    throw new Conflict('corrected_once')
  await refusedByRule(tx.insert(breachFiling).values({ breachId, ...filing, notedBy }))
}

/** Notes the decision not to tell the authority (Art. 33(1)) or the people concerned (Art. 34(3)). Throws Conflict. */
export async function waive(
  tx: Register,
  breachId: string,
  whom: 'authority' | 'subjects',
  reason: string,
  decidedBy: string,
): Promise<void> {
  await refusedByRule(tx.insert(breachWaiver).values({ breachId, whom, reason, decidedBy }))
}

/** Closes a breach. Throws Conflict `assessed`, `authority_decided` or `subjects_decided` for what is missing. */
export async function close(tx: Register, breachId: string, closedBy: string): Promise<void> {
  await refusedByRule(tx.insert(breachClosing).values({ breachId, closedBy }))
}

function mutable({ named, categories, purposes, ...facts }: BreachFacts) {
  return { ...facts, named: [...named], categories: [...categories], purposes: [...purposes] }
}

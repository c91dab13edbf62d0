import { sql } from 'drizzle-orm'
import { NotFound } from '../../platform/errors.ts'
import { type BasisPoints, type Cents, cents, sum } from '../../platform/money.ts'
import { addDays, type IsoDate } from '../../platform/time.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Settings } from '../../settings/settings.ts'
import { companyCostsCents, type Debtor, personCosts, type RateFrom, rateOn, ratesFor } from './rates.ts'

/** Actual days over 365 (no leap days), a rate in ten-thousandths. */
const perYear = 365n * 10_000n

/** A day from which less is owed, and by how many cents. */
export interface Change {
  readonly on: IsoDate
  readonly cents: number
}

/** A debt as it really stood: what was asked for by its due day, and what made it smaller since. */
export interface Owed {
  readonly askedCents: Cents
  readonly dueOn: IsoDate
  readonly changes: readonly Change[]
}

/** Days on which the same was owed at the same rate; `cents` of all rows add up to the whole. */
export interface InterestRow {
  readonly from: IsoDate
  /** The last of its days. */
  readonly until: IsoDate
  readonly days: number
  /** What was open on each of them. */
  readonly baseCents: Cents
  readonly rate: BasisPoints
  readonly cents: Cents
}

export interface Interest {
  readonly rows: readonly InterestRow[]
  readonly cents: Cents
}

/**
 * Late interest for the days after `after` (the due day, or the last day that was charged) up to and including `until`, on
 * what was open on each: a change lowers it from its day on. Simple interest, rounded once at the end;
 * it stops growing when it has reached what is owed (Civillikums 1763).
 */
export function lateInterest(
  owed: Owed,
  rates: readonly RateFrom[],
  until: IsoDate,
  after: IsoDate = owed.dueOn,
): Interest {
  const rows: InterestRow[] = []
  // In cents times `perYear`, so that nothing is rounded on the way.
  let exact = 0n
  let shown = 0
  for (const { from, until: last, days } of runsOf(owed, rates, later(after, owed.dueOn), until)) {
    const baseCents = openOn(owed, from)
    const rate = rateOn(rates, from)
    if (baseCents <= 0) continue
    exact = capped(exact, BigInt(baseCents) * BigInt(rate) * BigInt(days), BigInt(baseCents) * perYear)
    const whole = rounded(exact)
    rows.push({ from, until: last, days, baseCents, rate, cents: cents(whole - shown) })
    shown = whole
  }
  return { rows, cents: sum(rows.map((row) => row.cents)) }
}

/** What was open on a day, in cents. */
function openOn({ askedCents, changes }: Owed, day: IsoDate): Cents {
  return cents(
    changes.reduce((left, change) => (change.on <= day ? left - change.cents : left), askedCents as number),
  )
}

/** Days between which neither what is owed nor its rate changes. */
function runsOf(
  { changes }: Owed,
  rates: readonly RateFrom[],
  after: IsoDate,
  until: IsoDate,
): { from: IsoDate; until: IsoDate; days: number }[] {
  const first = addDays(after, 1)
  if (first > until) return []
  const turns = [...changes.map(({ on }) => on), ...turnsOf(rates)]
  const begins = [first, ...new Set(turns.filter((day) => day > first && day <= until))].sort()
  return begins.map((from, i) => {
    const last = i + 1 < begins.length ? addDays(begins[i + 1]!, -1) : until
    return { from, until: last, days: daysBetween(from, last) + 1 }
  })
}

/** The days on which a rate really changes: the ECB's may stay for years. */
function turnsOf(rates: readonly RateFrom[]): IsoDate[] {
  return rates.filter(({ rate }, i) => rate !== rates[i - 1]?.rate).map(({ from }) => from as IsoDate)
}

function capped(before: bigint, growth: bigint, most: bigint): bigint {
  if (before >= most) return before
  return before + growth > most ? most : before + growth
}

function rounded(exact: bigint): number {
  return Number((2n * exact + perYear) / (2n * perYear))
}

function later(one: IsoDate, other: IsoDate): IsoDate {
  return one > other ? one : other
}

function daysBetween(from: IsoDate, until: IsoDate): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000)
}

/** A charge on a debt that stands; cents. */
export interface Charged {
  readonly id: string
  readonly number: string
  readonly issuedOn: IsoDate
  readonly interestCents: Cents
  readonly costsCents: Cents
  readonly openCents: Cents
}

/** What a debt comes to on a day: its document, late interest and the costs of recovery apart; cents. */
export interface Calculation {
  readonly principalCents: Cents
  /** Charged and not paid yet, and grown since. */
  readonly interestCents: Cents
  readonly costsCents: Cents
  readonly parts: {
    /** What was not charged yet. */
    readonly interest: Interest
    readonly costsCents: Cents
    readonly charges: readonly Charged[]
  }
}

/** Who may calculate: ids, days and amounts alone are read. */
type Calculates = Tx<'order-contract'> | Tx<'accounting'> | Tx<'debt-collection'> | Tx<'legal-claims'>

/**
 * What a debt comes to at the end of a day. A person owes the costs of a notice only once one was given; `noticed` says that
 * it is being given now. Nothing grows on a charge. Throws NotFound.
 */
export async function calculationOf(
  tx: Calculates,
  invoiceId: string,
  { debts }: Pick<Settings, 'debts'>,
  today: IsoDate,
  { noticed = false }: { readonly noticed?: boolean } = {},
): Promise<Calculation> {
  const facts = await factsOf(tx, invoiceId)
  const charges = await chargesOf(tx, invoiceId)
  const interest = facts.owed
    ? lateInterest(facts.owed, ratesFor(facts.debtor, debts), today, interestChargedOn(charges))
    : { rows: [], cents: cents(0) }
  const isLate = facts.owed !== null && facts.owed.dueOn < today
  const due = isLate ? costsOf(facts.debtor, debts, noticed || facts.noticed) : 0
  const costsCents = cents(charges.some((charge) => charge.costsCents > 0) ? 0 : due)
  const open = charges.map(openParts)
  return {
    principalCents: facts.openCents,
    interestCents: sum([interest.cents, ...open.map((part) => part.interest)]),
    costsCents: sum([costsCents, ...open.map((part) => part.costs)]),
    parts: { interest, costsCents, charges },
  }
}

/** Until when interest was charged: a charge of costs alone leaves it growing. */
function interestChargedOn(charges: readonly Charged[]): IsoDate | undefined {
  return charges.findLast(({ interestCents }) => interestCents > 0)?.issuedOn
}

/** What is paid of a charge pays its interest first (Civillikums 1843). */
function openParts({ interestCents, costsCents, openCents }: Charged) {
  const costs = cents(Math.min(costsCents, openCents))
  return { interest: cents(Math.min(interestCents, openCents - costs)), costs }
}

function costsOf(debtor: Debtor, debts: Settings['debts'], noticed: boolean): number {
  if (debtor === 'company') return companyCostsCents
  return noticed ? personCosts[debts.personCosts].notice : 0
}

async function factsOf(tx: Calculates, invoiceId: string) {
  const [row] = await tx.execute<{
    kind: string
    askedCents: number
    openCents: number
    dueOn: IsoDate | null
    debtor: Debtor | null
    noticed: boolean
  }>(sql`
    select kind, asked_cents as "askedCents", open_cents as "openCents", due_on::text as "dueOn", debtor, noticed
      from shop_debt_facts(${invoiceId})`)
  if (!row) throw new NotFound()
  const { kind, askedCents, openCents, dueOn, debtor, noticed } = row
  const grows = dueOn !== null && (kind === 'invoice' || kind === 'final' || kind === 'taken-over')
  return {
    openCents: cents(openCents),
    debtor: debtor ?? 'person',
    noticed,
    owed: grows ? { askedCents: cents(askedCents), dueOn, changes: await changesOf(tx, invoiceId) } : null,
  }
}

async function changesOf(tx: Calculates, invoiceId: string): Promise<Change[]> {
  const rows = await tx.execute<{ on: IsoDate; cents: number }>(sql`
    select changed_on::text as "on", cents from shop_debt_changes(${invoiceId}) order by changed_on`)
  return [...rows]
}

async function chargesOf(tx: Calculates, invoiceId: string): Promise<Charged[]> {
  const rows = await tx.execute<{ [K in keyof Charged]: Charged[K] }>(sql`
    select id, number, issued_on::text as "issuedOn", interest_cents as "interestCents", costs_cents as "costsCents",
           open_cents as "openCents" from shop_debt_charges(${invoiceId})`)
  return [...rows]
}

import type { MailRow } from '../correspondence/copies.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import { addDays, type IsoDate } from '../platform/time.ts'
import type { Settings } from '../settings/settings.ts'
import { urlFor } from '../urls.ts'
import type { DebtStep } from './admin-debt-page.ts'
import type { DebtFact, Debtor, Paid } from './debt-facts.ts'
import type { DebtFilter } from './debt-filters.ts'
import { mostPromiseDays, writeOffCauses } from './debt-forms.ts'
import { stateOf } from './debt-states.ts'
import type { Debt } from './debts.ts'
import type { Calculation } from './dunning/interest.ts'
import { stepsFor } from './dunning/schedule.ts'

/** All that the page of a debt shows. */
export interface OpenedDebt {
  readonly debt: Debt
  readonly debtor: Debtor | undefined
  /** 1 for each state in which it stands. */
  readonly states: Readonly<Record<DebtFilter, number>>
  readonly problems: { readonly dunning: readonly string[]; readonly collection: readonly string[] }
  readonly paid: readonly Paid[]
  /** Money of the order settles nothing yet: whoever paid what the notice asked for paid interest and costs, too. */
  readonly surplus: boolean
  /** A charge that a credit note took back. */
  readonly takenBack: boolean
  /** An objection was upheld, and a credit note has made the debt smaller since. */
  readonly restLeft: boolean
  /** The hand-over by which it is with a collector. */
  readonly batchId: string | null
  /** The shop hands debts over. */
  readonly collects: boolean
  readonly facts: readonly DebtFact[]
  readonly calculation: Calculation
  readonly mails: readonly MailRow[]
  readonly names: ReadonlyMap<string, string>
}

interface Seen {
  readonly t: Translate
  readonly today: IsoDate
  readonly settings: Settings['debts']
  /** The step whose form came back. */
  readonly step: DebtStep | undefined
}

/** The debt as `views/admin/receivables/debt.hbs` shows it. */
export function debtModel(opened: OpenedDebt, seen: Seen) {
  const { debt, debtor } = opened
  const { today } = seen
  return {
    ...debt,
    state: stateOf(debt, today),
    late: debt.daysLate > 0 && debt.openCents > 0 ? debt.daysLate : undefined,
    orderHref: urlFor('adminOrder', { id: debt.orderId }),
    // What a former system issued has no paper here.
    documentHref: debt.kind === 'taken-over' ? undefined : urlFor('adminDocumentPdf', { id: debt.invoiceId }),
    debtor: debtor && { ...debtor, title: debtor.companyName ?? debtor.name },
    owed: owedModel(opened),
    paid: opened.paid,
    facts: opened.facts.map((fact) => factModel(fact, opened, seen.t)),
    batchHref: opened.batchId && urlFor('adminHandOverBatch', { id: opened.batchId }),
    letterHref: debt.noticeId && letterHref(debt.invoiceId, debt.noticeId),
    acts: actsModel(opened, seen),
  }
}

function owedModel({ debt, calculation }: OpenedDebt) {
  const { principalCents, interestCents, costsCents, parts } = calculation
  return {
    askedCents: debt.askedCents,
    writtenOffCents: debt.writtenOffCents,
    principalCents,
    interestCents,
    costsCents,
    totalCents: principalCents + interestCents + costsCents,
    rows: parts.interest.rows,
    charges: parts.charges,
  }
}

/** The letter that tells of a fact. */
const letters: Partial<Record<DebtFact['kind'], MailRow['kind']>> = {
  reminder: 'debt-reminder',
  notice: 'debt-notice',
  objection: 'debt-objection-received',
  decision: 'debt-objection-decided',
  rest: 'debt-objection-decided',
}

function factModel(fact: DebtFact, { debt, mails, names, facts }: OpenedDebt, t: Translate) {
  const about = mails.filter(({ aboutId, kind }) => aboutId === fact.id && kind === letters[fact.kind])
  // The decision had its letter before the rest was asked for; the newest are first.
  const former = fact.kind === 'decision' && facts.some(({ kind, id }) => kind === 'rest' && id === fact.id)
  const mail = former ? about.at(-1) : about[0]
  return {
    ...fact,
    who: fact.by ? (names.get(fact.by) ?? t('history.by.former')) : t(`debts.by.${ownerOf(fact)}`),
    mail: mail && { href: urlFor('adminMail', { id: mail.id }), state: mail.state },
    letterHref: fact.kind === 'notice' ? letterHref(debt.invoiceId, fact.id) : undefined,
  }
}

function letterHref(invoice: string, notice: string): string {
  return urlFor('adminDebtNotice', { invoice, notice })
}

/** Who did what nobody of the staff did. */
function ownerOf({ kind }: DebtFact): 'debtor' | 'shop' {
  return kind === 'objection' ? 'debtor' : 'shop'
}

/** What may be done, what comes first, and why the rest may not. */
function actsModel(opened: OpenedDebt, { today, settings, step, t }: Seen) {
  const { debt, problems, facts } = opened
  const open = debt.openCents > 0
  // Whose data nobody reads: their objection is kept, and the money can be given up.
  const readable = open && !debt.restricted
  const objections = facts.filter(
    ({ kind, id }) => kind === 'objection' && !facts.some((one) => one.kind === 'decision' && one.id === id),
  )
  const why = {
    remind: refusalsOf('remind', opened, settings),
    notice: refusalsOf('notice', opened, settings),
    handOver: debt.handedOver ? ['handed-over'] : [...problems.collection],
  }
  const href = (name: DebtStep) => urlFor('adminDebtStep', { invoice: debt.invoiceId, step: name })
  const barred = debt.barredOn < today
  // Nobody reads the objection of a restricted person before the restriction ends: it is known only that one stands.
  const unread = open && debt.restricted && problems.dunning.includes('objection')
  const next = nextOf(opened, { objected: objections.length > 0, barred })
  return {
    next,
    heading: headingOf(next, { barred, rest: opened.restLeft }),
    offHref:
      next === undefined && opened.states.collectable && !opened.collects
        ? urlFor('adminPurpose', { id: 'debt-collection' })
        : undefined,
    step,
    // A charge is taken back on its own page; what was taken over has no lines to credit.
    creditHref:
      debt.kind === 'charge' || debt.kind === 'taken-over'
        ? undefined
        : urlFor('adminOrderCredit', { id: debt.orderId }),
    former: debt.kind === 'taken-over',
    waits: unread && debt.objection !== 'upheld',
    barred,
    href: Object.fromEntries(
      (['remind', 'promise', 'hold', 'lift', 'notice', 'receipt'] as const).map((name) => [name, href(name)]),
    ),
    moreHref: {
      promiseTakingBack: href('promise-taking-back'),
      objection: href('objection'),
      decision: href('decision'),
      rest: href('rest'),
      charge: href('charge'),
      chargeCredit: href('charge-credit'),
      writeOff: href('write-off'),
      writeOffReversal: href('write-off-reversal'),
    },
    handOverHref: urlFor('adminHandOver'),
    why,
    open,
    canRemind: why.remind.length === 0,
    canPromise: readable && !debt.handedOver,
    canTakePromiseBack: readable && debt.promisedOn !== null && debt.promisedOn >= today,
    promisedOn: debt.promisedOn,
    canHold: readable && !debt.held,
    canLift: debt.held && !debt.restricted,
    canNotice: why.notice.length === 0,
    canReceive: readable && debt.noticeId !== null && debt.receivedOn === null,
    canObject: open && objections.length === 0 && !unread,
    objections: objections.map(({ id, at, words }) => ({ id, at, words })),
    ...chargesModel(opened, barred, t),
    canAskRest: opened.restLeft && readable,
    canCreditCharge:
      debt.kind === 'charge' && debt.writtenOffCents === 0 && !opened.takenBack && !debt.restricted,
    canHandOver: opened.collects && why.handOver.length === 0,
    canWriteOff: open,
    canReverse: debt.writtenOffCents > 0,
    causes: writeOffCauses.map((value) => ({ value, label: t(`debts.cause.choice.${value}`) })),
    today,
    latestPromise: addDays(today, mostPromiseDays),
  }
}

/** What is next, as the page calls it: `debts.next.<key>`. */
function headingOf(
  next: ReturnType<typeof nextOf>,
  at: { readonly barred: boolean; readonly rest: boolean },
) {
  if (next === 'barring' && at.barred) return 'barred'
  return next === 'upheld' && at.rest ? 'rest' : next
}

/** What of interest and costs can be charged now. */
function chargesModel(
  { debt, surplus, problems, calculation: { parts } }: OpenedDebt,
  barred: boolean,
  t: Translate,
) {
  const cents = { interest: parts.interest.cents, costs: parts.costsCents }
  const both = cents.interest > 0 && cents.costs > 0
  const charges = [
    ...(both ? [{ value: 'both', cents: cents.interest + cents.costs }] : []),
    ...(['interest', 'costs'] as const)
      .filter((value) => cents[value] > 0)
      .map((value) => ({ value, cents: cents[value] })),
  ].map((choice) => ({ ...choice, label: t(`debts.charge.${choice.value}`) }))
  const stopped = problems.dunning.some((problem) => problem !== 'nothing-open' && problem !== 'promise')
  const asks = !stopped && (debt.openCents > 0 ? !barred : surplus)
  return { charges, canCharge: asks && !debt.handedOver && charges.length > 0 }
}

/** Why a reminder or a notice is not possible now; codes of `debts.why.<code>`. */
function refusalsOf(
  what: 'remind' | 'notice',
  { debt, problems }: OpenedDebt,
  settings: Settings['debts'],
): string[] {
  const late = debt.daysLate > 0
  const obstacles = [...problems.dunning, ...(debt.handedOver ? ['handed-over'] : [])]
  if (what === 'notice') return [...obstacles, ...(late ? [] : ['not-late'])]
  const kind = debt.debtorKind ?? 'person'
  return [
    ...obstacles,
    ...(debt.noticeId ? ['noticed'] : []),
    ...(debt.level >= stepsFor(kind, settings).length ? ['reminded'] : []),
    ...(kind === 'person' && !late ? ['not-late'] : []),
  ]
}

/** What an administrator should do first, if anything. */
function nextOf(
  { debt, states, collects }: OpenedDebt,
  { objected, barred }: { readonly objected: boolean; readonly barred: boolean },
): 'decision' | 'upheld' | 'remind' | 'notice' | 'receipt' | 'hand-over' | 'barring' | undefined {
  if (states.barring && barred) return 'barring'
  if (objected && debt.openCents > 0) return 'decision'
  if (states.upheld) return 'upheld'
  if (states['to-remind']) return 'remind'
  if (states['notice-due']) return 'notice'
  if (states['notice-sent']) return 'receipt'
  if (states.collectable && collects) return 'hand-over'
  if (states.barring) return 'barring'
  return undefined
}

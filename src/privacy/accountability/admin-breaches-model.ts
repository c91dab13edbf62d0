import type { AdminShop } from '../../admin-shop.ts'
import { languageNames } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { Typed } from '../../platform/web/forms.ts'
import { actorOf, type StaffMember } from '../../staff/auth.ts'
import * as staff from '../../staff/staff.ts'
import { urlFor } from '../../urls.ts'
import { orderNumbers } from '../admin-order-numbers.ts'
import { dataIn } from '../register/record-words.ts'
import { type Tx, withPurpose } from '../with-purpose.ts'
import { breachCategories, breachPurposes } from './admin-breaches-forms.ts'
import type { DraftSource } from './admin-breaches-words.ts'
import * as breaches from './breaches.ts'
import { clockOf } from './breaches-clock.ts'
import * as letters from './breaches-letters.ts'
import { momentText } from './breaches-moments.ts'

const listed = 50

/** All that the page of a breach shows. */
export interface OpenedBreach {
  readonly breach: breaches.Breach
  readonly steps: breaches.Steps
  readonly counts: Awaited<ReturnType<typeof letters.affectedCounts>>
  readonly units: readonly letters.Affected[]
  readonly reach: letters.Reach
  readonly drafts: readonly letters.Draft[]
  /** Orders among what is listed and named, by id. */
  readonly numbers: ReadonlyMap<string, string>
  /** Those of the staff, by id. */
  readonly names: ReadonlyMap<string, string>
}

/** Throws NotFound. */
export async function openBreach(shop: AdminShop, member: StaffMember, id: string): Promise<OpenedBreach> {
  const people = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => staff.list(tx))
  const names = new Map(people.map(({ id: staffId, name }) => [staffId, name]))
  return withPurpose(shop.database.backoffice, 'accountability', actorOf(member), async (tx) => {
    const breach = await breaches.find(tx, id)
    const units = await letters.affected(tx, id, { limit: listed, offset: 0 })
    const orders = units.filter(({ unit }) => unit === 'order').map(({ unitId }) => unitId)
    return {
      breach,
      units,
      names,
      steps: await breaches.stepsOf(tx, id),
      counts: await letters.affectedCounts(tx, id),
      reach: await letters.reachOf(tx, id),
      drafts: await letters.drafts(tx, id),
      numbers: await orderNumbers(tx, [...orders, ...breach.named]),
    }
  })
}

/** A breach as `views/admin/privacy/breach.hbs` shows it. */
export function breachModel(opened: OpenedBreach, now: Date, t: Translate) {
  const { breach, steps, counts, units, reach, drafts, numbers } = opened
  const { id, title, awareAt, countedAt, risk } = breach
  const saved = (kind: letters.DraftKind, language: string) =>
    drafts.find((draft) => draft.kind === kind && draft.language === language)?.savedAt
  const waived = (whom: 'authority' | 'subjects') => steps.waivers.find((waiver) => waiver.whom === whom)
  const people = reach.people.map(({ language, count }) => ({
    count,
    language: languageNames[language],
    href: urlFor('adminBreachDraft', { id, draft: `letter-${language}` }),
    savedAt: saved('letter', language),
  }))
  return {
    id,
    title,
    awareAt,
    countedAt,
    risk,
    closedAt: steps.closedAt,
    clock: clockModel(breach, steps, now),
    units: unitsModel(counts.units),
    categories: counts.categories.map(({ category, count }) => ({ name: dataIn(category, t), count })),
    shown: units.map(({ unit, unitId }) => ({
      unit: unitName(unit),
      number: numbers.get(unitId),
      href: numbers.has(unitId) ? urlFor('adminOrder', { id: unitId }) : undefined,
    })),
    more: Math.max(0, counts.units.reduce((total, { count }) => total + count, 0) - units.length),
    notification: {
      href: urlFor('adminBreachDraft', { id, draft: 'notification' }),
      savedAt: saved('notification', 'lv'),
    },
    filings: steps.filings,
    authority: waived('authority'),
    subjects: waived('subjects'),
    people,
    ready: people.some(({ savedAt }) => savedAt !== undefined),
    unreached: reach.unreached,
    lettersQueued: steps.lettersQueued,
  }
}

const namedUnits = ['order', 'customer', 'subscription', 'consent', 'mail', 'request', 'cart', 'staff']

/** As the page calls it; a table that nothing else leads to has no name of its own. */
function unitName(unit: string): string {
  return namedUnits.includes(unit) ? unit : 'other'
}

function unitsModel(units: readonly { unit: string; count: number }[]) {
  const sums = new Map<string, number>()
  for (const { unit, count } of units) sums.set(unitName(unit), (sums.get(unitName(unit)) ?? 0) + count)
  return [...namedUnits, 'other'].flatMap((unit) => {
    const count = sums.get(unit)
    return count ? [{ unit, count }] : []
  })
}

/** The 72 hours: running, or stopped by a notification or a decision. */
function clockModel({ awareAt }: breaches.Breach, steps: breaches.Steps, now: Date) {
  const [first] = steps.filings
  if (first) return { filedAt: first.filedAt, late: clockOf(awareAt, first.filedAt).late }
  if (steps.waivers.some(({ whom }) => whom === 'authority')) return { waived: true }
  return { ...clockOf(awareAt, now), running: true }
}

/** A breach as its form holds it. */
export function formValues(
  breach: breaches.Breach,
  numbers: ReadonlyMap<string, string>,
  zone: string,
): Typed {
  return {
    breachTitle: breach.title,
    breachAware: momentText(zone, breach.awareAt),
    breachHappened: breach.happened,
    breachBegan: momentText(zone, breach.beganAt),
    breachEnded: breach.endedAt ? momentText(zone, breach.endedAt) : '',
    breachScope: breach.scope,
    breachStaff: breach.openedBy ?? '',
    breachOrders: breach.named.map((id) => numbers.get(id) ?? id).join(', '),
    'breachCategories[]': [...breach.categories],
    'breachPurposes[]': [...breach.purposes],
    breachRisk: breach.risk ?? '',
    breachRiskReason: breach.riskReason ?? '',
    breachConsequences: breach.consequences ?? '',
    breachMeasures: breach.measures ?? '',
    breachAdvice: breach.advice ?? '',
  }
}

/** What the form offers to choose from. */
export async function formChoices(shop: AdminShop, member: StaffMember, typed: Typed) {
  const t = shop.t(member.language)
  const people = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => staff.list(tx))
  const { purposesOn } = shop.known()
  const chosen = (name: string) => new Set([typed[name] ?? []].flat())
  const [categories, purposes] = [chosen('breachCategories[]'), chosen('breachPurposes[]')]
  return {
    staffChoices: people.map(({ id, name }) => ({ value: id, label: name })),
    categories: breachCategories.map((id) => ({
      id,
      name: dataIn(id, t),
      chosen: categories.has(id),
    })),
    purposes: breachPurposes
      .filter((id) => purposesOn.has(id) || purposes.has(id))
      .map((id) => ({ id, name: t(`privacy.purpose.${id}`), chosen: purposes.has(id) })),
  }
}

/** What the drafts are written from. Throws NotFound. */
export async function draftSource(
  shop: AdminShop,
  tx: Tx<'accountability'>,
  id: string,
): Promise<DraftSource> {
  const breach = await breaches.find(tx, id)
  const { units } = await letters.affectedCounts(tx, id)
  const { people, unreached } = await letters.reachOf(tx, id)
  const { lettersQueued } = await breaches.stepsOf(tx, id)
  return {
    breach,
    settings: shop.known().settings,
    zone: shop.clock.zone,
    people: people.reduce((total, { count }) => total + count, unreached + lettersQueued),
    records: units.reduce((total, { count }) => total + count, 0),
  }
}

/** Thousands of orders with all the facts that a hand-over asks for, made up from a seed; days are counted from today. */

export interface Document {
  readonly id: string
  readonly kind: 'invoice' | 'final' | 'taken-over' | 'charge' | 'advance' | 'credit-note' | 'corrective'
  readonly gross: number
  /** Paid in a former system. */
  readonly prepaid: number
  readonly dueIn: number | null
  readonly settled: readonly { readonly cents: number; readonly undone: boolean }[]
  readonly writtenOff: readonly { readonly cents: number; readonly reversed: boolean }[]
  readonly hold: 'none' | 'live' | 'lifted'
  readonly promisedIn: number | null
  readonly objection: 'none' | 'open' | 'rejected' | 'upheld'
  readonly notices: readonly { readonly id: string; readonly objectUntilIn: number | null }[]
  readonly handedOver: boolean
}

export interface MadeUp {
  readonly id: string
  readonly party: { readonly kind: 'person' | 'company'; readonly country: string } | null
  readonly parcel: 'none' | 'on its way' | 'staff' | 'carrier' | 'assumed'
  readonly cancelled: boolean
  readonly withdrawn: 'no' | 'open' | 'declined'
  readonly restricted: boolean
  readonly code: 'none' | 'kept' | 'taken back'
  /** In the order of their issue. */
  readonly documents: readonly Document[]
}

/** Countries in which debtors may be handed over, in this made-up shop. */
export const countries = ['LV', 'EE']

export function madeUp(count: number, seed: number): MadeUp[] {
  const random = numbers(seed)
  return Array.from({ length: count }, () => orderOf(random))
}

type Random = () => number

function orderOf(random: Random): MadeUp {
  const one = <T>(...all: readonly T[]) => all[Math.floor(random() * all.length)]!
  const seldom = (share: number) => random() < share
  const supply = one<Document['kind'][]>(['invoice'], ['invoice'], ['final'], ['taken-over'], [])
  const others = [
    ...(seldom(0.2) ? (['advance'] as const) : []),
    ...supply,
    ...(supply.length && seldom(0.2) ? (['charge'] as const) : []),
    ...(supply.length && seldom(0.1) ? (['credit-note'] as const) : []),
    ...(supply.length && seldom(0.1) ? (['corrective'] as const) : []),
  ]
  return {
    id: crypto.randomUUID(),
    party: seldom(0.05)
      ? null
      : { kind: one('person', 'company'), country: one('LV', 'LV', 'LV', 'EE', 'SE') },
    parcel: one('staff', 'staff', 'carrier', 'carrier', 'assumed', 'on its way', 'none'),
    cancelled: seldom(0.05),
    withdrawn: one('no', 'no', 'no', 'no', 'no', 'no', 'open', 'declined'),
    restricted: seldom(0.1),
    code: one('none', 'kept', 'kept', 'taken back'),
    documents: others.map((kind) => documentOf(kind, random)),
  }
}

function documentOf(kind: Document['kind'], random: Random): Document {
  const one = <T>(...all: readonly T[]) => all[Math.floor(random() * all.length)]!
  const seldom = (share: number) => random() < share
  const gross = 100 + Math.floor(random() * 9900)
  const part = () => Math.ceil(gross * one(0.1, 0.3, 1))
  return {
    id: crypto.randomUUID(),
    kind,
    gross: kind === 'corrective' ? 0 : gross,
    prepaid: kind === 'taken-over' ? Math.floor(gross * one(0, 0.5)) : 0,
    dueIn: kind === 'charge' ? one(-30, 1) : one(-90, -40, -1, -1, 0, 1, 20, null),
    settled: seldom(0.3) ? [{ cents: part(), undone: seldom(0.4) }] : [],
    writtenOff: seldom(0.1) ? [{ cents: part(), reversed: seldom(0.5) }] : [],
    hold: one('none', 'none', 'none', 'none', 'none', 'none', 'live', 'lifted'),
    promisedIn: one(null, null, null, null, null, -1, 0, 5),
    objection: one('none', 'none', 'none', 'none', 'none', 'rejected', 'open', 'upheld'),
    notices: Array.from({ length: one(0, 1, 1, 1, 1, 2) }, () => ({
      id: crypto.randomUUID(),
      objectUntilIn: one(-30, -30, -1, -1, 0, 5, null),
    })),
    handedOver: seldom(0.1),
  }
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function numbers(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** What of a document is open, in cents. */
function openOf({ gross, prepaid, settled, writtenOff }: Document): number {
  const paid = settled.filter(({ undone }) => !undone).reduce((sum, { cents }) => sum + cents, 0)
  const given = writtenOff.filter(({ reversed }) => !reversed).reduce((sum, { cents }) => sum + cents, 0)
  return gross - prepaid - paid - given
}

const supplies = new Set<Document['kind']>(['invoice', 'final', 'taken-over'])
const owing = new Set<Document['kind']>(['invoice', 'final', 'taken-over', 'charge'])

/** The document that decides what a collector sees of an order. */
export function oldestOverdue({ documents }: MadeUp): Document | undefined {
  return documents
    .filter((each) => owing.has(each.kind) && each.dueIn !== null && each.dueIn < 0 && openOf(each) > 0)
    .toSorted((one, other) => one.dueIn! - other.dueIn!)[0]
}

/**
 * Whether a collector may be told of an order, worked out from the facts and from nothing that the shop computes: the oldest
 * overdue document with something open decides (law.md "Debt").
 */
export function mayBeTold(order: MadeUp): boolean {
  const debt = oldestOverdue(order)
  if (!debt || !order.party) return false
  const { party } = order
  const proven = order.parcel === 'staff' || order.parcel === 'carrier'
  const wanted = !order.cancelled && order.withdrawn !== 'open'
  const begun = !order.restricted || debt.handedOver
  // What the buyer says about a document holds for the charges on it, too.
  const about =
    debt.kind === 'charge' ? [debt, order.documents.find(({ kind }) => supplies.has(kind))!] : [debt]
  // A collector asks for both together: what is open of the charges counts.
  const charged = order.documents.filter((each) => each.kind === 'charge' && openOf(each) > 0)
  const quiet =
    about.every(({ promisedIn }) => promisedIn === null || promisedIn < 0) &&
    [...about, ...charged].every(
      ({ hold, objection }) => hold !== 'live' && (objection === 'none' || objection === 'rejected'),
    )
  // The last notice promises its own days.
  const untilIn = debt.notices.at(-1)?.objectUntilIn ?? null
  const heard = party.kind === 'company' || (untilIn !== null && untilIn < 0)
  return proven && wanted && begun && quiet && heard && countries.includes(party.country)
}

/** What was paid of an order, each with the id that its payment and its settlement share. */
export function paymentsOf({ documents }: MadeUp) {
  return documents.flatMap((document) =>
    document.settled.map((settled, at) => ({ ...settled, id: idOf(document, at), document })),
  )
}

/** The payment of a settlement has an id that both know. */
function idOf({ id }: Document, at: number): string {
  return `${id.slice(0, -1)}${at}`
}

/** The notices of an order. */
export function noticesOf({ documents }: MadeUp) {
  return documents.flatMap(({ id, notices }) => notices.map((notice) => ({ ...notice, invoiceId: id })))
}

import { addDays, type IsoDate, isoDate } from '../../src/platform/time.ts'

/** A made-up year as somebody would tell it: what happened on which day, before any table knows of it. */

export interface Group {
  readonly category: string
  readonly rate: number
  readonly net: number
  readonly vat: number
}

export interface Doc {
  readonly id: string
  readonly order: string
  readonly day: IsoDate
  readonly kind: 'invoice' | 'advance' | 'final' | 'credit-note' | 'corrective'
  number: string
  /** What the document itself says. */
  readonly groups: readonly Group[]
  /** What a final invoice clears of its advances. */
  readonly cleared: readonly Group[]
  /** Goods that were supplied, or given back, whatever was paid before. */
  readonly supplied: readonly Group[]
  readonly country: string
  readonly to: string
  readonly company: string | null
  readonly vatNumber: string | null
  readonly preceding: Doc | null
}

export interface Pay {
  readonly id: string
  readonly order: string
  readonly day: IsoDate
  readonly means: 'transfer' | 'card' | 'cash' | 'terminal'
  readonly cents: number
  readonly reversedOn: IsoDate | null
}

export interface Back {
  readonly id: string
  readonly order: string
  readonly payment: Pay
  readonly day: IsoDate
  readonly cents: number
  readonly outcome: 'done' | 'failed' | null
  readonly outcomeOn: IsoDate
}

export interface Settle {
  readonly from: Pay | Doc
  readonly to: Doc | Back
  readonly day: IsoDate
  readonly cents: number
  readonly undoneOn: IsoDate | null
}

export interface Payout {
  readonly id: string
  readonly day: IsoDate
  readonly payments: readonly Pay[]
  readonly refunds: readonly Back[]
  readonly feeEach: number
  /** A fee of its own, for which nobody paid. */
  readonly monthly: number
}

export interface Year {
  readonly orders: readonly string[]
  readonly docs: Doc[]
  readonly pays: Pay[]
  readonly backs: Back[]
  readonly settles: Settle[]
  readonly payouts: Payout[]
}

/** The same year for the same seed. */
export function makeYear(seed: number, count: number): Year {
  const random = randomFrom(seed)
  const upTo = (most: number) => Math.floor(random() * most)
  const year = { docs: [], pays: [], backs: [], settles: [], payouts: [] } as Omit<Year, 'orders'>
  const orders = Array.from({ length: count }, () => crypto.randomUUID())
  for (const [index, order] of orders.entries()) {
    const day = addDays(isoDate('2025-01-02'), upTo(330))
    const cents = () => 500 + upTo(40_000)
    sell(year, { order, day, kind: index % 10, cents, upTo })
  }
  year.docs.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
  const next = { invoice: 1, credit: 1 }
  for (const doc of year.docs) {
    const [prefix, n] = doc.kind === 'credit-note' ? ['K', next.credit++] : ['', next.invoice++]
    doc.number = `${prefix}2025-${String(n).padStart(4, '0')}`
  }
  payOut(year)
  return { orders, ...year }
}

interface Sale {
  readonly order: string
  readonly day: IsoDate
  readonly kind: number
  cents(): number
  upTo(most: number): number
}

function sell(year: Omit<Year, 'orders'>, { order, day, kind, cents, upTo }: Sale): void {
  const abroad = kind === 4 ? { country: 'LV', to: 'EE', rate: 0, category: 'K' } : undefined
  const consumer = kind === 5 ? { country: 'SE', to: 'SE', rate: 2500, category: 'S' } : undefined
  const { country, to } = abroad ?? consumer ?? { country: 'LV', to: 'LV' }
  const taxed = (gross: number): Group[] => {
    const special = abroad ?? consumer
    if (special) return [groupOf(gross, special.rate, special.category)]
    if (kind !== 6) return [groupOf(gross, 2100)]
    const part = Math.floor(gross / 3)
    return [groupOf(gross - part, 2100), groupOf(part, 1200)]
  }
  const company = kind === 4 ? '=SUM(A1) OÜ' : kind === 6 ? 'SIA "Krāsa; un, līme"' : null
  const doc = (one: Pick<Doc, 'day' | 'kind' | 'groups'> & Partial<Doc>): Doc => {
    const made: Doc = {
      id: crypto.randomUUID(),
      order,
      number: '',
      cleared: [],
      supplied: [],
      country,
      to,
      company,
      vatNumber: kind === 4 ? 'EE100594102' : null,
      preceding: null,
      ...one,
    }
    year.docs.push(made)
    return made
  }
  const pay = (on: IsoDate, means: Pay['means'], amount: number, reversedOn: IsoDate | null = null): Pay => {
    const made = { id: crypto.randomUUID(), order, day: on, means, cents: amount, reversedOn }
    year.pays.push(made)
    return made
  }
  const settle = (
    from: Pay | Doc,
    target: Doc | Back,
    on: IsoDate,
    amount: number,
    undoneOn: IsoDate | null = null,
  ) => year.settles.push({ from, to: target, day: on, cents: amount, undoneOn })
  const back = (payment: Pay, on: IsoDate, amount: number, outcome: Back['outcome']): Back => {
    const made = {
      id: crypto.randomUUID(),
      order,
      payment,
      day: on,
      cents: amount,
      outcome,
      outcomeOn: addDays(on, 4),
    }
    year.backs.push(made)
    return made
  }
  const total = cents()

  if (kind === 0 || kind === 1) {
    // On account: paid later, in part, or not at all.
    const groups = taxed(total)
    const invoice = doc({ day, kind: 'invoice', groups, supplied: groups })
    if (kind === 1) {
      // Noted wrongly: it was somebody else's.
      pay(addDays(day, 3), 'cash', total, addDays(day, 20))
      return
    }
    const first = Math.floor(total / (1 + upTo(3)))
    settle(pay(addDays(day, 9), 'transfer', first), invoice, addDays(day, 9), first)
    return
  }
  if (kind === 2) {
    // Over the counter.
    const groups = taxed(total)
    const invoice = doc({ day, kind: 'invoice', groups, supplied: groups })
    settle(pay(day, upTo(2) ? 'cash' : 'terminal', total), invoice, day, total)
    return
  }
  const half = Math.floor(total / 2)
  const means = kind === 8 ? 'card' : 'transfer'
  const shares = kind === 3 ? [half, total - half] : [total]
  const advances = shares.map((share, i) => {
    const on = addDays(day, i * 3)
    const advance = doc({ day: on, kind: 'advance', groups: taxed(share) })
    const paid = pay(on, means, share + (kind === 9 ? 137 : 0))
    settle(paid, advance, on, share)
    return { advance, paid }
  })
  const sent = addDays(day, 7)
  if (kind === 7) {
    // Given up before it left; the first money goes back, the bank refuses some of it.
    const [{ advance, paid }] = advances as [(typeof advances)[0]]
    const credit = doc({ day: sent, kind: 'credit-note', groups: advance.groups, preceding: advance })
    const refund = back(paid, sent, total, (['done', 'failed', null] as const)[upTo(3)]!)
    settle(credit, refund, sent, total)
    return
  }
  const cleared = advances.flatMap(({ advance }) => advance.groups)
  const supplied = cleared.reduce<Group[]>(merged, [])
  const final = doc({
    day: sent,
    kind: 'final',
    cleared: supplied,
    supplied,
    groups: supplied.map((group) => ({ ...group, net: 0, vat: 0 })),
  })
  if (kind === 9) doc({ day: addDays(sent, 1), kind: 'corrective', groups: taxed(0), preceding: final })
  if (kind !== 8 && kind !== 6) return
  // A part comes back.
  const part = Math.floor(total / 4)
  const groups = taxed(part)
  const credited = addDays(sent, 10)
  const credit = doc({ day: credited, kind: 'credit-note', groups, supplied: groups, preceding: final })
  const refund = back(advances[0]!.paid, credited, part, upTo(5) ? 'done' : null)
  settle(credit, refund, credited, part)
}

/** Card money arrives once a month. */
function payOut(year: Omit<Year, 'orders'>): void {
  for (let month = 1; month <= 12; month++) {
    const day = isoDate(`2025-${String(month).padStart(2, '0')}-28`)
    const before = addDays(day, -27)
    const within = (on: string) => on >= before && on <= addDays(day, -2)
    const payments = year.pays.filter(({ means, day: on }) => means === 'card' && within(on))
    const refunds = year.backs.filter(
      ({ payment, outcome, outcomeOn }) =>
        payment.means === 'card' && outcome === 'done' && within(outcomeOn),
    )
    year.payouts.push({ id: `po_${month}`, day, payments, refunds, feeEach: 35, monthly: 150 })
  }
}

function groupOf(gross: number, rate: number, category = 'S'): Group {
  const vat = Math.round((gross * rate) / (10_000 + rate))
  return { category, rate, net: gross - vat, vat }
}

function merged(groups: Group[], one: Group): Group[] {
  const same = groups.find(({ rate, category }) => rate === one.rate && category === one.category)
  if (!same) return [...groups, one]
  return groups.map((group) =>
    group === same ? { ...group, net: group.net + one.net, vat: group.vat + one.vat } : group,
  )
}

export function grossOf({ groups }: Pick<Doc, 'groups'>): number {
  return groups.reduce((total, { net, vat }) => total + net + vat, 0)
}

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

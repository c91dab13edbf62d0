import type { OrderFacts } from './find.ts'
import type { Proof } from './proofs.ts'

/** A step of an order's way, as `views/parts/timeline.hbs` shows it. */
export interface Step {
  readonly key: 'placed' | 'paid' | 'proof' | 'made' | 'packed' | 'ready' | 'sent' | 'delivered' | 'cancelled'
  readonly done: boolean
  readonly at: Date | string | null
  readonly current?: boolean
}

/** What the steps stand on beside the order itself. */
export interface Progress {
  readonly proofs: ReadonlyMap<string, Proof>
  /** The day the last payment came in. */
  readonly paidOn: string | undefined
}

/** An order's way from placing to delivery; a cancelled one shows what was done, and that. Packing is the staff's. */
export function stepsOf(order: OrderFacts, progress: Progress, reader: 'staff' | 'buyer'): Step[] {
  // How goods went is forgotten with the contract; that they arrived is not, and it came last.
  const arrived = order.deliveredOn !== null
  const steps = wholeWay(order, progress)
    .filter(({ key }) => reader === 'staff' || key !== 'packed')
    // How a former system's goods went is not known here.
    .filter(({ key }) => !order.takenOver || (key !== 'packed' && key !== 'sent'))
    .map((step) => ({ ...step, done: step.done || (arrived && step.key !== 'paid') }))
  if (order.cancellation)
    return [...steps.filter(({ done }) => done), { key: 'cancelled', done: true, at: order.cancellation.at }]
  const next = steps.find(({ done }) => !done)
  return steps.map((step) => ({ ...step, current: step === next }))
}

function wholeWay(order: OrderFacts, progress: Progress): Step[] {
  return [
    { key: 'placed', done: true, at: order.placedAt },
    { key: 'paid', done: order.settled, at: (order.settled && progress.paidOn) || null },
    ...makingOf(order, progress),
    whenAll('packed', [order.packedAt]),
    // What is collected is ready once its buyer was told so, and not when the parcel was closed.
    whenAll(order.delivery.method === 'collection' ? 'ready' : 'sent', [order.dispatch?.at ?? null]),
    { key: 'delivered', done: order.deliveredOn !== null, at: order.deliveredOn },
  ]
}

function makingOf({ lines }: OrderFacts, { proofs }: Progress): Step[] {
  const made = lines.filter(({ toMake }) => toMake)
  const drawn = made.filter(({ madeToOrder }) => madeToOrder)
  const approvals = drawn.map(({ id }) => {
    const proof = proofs.get(id)
    return proof?.approved ? proof.answeredAt : null
  })
  const makings = made.map(({ madeAt }) => madeAt)
  return [
    ...(drawn.length > 0 ? [whenAll('proof', approvals)] : []),
    ...(made.length > 0 ? [whenAll('made', makings)] : []),
  ]
}

/** Done when each part is, at the last of these moments. */
function whenAll(key: Step['key'], moments: readonly (Date | null)[]): Step {
  const known = moments.filter((moment) => moment !== null)
  const done = known.length === moments.length
  return { key, done, at: done ? known.reduce((last, moment) => (moment > last ? moment : last)) : null }
}

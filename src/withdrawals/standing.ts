import { addDays, dayIn, type IsoDate } from '../platform/time.ts'
import type { Withdrawal } from './withdrawals.ts'

/** What of its order decides how a withdrawal goes on. */
export interface OrderStanding {
  /** The last day to withdraw; null before everything was received. */
  readonly until: string | null
  readonly kind: 'person' | 'company' | null
  readonly sent: boolean
  readonly cancelled: boolean
  /** Lines that carry the buyer's own words, by id. */
  readonly excepted: ReadonlySet<string>
}

export const states = [
  'person',
  'ready',
  'goods-awaited',
  'goods-back',
  'refund-asked',
  'refunded',
  'declined',
  'closed',
] as const
export type State = (typeof states)[number]

/** Why a person has to look at it. */
export type Reason =
  | 'no-order'
  | 'restricted'
  | 'late'
  | 'company'
  | 'words'
  | 'excepted'
  | 'nothing'
  | 'cancelled'

export interface Standing {
  readonly state: State
  readonly reasons: readonly Reason[]
  /** The last day for the refund: 14 days from the withdrawal (CRD Art. 13(1)); it may wait for the goods (13(3)). */
  readonly dueOn: IsoDate
}

interface Surroundings {
  readonly zone: string
  /** All money that was asked to go back has. */
  readonly refunded: boolean
  /** Nobody looks into its order (GDPR Art. 18); the days of the withdrawal run all the same. */
  readonly restricted: boolean
}

/** Where a withdrawal stands. */
export function standingOf(
  { steps, receivedAt, ...stated }: Withdrawal,
  order: OrderStanding | undefined,
  { zone, refunded, restricted }: Surroundings,
): Standing {
  const done = new Set(steps.map(({ step }) => step))
  const day = dayIn(zone, receivedAt)
  const found: readonly Reason[] = restricted ? (['restricted'] as const) : reasonsFor(stated, order, day)
  // Without lines nothing can be settled, whoever looked at it.
  const reasons = done.has('accepted')
    ? found.filter((one) => one === 'no-order' || one === 'restricted' || one === 'nothing')
    : found
  const open = reasons.length > 0 ? 'person' : !order?.sent ? 'ready' : 'goods-awaited'
  const state: State = done.has('settled')
    ? refunded
      ? 'refunded'
      : 'refund-asked'
    : done.has('declined')
      ? 'declined'
      : done.has('closed')
        ? 'closed'
        : reasons.length === 0 && done.has('goods-back')
          ? 'goods-back'
          : open
  return { state, reasons, dueOn: addDays(day, 14) }
}

function reasonsFor(
  { orderId, words, pieces }: Pick<Withdrawal, 'orderId' | 'words' | 'pieces'>,
  order: OrderStanding | undefined,
  day: IsoDate,
): Reason[] {
  if (!orderId || !order) return ['no-order']
  const { until, kind, cancelled, excepted } = order
  return [
    ...(until !== null && day > until ? (['late'] as const) : []),
    ...(kind === 'company' ? (['company'] as const) : []),
    ...(cancelled ? (['cancelled'] as const) : []),
    ...(words !== null ? (['words'] as const) : []),
    ...(pieces.length === 0 && words === null ? (['nothing'] as const) : []),
    ...(pieces.some(({ orderLineId }) => excepted.has(orderLineId)) ? (['excepted'] as const) : []),
  ]
}

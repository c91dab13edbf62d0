import type { IsoDate } from '../platform/time.ts'
import type { Debt } from './debts.ts'

/** Where a debt stands, in one word: `debts.state.<key>`. */
export interface DebtState {
  readonly key:
    | 'written-off'
    | 'paid'
    | 'handed-over'
    | 'restricted'
    | 'stopped'
    | 'barred'
    | 'objection'
    | 'upheld'
    | 'held'
    | 'promised'
    | 'free-to-collect'
    | 'received'
    | 'notice-sent'
    | 'reminded'
    | 'not-due'
    | 'overdue'
  readonly tone: 'good' | 'wait' | 'bad' | 'todo'
  /** The day that the words name. */
  readonly day?: IsoDate | null
}

/** What stands in the way comes before how far it has come. */
export function stateOf(debt: Debt, today: IsoDate): DebtState {
  if (debt.openCents <= 0)
    return debt.writtenOffCents > 0 ? { key: 'written-off', tone: 'todo' } : { key: 'paid', tone: 'good' }
  if (debt.handedOver) return { key: 'handed-over', tone: 'todo' }
  return obstacleOf(debt, today) ?? progressOf(debt, today)
}

function obstacleOf(debt: Debt, today: IsoDate): DebtState | undefined {
  if (debt.restricted) return { key: 'restricted', tone: 'bad' }
  if (debt.stopped) return { key: 'stopped', tone: 'bad' }
  if (debt.barredOn < today) return { key: 'barred', tone: 'bad' }
  if (debt.objection === 'open') return { key: 'objection', tone: 'wait' }
  if (debt.objection === 'upheld') return { key: 'upheld', tone: 'wait' }
  if (debt.held) return { key: 'held', tone: 'wait' }
  if (debt.promisedOn && debt.promisedOn >= today)
    return { key: 'promised', tone: 'wait', day: debt.promisedOn }
  return undefined
}

function progressOf(debt: Debt, today: IsoDate): DebtState {
  if (debt.objectUntil)
    return debt.objectUntil < today
      ? { key: 'free-to-collect', tone: 'bad', day: debt.objectUntil }
      : { key: 'received', tone: 'todo', day: debt.objectUntil }
  if (debt.noticedOn) return { key: 'notice-sent', tone: 'todo', day: debt.noticedOn }
  if (debt.remindedOn) return { key: 'reminded', tone: 'todo', day: debt.remindedOn }
  return debt.dueOn < today ? { key: 'overdue', tone: 'bad' } : { key: 'not-due', tone: 'todo' }
}

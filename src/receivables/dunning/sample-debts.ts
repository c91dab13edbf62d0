import { creditorReference } from '../../payments/reference.ts'
import { addDays, type IsoDate } from '../../platform/time.ts'
import type { Settings } from '../../settings/settings.ts'
import { stepsFor, type Tone, toneOf } from './schedule.ts'

/** The letters of both schedules, as the settings show them. */
export const samples = ['person', 'before', 'first', 'last'] as const
export type Sample = (typeof samples)[number]

/** A made-up debt, on the day when its letter would go. */
export function sampleDebt(sample: Sample, { debts, numbers }: Settings, today: IsoDate) {
  const year = today.slice(0, 4)
  const orderNumber = `${numbers.orderPrefix}${year}-01234`
  const last = sample === 'last'
  return {
    kind: sample === 'person' ? ('person' as const) : ('company' as const),
    tone: sample === 'person' ? ('first' as const) : sample,
    number: `${numbers.invoicePrefix}${year}-00567`,
    orderNumber,
    dueOn: addDays(today, -daysOf(sample, debts)),
    // The last one shows how a debt reads of which a part was paid.
    openCents: last ? 6990 : 8990,
    partly: last,
    reference: creditorReference(orderNumber),
  }
}

/** By the shop's own schedule, where it has such a step. */
function daysOf(sample: Sample, debts: Settings['debts']): number {
  if (sample === 'person') return debts.personDays
  const steps = stepsFor('company', debts)
  const speaksSo = steps.find(({ level, days }) => toneAfter(steps, level, days) === sample)
  return speaksSo?.days ?? { before: -3, first: 3, last: 14 }[sample]
}

function toneAfter(steps: ReturnType<typeof stepsFor>, level: number, days: number): Tone {
  const dueOn = '2026-01-01' as IsoDate
  return toneOf(steps, level, dueOn, addDays(dueOn, days))
}

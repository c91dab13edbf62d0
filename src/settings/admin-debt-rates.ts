import { z } from 'zod'
import { type IsoDate, yearsFrom } from '../platform/time.ts'
import { choice, day, orNull, text } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import { rateOn, ratesFor, refinancingRates } from '../receivables/dunning/rates.ts'
import { Refused, section } from './admin-section.ts'
import { change, mostRate, type Settings } from './settings.ts'

const form = z.object({
  personCosts: choice(['none', '7-10', '15-15']),
  entry: choice(['keep', 'refinancing', 'person', 'remove']),
  from: orNull(day()),
  rate: orNull(percent()),
})

/** So many are shown at once; the rest is folded away. */
const newest = 8
/** The ECB's first day. */
const firstDay = '1999-01-01'

type Typed = z.output<typeof form>
type Rates = Settings['debts']['rates']

/** Yearly rates of late interest, which change with each half-year, and the most that a person owes for recovery. */
export const debtRates = section({
  group: 'debts',
  form: () => form,
  async shown(_tx, { settings: { debts }, today }) {
    const refinancing = refinancingRates(debts)
    const half = halfYear(today)
    const isOwn = (rates: Rates['person'], from: string) => rates.some((one) => one.from === from)
    const companies = ratesFor('company', debts)
      .map(({ from, rate }, i) => ({
        from,
        rate,
        base: refinancing[i]!.rate,
        own: isOwn(debts.rates.refinancing, from),
      }))
      .reverse()
    const persons = ratesFor('person', debts)
    return {
      values: { personCosts: debts.personCosts, entry: 'keep', from: '', rate: '' },
      companies: companies.slice(0, newest),
      earlier: companies.slice(newest),
      personRate: rateOn(persons, today),
      persons: persons.map((one) => ({ ...one, own: isOwn(debts.rates.person, one.from) })).reverse(),
      // The last one known goes on, which somebody should look up.
      unknown: refinancing.some(({ from }) => from === half) ? undefined : half,
    }
  },
  async save(tx, typed, { settings: { debts }, today }, by) {
    const { personCosts } = typed
    await change(tx, 'debts', { ...debts, personCosts, rates: ratesAfter(typed, debts.rates, today) }, by)
  },
})

function ratesAfter({ entry: what, from, rate }: Typed, rates: Rates, today: IsoDate): Rates {
  if (what === 'keep') return rates
  if (from === null) throw new Refused({ from: fieldError('errors.required') })
  if (what === 'remove') return without(rates, from)
  // Nobody knows a rate sooner.
  if (from < firstDay || from > yearsFrom(today, 1))
    throw new Refused({ from: fieldError('debtRates.problem.when') })
  if (rate === null) throw new Refused({ rate: fieldError('errors.required') })
  // Directive 2011/7/EU Art. 2(7): the rate of a half-year's first day holds for all of it.
  if (what === 'refinancing' && halfYear(from) !== from)
    throw new Refused({ from: fieldError('debtRates.problem.halfYear') })
  const others = rates[what].filter((one) => one.from !== from)
  return { ...rates, [what]: [...others, { from, rate }].sort((a, b) => (a.from < b.from ? -1 : 1)) }
}

/** What the shop entered itself goes; our own table stays as it is. */
function without(rates: Rates, from: string): Rates {
  const left = {
    person: rates.person.filter((one) => one.from !== from),
    refinancing: rates.refinancing.filter((one) => one.from !== from),
  }
  const gone = rates.person.length + rates.refinancing.length - left.person.length - left.refinancing.length
  if (gone === 0) throw new Refused({ from: fieldError('debtRates.problem.nothing') })
  return left
}

/** The first day of the half-year in which a day lies. */
function halfYear(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(5, 7) < '07' ? '01' : '07'}-01`
}

/** "2,15" or "2.15" percent, in basis points; no more than the settings take. */
function percent() {
  return text(6).transform((typed, context): number => {
    const found = /^(\d{1,2})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed)
    const rate = found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : undefined
    if (rate !== undefined && rate <= mostRate) return rate
    context.addIssue({ code: 'custom', message: 'debtRates.problem.rate' })
    return z.NEVER
  })
}

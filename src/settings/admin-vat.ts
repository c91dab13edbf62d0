import { z } from 'zod'
import { DISTANCE_THRESHOLD_CENTS } from '../invoicing/vat.ts'
import { distanceCents } from '../invoicing/watch.ts'
import { choice, day, orNull, sentTick } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import { Refused, section } from './admin-section.ts'
import { change } from './settings.ts'

/** Since when the shop is in the VAT register or no longer, and whether it uses the One-Stop-Shop. */
export const vat = section({
  group: 'vat',
  form: () =>
    z.object({
      change: choice(['keep', 'registered', 'left']),
      from: orNull(day()),
      oneStopShop: sentTick(),
    }),
  async shown(tx, { settings: { identity, vat }, today }) {
    const year = Number(today.slice(0, 4))
    return {
      values: { change: 'keep', from: '', ...(vat.oneStopShop ? { oneStopShop: 'yes' } : {}) },
      hasNumber: identity.vatNumber !== null,
      periods: [...vat.periods].sort((one, other) => (one.from < other.from ? 1 : -1)),
      distance: { cents: await distanceCents(tx, year), most: DISTANCE_THRESHOLD_CENTS, year: String(year) },
    }
  },
  async save(tx, { oneStopShop, from, ...typed }, { settings }, by) {
    const { periods } = settings.vat
    if (typed.change === 'keep') return change(tx, 'vat', { periods, oneStopShop }, by)
    if (from === null) throw new Refused({ from: fieldError('errors.required') })
    const changed = { from, registered: typed.change === 'registered' }
    // The first word about it: until then the number alone said that the shop was registered.
    const before = periods.length > 0 ? periods : [{ from: '2000-01-01', registered: !changed.registered }]
    const others = before.filter((period) => period.from !== from)
    await change(tx, 'vat', { periods: [...others, changed], oneStopShop }, by)
  },
})

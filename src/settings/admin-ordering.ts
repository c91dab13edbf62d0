import { z } from 'zod'
import { amountText, optionalAmount } from '../platform/web/amounts.ts'
import { wholeNumber } from '../platform/web/fields.ts'
import { section } from './admin-section.ts'
import { change } from './settings.ts'

/** Which orders the shop takes, and until when the money of a day counts for it. */
export const ordering = section({
  group: 'ordering',
  form: () => z.object({ minimumOrder: optionalAmount(1, 10_000_000), cutOffHour: wholeNumber(1, 23) }),
  async shown(_tx, { settings, language }) {
    const { minimumCents, cutOffHour } = settings.ordering
    return {
      values: {
        minimumOrder: minimumCents === null ? '' : amountText(minimumCents, language),
        cutOffHour: String(cutOffHour),
      },
      hours: Array.from({ length: 23 }, (_, index) => ({
        value: String(index + 1),
        label: `${String(index + 1).padStart(2, '0')}:00`,
      })),
    }
  },
  async save(tx, { minimumOrder, cutOffHour }, _around, by) {
    await change(tx, 'ordering', { minimumCents: minimumOrder, cutOffHour }, by)
  },
})

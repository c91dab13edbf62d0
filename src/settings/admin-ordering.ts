import { z } from 'zod'
import { amountText, optionalAmount } from '../platform/web/amounts.ts'
import { section } from './admin-section.ts'
import { change } from './settings.ts'

/** Which orders the shop takes. */
export const ordering = section({
  group: 'ordering',
  form: () => z.object({ minimumOrder: optionalAmount(1, 10_000_000) }),
  async shown(_tx, { settings, language }) {
    const { minimumCents } = settings.ordering
    return { values: { minimumOrder: minimumCents === null ? '' : amountText(minimumCents, language) } }
  },
  async save(tx, { minimumOrder }, _around, by) {
    await change(tx, 'ordering', { minimumCents: minimumOrder }, by)
  },
})

import { z } from 'zod'
import { optionalText, wholeNumber } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import { Refused, section } from './admin-section.ts'
import { lastNumbers, nextNumbers, setNextInvoice, setNextOrder } from './numbers.ts'
import { change } from './settings.ts'

const highest = 99_999_999

/** How orders and invoices are counted; a shop that moves here goes on from its former system. */
export const numbers = section({
  group: 'numbers',
  form: () =>
    z.object({
      orderPrefix: prefix(),
      orderNext: wholeNumber(1, Number.MAX_SAFE_INTEGER),
      invoicePrefix: prefix(),
      invoiceNext: wholeNumber(1, Number.MAX_SAFE_INTEGER),
    }),
  async shown(tx, { settings, today }) {
    const last = await lastNumbers(tx, yearOf(today))
    const next = await nextNumbers(tx, yearOf(today))
    return {
      values: {
        orderPrefix: settings.numbers.orderPrefix,
        orderNext: String(next.order),
        invoicePrefix: settings.numbers.invoicePrefix,
        invoiceNext: String(next.invoice),
      },
      series: [
        { key: 'order', last: last.order },
        { key: 'invoice', last: last.invoice },
      ],
    }
  },
  async save(tx, typed, { today }, by) {
    const next = await nextNumbers(tx, yearOf(today))
    // Only a change is held to the limit: a series that has reached it keeps its page.
    for (const field of ['orderNext', 'invoiceNext'] as const) {
      const unchanged = typed[field] === next[field === 'orderNext' ? 'order' : 'invoice']
      if (!unchanged && typed[field] > highest) {
        throw new Refused({ [field]: fieldError('errors.number', { min: 1, max: highest }) })
      }
    }
    if (typed.invoiceNext !== next.invoice) {
      const set = setNextInvoice(tx, yearOf(today), typed.invoiceNext)
      await refusedAt('invoiceNext', set, 'settings.problem.begun')
    }
    const { orderPrefix, invoicePrefix } = typed
    await change(tx, 'numbers', { orderPrefix, invoicePrefix }, by)
    // A sequence moves at once and for good, whatever becomes of the transaction: so it comes last.
    if (typed.orderNext !== next.order) {
      await refusedAt('orderNext', setNextOrder(tx, typed.orderNext), 'settings.problem.passed')
    }
  },
})

/** What a payment reference (ISO 11649) and a file's name can carry. */
function prefix() {
  return optionalText(10)
    .transform((value) => value ?? '')
    .pipe(z.string().regex(/^[A-Za-z0-9/-]*$/, 'settings.problem.prefix'))
}

async function refusedAt(field: string, work: Promise<void>, problem: string): Promise<void> {
  try {
    await work
  } catch (error) {
    if (error instanceof RangeError) throw new Refused({ [field]: fieldError(problem) })
    throw error
  }
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}

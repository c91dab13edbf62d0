import { z } from 'zod'
import { optionalText, wholeNumber } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import { Refused, section } from './admin-section.ts'
import { lastNumbers, nextNumbers, type Series, setNextDocument, setNextOrder } from './numbers.ts'
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
      creditPrefix: prefix(),
      creditNext: wholeNumber(1, Number.MAX_SAFE_INTEGER),
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
        creditPrefix: settings.numbers.creditPrefix,
        creditNext: String(next.credit),
      },
      series: [
        { key: 'order', last: last.order },
        { key: 'invoice', last: last.invoice },
        { key: 'credit', last: last.credit },
      ],
    }
  },
  async save(tx, typed, { today }, by) {
    const next = await nextNumbers(tx, yearOf(today))
    // Only a change is held to the limit: a series that has reached it keeps its page.
    for (const series of ['order', 'invoice', 'credit'] as const) {
      const field = `${series}Next` as const
      if (typed[field] !== next[series] && typed[field] > highest) {
        throw new Refused({ [field]: fieldError('errors.number', { min: 1, max: highest }) })
      }
    }
    const { orderPrefix, invoicePrefix, creditPrefix } = typed
    // Two documents would get the same number.
    if (invoicePrefix === creditPrefix)
      throw new Refused({ creditPrefix: fieldError('settings.problem.samePrefix') })
    const documents = { invoiceNext: 'invoice', creditNext: 'credit-note' } as const
    for (const [field, series] of Object.entries(documents) as [keyof typeof documents, Series][]) {
      if (typed[field] === next[field === 'invoiceNext' ? 'invoice' : 'credit']) continue
      const set = setNextDocument(tx, series, yearOf(today), typed[field])
      await refusedAt(field, set, 'settings.problem.begun')
    }
    await change(tx, 'numbers', { orderPrefix, invoicePrefix, creditPrefix }, by)
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

import { z } from 'zod'
import { free } from '../customers/fields.ts'
import { amount, optionalAmount } from '../platform/web/amounts.ts'
import * as fields from '../platform/web/fields.ts'
import { type Countable, piecesField, piecesOf, reductionField, restockField } from './forms.ts'

/** Which queue is looked at. */
export const listQuery = z.object({ show: z.enum(['open', 'closed']).catch('open') })

/** What is done to a withdrawal; each button has fields of its own. */
export const actions = ['attach', 'accept', 'goods-back', 'answer', 'decline', 'close'] as const
export const actionForm = z.object({ action: fields.choice(actions) })

export const attachForm = z.object({ orderNumber: fields.text(40) })

export function acceptForm(lines: readonly Countable[]) {
  return z.object(piecesOf(lines, piecesField))
}

/** How many pieces of each line can be sold again, and in what state they came. */
export function goodsBackForm(lines: readonly Countable[]) {
  return z.object({ ...piecesOf(lines, restockField), condition: free(fields.optionalLines(1000)) })
}

export const answerForm = z.object({ answer: free(fields.lines(2000)) })
export const declineForm = z.object({ refusal: free(fields.lines(2000)) })
export const closeForm = z.object({ closing: free(fields.lines(500)) })

/** Pieces, what is taken off for each line, and what of the delivery goes back (cents with VAT). */
export function settlementForm(lines: readonly Countable[], mostDeliveryCents: number) {
  const off = Object.fromEntries(
    lines.map(({ id }) => [reductionField(id), optionalAmount(0, 2_000_000_000)]),
  )
  return z.object({
    ...piecesOf(lines, piecesField),
    ...off,
    delivery: amount(0, mostDeliveryCents),
    offReason: free(fields.optionalLines(500)),
  })
}

const causes = ['complaint', 'goodwill', 'cancellation'] as const
export type CreditCauseTyped = (typeof causes)[number]

/** A credit note on an order: pieces, or an amount off a line whose goods stay; delivery; why. */
export function creditForm(lines: readonly Countable[], mostDeliveryCents: number) {
  return z.object({
    ...piecesOf(lines, piecesField),
    ...Object.fromEntries(lines.map(({ id }) => [reductionField(id), optionalAmount(0, 2_000_000_000)])),
    delivery: amount(0, mostDeliveryCents),
    cause: fields.choice(causes),
    restock: fields.tick(),
    seen: fields.wholeNumber(0, 10_000),
  })
}

export const givingUpForm = z.object({ reason: free(fields.text(300)) })

/** What goes back, of how much (cents). */
export const overpaidForm = z.object({
  overpaid: amount(1, 2_000_000_000),
  seen: fields.wholeNumber(0, 2_000_000_000),
})

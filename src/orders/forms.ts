import { z } from 'zod'
import { limitsOf, type Sign } from '../catalogue/signs.ts'
import { wordsForm } from '../catalogue/words.ts'
import type { IsoDate } from '../platform/time.ts'
import { amount } from '../platform/web/amounts.ts'
import { choice, dayUntil, optionalText, text, tick, wholeNumber } from '../platform/web/fields.ts'
import { mostCents } from './orders.ts'
import type { OrderState } from './states.ts'

/** The staff's list shows these groups of states. */
export const filters = {
  all: undefined,
  'awaiting-payment': ['awaiting-payment'],
  'awaiting-proof': ['awaiting-proof'],
  'to-make': ['to-make'],
  'to-send': ['to-send'],
  sent: ['sent'],
  done: ['delivered'],
  cancelled: ['cancelled'],
} as const satisfies Record<string, readonly OrderState[] | undefined>
export type Filter = keyof typeof filters

/** What an address says of a list; nonsense shows the whole list from its beginning. */
export const listQuery = z.object({
  state: z.enum(Object.keys(filters) as [Filter, ...Filter[]]).catch('all'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

export const searchForm = z.object({ search: text(80) })

/** Money that came in: not before the order, not in the future; over the counter with the number of its receipt (MK 96). */
export function paymentForm(from: IsoDate, today: IsoDate) {
  const form = z.object({
    means: choice(['transfer', 'cash', 'terminal']),
    receiptNumber: optionalText(40),
    receivedOn: day({ day: from, message: 'errors.beforeOrder' }, today),
    amount: amount(1, mostCents),
    payer: optionalText(120),
    seen: wholeNumber(0, 1000),
    moreReceived: tick(),
    onceMore: tick(),
  })
  return form.superRefine(({ means, receiptNumber }, context) => {
    if (means === 'transfer' || receiptNumber !== undefined) return
    context.addIssue({ code: 'custom', message: 'errors.receiptNumber', path: ['receiptNumber'] })
  })
}

/** Calendar days within which a buyer may pay later; for a company perhaps from now on. */
export function trustForm(kind: 'person' | 'company') {
  return z.object({ netDays: wholeNumber(1, kind === 'person' ? 50 : 120), standing: tick() })
}

/** Why a payment does not count. */
export const reversalForm = z.object({ reversalReason: text(300) })

/** The words of a sign as they will be drawn, under the same rules as its buyer's. */
export function proofForm(sign: Sign) {
  return z.object({ words: wordsForm(limitsOf(sign)), seen: wholeNumber(0, 10_000) })
}

/** Where the buyer sent a file: words may stand beside it; without them and without a drawing of ours staff add a picture. */
export function artworkProofForm(sign: Sign) {
  const none = (typed: unknown) => (typeof typed === 'string' && typed.trim() === '' ? null : typed)
  const words = z.preprocess(none, wordsForm(limitsOf(sign)).nullable()).transform((typed) => typed ?? '')
  return z.object({ words, seen: wholeNumber(0, 10_000) })
}

/** Collected goods have no carrier and no number; `carriers` are the names to choose from. */
export function dispatchForm(method: 'courier' | 'locker' | 'collection', carriers: readonly string[]) {
  if (method === 'collection') {
    return z.object({}).transform(() => ({ carrier: 'collection', trackingNumber: null }))
  }
  return z
    .object({ carrier: choice(carriers as [string, ...string[]]), tracking: optionalText(60) })
    .transform(({ carrier, tracking }) => ({ carrier, trackingNumber: tracking ?? null }))
}

/** The day the buyer received the parcel: not before it left, not in the future. */
export function deliveryForm(from: IsoDate | undefined, today: IsoDate) {
  return z.object({ deliveredOn: day(from && { day: from, message: 'errors.beforeDispatch' }, today) })
}

export const cancellationForm = z.object({ reason: text(300) })

function day(from: { readonly day: IsoDate; readonly message: string } | undefined, until: IsoDate) {
  return dayUntil(until).refine((found) => !from || found >= from.day, from?.message)
}

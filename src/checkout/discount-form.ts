import { z } from 'zod'
import { amount, optionalAmount } from '../platform/web/amounts.ts'
import * as fields from '../platform/web/fields.ts'
import type { CodeFacts } from './discount-codes.ts'
import { plainCode } from './discounts.ts'

const dearest = 10_000_000

/** What a discount code's page sends, as facts of the code. */
export function discountCodeForm(kind: 'share' | 'amount') {
  return z
    .object({
      discountCode: code(),
      discountKind: fields.choice(['share', 'amount']),
      ...(kind === 'share' ? { discountShare: share() } : { discountAmount: amount(1, dearest) }),
      discountMinimum: optionalAmount(1, dearest),
      discountFrom: fields.day(),
      discountUntil: fields.orNull(fields.day()),
      discountLimit: fields.orNull(fields.wholeNumber(1, 1_000_000)),
      discountGoods: fields.choice(['all', 'some']),
      'discountCategories[]': z.array(fields.id()).default([]),
    })
    .superRefine((typed, context) => {
      const say = (field: string, message: string) =>
        context.addIssue({ code: 'custom', message, path: [field] })
      const { discountFrom: from, discountUntil: until, discountMinimum: minimum } = typed
      if (until !== null && until < from) say('discountUntil', 'discounts.error.order')
      // Something must be left to pay, also of the smallest order.
      if ('discountAmount' in typed && (minimum ?? 0) <= Number(typed.discountAmount))
        say('discountMinimum', 'discounts.error.minimum')
      if (typed.discountGoods === 'some' && typed['discountCategories[]'].length === 0)
        say('discountCategories', 'discounts.error.categories')
    })
    .transform(
      (typed): CodeFacts => ({
        code: typed.discountCode,
        share: 'discountShare' in typed ? Number(typed.discountShare) : null,
        amountCents: 'discountAmount' in typed ? Number(typed.discountAmount) : null,
        minimumCents: typed.discountMinimum ?? 0,
        validFrom: typed.discountFrom,
        validUntil: typed.discountUntil,
        useLimit: typed.discountLimit,
        categoryIds: typed.discountGoods === 'all' ? null : [...new Set(typed['discountCategories[]'])],
      }),
    )
}

/** Which of the two it takes off: it decides which field counts. */
export const kindForm = z.object({ discountKind: z.enum(['share', 'amount']).catch('share') })

function code() {
  return fields.text(60).transform((typed, context) => {
    const plain = plainCode(typed)
    if (/^[A-Z0-9][A-Z0-9-]{2,39}$/.test(plain)) return plain
    context.addIssue({ code: 'custom', message: 'discounts.error.code' })
    return z.NEVER
  })
}

/** "10" or "12,5" per cent as basis points; a hundredth must be left to pay. */
function share() {
  return fields.text(6).transform((typed, context) => {
    const [, whole, part = ''] = /^(\d{1,2})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed) ?? []
    const points = whole === undefined ? 0 : Number(whole) * 100 + Number(part.padEnd(2, '0'))
    if (points >= 1 && points <= 9900) return points
    context.addIssue({ code: 'custom', message: 'discounts.error.share' })
    return z.NEVER
  })
}

import { z } from 'zod'
import { languages } from '../../platform/i18n/languages.ts'
import { amount } from '../../platform/web/amounts.ts'
import { choice, id, optionalText, text, tick, wholeNumber } from '../../platform/web/fields.ts'
import { longest, most } from '../limits.ts'
import type { BulkChange } from './bulk.ts'

export const listStates = ['draft', 'scheduled', 'on-sale', 'low', 'sold-out'] as const

/** What an address says of a list; nonsense shows the whole list from its beginning. */
export const listQuery = z.object({
  state: z.enum(listStates).optional().catch(undefined),
  category: z.uuid().optional().catch(undefined),
  missing: z.enum(languages).optional().catch(undefined),
  q: optionalText(80).catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

/** A new product: its Latvian name, where it stands, and how it is sold. */
export const beginForm = z.object({
  name: text(longest.name),
  category: z.uuid('errors.choice'),
  selling: choice(['stock', 'made']),
})

const mostGoods = 100

export const changes = ['percent', 'price', 'stock', 'publish', 'unpublish', 'move'] as const

/** Which goods were ticked, and what is to become of them; `done` when the person has seen what it does. */
export const bulkForm = z
  .object({
    'goods[]': z.array(id()).min(1, 'goods.problem.none-ticked').max(mostGoods, 'goods.problem.too-many'),
    change: z.enum(changes, 'errors.choice').optional(),
    percent: optionalText(8),
    amount: optionalText(12),
    stock: optionalText(8),
    category: optionalText(36),
    confirmed: tick(),
    print: optionalText(64),
  })
  .transform(({ 'goods[]': goods, ...typed }, context) => ({
    ...typed,
    goods,
    asked: typed.change && changeOf(typed, context),
  }))

interface TypedChange {
  readonly change?: (typeof changes)[number] | undefined
  readonly percent?: string | undefined
  readonly amount?: string | undefined
  readonly stock?: string | undefined
  readonly category?: string | undefined
}

function changeOf(typed: TypedChange, context: z.RefinementCtx): BulkChange | undefined {
  switch (typed.change) {
    case 'percent': {
      const points = percentOf(typed.percent)
      if (points !== undefined) return { kind: 'percent', points }
      return refuse(context, 'percent', 'goods.problem.percent')
    }
    case 'price': {
      const cents = amount(1, most.cents).safeParse(typed.amount)
      return cents.success ? { kind: 'price', cents: cents.data } : refuse(context, 'amount', 'errors.amount')
    }
    case 'stock': {
      const pieces = wholeNumber(0, most.pieces).safeParse(typed.stock)
      return pieces.success
        ? { kind: 'stock', pieces: pieces.data }
        : refuse(context, 'stock', 'errors.number', { min: 0, max: most.pieces })
    }
    case 'move': {
      const category = id().safeParse(typed.category)
      return category.success
        ? { kind: 'move', categoryId: category.data }
        : refuse(context, 'category', 'errors.choice')
    }
    case 'publish':
    case 'unpublish':
      return { kind: typed.change }
    default:
      return undefined
  }
}

function refuse(context: z.RefinementCtx, path: string, message: string, params = {}): undefined {
  context.addIssue({ code: 'custom', path: [path], message, params })
}

/** "-10", "+5", "2,5" per cent, as basis points; nothing and everything are no change of a price. */
function percentOf(typed = ''): number | undefined {
  const found = /^([+\-−–]?)(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed.trim())
  if (!found) return undefined
  const [, sign = '', whole = '0', part = ''] = found
  const points = Number(whole) * 100 + Number(part.padEnd(2, '0'))
  const signed = sign !== '' && sign !== '+' ? -points : points
  return signed !== 0 && signed > -10_000 && signed <= 50_000 ? signed : undefined
}

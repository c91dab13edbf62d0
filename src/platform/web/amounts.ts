import { z } from 'zod'
import { type Cents, cents, decimal } from '../money.ts'
import { text } from './fields.ts'

/** An amount in euros as people type it ("12,50", "12.50", "1 200"), as cents from `min` to `max`. */
export function amount(min: number, max: number) {
  return text(20).transform((value, context): Cents => {
    const typed = centsOf(value)
    if (typed !== undefined && typed >= min && typed <= max) return typed
    if (typed !== undefined && typed > max)
      context.addIssue({ code: 'custom', message: 'errors.amountMost', params: { most: max / 100 } })
    else context.addIssue({ code: 'custom', message: 'errors.amount' })
    return z.NEVER
  })
}

/** The same for an amount that may be left empty; null then. */
export function optionalAmount(min: number, max: number) {
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    amount(min, max)
      .optional()
      .transform((value): Cents | null => value ?? null),
  )
}

/** Cents as they stand in a field: "12,50" in Latvian, "12.50" in English. */
export function amountText(value: number, language: string): string {
  return language === 'en' ? decimal(value) : decimal(value).replace('.', ',')
}

/** Two decimals at most: what the third one means nobody knows. */
function centsOf(typed: string): Cents | undefined {
  const [, euros, part = ''] = /^(\d{1,8})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[\s\u00a0€]/g, '')) ?? []
  return euros === undefined ? undefined : cents(Number(euros) * 100 + Number(part.padEnd(2, '0')))
}

import { z } from 'zod'
import { choice, optionalText, tick } from '../platform/web/fields.ts'
import type { Typed } from '../platform/web/forms.ts'
import { type ParcelField, type ParcelFile, parcelFields } from '../settings/delivery.ts'

/** Columns that a carrier's file may have at most. */
export const mostColumns = 30

/** How a carrier wants its parcel file; a row without a field is no column. */
export function fileForm() {
  const rows = Array.from({ length: mostColumns }, (_, row) => row + 1)
  return z
    .object({
      separator: choice(['semicolon', 'comma', 'tab']),
      encoding: choice(['utf-8', 'windows-1257']),
      decimal: choice(['comma', 'point']),
      titles: tick(),
      ...Object.fromEntries(
        rows.flatMap((row) => [
          [`title-${row}`, optionalText(60)],
          [`field-${row}`, z.enum(['', ...parcelFields], 'errors.choice').optional()],
          [`text-${row}`, optionalText(120)],
        ]),
      ),
    })
    .transform((typed, context): ParcelFile => {
      const { separator, encoding, decimal, titles } = typed as Omit<ParcelFile, 'columns'>
      const values = typed as Readonly<Record<string, unknown>>
      const columns = rows.flatMap((row) => {
        const field = (values[`field-${row}`] as ParcelField | '' | undefined) || undefined
        const title = (values[`title-${row}`] as string | undefined) ?? ''
        if (!field && title === '') return []
        if (!field) {
          context.addIssue({ code: 'custom', message: 'errors.choice', path: [`field-${row}`] })
          return []
        }
        return [
          {
            title,
            field,
            text: field === 'fixed' ? ((values[`text-${row}`] as string | undefined) ?? '') : '',
          },
        ]
      })
      if (columns.length === 0)
        context.addIssue({ code: 'custom', message: 'delivery.problem.columns', path: ['field-1'] })
      if (separator === decimal)
        context.addIssue({ code: 'custom', message: 'delivery.problem.separator', path: ['separator'] })
      return { columns, separator, encoding, decimal, titles }
    })
}

/** The form as it stands. */
export function fileValues({ columns, separator, encoding, decimal, titles }: ParcelFile): Typed {
  return {
    separator,
    encoding,
    decimal,
    ...(titles ? { titles: 'yes' } : {}),
    ...Object.assign(
      {},
      ...columns.map(({ title, field, text }, index) => ({
        [`title-${index + 1}`]: title,
        [`field-${index + 1}`]: field,
        [`text-${index + 1}`]: text,
      })),
    ),
  }
}

import { z } from 'zod'
import { journalColumns } from '../bookkeeping/journal.ts'
import { registerColumns } from '../bookkeeping/register.ts'
import { translator } from '../platform/i18n/messages.ts'
import { choice, optionalText, text, tick } from '../platform/web/fields.ts'
import { fieldError } from '../platform/web/forms.ts'
import { Refused, section } from './admin-section.ts'
import { accountKeys, type Layout, revenueKeys } from './bookkeeping.ts'
import { change } from './settings.ts'

/** The tables that may be laid out for the accountant's own program, with their fields. */
const tables = {
  journal: journalColumns.map(({ field }) => field),
  register: registerColumns.map(({ field }) => field),
} as const
type Table = keyof typeof tables
const tableKeys = ['journal', 'register'] as const

const separators = { semicolon: ';', comma: ',', tab: '\t' } as const
const decimals = { comma: ',', point: '.' } as const

const place = z
  .string()
  .optional()
  .transform((typed) => typed?.trim() ?? '')
  .pipe(z.string().regex(/^([1-9]\d?)?$/, 'bookkeeping.problem.place'))

/** The journal's accounts, and how tables are laid out for the program that the accountant keeps the books in. */
export const bookkeeping = section({
  group: 'bookkeeping',
  form: () =>
    z.object({
      ...Object.fromEntries(accountKeys.map((key) => [`account_${key}`, text(20)])),
      ...Object.fromEntries(revenueKeys.map((key) => [`revenue_${key}`, optionalText(20)])),
      ...Object.fromEntries(tableKeys.flatMap((table) => layoutFields(table))),
    }) as unknown as z.ZodType<Record<string, string | boolean | undefined>>,
  async shown(_tx, { settings, language }) {
    const { accounts, revenueBy, layouts } = settings.bookkeeping
    const t = translator(language)
    const fields = (table: Table) =>
      tables[table].map((field) => ({
        at: `${table}_at_${field}`,
        as: `${table}_as_${field}`,
        name: t(`books.column.${field}`),
      }))
    const options = (group: string, values: readonly string[]) =>
      values.map((value) => ({ value, label: t(`bookkeeping.${group}.${value}`) }))
    const labels = [
      ...accountKeys.map((key) => [`account_${key}`, t(`bookkeeping.account.${key}`)]),
      ...revenueKeys.map((key) => [`revenue_${key}`, t(`bookkeeping.revenue.${key}`)]),
      ...tableKeys.flatMap((table) =>
        fields(table).flatMap(({ at, as, name }) => [
          [at, name],
          [as, name],
        ]),
      ),
      ...tableKeys.flatMap((table) => [
        [`${table}_on`, t(`bookkeeping.layout.${table}`)],
        ...['separator', 'decimal', 'dates'].map((of) => [`${table}_${of}`, t(`bookkeeping.${of}`)]),
      ]),
    ]
    return {
      values: {
        ...Object.fromEntries(accountKeys.map((key) => [`account_${key}`, accounts[key]])),
        ...Object.fromEntries(revenueKeys.map((key) => [`revenue_${key}`, revenueBy[key] ?? ''])),
        ...Object.assign({}, ...tableKeys.map((table) => typedOf(table, layouts[table]))),
      },
      labels: Object.fromEntries(labels),
      accounts: accountKeys,
      revenues: revenueKeys,
      tables: tableKeys.map((key) => ({ key, fields: fields(key) })),
      separators: options('separator', Object.keys(separators)),
      decimals: options('decimal', Object.keys(decimals)),
      dates: options('dates', ['iso', 'dots', 'digits']),
    }
  },
  async save(tx, typed, _around, by) {
    await change(
      tx,
      'bookkeeping',
      {
        accounts: Object.fromEntries(accountKeys.map((key) => [key, typed[`account_${key}`] as string])),
        revenueBy: Object.fromEntries(
          revenueKeys.flatMap((key) => {
            const code = typed[`revenue_${key}`]
            return typeof code === 'string' ? [[key, code]] : []
          }),
        ),
        layouts: { journal: layoutOf('journal', typed), register: layoutOf('register', typed) },
      },
      by,
    )
  },
})

function layoutFields(table: Table): [string, z.ZodType][] {
  return [
    [`${table}_on`, tick()],
    [`${table}_headings`, tick()],
    [`${table}_separator`, choice(['semicolon', 'comma', 'tab'])],
    [`${table}_decimal`, choice(['comma', 'point'])],
    [`${table}_dates`, choice(['iso', 'dots', 'digits'])],
    ...tables[table].flatMap((field): [string, z.ZodType][] => [
      [`${table}_at_${field}`, place],
      [`${table}_as_${field}`, optionalText(60)],
    ]),
  ]
}

function typedOf(table: Table, layout: Layout | null): Record<string, string> {
  const shown: Record<string, string> = {
    [`${table}_separator`]: keyOf(separators, layout?.separator ?? ';'),
    [`${table}_decimal`]: keyOf(decimals, layout?.decimal ?? ','),
    [`${table}_dates`]: layout?.dates ?? 'iso',
  }
  if (layout) shown[`${table}_on`] = 'yes'
  if (layout?.headings ?? true) shown[`${table}_headings`] = 'yes'
  for (const [index, { field, heading }] of (layout?.columns ?? []).entries()) {
    shown[`${table}_at_${field}`] = String(index + 1)
    shown[`${table}_as_${field}`] = heading
  }
  return shown
}

/** Columns by the places that were typed. Throws Refused where a layout is wanted and has none, or two share a place. */
function layoutOf(table: Table, typed: Record<string, string | boolean | undefined>): Layout | null {
  if (!typed[`${table}_on`]) return null
  const placed = tables[table]
    .map((field) => ({ field, at: Number(typed[`${table}_at_${field}`] ?? 0) }))
    .filter(({ at }) => at > 0)
    .sort((one, other) => one.at - other.at)
  const double = placed.find(({ at }, index) => placed[index - 1]?.at === at)
  if (double) throw new Refused({ [`${table}_at_${double.field}`]: fieldError('bookkeeping.problem.double') })
  if (placed.length === 0) throw new Refused({ [`${table}_on`]: fieldError('bookkeeping.problem.none') })
  return {
    columns: placed.map(({ field }) => ({ field, heading: String(typed[`${table}_as_${field}`] ?? field) })),
    separator: separators[typed[`${table}_separator`] as keyof typeof separators],
    decimal: decimals[typed[`${table}_decimal`] as keyof typeof decimals],
    dates: typed[`${table}_dates`] as Layout['dates'],
    headings: typed[`${table}_headings`] === true,
  }
}

function keyOf(from: Readonly<Record<string, string>>, value: string): string {
  return Object.keys(from).find((key) => from[key] === value)!
}

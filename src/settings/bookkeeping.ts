import { z } from 'zod'

/** The accounts that the journal posts to. Their codes are the shop's own; these are those of the usual Latvian chart. */
export const accountKeys = [
  'receivables',
  'advances',
  'refunds',
  'vat',
  'vatOss',
  'bank',
  'clearing',
  'terminal',
  'cash',
  'fees',
  'other',
  'opening',
  'badDebts',
  'interest',
  'recovery',
  'revenue',
] as const
export type AccountKey = (typeof accountKeys)[number]

/** Revenue that may have an account of its own: by Latvian rate, or why Latvia taxes it otherwise. */
export const revenueKeys = ['S2100', 'S1200', 'S500', 'Z', 'E', 'K', 'AE', 'G', 'OSS', 'O'] as const
export type RevenueKey = (typeof revenueKeys)[number]

const usual: Record<AccountKey, string> = {
  receivables: '2310',
  advances: '5210',
  refunds: '5590',
  vat: '5721',
  vatOss: '5722',
  bank: '2620',
  clearing: '2670',
  terminal: '2670',
  cash: '2610',
  fees: '7760',
  other: '2390',
  opening: '9999',
  badDebts: '7550',
  interest: '8110',
  recovery: '6550',
  revenue: '6110',
}

const code = z.string().min(1).max(20)
const account = (key: AccountKey) => code.default(usual[key])

/** How a table is laid out for the accountant's own program. */
const layout = z.object({
  /** Fields of the table in their order, and what stands above them. */
  columns: z.array(z.object({ field: z.string(), heading: z.string() })).min(1),
  separator: z.enum([';', ',', '\t']),
  decimal: z.enum([',', '.']),
  /** 2026-01-31, 31.01.2026 or 20260131. */
  dates: z.enum(['iso', 'dots', 'digits']),
  headings: z.boolean(),
})
export type Layout = z.infer<typeof layout>

/** The settings of the books; `{}` is the usual. */
export const bookkeeping = z.object({
  accounts: z
    .object({
      receivables: account('receivables'),
      advances: account('advances'),
      refunds: account('refunds'),
      vat: account('vat'),
      vatOss: account('vatOss'),
      bank: account('bank'),
      clearing: account('clearing'),
      terminal: account('terminal'),
      cash: account('cash'),
      fees: account('fees'),
      other: account('other'),
      opening: account('opening'),
      badDebts: account('badDebts'),
      interest: account('interest'),
      recovery: account('recovery'),
      revenue: account('revenue'),
    })
    .prefault({}),
  /** Where one is named, instead of the account of all revenue. */
  revenueBy: z.partialRecord(z.enum(revenueKeys), code).default({}),
  layouts: z
    .object({ journal: layout.nullable().default(null), register: layout.nullable().default(null) })
    .prefault({}),
})
export type Bookkeeping = z.infer<typeof bookkeeping>

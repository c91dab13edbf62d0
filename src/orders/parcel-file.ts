import { stringify } from 'csv-stringify/sync'
import { csvLines } from '../platform/files/csv-lines.ts'
import { encodeText } from '../platform/files/text.ts'
import type { ParcelField, ParcelFile } from '../settings/delivery.ts'
import type { ParcelFacts } from './parcels.ts'

/** What goes onto every line: the weight of the packaging, in grams, and how a service is called. */
export interface FileAround {
  readonly packagingGrams: number
  readonly services: Readonly<Record<'courier' | 'locker', string>>
}

const signs = { semicolon: ';', comma: ',', tab: '\t', point: '.' } as const

/** Written by the shop itself in a fixed form: nothing in them can be a formula, and a plus sign must stay. */
const safe: ReadonlySet<ParcelField> = new Set(['phone', 'weight', 'parcels', 'country'])

/**
 * Parcels as a carrier's own columns want them. What people typed cannot become a formula in a spreadsheet
 * (OWASP CSV injection): such a text begins with an apostrophe.
 */
export function parcelCsv(file: ParcelFile, parcels: readonly ParcelFacts[], around: FileAround): Buffer {
  const { columns, separator, encoding, titles } = file
  const lines = parcels.map((parcel) =>
    columns.map(({ field, text }) => cell(field, text, parcel, file, around)),
  )
  const csv = stringify([...(titles ? [columns.map(({ title }) => title)] : []), ...lines], {
    delimiter: signs[separator],
    ...csvLines,
    cast: {
      string: (value, { index, header }) => ({
        value,
        escape_formulas: header || !safe.has(columns[index]!.field),
      }),
    },
  })
  return encodeText(csv, encoding)
}

function cell(
  field: ParcelField,
  text: string,
  parcel: ParcelFacts,
  { decimal }: ParcelFile,
  { packagingGrams, services }: FileAround,
): string {
  if (field === 'reference') return parcel.number
  if (field === 'service') return services[parcel.method]
  if (field === 'weight') return kilograms(parcel.weightGrams + packagingGrams, decimal)
  if (field === 'parcels') return '1'
  if (field === 'fixed') return text
  return parcel[field]
}

/** Rounded up to ten grams: carriers weigh again, and a parcel that is heavier than told costs more. */
function kilograms(grams: number, decimal: ParcelFile['decimal']): string {
  return (Math.max(1, Math.ceil(grams / 10)) / 100).toFixed(2).replace('.', signs[decimal])
}

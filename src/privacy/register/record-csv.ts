import { stringify } from 'csv-stringify/sync'
import { csvLines } from '../../platform/files/csv-lines.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { RecordOfProcessing } from './record-schema.ts'

type Purpose = RecordOfProcessing['purposes'][number]

/** The columns of the table; what belongs to the whole record stands on each line, so that none says too little alone. */
const columns: Readonly<Record<string, (purpose: Purpose, record: RecordOfProcessing) => string>> = {
  controller: (_, { controller: { name, registrationNumber, address, email, phone } }) =>
    [name, registrationNumber, address, email, phone].join(', '),
  contact: (_, { contact, dataProtectionOfficer }) =>
    [contact, dataProtectionOfficer].flatMap((one) => (one ? [`${one.name}, ${one.email}`] : [])).join('; '),
  version: (_, { version }) => String(version),
  date: (_, { madeOn }) => madeOn,
  purpose: ({ title }) => title,
  description: ({ description }) => description,
  inUse: ({ inUse }) => (inUse ? '1' : '0'),
  subjects: ({ bases }) => named(bases.flatMap(({ subjects }) => subjects)),
  data: ({ data }) => named(data),
  fideslang: ({ data }) => [...new Set(data.map(({ fideslang }) => fideslang))].join('; '),
  basis: ({ bases }) => bases.map(({ subjects, words }) => `${named(subjects)}: ${words}`).join('\n'),
  recipients: ({ recipients }, record) => receivers(recipients, record),
  transfers: (_, { transfers }) =>
    transfers
      .map(
        ({ recipient, country, safeguard }) =>
          `${recipient} (${country}): ${safeguard.name}; ${safeguard.copy}`,
      )
      .join('\n'),
  terms: ({ terms }) => terms.map(({ words }) => words).join('\n'),
  measures: (_, { securityMeasures }) => securityMeasures,
  source: ({ source }) => source,
}

/** The record as a table, a purpose on each line; UTF-8 with a byte order mark, for spreadsheets. Formulas are escaped. */
export function recordCsv(record: RecordOfProcessing, t: Translate): string {
  const lines = record.purposes.map((purpose) => Object.values(columns).map((cell) => cell(purpose, record)))
  const titles = Object.keys(columns).map((column) => t(`recordColumn.${column}`))
  return stringify([titles, ...lines], {
    bom: true,
    delimiter: ';',
    ...csvLines,
    escape_formulas: true,
  })
}

/** The kinds of recipient, each with who that is in this shop. */
function receivers(kinds: Purpose['recipients'], { recipients }: RecordOfProcessing): string {
  return kinds
    .map(({ id, name }) => {
      const own = recipients.filter(({ kind, endedOn }) => kind.id === id && endedOn === null)
      const who = own.flatMap((one) => (one.name && one.name !== name ? [`${one.name}, ${one.country}`] : []))
      return who.length > 0 ? `${name} (${who.join('; ')})` : name
    })
    .join('\n')
}

function named(all: readonly { readonly name: string }[]): string {
  return all.map(({ name }) => name).join('; ')
}

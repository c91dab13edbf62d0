import { readFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import type { Formats } from '../../platform/i18n/format.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { basisOf, kindsOf, type Named, termsOf, titleOf } from '../notices/notice-words.ts'
import { purposeList } from '../purposes.ts'
import { type KeptTerm, withTerms } from '../register/terms.ts'
import type { Declarations } from '../tags.ts'
import type { Tx } from '../with-purpose.ts'
import * as accessExport from './access-export.ts'
import { byInterest, columnLabel, shownColumn, tableTitle, valueText } from './request-copy-words.ts'
import * as archives from './subject-archive.ts'

export const copyFormats = ['everything', 'json', 'csv'] as const
export type CopyFormat = (typeof copyFormats)[number]

/** What a copy is written with. */
export interface Writing {
  readonly register: Declarations
  readonly terms: readonly KeptTerm[]
  readonly language: Language
  readonly address: string
  readonly at: Date
  readonly t: Translate
  readonly formats: Formats
  render(view: string, model: Readonly<Record<string, unknown>>): string
}

export interface CopyFile {
  readonly name: string
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}

/** The copy of everything that is held of the person whom this transaction answers (Art. 15(3)), or of what they gave (Art. 20). */
export async function make(
  tx: Tx<'rights-requests'>,
  format: CopyFormat,
  writing: Writing,
): Promise<CopyFile> {
  const copy = await accessExport.collect(tx, writing.register)
  if (format === 'everything') return everything(copy, writing)
  const own = archives.unpack(archives.portable(copy, movable))
  const data = Object.fromEntries(own.tables.map(({ name, rows }) => [name, rows]))
  if (format === 'csv') return file('my-data.csv', 'text/csv; charset=utf-8', csvOf(own.tables))
  const json = JSON.stringify({ about: writing.address, madeAt: writing.at, data }, null, 2)
  if (Object.keys(own.files).length === 0) return file('my-data.json', 'application/json', json)
  return zipped('my-data.zip', archives.zip(own.files, { 'data.json': json }))
}

/** Purposes that rest on a consent or a contract for anybody. */
const movable = new Set<string>(
  purposeList
    .filter(({ basis }) => Object.values(basis).some((point) => point === 'a' || point === 'b'))
    .map(({ id }) => id),
)

function everything(copy: accessExport.PersonalCopy, writing: Writing): CopyFile {
  const unpacked = archives.unpack(copy)
  const { address, at, language } = writing
  const used = new Set(copy.tables.flatMap(({ columns }) => columns.flatMap(({ purposes }) => purposes)))
  const purposes = purposesOf(used, writing)
  const json = {
    about: address,
    madeAt: at,
    purposes,
    tables: unpacked.tables.map(({ name, columns, rows }) => ({ name, columns, rows })),
  }
  const page = writing.render('storefront/privacy/my-data-archive', {
    language,
    address,
    at,
    purposes,
    tables: unpacked.tables
      .toSorted(byInterest)
      .map((table) => tableModel(table, writing))
      .filter(({ rows }) => rows.some(({ fields }) => fields.length > 0)),
  })
  return zipped(
    'my-data.zip',
    archives.zip(unpacked.files, {
      'index.html': page,
      'data.json': JSON.stringify(json, null, 2),
      'style.css': style(),
    }),
  )
}

/** Why each thing is held, on what basis, how long and who may receive it (Art. 15(1)). */
function purposesOf(used: ReadonlySet<string>, { t, terms }: Writing) {
  return withTerms<Named>(purposeList, terms)
    .filter(({ id }) => used.has(id))
    .map((purpose) => ({
      id: purpose.id,
      title: titleOf(purpose.id, t),
      why: t(`privacy.why.${purpose.id}`),
      basis: basisOf(purpose, t),
      term: termsOf(purpose, t),
      recipients: kindsOf(purpose, t),
    }))
}

function tableModel({ name, columns, rows }: archives.Unpacked['tables'][number], writing: Writing) {
  const shown = columns.filter(shownColumn)
  return {
    title: tableTitle(name, writing.t),
    rows: rows.map((row) => ({
      fields: shown
        .map((column) => ({ column: column.name, value: row[column.name] }))
        .filter(({ value }) => value !== null && value !== undefined && value !== '')
        .map(({ column, value }) => ({
          label: columnLabel(column, writing.t),
          ...(archives.isFile(value) ? { file: value.file } : { text: valueText(column, value, writing) }),
        })),
    })),
  }
}

/** One line for each value: every program reads it, and no cell is taken for a formula. */
function csvOf(tables: archives.Unpacked['tables']): string {
  const lines = tables.flatMap(({ name, rows }) =>
    rows.flatMap((row, at) =>
      Object.entries(row)
        .filter(([, value]) => value !== null)
        .map(([column, value]) => [
          name,
          at + 1,
          column,
          archives.isFile(value) ? value.file : plainText(value),
        ]),
    ),
  )
  return stringify([['table', 'row', 'field', 'value'], ...lines], { bom: true, escape_formulas: true })
}

function plainText(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function file(name: string, type: string, text: string): CopyFile {
  return { name, type, body: new Uint8Array(Buffer.from(text)) }
}

function zipped(name: string, body: Uint8Array<ArrayBuffer>): CopyFile {
  return { name, type: 'application/zip', body }
}

let sheet: string | undefined

/** The page of the archive wears what the shop wears. */
function style(): string {
  sheet ??= readFileSync(new URL('../../../views/assets/site.css', import.meta.url), 'utf8')
  return sheet
}

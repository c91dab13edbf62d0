import { readFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import type { Formats } from '../../platform/i18n/format.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { decimal } from '../../platform/money.ts'
import { basisOf, kindsOf, type Named, termsOf, titleOf } from '../notices/notice-words.ts'
import { compose, type NoticeFacts } from '../notices/notices.ts'
import { type PurposeId, purposeList } from '../purposes.ts'
import type { InForce } from '../register/in-force.ts'
import { type KeptTerm, withTerms } from '../register/terms.ts'
import type { Declarations } from '../tags.ts'
import type { Tx } from '../with-purpose.ts'
import * as accessExport from './access-export.ts'
import { type Tongue, valueText } from './request-copy-codes.ts'
import { byInterest, columnLabel, shownColumn, tableTitle } from './request-copy-words.ts'
import * as archives from './subject-archive.ts'

export const copyFormats = ['everything', 'json', 'csv'] as const
export type CopyFormat = (typeof copyFormats)[number]

/** What a copy is written with: the shop as every edge holds it. */
export interface Desk {
  readonly register: Declarations
  readonly clock: { now(): Date }
  readonly views: { render(view: string, model: Readonly<Record<string, unknown>>): string }
  t(language: Language): Translate
  formats(language: Language): Formats
  known(): {
    readonly settings: Omit<NoticeFacts, 'register' | 'myData'>
    readonly register: InForce
    readonly purposesOn: ReadonlySet<PurposeId>
  }
}

/** For whom: their language, and the address by which they were found. */
export interface Whose {
  readonly language: Language
  readonly address: string
}

export interface CopyFile {
  readonly name: string
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
}

interface Writing extends Whose, Tongue {
  readonly desk: Desk
  readonly terms: readonly KeptTerm[]
  readonly at: Date
}

/** Reads all that is held of the person whom this transaction answers; `write` makes a file of it after the transaction. */
export function read(
  tx: Tx<'rights-requests'>,
  { register }: Pick<Desk, 'register'>,
): Promise<accessExport.PersonalCopy> {
  return accessExport.collect(tx, register)
}

/** The copy of everything (Art. 15(3)), or of what the person gave (Art. 20), as a file. */
export function write(
  copy: accessExport.PersonalCopy,
  format: CopyFormat,
  desk: Desk,
  whose: Whose,
): CopyFile {
  const { language } = whose
  const { terms } = desk.known().register
  const tongue = { t: desk.t(language), formats: desk.formats(language) }
  const writing = { ...whose, ...tongue, desk, terms, at: desk.clock.now() }
  return format === 'everything' ? everything(copy, writing) : portable(copy, format, writing)
}

/** As the answer to a browser: a file that no cache keeps. */
export function headersOf({ name, type }: CopyFile): Record<string, string> {
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  }
}

/** What the person gave; pictures and documents lie beside it. */
function portable(copy: accessExport.PersonalCopy, format: 'json' | 'csv', writing: Writing): CopyFile {
  const own = archives.unpack(archives.portable(copy, movable))
  const data = Object.fromEntries(own.tables.map(({ name, rows }) => [name, rows]))
  const made =
    format === 'csv'
      ? { name: 'my-data.csv', type: 'text/csv; charset=utf-8', text: csvOf(own.tables, writing) }
      : {
          name: 'my-data.json',
          type: 'application/json',
          text: JSON.stringify({ about: writing.address, madeAt: writing.at, data }, null, 2),
        }
  if (Object.keys(own.files).length === 0) return file(made.name, made.type, made.text)
  return zipped(archives.zip(own.files, { [made.name]: made.text }))
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
  const page = writing.desk.views.render('storefront/privacy/my-data-archive', {
    language,
    address,
    at,
    purposes,
    tables: unpacked.tables
      .toSorted(byInterest)
      .map((table) => tableModel(table, writing))
      .filter(says),
    sections: sectionsOf(writing),
  })
  return zipped(
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

/** Who answers for the data, who may receive them and where, where they come from, and what the person may do (Art. 15(1)). */
const told = [
  'controller',
  'recipients',
  'transfers',
  'sources',
  'rights',
  'objection',
  'consent',
  'complaint',
  'decisions',
]

function sectionsOf({ desk, language, t }: Writing) {
  const { settings, register, purposesOn } = desk.known()
  const notice = compose(language, { ...settings, register }, purposesOn, t)
  return told.map((id) => notice.sections.find((section) => section.id === id)!)
}

/** A table as a page shows it: a title, and in each row what is filled in. */
export function tableModel({ name, columns, rows }: archives.Unpacked['tables'][number], tongue: Tongue) {
  const shown = columns.filter((column) => shownColumn(column, name))
  return {
    title: tableTitle(name, tongue.t),
    rows: rows.map((row) => ({
      fields: shown
        .map((column) => ({ column: column.name, value: row[column.name] }))
        .filter(({ value }) => value !== null && value !== undefined && value !== '')
        .map(({ column, value }) => ({
          label: columnLabel(column, tongue.t),
          ...(archives.isFile(value)
            ? { file: value.file }
            : { text: valueText(name, column, value, tongue) }),
        })),
    })),
  }
}

/** Whether anything is filled in. */
export function says({ rows }: ReturnType<typeof tableModel>): boolean {
  return rows.some(({ fields }) => fields.length > 0)
}

/** One line for each value: every program reads it, and no cell is taken for a formula. */
function csvOf(tables: archives.Unpacked['tables'], { t }: Writing): string {
  const lines = tables.flatMap(({ name, rows }) =>
    rows.flatMap((row, at) =>
      Object.entries(row)
        .filter(([, value]) => value !== null)
        .map(([column, value]) => [
          tableTitle(name, t),
          at + 1,
          columnLabel(column, t),
          archives.isFile(value) ? value.file : plainText(column, value),
        ]),
    ),
  )
  const head = [t('myData.csv.what'), t('myData.csv.row'), t('myData.csv.field'), t('myData.csv.value')]
  return stringify([head, ...lines], { bom: true, escape_formulas: true })
}

function plainText(column: string, value: unknown): string {
  if (typeof value === 'number' && column.endsWith('_cents')) return decimal(value)
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function file(name: string, type: string, text: string): CopyFile {
  return { name, type, body: new Uint8Array(Buffer.from(text)) }
}

function zipped(body: ReadableStream<Uint8Array>): CopyFile {
  return { name: 'my-data.zip', type: 'application/zip', body }
}

let sheet: string | undefined

/** The page of the archive wears what the shop wears. */
function style(): string {
  sheet ??= readFileSync(new URL('../../../views/assets/site.css', import.meta.url), 'utf8')
  return sheet
}

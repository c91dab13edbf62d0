import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { CopiedColumn, CopiedTable, PersonalCopy } from './access-export.ts'
import { shownColumn } from './request-copy-words.ts'

/** A file of an archive by its name. */
type Files = Record<string, Uint8Array>

/** A copy whose pictures and documents are files of their own beside it. */
export interface Unpacked {
  readonly tables: readonly {
    readonly name: string
    readonly columns: readonly CopiedColumn[]
    readonly rows: readonly Readonly<Record<string, unknown>>[]
  }[]
  readonly files: Files
}

/** What stands in a row instead of a picture or document. */
export interface FileIn {
  readonly file: string
}

/** Takes pictures and documents out of a copy and names them; the rows say which file is theirs. */
export function unpack({ tables }: PersonalCopy): Unpacked {
  const files: Files = {}
  const unpacked = tables.map(({ name, columns, rows }) => ({
    name,
    columns,
    rows: rows.map((row, at) => withoutBytes(row, `files/${name}-${at + 1}`, files)),
  }))
  return { tables: unpacked, files }
}

/** Whether a value of a row stands in a file. */
export function isFile(value: unknown): value is FileIn {
  return typeof value === 'object' && value !== null && 'file' in value
}

/** One archive of these texts and files, packed while somebody reads it. */
export function zip(files: Files, texts: Readonly<Record<string, string>>): ReadableStream<Uint8Array> {
  return ReadableStream.from(packed(files, texts))
}

const slice = 2 ** 18

function* packed(files: Files, texts: Readonly<Record<string, string>>): Generator<Uint8Array> {
  const ready: Uint8Array[] = []
  const archive = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  const parts = [
    ...Object.entries(texts).map(([name, text]) => ({
      entry: new ZipDeflate(name),
      bytes: Buffer.from(text),
    })),
    // Pictures and PDFs are packed already.
    ...Object.entries(files).map(([name, bytes]) => ({ entry: new ZipPassThrough(name), bytes })),
  ]
  for (const { entry, bytes } of parts) {
    archive.add(entry)
    let at = 0
    do {
      entry.push(bytes.subarray(at, at + slice), at + slice >= bytes.length)
      yield* ready.splice(0)
      at += slice
    } while (at < bytes.length)
  }
  archive.end()
  yield* ready.splice(0)
}

/** Tables of what people give themselves; the rest the shop makes of it. */
const given = new Set([
  'order',
  'order_line',
  'order_party',
  'artwork',
  'order_artwork',
  'order_question',
  'proof_answer',
  'cart_line',
  'cart_artwork',
  'consent',
  'subscription',
])

/** What the person gave, for a purpose that rests on consent or contract (Art. 20(1)); keys and states are not theirs. */
export function portable(copy: PersonalCopy, movable: ReadonlySet<string>): PersonalCopy {
  return {
    tables: copy.tables.filter(({ name }) => given.has(name)).flatMap((table) => ownOf(table, movable)),
  }
}

function ownOf({ name, columns, rows, orders }: CopiedTable, movable: ReadonlySet<string>): CopiedTable[] {
  const own = columns
    .filter((column) => shownColumn(column, name))
    .filter(({ purposes }) => purposes.some((purpose) => movable.has(purpose)))
  if (own.length === 0) return []
  return [
    {
      name,
      orders,
      columns: own,
      rows: rows.map((row) => Object.fromEntries(own.map((column) => [column.name, row[column.name]]))),
    },
  ]
}

function withoutBytes(
  row: Readonly<Record<string, unknown>>,
  stem: string,
  files: Files,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (!(value instanceof Uint8Array)) return [column, value]
      // A SHA-256, by which the words of a consent are found.
      if (value.length === 32) return [column, Buffer.from(value).toString('hex')]
      const file = `${stem}-${column}.${endingOf(value)}`
      files[file] = value
      return [column, { file } satisfies FileIn]
    }),
  )
}

/** By the first bytes of what the shop keeps: pictures and PDFs. */
function endingOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (start.startsWith('%PDF')) return 'pdf'
  if (start.startsWith('\x89PNG')) return 'png'
  if (start.startsWith('\xff\xd8')) return 'jpg'
  return start.startsWith('RIFF') && start.endsWith('WEBP') ? 'webp' : 'bin'
}

import { createHash } from 'node:crypto'
import { controlsOf, type Sums, startSums } from './controls.ts'
import { type Filed, filesOf, nothingTold } from './files.ts'
import {
  type Books,
  journalTable,
  openTable,
  ownJournalTable,
  ownRegisterTable,
  registerTable,
  smallTables,
} from './tables.ts'
import type { Part } from './zip.ts'

/** A file as the manifest lists it. */
interface Listed {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** What the manifest says of its making; ids, and no name. */
export interface Making {
  readonly exportId: string
  readonly madeAt: Date
  readonly shop: string
}

/**
 * The files of a month pack in their order: documents, tables, and last the manifest with each file's length and SHA-256
 * and the totals that prove the tables against each other.
 */
export async function* packParts(
  books: Books,
  filed: readonly Filed[],
  making: Making,
  onFiled: (done: number) => void,
): AsyncGenerator<Part> {
  const listed: Listed[] = []
  const told = nothingTold()
  const sums = startSums()
  for await (const part of filesOf(books.tx, filed, ['pdf', 'ubl'], told, onFiled)) yield noted(part, listed)
  for (const part of tableParts(books, sums)) yield noted(part, listed)
  const manifest = {
    pack: 1,
    ...making,
    period: books.period,
    documents: { count: filed.length, ...told },
    ...(await controlsOf(books, sums)),
  }
  yield noted({ name: 'manifest.json', bytes: manifestOf(manifest, [...listed]) }, listed)
  yield { name: 'SHA256SUMS', bytes: sumsOf(listed) }
}

/** So many lines in one piece. */
const portion = 1000

/** The manifest with its list of files, which may be long, in pieces. */
async function* manifestOf(manifest: object, listed: readonly Listed[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(manifest, null, 2).slice(0, -2)},\n  "files": [\n`)
  yield* linesOf(listed, (file, last) => `    ${JSON.stringify(file)}${last ? '' : ','}\n`)
  yield Buffer.from('  ]\n}\n')
}

/** As `sha256sum -c` reads it. */
function sumsOf(listed: readonly Listed[]): AsyncGenerator<Uint8Array> {
  return linesOf(listed, ({ sha256, name }) => `${sha256}  ${name}\n`)
}

async function* linesOf(
  listed: readonly Listed[],
  line: (file: Listed, last: boolean) => string,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < listed.length; at += portion) {
    const some = listed.slice(at, at + portion)
    yield Buffer.from(some.map((file, index) => line(file, at + index === listed.length - 1)).join(''))
  }
}

function* tableParts(books: Books, sums: Sums): Generator<Part> {
  yield { name: 'sales-register.csv', bytes: registerTable(books, sums.register) }
  yield { name: 'journal.csv', bytes: journalTable(books, sums.journal) }
  yield { name: 'open-items.csv', bytes: openTable(books, sums.open) }
  for (const [name, rows] of Object.entries(smallTables(books))) yield { name: `${name}.csv`, bytes: rows() }
  const [register, journal] = [ownRegisterTable(books), ownJournalTable(books)]
  if (register) yield { name: 'own-program/sales-register.csv', bytes: register }
  if (journal) yield { name: 'own-program/journal.csv', bytes: journal }
}

/** The same part, which is on the list once it has been written. */
function noted(part: Part, listed: Listed[]): Part {
  const { name, bytes } = part
  if (bytes instanceof Uint8Array) {
    listed.push({ name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
    return part
  }
  return { ...part, bytes: counted(name, bytes, listed) }
}

async function* counted(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  listed: Listed[],
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of pieces) {
    hash.update(piece)
    bytes += piece.length
    yield piece
  }
  listed.push({ name, bytes, sha256: hash.digest('hex') })
}

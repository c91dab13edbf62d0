import { createHash } from 'node:crypto'
import { desc, eq, sql } from 'drizzle-orm'
import { Conflict } from '../platform/errors.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import type { Clock } from '../platform/time.ts'
import * as disclosures from '../privacy/accountability/disclosures.ts'
import { type Access, type Actor, type Tx, withPurpose, withSnapshot } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import type { StaffRole } from '../staff/table.ts'
import { type Filed, filedIn, filesOf, nothingTold } from './files.ts'
import { packParts } from './pack.ts'
import type { Period } from './periods.ts'
import { bookExport, type ExportFormat } from './table.ts'
import { type Books, journalTable, ossTable, ownJournalTable, registerTable } from './tables.ts'
import { mostParts, zipOf } from './zip.ts'

/** What is taken out of the books, and by whom; a command names nobody. */
export interface Asked {
  readonly format: ExportFormat
  readonly period: Period
  readonly by: { readonly id: string; readonly role: StaffRole } | null
  readonly actor: Actor
}

export interface Around {
  readonly access: Access<'backoffice'>
  readonly settings: Settings
  readonly clock: Clock
  /** The words of the headings. */
  readonly t: Translate
}

/** Where an export goes, a piece at a time; it waits until there is room. */
export type Sink = (bytes: Uint8Array) => Promise<void>

export interface Taken {
  readonly id: string
  readonly documents: number
  readonly bytes: number
  readonly sha256: string
}

/**
 * Takes a period out of the books as they are at one moment. That it was taken is noted before the first byte goes; what
 * the accountant takes, or a command for them, is a disclosure of each order in it. Throws Conflict `export-too-large`.
 */
export async function take(
  around: Around,
  asked: Asked,
  sink: Sink,
  onFiled: (done: number, of: number) => void = () => {},
): Promise<Taken> {
  const { access } = around
  const { period, format, actor } = asked
  const id = crypto.randomUUID()
  const told = await withSnapshot(access, 'accounting', actor, async (tx) => {
    const filed = await filedIn(tx, period)
    if (filed.length * 2 > mostParts) throw new Conflict('export-too-large')
    await withPurpose(access, 'accounting', actor, (noting) => note(noting, id, asked, filed.length))
    for (const ids of disclosed(asked, filed))
      await withPurpose(access, 'accounting', actor, (noting) => disclose(noting, id, format, ids))
    const progress = (done: number) => onFiled(done, filed.length)
    const poured = await pour(
      pieces(booksOf(tx, around, asked), { id, format }, filed, around, progress),
      sink,
    )
    return { id, documents: filed.length, ...poured }
  })
  await withPurpose(access, 'accounting', actor, (tx) => conclude(tx, told))
  return told
}

async function note(tx: Tx<'accounting'>, id: string, asked: Asked, documents: number): Promise<void> {
  const { by, format, period } = asked
  await tx.insert(bookExport).values({
    id,
    format,
    madeBy: by?.id ?? null,
    madeAs: by?.role ?? 'command',
    fromOn: period.from,
    untilOn: period.until,
    documents,
  })
}

/** So many orders in one transaction. */
const portion = 2000

/** The orders of which the accountant learns, in portions; none where the shop's own people take their books. */
function disclosed({ by }: Asked, filed: readonly Filed[]): string[][] {
  if (by && by.role !== 'accountant') return []
  const ids = [...new Set(filed.map(({ orderId }) => orderId))]
  return Array.from({ length: Math.ceil(ids.length / portion) }, (_, index) =>
    ids.slice(index * portion, (index + 1) * portion),
  )
}

async function disclose(
  tx: Tx<'accounting'>,
  id: string,
  format: ExportFormat,
  ids: readonly string[],
): Promise<void> {
  const whole = format === 'pack' || format === 'pdf' || format === 'ubl'
  await disclosures.note(tx, {
    to: 'accountant',
    unit: 'order',
    ids,
    // Tables name companies alone; a document has its buyer's name and address.
    categories: whole ? ['name', 'contact', 'purchases'] : ['purchases'],
    what: 'books',
    thing: id,
  })
}

async function conclude(tx: Tx<'accounting'>, { id, bytes, sha256 }: Taken): Promise<void> {
  await tx
    .update(bookExport)
    .set({ bytes, sha256: Buffer.from(sha256, 'hex'), finishedAt: sql`now()` })
    .where(eq(bookExport.id, id))
}

function booksOf(tx: Tx<'accounting'>, { settings, t }: Around, { period }: Asked): Books {
  const { accounts, revenueBy, layouts } = settings.bookkeeping
  return { tx, period, t, layouts, chart: { accounts, revenueBy, home: settings.identity.country } }
}

function pieces(
  books: Books,
  { id, format }: { readonly id: string; readonly format: ExportFormat },
  filed: readonly Filed[],
  { settings, clock }: Around,
  progress: (done: number) => void,
): AsyncIterable<Uint8Array> {
  const madeAt = clock.now()
  switch (format) {
    case 'pack':
      return zipOf(
        packParts(books, filed, { exportId: id, madeAt, shop: settings.identity.legalName }, progress),
        madeAt,
      )
    case 'pdf':
    case 'ubl':
      return zipOf(filesOf(books.tx, filed, [format], nothingTold(), progress), madeAt)
    case 'csv':
      return registerTable(books)
    case 'journal':
      return ownJournalTable(books) ?? journalTable(books)
    case 'oss':
      return ossTable(books)
  }
}

async function pour(
  pieces: AsyncIterable<Uint8Array>,
  sink: Sink,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of pieces) {
    hash.update(piece)
    bytes += piece.length
    await sink(piece)
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** How the file of an export is called. */
export function exportName({ format, period }: Pick<Asked, 'format' | 'period'>): string {
  const table = format === 'csv' || format === 'journal' || format === 'oss'
  const names: Record<ExportFormat, string> = {
    pack: 'pack',
    csv: 'sales-register',
    ubl: 'ubl',
    pdf: 'pdf',
    journal: 'journal',
    oss: 'oss',
  }
  return `books-${period.from}-${period.until}-${names[format]}.${table ? 'csv' : 'zip'}`
}

/** The exports that were made, the newest first. */
export async function exportsMade(
  tx: Tx<'accounting'>,
  limit: number,
): Promise<(typeof bookExport.$inferSelect)[]> {
  return tx.select().from(bookExport).orderBy(desc(bookExport.madeAt)).limit(limit)
}

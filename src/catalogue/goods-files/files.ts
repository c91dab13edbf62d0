import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { eq, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Access, type Actor, withoutPurpose } from '../../privacy/with-purpose.ts'
import { category, categoryText, type GoodsFileOutcome, goodsFile } from '../table.ts'
import { type Applied, applyPiece, GoodsRefused } from './apply.ts'
import { WrongCell } from './columns.ts'
import {
  doubledCells,
  type GoodsFile,
  type Line,
  type Mistake,
  overfull,
  readGoods,
  readTable,
} from './file.ts'
import { readMozello } from './mozello.ts'
import { type PlannedProduct, plan, productsIn } from './plan.ts'

export type Kind = 'bodite' | 'mozello'

const packed = promisify(gzip)
const unpacked = promisify(gunzip)

/** Products of one transaction: whoever buys one of them waits that long and no longer. */
const piece = 50

/**
 * Reads a table of the shop's own or of Mozello. What is wrong with the whole of it is a mistake of line 1, or of the
 * line that breaks it; where one has cells too many, none is read.
 */
export function readFile(kind: Kind, bytes: Uint8Array): GoodsFile {
  try {
    const whole = readTable(bytes)
    const wrong = overfull(whole)
    const table = wrong.length > 0 ? { ...whole, rows: [] } : whole
    const read = kind === 'mozello' ? readMozello(table) : readGoods(table)
    return { ...read, mistakes: [...read.mistakes, ...wrong, ...doubledCells(read.lines)] }
  } catch (error) {
    if (!(error instanceof WrongCell)) throw error
    const whole = { line: Number(error.values.line ?? 1), key: error.key, values: error.values }
    return { lines: [], mistakes: [whole], unknown: [], addresses: new Map(), categories: new Map() }
  }
}

/**
 * Keeps a file that was handed in (as gzip: ten megabytes of a table travel to the database as twenty, and are a tenth
 * so), and what lay on the shelf then; `lines` are those that were read in it. Files that
 * nobody applied are forgotten after a week.
 */
export async function handIn(
  tx: Transaction,
  { kind, bytes, by }: { kind: Kind; bytes: Uint8Array; by: string | null },
  { lines }: Pick<GoodsFile, 'lines'> = readFile(kind, bytes),
): Promise<string> {
  const skus = lines.map(({ cells }) => cells.sku ?? '')
  await tx.execute(sql`
    delete from goods_file where started_at is null and handed_in_at < now() - interval '7 days'`)
  const [seen] = await tx.execute<{ stock: Record<string, number | null> | null }>(sql`
    select json_object_agg(sku, stock) as stock from variant
      where sku in (select json_array_elements_text(${JSON.stringify(skus)}::text::json))`)
  const [kept] = await tx
    .insert(goodsFile)
    .values({
      kind,
      bytes: await packed(bytes),
      stockSeen: seen?.stock ?? {},
      products: productsIn(lines).size,
      handedInBy: by,
    })
    .returning({ id: goodsFile.id })
  return kept!.id
}

/** A file as it was handed in, and how far it has come. */
export interface HandedIn {
  readonly id: string
  readonly kind: Kind
  readonly bytes: Buffer | null
  readonly stockSeen: Readonly<Record<string, number | null>>
  readonly products: number
  readonly done: number
  readonly started: boolean
  readonly finished: boolean
  readonly outcome: GoodsFileOutcome
}

/** Throws NotFound. */
export async function find(reader: Pick<Reader, 'select'>, id: string): Promise<HandedIn> {
  const [row] = await reader
    .select({
      id: goodsFile.id,
      kind: goodsFile.kind,
      bytes: goodsFile.bytes,
      stockSeen: goodsFile.stockSeen,
      products: goodsFile.products,
      done: goodsFile.done,
      startedAt: goodsFile.startedAt,
      finishedAt: goodsFile.finishedAt,
      outcome: goodsFile.outcome,
    })
    .from(goodsFile)
    .where(eq(goodsFile.id, id))
  if (!row) throw new NotFound()
  const { startedAt, finishedAt, ...rest } = row
  return { ...rest, started: startedAt !== null, finished: finishedAt !== null }
}

/** One that was handed in before the shop began to pack them is read as it came. */
async function readKept({ kind, bytes }: HandedIn): Promise<GoodsFile> {
  const kept = bytes ?? Buffer.alloc(0)
  return readFile(kind, kept[0] === 0x1f && kept[1] === 0x8b ? await unpacked(kept) : kept)
}

/** What would become of a product; without what it is now, or thousands of them would fill the memory. */
export type Outlook = Omit<PlannedProduct, 'present'> & { readonly isNew: boolean }

export interface DryRun extends Pick<GoodsFile, 'mistakes' | 'unknown' | 'categories'> {
  readonly products: readonly Outlook[]
}

/** What importing the file would do now; nothing is changed. */
export async function dryRun(reader: Reader, handedIn: HandedIn): Promise<DryRun> {
  const file = await readKept(handedIn)
  const categories = await comingCategories(reader, file)
  const products: Outlook[] = []
  const mistakes = [...file.mistakes]
  for (const some of inPieces(productsIn(file.lines), 250)) {
    const planned = await plan(reader, some, categories.keys())
    mistakes.push(...planned.mistakes)
    for (const { present, ...product } of planned.products) products.push({ ...product, isNew: !present })
  }
  return { products, mistakes: eachOnce(mistakes), unknown: file.unknown, categories }
}

/** A cell that could not be read would be told again as missing: the first word counts. In the file's order. */
function eachOnce(mistakes: readonly Mistake[]): Mistake[] {
  const first = new Map<string, Mistake>()
  for (const mistake of mistakes) {
    const cell = mistake.column ? `${mistake.line} ${mistake.column}` : JSON.stringify(mistake)
    if (!first.has(cell)) first.set(cell, mistake)
  }
  return [...first.values()].sort((one, other) => one.line - other.line)
}

/** Marks it as to be applied; false where somebody did so before. */
export async function begin(tx: Transaction, id: string): Promise<boolean> {
  const begun = await tx.execute<{ id: string }>(sql`
    update goods_file set started_at = now() where id = ${id} and started_at is null returning id`)
  return begun.length > 0
}

/**
 * Applies a file that was begun, piece by piece, each whole; one that was cut off goes on where it stopped. It stops
 * at the first piece with a mistake, and keeps which. `progress` is told products done, of how many.
 */
export async function apply(
  access: Access,
  actor: Actor,
  id: string,
  progress: (done: number, of: number) => void = () => {},
): Promise<GoodsFileOutcome> {
  const handedIn = await find(access.client.orm, id)
  if (handedIn.finished) return handedIn.outcome
  const file = await readKept(handedIn)
  if (file.mistakes.length > 0) return finish(access, actor, id, { mistakes: file.mistakes })
  await withoutPurpose(access, actor, (tx) => addCategories(tx, file))
  let { outcome, done } = handedIn
  for (const some of inPieces(productsIn(file.lines), piece, done)) {
    try {
      outcome = await withoutPurpose(access, actor, async (tx) => {
        const applied = await applyPiece(tx, { ...file, ...handedIn, products: some })
        return advance(tx, id, done, some.size, together(outcome, applied))
      })
    } catch (error) {
      if (error instanceof GoodsRefused)
        return finish(access, actor, id, { ...outcome, mistakes: error.mistakes })
      throw error
    }
    done += some.size
    progress(done, handedIn.products)
  }
  return finish(access, actor, id, outcome)
}

/** Two workers cannot apply the same piece twice: the second one finds that it is no longer next. */
async function advance(
  tx: Transaction,
  id: string,
  from: number,
  by: number,
  outcome: GoodsFileOutcome,
): Promise<GoodsFileOutcome> {
  const rows = await tx.execute<{ id: string }>(sql`
    update goods_file set done = done + ${by}, outcome = ${JSON.stringify(outcome)}::text::jsonb
      where id = ${id} and done = ${from} and finished_at is null returning id`)
  if (rows.length === 0) throw new Error('the piece was applied already')
  return outcome
}

async function finish(
  access: Access,
  actor: Actor,
  id: string,
  outcome: GoodsFileOutcome,
): Promise<GoodsFileOutcome> {
  await withoutPurpose(access, actor, (tx) =>
    tx.execute(sql`
      update goods_file set finished_at = now(), bytes = null, outcome = ${JSON.stringify(outcome)}::text::jsonb
        where id = ${id}`),
  )
  return outcome
}

function together(so: GoodsFileOutcome, { added, changed, unchanged, keptBack }: Applied): GoodsFileOutcome {
  return {
    added: (so.added ?? 0) + added,
    changed: (so.changed ?? 0) + changed,
    unchanged: (so.unchanged ?? 0) + unchanged,
    keptBack: (so.keptBack ?? 0) + keptBack,
  }
}

function* inPieces(
  products: ReadonlyMap<string, readonly Line[]>,
  size: number,
  from = 0,
): Generator<ReadonlyMap<string, readonly Line[]>> {
  const all = [...products]
  for (let at = from; at < all.length; at += size) yield new Map(all.slice(at, at + size))
}

/** Categories of the file that the shop does not have. */
async function comingCategories(reader: Reader, { categories }: GoodsFile): Promise<Map<string, string>> {
  if (categories.size === 0) return new Map()
  const rows = await reader.execute<{ slug: string }>(
    sql`select slug from category_text where language = 'lv'`,
  )
  const there = new Set(rows.map(({ slug }) => slug))
  return new Map([...categories].filter(([slug]) => !there.has(slug)))
}

async function addCategories(tx: Transaction, file: GoodsFile): Promise<void> {
  for (const [slug, name] of await comingCategories(tx, file)) {
    const id = crypto.randomUUID()
    await tx.insert(category).values({
      id,
      position: sql`(select coalesce(max(position), 0) + 1 from category)`,
    })
    await tx.insert(categoryText).values({ categoryId: id, language: 'lv', slug, name, summary: '' })
  }
}

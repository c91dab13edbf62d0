import { eq, inArray, sql } from 'drizzle-orm'
import { sqlState, type Transaction } from '../../platform/database/client.ts'
import { framePicture, type Picture, reencode } from '../../platform/files/pictures.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import { fieldError } from '../../platform/web/forms.ts'
import { picture, pictureFile, pictureText } from '../table.ts'
import type { ByLanguage, Goods, Stored } from './edited.ts'
import { Refused } from './refusals.ts'

/** The same picture in each width that pages show. */
export interface NewPicture {
  readonly files: readonly Picture[]
  readonly alt: ByLanguage<string>
}

/** What a picture of goods may be: bytes and pixels as sent, the longer edge of what its widths are cut from. */
const limits = {
  maxBytes: 15 * 1024 * 1024,
  maxPixels: 60_000_000,
  maxEdge: 2560,
  format: 'png',
} as const

/** The longer edge below which letters on a sign can no longer be read on a page. */
const smallest = 600

/** An uploaded picture, ready to be kept, or why it cannot be. Decodes and encodes anew: only its pixels are kept. */
export async function prepared(
  bytes: Uint8Array,
): Promise<{ files: readonly Picture[] } | { refused: string }> {
  const found = await reencode(bytes, limits)
  if ('refused' in found) return found
  const { width, height, bytes: pixels } = found.picture
  if (Math.max(width, height) < smallest) return { refused: 'too-small' }
  return { files: await framePicture(pixels) }
}

/** Keeps the pictures in their order, the new ones behind. Throws Refused for one that a category shows. */
export async function savePictures(
  tx: Transaction,
  stored: Stored,
  goods: Goods,
  added: readonly NewPicture[],
): Promise<void> {
  await dropPictures(tx, stored, goods)
  const kept = goods.pictures.filter(({ key }) => stored.ids[key])
  for (const [index, { key, alt }] of kept.entries()) {
    const id = stored.ids[key]!
    await tx
      .update(picture)
      .set({ position: index + 1 })
      .where(eq(picture.id, id))
    await saveAlt(tx, id, alt)
  }
  for (const [index, one] of added.entries())
    await addPicture(tx, one, { productId: stored.id, position: kept.length + index + 1 })
}

async function dropPictures(tx: Transaction, stored: Stored, goods: Goods): Promise<void> {
  const kept = new Set(goods.pictures.map(({ key }) => key))
  const gone = stored.pictures.filter(({ key }) => !kept.has(key))
  if (gone.length === 0) return
  const ids = gone.map(({ key }) => stored.ids[key]!)
  try {
    await tx.transaction((inner) => inner.delete(picture).where(inArray(picture.id, ids)))
  } catch (error) {
    if (sqlState(error) !== '23503') throw error
    throw new Refused({ [`p-${gone[0]!.key}-remove`]: fieldError('goods.problem.picture-used') })
  }
}

/** A picture with its files and words, of a product or of none. Returns its id. */
export async function addPicture(
  tx: Transaction,
  { files, alt }: NewPicture,
  of: { productId: string | null; position: number },
): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(picture).values({ id, ...of })
  await tx
    .insert(pictureFile)
    .values(files.map(({ width, height, bytes }) => ({ pictureId: id, width, height, bytes })))
  await saveAlt(tx, id, alt)
  return id
}

/** The words of a picture in each language that has some. */
async function saveAlt(tx: Transaction, id: string, alt: ByLanguage<string>): Promise<void> {
  await tx.delete(pictureText).where(eq(pictureText.pictureId, id))
  const rows = Object.entries(alt)
    .filter(([, words]) => words)
    .map(([language, words]) => ({ pictureId: id, language: language as Language, alt: words }))
  if (rows.length > 0) await tx.insert(pictureText).values(rows)
}

/** Copies a product's pictures with their files and words to another. */
export async function copyPictures(tx: Transaction, from: string, to: string): Promise<void> {
  await tx.execute(sql`
    with copied as (
      select id as old, gen_random_uuid() as new, position, drawing from picture where product_id = ${from}
    ), rows as (
      insert into picture (id, product_id, position, drawing)
        select new, ${to}, position, drawing from copied returning id
    ), words as (
      insert into picture_text (picture_id, language, alt)
        select new, language, alt from copied join picture_text on picture_id = old returning picture_id
    )
    insert into picture_file (picture_id, width, height, bytes)
      select new, width, height, bytes from copied join picture_file on picture_id = old`)
}

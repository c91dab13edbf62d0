import { eq, sql } from 'drizzle-orm'
import { ruleOf, sqlState, type Transaction } from '../../platform/database/client.ts'
import { Conflict } from '../../platform/errors.ts'
import { type FieldErrors, fieldError } from '../../platform/web/forms.ts'
import type { GoodsSpec } from '../drawing/drawing.ts'
import { announce, missing, momentToCome } from '../publishing.ts'
import { product, productRelated } from '../table.ts'
import { type NewDocument, saveDocuments } from './documents.ts'
import type { Goods, Stored } from './edited.ts'
import { type NewPicture, savePictures } from './pictures.ts'
import { read } from './reading.ts'
import { Refused, Stale } from './refusals.ts'
import { saveTexts } from './texts.ts'
import { saveVariants } from './variants.ts'

/** What became of a product: `incomplete` stayed a draft because something is missing. */
export type Outcome = 'saved' | 'published' | 'scheduled' | 'withdrawn' | 'incomplete'

export interface Change {
  readonly goods: Goods
  readonly newPictures: readonly NewPicture[]
  readonly newDocuments: readonly NewDocument[]
  /** Whether what is kept is what the form was opened with. */
  isCurrent(stored: Stored): boolean
}

/** Keeps a whole product, or nothing of it. Throws Stale, Refused and NotFound. `zone` is the shop's. */
export async function save(tx: Transaction, id: string, change: Change, zone: string): Promise<Outcome> {
  const stored = await read(tx, id, { zone, lock: true })
  if (!change.isCurrent(stored)) throw new Stale(stored)
  const goods = withIdentifier(change.goods)
  const { published, outcome } = await offered(tx, stored, goods, zone)
  await saveTexts(tx, stored, goods)
  await savePictures(tx, stored, goods, change.newPictures)
  await saveVariants(tx, stored, goods)
  await saveDocuments(tx, stored, goods, change.newDocuments)
  await saveRelated(tx, stored, goods)
  await saveProduct(tx, stored, goods, published)
  return outcome
}

/** Goods that carry nothing else that names their kind are known by the first article number. */
function withIdentifier(goods: Goods): Goods {
  return goods.identifier ? goods : { ...goods, identifier: goods.variants[0]?.sku ?? '' }
}

/** When it is offered from. What is on sale stays whole; what is not yet whole stays a draft, and nothing typed is lost. */
async function offered(
  tx: Transaction,
  stored: Stored,
  goods: Goods,
  zone: string,
): Promise<{ published: string | null; outcome: Outcome }> {
  const { offer } = goods
  if (offer.state === 'draft')
    return { published: null, outcome: stored.state === 'draft' ? 'saved' : 'withdrawn' }
  const gaps = missing(goods)
  if (gaps.length > 0 && stored.state === 'published') throw new Refused(errorsOf(gaps))
  if (gaps.length > 0) return { published: null, outcome: 'incomplete' }
  if (offer.state === 'scheduled') {
    const moment = await momentToCome(tx, offer.at, zone)
    if (!moment) throw new Refused({ publishAt: fieldError('goods.problem.past') })
    await announce(tx, stored.id, moment)
    return { published: moment, outcome: 'scheduled' }
  }
  if (stored.state === 'published') return { published: stored.publishedAt, outcome: 'saved' }
  return { published: 'now', outcome: 'published' }
}

/** What is missing, as errors beside the fields. */
export function errorsOf(gaps: ReturnType<typeof missing>): FieldErrors {
  return Object.fromEntries(gaps.map(({ field, what }) => [field, fieldError(`goods.missing.${what}`)]))
}

async function saveProduct(
  tx: Transaction,
  { id, drawn }: Stored,
  goods: Goods,
  published: string | null,
): Promise<void> {
  const { categoryId, vatClass, madeToOrder, takesArtwork, needsAuthority, leadDays, identifier } = goods
  await tx
    .update(product)
    .set({
      categoryId,
      vatClass,
      madeToOrder,
      takesArtwork,
      needsAuthority,
      leadDays,
      identifier,
      wordLines: goods.words?.lines ?? null,
      wordLineLength: goods.words?.length ?? null,
      manufacturerName: goods.maker.name,
      manufacturerAddress: goods.maker.address,
      manufacturerEmail: goods.maker.email,
      manufacturerCountry: goods.maker.country,
      responsibleName: goods.responsible?.name ?? null,
      responsibleAddress: goods.responsible?.address ?? null,
      responsibleEmail: goods.responsible?.email ?? null,
      ...(goods.words && !drawn ? { drawing: plainPlate(goods) } : {}),
      publishedAt:
        published === 'now' ? sql`now()` : published === null ? null : sql`${published}::timestamptz`,
      changedAt: sql`clock_timestamp()`,
    })
    .where(eq(product.id, id))
}

/** A sign with the buyer's words is drawn as a plain plate until somebody says otherwise: its proof needs a drawing. */
function plainPlate({ variants }: Goods): GoodsSpec {
  const [first] = variants
  const measures = { widthMm: first?.widthMm ?? 200, heightMm: first?.heightMm ?? 100 }
  return {
    kind: 'plate',
    finish: first?.finish ?? 'printed-white',
    layout: 'equal',
    fixing: 'adhesive',
    sample: [],
    ...measures,
  }
}

async function saveRelated(tx: Transaction, stored: Stored, goods: Goods): Promise<void> {
  if (goods.related.join() === stored.related.join()) return
  const found = await tx.execute<{ sku: string; id: string }>(
    sql`select sku, product_id as id from variant where sku = any(${sql.param([...goods.related])})`,
  )
  const ids = new Map(found.map(({ sku, id }) => [sku, id]))
  const unknown = goods.related.filter((sku) => !ids.has(sku))
  if (unknown.length > 0)
    throw new Refused({ related: fieldError('goods.problem.unknown', { sku: unknown.join(', ') }) })
  const others = [...new Set(goods.related.map((sku) => ids.get(sku)!))].filter((id) => id !== stored.id)
  await tx.delete(productRelated).where(eq(productRelated.productId, stored.id))
  if (others.length === 0) return
  await tx
    .insert(productRelated)
    .values(others.map((relatedId, index) => ({ productId: stored.id, relatedId, position: index + 1 })))
}

/** Removes a product that nobody has ordered. Throws Conflict 'ordered' or 'picture-used', and NotFound. */
export async function remove(tx: Transaction, id: string, zone: string): Promise<void> {
  const { ordered } = await read(tx, id, { zone, lock: true })
  if (ordered.length > 0) throw new Conflict('ordered')
  try {
    await tx.transaction((inner) => inner.delete(product).where(eq(product.id, id)))
  } catch (error) {
    if (sqlState(error) !== '23503') throw error
    throw new Conflict(ruleOf(error)?.startsWith('category') ? 'picture-used' : 'ordered')
  }
}

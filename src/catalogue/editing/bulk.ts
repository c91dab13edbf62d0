import { eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import { most } from '../limits.ts'
import { type Missing, missing } from '../publishing.ts'
import { category, product, variant } from '../table.ts'
import type { Stored } from './edited.ts'
import { lockGoods, read } from './reading.ts'

/** One change to many goods at once. Percents are basis points, amounts cents with VAT. */
export type BulkChange =
  | { readonly kind: 'percent'; readonly points: number }
  | { readonly kind: 'price'; readonly cents: number }
  | { readonly kind: 'stock'; readonly pieces: number }
  | { readonly kind: 'publish' | 'unpublish' }
  | { readonly kind: 'move'; readonly categoryId: string }

type State = Stored['state']

/** What would become of one variant, or of a product as a whole. */
export interface Step {
  readonly productId: string
  readonly names: Stored['texts']
  /** A variant's own number; undefined for the product. */
  readonly sku?: string
  readonly variantId?: string
  readonly before:
    | { readonly cents: number }
    | { readonly pieces: number | null }
    | { readonly state: State }
    | { readonly categoryId: string }
  readonly after: Step['before']
  /** Why it stays as it is. */
  readonly stays?: 'same' | 'made' | 'cheapest' | 'tier' | Missing
}

const cheapest = 1

/** What a change would do to these goods; with `lock` nobody else changes them until the transaction ends. */
export async function plan(
  tx: Transaction,
  ids: readonly string[],
  change: BulkChange,
  { zone, lock = false }: { zone: string; lock?: boolean },
): Promise<Step[]> {
  if (change.kind === 'move') await choosable(tx, change.categoryId)
  if (lock) await lockGoods(tx, ids)
  const steps: Step[] = []
  for (const id of ids) steps.push(...stepsOf(await read(tx, id, { zone }), change))
  return steps
}

async function choosable(tx: Transaction, categoryId: string): Promise<void> {
  const [found] = await tx.select({ id: category.id }).from(category).where(eq(category.id, categoryId))
  if (!found) throw new NotFound()
}

function stepsOf(stored: Stored, change: BulkChange): Step[] {
  switch (change.kind) {
    case 'percent':
      return priced(stored, (cents) => Math.round((cents * (10_000 + change.points)) / 10_000))
    case 'price':
      return priced(stored, () => change.cents)
    case 'stock':
      return stocked(stored, change.pieces)
    case 'publish':
      return [published(stored)]
    case 'unpublish':
      return [whole(stored, { state: stored.state }, { state: 'draft' })]
    case 'move':
      return [whole(stored, { categoryId: stored.categoryId }, { categoryId: change.categoryId })]
  }
}

function priced(stored: Stored, price: (cents: number) => number): Step[] {
  return offered(stored).map((one): Step => {
    const cents = price(one.priceCents)
    const step = ofVariant(stored, one, { cents: one.priceCents }, { cents })
    if (cents < cheapest || cents > most.cents) return { ...step, after: step.before, stays: 'cheapest' }
    const tier = one.tiers.some(({ priceCents }) => priceCents >= cents)
    return tier ? { ...step, after: step.before, stays: 'tier' } : step
  })
}

function stocked(stored: Stored, pieces: number): Step[] {
  return offered(stored).map((one): Step => {
    const step = ofVariant(stored, one, { pieces: one.stock }, { pieces })
    return one.stock === null ? { ...step, after: step.before, stays: 'made' } : step
  })
}

function published(stored: Stored): Step {
  const step = whole(stored, { state: stored.state }, { state: 'published' })
  const [gap] = missing(stored)
  return gap ? { ...step, after: step.before, stays: gap } : step
}

function offered({ variants }: Stored) {
  return variants.filter(({ withdrawn }) => !withdrawn)
}

function ofVariant(
  stored: Stored,
  { key, sku }: Stored['variants'][number],
  before: Step['before'],
  after: Step['before'],
): Step {
  return { ...whole(stored, before, after), sku, variantId: stored.ids[key]! }
}

function whole({ id, texts }: Stored, before: Step['before'], after: Step['before']): Step {
  const same = JSON.stringify(before) === JSON.stringify(after)
  return { productId: id, names: texts, before, after, ...(same ? { stays: 'same' as const } : {}) }
}

/** Does what `plan` showed. */
export async function carryOut(tx: Transaction, steps: readonly Step[]): Promise<number> {
  const real = steps.filter(({ stays }) => stays === undefined)
  for (const step of real) await take(tx, step)
  const touched = [...new Set(real.map(({ productId }) => productId))]
  if (touched.length > 0)
    await tx.update(product).set({ changedAt: sql`clock_timestamp()` }).where(inArray(product.id, touched))
  return real.length
}

async function take(tx: Transaction, { productId, variantId, after }: Step): Promise<void> {
  if (variantId) {
    const set =
      'cents' in after ? { priceCents: after.cents } : 'pieces' in after ? { stock: after.pieces } : {}
    await tx.update(variant).set(set).where(eq(variant.id, variantId))
    return
  }
  const set =
    'categoryId' in after
      ? { categoryId: after.categoryId }
      : { publishedAt: 'state' in after && after.state === 'published' ? sql`now()` : null }
  await tx.update(product).set(set).where(eq(product.id, productId))
}

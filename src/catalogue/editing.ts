import type { Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { enqueue, LATER } from '../platform/jobs/jobs.ts'
import type { GoodsSpec } from './drawing.ts'
import type { Finish } from './drawing-materials.ts'
import {
  category,
  categoryText,
  picture,
  pictureText,
  product,
  productText,
  variant,
  variantText,
} from './table.ts'
import type { VatClass } from './vat-class.ts'

type ByLanguage<T> = Partial<Record<Language, T>>

interface NewCategory {
  readonly position: number
  readonly text: ByLanguage<{ slug: string; name: string; summary: string }>
  readonly drawing: GoodsSpec
  readonly alt: ByLanguage<string>
}

interface NewVariant {
  readonly sku: string
  readonly label: ByLanguage<string>
  /** Cents with VAT. */
  readonly priceCents: number
  /** Pieces; null where each is made to order. */
  readonly stock: number | null
  readonly weightGrams: number
  readonly widthMm: number
  readonly heightMm: number
  readonly finish?: Finish | undefined
}

interface NewProduct {
  readonly categoryId: string
  readonly position: number
  readonly vatClass: VatClass
  readonly madeToOrder: boolean
  /** How many lines of the buyer's words it carries, and how long each may be. */
  readonly words: { readonly lines: number; readonly lineLength: number } | null
  readonly leadDays: number
  readonly text: ByLanguage<{
    slug: string
    name: string
    summary: string
    description: string
    material: string
    fixing?: string
    warnings?: string
  }>
  readonly drawing: GoodsSpec
  readonly alt: ByLanguage<string>
  readonly variants: readonly NewVariant[]
  readonly safety: {
    readonly manufacturerName: string
    readonly manufacturerAddress: string
    readonly manufacturerEmail: string
    readonly identifier: string
  }
}

/** Adds a category with its drawn picture and returns its id. */
export async function addCategory(tx: Transaction, added: NewCategory): Promise<string> {
  const id = crypto.randomUUID()
  const pictureId = await addPicture(tx, null, added)
  await tx.insert(category).values({ id, position: added.position, pictureId })
  await tx
    .insert(categoryText)
    .values(entries(added.text).map(([language, text]) => ({ categoryId: id, language, ...text })))
  return id
}

/** Adds a published product with its variants and drawn picture, and returns its id. Its prices enter the price history. */
export async function addProduct(tx: Transaction, added: NewProduct, publishedAt: Date): Promise<string> {
  const id = crypto.randomUUID()
  const { categoryId, position, vatClass, madeToOrder, words, leadDays, drawing, safety } = added
  await tx.insert(product).values({
    id,
    categoryId,
    position,
    vatClass,
    madeToOrder,
    wordLines: words?.lines ?? null,
    wordLineLength: words?.lineLength ?? null,
    drawing,
    leadDays,
    ...safety,
    publishedAt,
  })
  await tx
    .insert(productText)
    .values(entries(added.text).map(([language, text]) => ({ productId: id, language, ...text })))
  await addVariants(tx, id, added.variants)
  await addPicture(tx, id, added)
  return id
}

async function addVariants(
  tx: Transaction,
  productId: string,
  variants: readonly NewVariant[],
): Promise<void> {
  const rows = variants.map((added, index) => ({
    ...added,
    id: crypto.randomUUID(),
    productId,
    position: index + 1,
  }))
  await tx.insert(variant).values(rows.map(({ label: _, ...row }) => row))
  await tx
    .insert(variantText)
    .values(
      rows.flatMap(({ id, label }) =>
        entries(label).map(([language, words]) => ({ variantId: id, language, label: words })),
      ),
    )
}

async function addPicture(
  tx: Transaction,
  productId: string | null,
  { drawing, alt }: { drawing: GoodsSpec; alt: ByLanguage<string> },
): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(picture).values({ id, productId, position: 1, drawing })
  await enqueue(tx, 'render-picture', { picture: id }, `picture:${id}`, LATER)
  await tx
    .insert(pictureText)
    .values(entries(alt).map(([language, words]) => ({ pictureId: id, language, alt: words })))
  return id
}

function entries<T>(texts: ByLanguage<T>): [Language, T][] {
  return Object.entries(texts) as [Language, T][]
}

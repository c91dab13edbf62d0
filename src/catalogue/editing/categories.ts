import { and, eq, sql } from 'drizzle-orm'
import { ruleOf, sqlState, type Transaction } from '../../platform/database/client.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { type Language, languages } from '../../platform/i18n/languages.ts'
import { fieldError } from '../../platform/web/forms.ts'
import { urlFor } from '../../urls.ts'
import { nameIn } from '../goods-lists.ts'
import { writeWithSlug } from '../slugs.ts'
import { category, categoryText } from '../table.ts'
import type { ByLanguage } from './edited.ts'
import { addPicture, type NewPicture } from './pictures.ts'
import { Refused, Stale } from './refusals.ts'
import { leadOn } from './texts.ts'

export interface CategoryRow {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly goods: number
  readonly pictureId: string | null
  readonly spoken: readonly Language[]
}

/** All categories, each followed by those under it. */
export async function tree(tx: Transaction, language: Language): Promise<CategoryRow[]> {
  const rows = await tx.execute<CategoryRow & Record<string, unknown>>(sql`
    select category.id, category.parent_id as "parentId", coalesce(${nameIn(language, 'category')}, '?') as name,
           (select count(*)::int from product where category_id = category.id) as goods,
           category.picture_id as "pictureId",
           (select coalesce(json_agg(language), '[]') from category_text where category_id = category.id) as spoken
      from category left join category above on above.id = category.parent_id
      order by coalesce(above.position, category.position), coalesce(above.id, category.id),
               category.parent_id is not null, category.position, category.id`)
  return [...rows]
}

interface CategoryWords {
  readonly name: string
  readonly slug: string
  readonly summary: string
}

export interface EditedCategory {
  readonly parentId: string | null
  readonly position: number
  /** One of the pictures that there are; null for none. */
  readonly pictureId: string | null
  readonly texts: ByLanguage<CategoryWords>
}

export interface StoredCategory extends EditedCategory {
  readonly id: string
  readonly goods: number
  readonly children: number
  /** Pictures of its goods, and its own. */
  readonly pictures: readonly { readonly id: string; readonly alt: string | null }[]
}

/** A category as staff edit it. Throws NotFound. */
export async function readCategory(tx: Transaction, id: string, language: Language): Promise<StoredCategory> {
  const [row] = await tx.execute<StoredCategory & Record<string, unknown>>(sql`
    select id, parent_id as "parentId", position, picture_id as "pictureId",
           (select count(*)::int from product where category_id = category.id) as goods,
           (select count(*)::int from category child where child.parent_id = category.id) as children,
           (select coalesce(json_object_agg(language, json_build_object('name', name, 'slug', slug, 'summary', summary)), '{}')
              from category_text where category_id = category.id) as texts,
           (select coalesce(json_agg(json_build_object('id', shown.id, 'alt', shown.alt)), '[]') from (
              select picture.id, (select alt from picture_text where picture_id = picture.id
                                   order by language <> ${language} limit 1) as alt
                from picture left join product on product.id = picture.product_id
               where picture.id = category.picture_id or (product.category_id = category.id and picture.position = 1)
               order by picture.id <> category.picture_id, product.position limit 24) shown) as pictures
      from category where id = ${id}`)
  if (!row) throw new NotFound()
  return row
}

/** The place after the last. */
export async function nextPlace(tx: Transaction): Promise<number> {
  const [row] = await tx.execute<{ place: number }>(
    sql`select coalesce(max(position), 0) + 1 as place from category`,
  )
  return row!.place
}

export interface CategoryChange {
  readonly edited: EditedCategory
  readonly added: NewPicture | undefined
  /** Whether what is kept is what the form was opened with. */
  isCurrent(stored: StoredCategory): boolean
}

/** Keeps a category; null begins one. Former addresses lead to it. Throws Stale, Refused and NotFound. Returns its id. */
export async function saveCategory(
  tx: Transaction,
  known: string | null,
  { edited, added, isCurrent }: CategoryChange,
): Promise<string> {
  const id = known ?? crypto.randomUUID()
  if (known) await tx.execute(sql`select from category where id = ${known} for update`)
  const former = known ? await readCategory(tx, known, 'lv') : undefined
  if (former && !isCurrent(former)) throw new Stale(former)
  const pictureId = added ? await addPicture(tx, added, { productId: null, position: 1 }) : edited.pictureId
  const values = { parentId: edited.parentId, position: edited.position, pictureId }
  await placed(() =>
    tx.transaction(async (inner) => {
      if (known) await inner.update(category).set(values).where(eq(category.id, id))
      else await inner.insert(category).values({ id, ...values })
    }),
  )
  for (const language of languages) await saveWords(tx, id, language, edited.texts[language], former)
  return id
}

async function placed(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (sqlState(error) === '23514' && ruleOf(error) === 'two_deep')
      throw new Refused({ parent: fieldError('goods.problem.two-deep') })
    if (sqlState(error) === '23503') throw new Refused({ parent: fieldError('goods.problem.race') })
    throw error
  }
}

async function saveWords(
  tx: Transaction,
  id: string,
  language: Language,
  words: CategoryWords | undefined,
  former: StoredCategory | undefined,
): Promise<void> {
  const own = and(eq(categoryText.categoryId, id), eq(categoryText.language, language))
  if (!words) {
    await tx.delete(categoryText).where(own)
    return
  }
  const asked = { table: 'category_text', language, own: id, field: `slug-${language}` } as const
  const slug = await writeWithSlug(tx, asked, words, (inner, free) => {
    const set = { name: words.name, summary: words.summary, slug: free }
    return inner
      .insert(categoryText)
      .values({ categoryId: id, language, ...set })
      .onConflictDoUpdate({ target: [categoryText.categoryId, categoryText.language], set })
  })
  const before = former?.texts[language]?.slug
  if (before && before !== slug)
    await leadOn(tx, urlFor('category', language, { slug: before }), language, { categoryId: id })
}

/** Removes a category that is empty. Throws Conflict 'not-empty', and NotFound. */
export async function removeCategory(tx: Transaction, id: string): Promise<void> {
  const { goods, children } = await readCategory(tx, id, 'lv')
  if (goods + children > 0) throw new Conflict('not-empty')
  try {
    await tx.transaction((inner) => inner.delete(category).where(eq(category.id, id)))
  } catch (error) {
    if (sqlState(error) === '23503') throw new Conflict('not-empty')
    throw error
  }
}

import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/client.ts'
import { type Language, languages } from '../../platform/i18n/languages.ts'
import { writeWithSlug } from '../slugs.ts'
import { product, productText, variant, variantText } from '../table.ts'
import type { Contact } from './edited.ts'
import { copyPictures } from './pictures.ts'
import { read } from './reading.ts'

interface Beginning {
  readonly name: string
  readonly categoryId: string
  readonly madeToOrder: boolean
  /** Who makes it, until somebody says otherwise: the shop itself. */
  readonly maker: Contact & { readonly country: string }
}

/** Working days that making takes, until somebody says otherwise. */
const usualLeadDays = 5

/** Begins a product with its Latvian name, as a draft that only staff see. Returns its id. */
export async function begin(tx: Transaction, { name, maker, ...rest }: Beginning): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(product).values({
    ...rest,
    id,
    position: await lastPlace(tx, rest.categoryId),
    vatClass: 'standard',
    leadDays: rest.madeToOrder ? usualLeadDays : 1,
    manufacturerName: maker.name,
    manufacturerAddress: maker.address,
    manufacturerEmail: maker.email,
    manufacturerCountry: maker.country,
    identifier: '',
  })
  await addText(tx, id, 'lv', { name, summary: '', description: '', material: '' })
  return id
}

type NewText = Omit<typeof productText.$inferInsert, 'productId' | 'language' | 'slug'>

/** A product's words in a language, under an address that nobody else has. */
async function addText(tx: Transaction, productId: string, language: Language, text: NewText): Promise<void> {
  const asked = { table: 'product_text', language, own: productId, field: `slug-${language}` } as const
  await writeWithSlug(tx, asked, { name: text.name, slug: '' }, (inner, slug) =>
    inner.insert(productText).values({ ...text, productId, language, slug }),
  )
}

/** Another product like this one, as a draft with addresses and article numbers of its own and nothing in stock. */
export async function copy(tx: Transaction, from: string, zone: string): Promise<string> {
  const stored = await read(tx, from, { zone })
  const id = crypto.randomUUID()
  await tx.execute(sql`
    insert into product (id, category_id, position, vat_class, made_to_order, word_lines, word_line_length, drawing,
        lead_days, manufacturer_name, manufacturer_address, manufacturer_email, identifier, takes_artwork,
        needs_authority, manufacturer_country, responsible_name, responsible_address, responsible_email)
      select ${id}, category_id, ${await lastPlace(tx, stored.categoryId)}, vat_class, made_to_order, word_lines,
             word_line_length, drawing, lead_days, manufacturer_name, manufacturer_address, manufacturer_email, '',
             takes_artwork, needs_authority, manufacturer_country, responsible_name, responsible_address,
             responsible_email
        from product where id = ${from}`)
  for (const language of languages) {
    const text = stored.texts[language]
    if (text) await addText(tx, id, language, text)
  }
  await copyVariants(tx, from, id)
  await copyPictures(tx, from, id)
  await tx.execute(sql`
    update product set identifier = coalesce(
      (select sku from variant where product_id = ${id} order by position limit 1), '') where id = ${id}`)
  return id
}

async function copyVariants(tx: Transaction, from: string, to: string): Promise<void> {
  const rows = await tx.select().from(variant).where(eq(variant.productId, from)).orderBy(variant.position)
  for (const { id: old, ...row } of rows.filter(({ withdrawnAt }) => withdrawnAt === null)) {
    const id = crypto.randomUUID()
    await tx.insert(variant).values({
      ...row,
      id,
      productId: to,
      sku: await freeNumber(tx, row.sku),
      stock: row.stock === null ? null : 0,
      gtin: null,
    })
    const labels = await tx.select().from(variantText).where(eq(variantText.variantId, old))
    if (labels.length > 0)
      await tx.insert(variantText).values(labels.map((one) => ({ ...one, variantId: id })))
  }
}

async function freeNumber(tx: Transaction, sku: string): Promise<string> {
  for (let number = 2; ; number++) {
    const wanted = `${sku}-${number}`
    const [row] = await tx.select({ id: variant.id }).from(variant).where(eq(variant.sku, wanted))
    if (!row) return wanted
  }
}

async function lastPlace(tx: Transaction, categoryId: string): Promise<number> {
  const [row] = await tx.execute<{ place: number }>(
    sql`select coalesce(max(position), 0) + 1 as place from product where category_id = ${categoryId}`,
  )
  return row!.place
}

import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/client.ts'
import { type Language, languages } from '../../platform/i18n/languages.ts'
import { urlFor } from '../../urls.ts'
import { writeWithSlug } from '../slugs.ts'
import { oldAddress, productText } from '../table.ts'
import type { Goods, GoodsText, Stored } from './edited.ts'

/** Keeps the texts in the languages that have a name; what a published product was found under leads on to it. */
export async function saveTexts(tx: Transaction, stored: Stored, goods: Goods): Promise<void> {
  for (const language of languages) {
    const text = goods.texts[language]
    if (text) await saveText(tx, stored, language, text)
    else if (stored.texts[language]) await dropText(tx, stored.id, language)
  }
}

async function saveText(tx: Transaction, stored: Stored, language: Language, text: GoodsText): Promise<void> {
  const asked = { table: 'product_text', language, own: stored.id, field: `slug-${language}` } as const
  const former = stored.texts[language]?.slug
  const { name, summary, description, material } = text
  const values = {
    name,
    summary,
    description,
    material,
    fixing: text.fixing || null,
    warnings: text.warnings || null,
    authority: text.authority || null,
  }
  const slug = await writeWithSlug(tx, asked, text, (inner, free) =>
    inner
      .insert(productText)
      .values({ productId: stored.id, language, slug: free, ...values })
      .onConflictDoUpdate({
        target: [productText.productId, productText.language],
        set: { slug: free, ...values },
      }),
  )
  if (former === undefined || former === slug || stored.state !== 'published') return
  await leadOn(tx, urlFor('product', language, { slug: former }), language, { productId: stored.id })
}

async function dropText(tx: Transaction, id: string, language: Language): Promise<void> {
  await tx.delete(productText).where(and(eq(productText.productId, id), eq(productText.language, language)))
}

/** A path where something was found before leads to where it is now. */
export async function leadOn(
  tx: Transaction,
  path: string,
  language: Language,
  to: { productId: string } | { categoryId: string },
): Promise<void> {
  const set = { language, productId: null, categoryId: null, since: sql`now()`, ...to }
  await tx
    .insert(oldAddress)
    .values({ path, ...set })
    .onConflictDoUpdate({ target: oldAddress.path, set })
}

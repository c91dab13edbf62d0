import { sql } from 'drizzle-orm'
import { type Picture, pictureOf } from '../catalogue/catalogue.ts'
import type { Reader } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** Goods as a letter shows them. */
export interface LetterGoods {
  readonly articleNumber: string
  readonly slug: string
  readonly name: string
  /** Size and material of the variant; '' where there is one only. */
  readonly label: string
  /** With VAT. */
  readonly priceCents: number
  readonly picture: Picture | null
}

/** Goods by article number, in this order, as they are on sale in a language now; what is not is left out. */
export async function goodsBy(
  reader: Reader,
  language: Language,
  articleNumbers: readonly string[],
): Promise<LetterGoods[]> {
  if (articleNumbers.length === 0) return []
  const rows = await reader.execute<LetterGoods & Record<string, unknown>>(sql`
    select variant.sku as "articleNumber", product_text.slug, product_text.name, coalesce(label, '') as label,
           price_cents as "priceCents", ${pictureOf(sql`picture.product_id = product.id`, language, sql`product_text.name`)} as picture
      from unnest(${sql.param([...articleNumbers])}::text[]) with ordinality asked (sku, place)
      join variant on variant.sku = asked.sku and withdrawn_at is null
      join product on product.id = variant.product_id and published_at <= now()
      join product_text on product_text.product_id = product.id and product_text.language = ${language}
      left join variant_text on variant_text.variant_id = variant.id and variant_text.language = ${language}
     order by place`)
  return [...rows]
}

/** The article numbers that name nothing on sale. */
export async function unknownNumbers(reader: Reader, articleNumbers: readonly string[]): Promise<string[]> {
  if (articleNumbers.length === 0) return []
  const rows = await reader.execute<{ sku: string }>(sql`
    select asked.sku from unnest(${sql.param([...articleNumbers])}::text[]) asked (sku)
     where not exists (select from variant join product on product.id = product_id
                        where variant.sku = asked.sku and withdrawn_at is null and published_at <= now())`)
  return rows.map(({ sku }) => sku)
}

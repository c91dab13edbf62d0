import { sql } from 'drizzle-orm'
import { pictureOf } from '../catalogue/catalogue.ts'
import type { VatClass } from '../catalogue/vat-class.ts'
import { sqlState } from '../platform/database/client.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { type Language, languages } from '../platform/i18n/languages.ts'
import { tokenHash } from '../platform/keys.ts'
import { shopTerm } from '../privacy/purposes.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { CartArtwork } from './cart-artwork.ts'
import { type CodeInCart, type Discount, discountOn } from './discount-shares.ts'

/** A line of a cart as it stands now: prices in cents with VAT, from the catalogue and never from the browser. */
export interface CartLine {
  readonly id: string
  readonly variantId: string
  readonly sku: string
  /** Of name, label and slug: the one asked for, or the first in which the goods have words. */
  readonly language: Language
  /** Null where nothing has been written of the goods. */
  readonly slug: string | null
  readonly name: string
  readonly label: string
  readonly picture: { readonly id: string; readonly alt: string } | null
  readonly words: string | null
  /** The buyer's own file. */
  readonly artwork: CartArtwork | null
  readonly madeToOrder: boolean
  readonly quantity: number
  /** Pieces of this variant in the whole cart, whatever words they carry: they decide the price of each. */
  readonly pieces: number
  readonly priceCents: number
  /** The next lower price, and from how many pieces on. */
  readonly nextTier: { readonly from: number; readonly priceCents: number } | null
  readonly seenPriceCents: number
  readonly vatClass: VatClass
  /** Pieces that can still be sold; null where each is made to order. */
  readonly stock: number | null
  readonly leadDays: number
  readonly weightGrams: number
  readonly widthMm: number
  readonly heightMm: number
  readonly depthMm: number
  readonly published: boolean
  /** Whether the code in the cart is for these goods. */
  readonly discounted: boolean
  /** What the code takes off this line. */
  readonly discountCents: number
}

/** What lies in a cart: lines in the order they were put in, and what its code takes off. */
export interface Contents<L extends CartLine = CartLine> {
  readonly lines: readonly L[]
  readonly discount: Discount | undefined
}

export const mostPieces = 999
const term = shopTerm('website', 'session-end')

/** Remembers a cart for the cookie's token; one that is known is touched, one forgotten meanwhile begins empty. */
export async function keep(tx: Tx<'website'>, token: string): Promise<void> {
  await tx.execute(sql`select shop_keep_cart(${tokenHash(token)}, ${sql.raw(term)})`)
}

/**
 * Puts pieces of a variant in, with the buyer's words where it carries any; the same variant with the same words
 * becomes more of that line, unless it is to lie `apart`. Returns the line, and the pieces of the whole cart. Throws
 * NotFound for an unknown or unpublished variant, Conflict `cart-full`.
 */
export async function add(
  tx: Tx<'order-contract'>,
  token: string,
  item: { variantId: string; quantity: number; words: string | null; apart?: boolean },
): Promise<{ lineId: string; pieces: number }> {
  const { variantId, quantity, words, apart = false } = item
  const [row] = await whereItFits(
    tx.execute<{ lineId: string; pieces: number }>(sql`
      select line_id as "lineId", pieces from shop_put_in_cart(
        ${tokenHash(token)}, ${sql.raw(term)}, ${variantId}, ${quantity}, ${words}, ${apart})`),
  )
  if (!row) throw new NotFound()
  return row
}

/**
 * Sets how many pieces a line of this cart holds; none takes it out. Returns how many are left where that is fewer
 * than asked for, and changes nothing then. Throws NotFound, Conflict `cart-full`.
 */
export async function change(
  tx: Tx<'order-contract'>,
  token: string,
  lineId: string,
  quantity: number,
): Promise<number | null> {
  const [row] = await whereItFits(
    tx.execute<{ left: number | null }>(
      sql`select shop_set_cart_line(${tokenHash(token)}, ${lineId}, ${quantity}) as left`,
    ),
  )
  return row!.left
}

/** The database refuses a cart beyond all orders; here that becomes a message for a person. */
async function whereItFits<T>(statement: PromiseLike<T>): Promise<T> {
  try {
    return await statement
  } catch (error) {
    if (sqlState(error) === '23514') throw new Conflict('cart-full')
    if (sqlState(error) === 'P0002') throw new NotFound()
    throw error
  }
}

/** Takes everything out: it was held, and has been ordered. */
export async function empty(tx: Tx<'order-contract'>, token: string): Promise<void> {
  await tx.execute(sql`select shop_empty_cart(${tokenHash(token)})`)
}

/** What lies in the cart: all of it, also what is not offered in this language. */
export async function contents(
  tx: Tx<'order-contract'>,
  token: string,
  language: Language,
): Promise<Contents> {
  return contentsOf([...(await tx.execute<Row>(select(token, language)))])
}

/**
 * The same, for ordering it: whoever orders this cart at the same time waits, and then finds it empty; whoever puts
 * something in meanwhile waits, too, so that it stays in the cart.
 */
export async function hold(tx: Tx<'order-contract'>, token: string, language: Language): Promise<Contents> {
  // Touching the cart locks it, and in the same order as whoever fills it: the cart first, its lines after it.
  await tx.under('website', (own) => keep(own, token))
  return contentsOf([...(await tx.execute<Row>(sql`${select(token, language)} for update of cart_line`))])
}

type Row = Omit<CartLine, 'discountCents'> & { readonly code: CodeInCart | null } & Record<string, unknown>

function select(token: string, language: Language) {
  return sql`
    select cart_line.id, variant.id as "variantId", sku, coalesce(said.language, ${language}) as language, said.slug,
           coalesce(said.name, sku) as name, coalesce(said.label, sku) as label, words,
           made_to_order as "madeToOrder", quantity, same.pieces, shop_price_for(variant.id, same.pieces) as "priceCents",
           (select json_build_object('from', from_quantity, 'priceCents', price_tier.price_cents) from price_tier
             where variant_id = variant.id and from_quantity > same.pieces order by from_quantity limit 1) as "nextTier",
           seen_price_cents as "seenPriceCents", vat_class as "vatClass", stock, lead_days as "leadDays",
           weight_grams as "weightGrams", width_mm as "widthMm", height_mm as "heightMm", depth_mm as "depthMm",
           coalesce(published_at <= now(), false) as published,
           ${pictureOf(sql`picture.product_id = product.id`, sql`said.language`, sql`said.name`)} as picture,
           case when discount_code.id is not null then json_build_object('id', discount_code.id,
             'code', discount_code.code, 'share', share, 'amountCents', amount_cents, 'minimumCents', minimum_cents,
             'problem', shop_discount_problem(discount_code)) end as code,
           (select json_build_object('contentType', content_type, 'size', size) from cart_artwork
             where cart_line_id = cart_line.id) as artwork,
           case when discount_code.id is null then false
             else shop_discounts(discount_code.id, product.category_id) end as discounted
      from cart_line
      join variant on variant.id = variant_id
      join product on product.id = variant.product_id
      left join lateral (
        select product_text.language, product_text.slug, product_text.name, variant_text.label
          from product_text left join variant_text
            on variant_text.variant_id = variant.id and variant_text.language = product_text.language
          where product_text.product_id = product.id
          order by variant_text.label is null, product_text.language <> ${language},
                   array_position(${sql.param([...languages])}::text[], product_text.language) limit 1) said on true
      cross join lateral (
        select sum(other.quantity)::int as pieces from cart_line other
          where other.cart_id = cart_line.cart_id and other.variant_id = cart_line.variant_id) same
      left join cart_discount on cart_discount.cart_id = cart_line.cart_id
      left join discount_code on discount_code.id = discount_id
      where cart_line.cart_id = shop_cart_of(${tokenHash(token)})
      order by added_at, cart_line.id`
}

/** What can no longer be bought has no part in a discount. */
function contentsOf(rows: readonly Row[]): Contents {
  const code = rows[0]?.code
  if (!code) return { lines: rows.map((row) => withShare(row, 0)), discount: undefined }
  const judged = rows.map((row) => ({ ...row, discounted: row.discounted && !isGone(row) }))
  const { discount, shares } = discountOn(judged, code)
  return { lines: rows.map((row, index) => withShare(row, shares[index]!)), discount }
}

function withShare({ code: _, ...line }: Row, discountCents: number): CartLine {
  return { ...(line as Omit<CartLine, 'discountCents'>), discountCents }
}

function isGone({ published, stock }: Pick<CartLine, 'published' | 'stock'>): boolean {
  return !published || stock === 0
}

/** A line with what has changed since its buyer saw it: another price, fewer pieces, or it can no longer be bought. */
export interface ReviewedLine extends CartLine {
  readonly changed?:
    | { readonly kind: 'price'; readonly was: number }
    | { readonly kind: 'stock'; readonly left: number }
    | { readonly kind: 'gone' }
}

/** The cart to be shown: quantities are lowered to what is left, and the prices shown are taken note of. */
export async function review(
  tx: Tx<'order-contract'>,
  token: string,
  language: Language,
): Promise<Contents<ReviewedLine>> {
  const found = await contents(tx, token, language)
  const changes = new Map(found.lines.map((line) => [line.id, changeOf(line)]))
  const kinds = [...changes.values()].map((change) => change?.kind)
  if (kinds.includes('stock')) await lower(tx, token)
  if (kinds.includes('stock') || kinds.includes('price')) await acknowledge(tx, token)
  // Fewer pieces have other prices, and another discount.
  const now = kinds.includes('stock') ? await contents(tx, token, language) : found
  return {
    ...now,
    lines: now.lines.map((line) => {
      const changed = changes.get(line.id)
      return changed ? { ...line, changed } : line
    }),
  }
}

function changeOf(line: CartLine): ReviewedLine['changed'] {
  const { stock, quantity, priceCents, seenPriceCents } = line
  if (isGone(line)) return { kind: 'gone' }
  if (stock !== null && quantity > stock) return { kind: 'stock', left: stock }
  return priceCents === seenPriceCents ? undefined : { kind: 'price', was: seenPriceCents }
}

/** A line that another tab has taken out meanwhile is not there to be lowered. */
async function lower(tx: Tx<'order-contract'>, token: string): Promise<void> {
  await tx.execute(sql`
    update cart_line set quantity = stock from variant
     where variant.id = variant_id and cart_id = shop_cart_of(${tokenHash(token)}) and stock between 1 and quantity - 1`)
}

async function acknowledge(tx: Tx<'order-contract'>, token: string): Promise<void> {
  await tx.execute(sql`
    update cart_line set seen_price_cents = price from (
      select variant_id as asked, shop_price_for(variant_id, sum(quantity)) as price from cart_line
        where cart_id = shop_cart_of(${tokenHash(token)}) group by variant_id) now
     where variant_id = asked and cart_id = shop_cart_of(${tokenHash(token)}) and seen_price_cents <> price`)
}

/** Pieces in the cart, for the number beside its link. */
export async function count(tx: Tx<'order-contract'>, token: string): Promise<number> {
  const [row] = await tx.execute<{ pieces: number }>(sql`
    select coalesce(sum(quantity), 0)::int as pieces from cart_line where cart_id = shop_cart_of(${tokenHash(token)})`)
  return row!.pieces
}

import { and, eq, sql } from 'drizzle-orm'
import { pictureOf } from '../catalogue/catalogue.ts'
import type { VatClass } from '../catalogue/vat-class.ts'
import { mostCents } from '../orders/orders.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { tokenHash } from '../platform/keys.ts'
import { intervalOf } from '../privacy/purposes.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { cartLine } from './table.ts'

/** A line of a cart as it stands now: prices in cents with VAT, from the catalogue and never from the browser. */
export interface CartLine {
  readonly id: string
  readonly variantId: string
  readonly sku: string
  readonly slug: string
  readonly name: string
  readonly label: string
  readonly picture: { readonly id: string; readonly alt: string } | null
  readonly words: string | null
  readonly madeToOrder: boolean
  readonly quantity: number
  readonly priceCents: number
  readonly seenPriceCents: number
  readonly vatClass: VatClass
  /** Pieces that can still be sold; null where each is made to order. */
  readonly stock: number | null
  readonly leadDays: number
  readonly published: boolean
}

export const mostPieces = 999
const mostLines = 60

/** Remembers a cart for the cookie's token; one that is known is touched, one forgotten meanwhile begins empty. */
export async function keep(tx: Tx<'website'>, token: string): Promise<void> {
  const term = sql.raw(intervalOf('website', 'session-end'))
  await tx.execute(sql`select shop_keep_cart(${tokenHash(token)}, ${term})`)
}

/**
 * Puts pieces of a variant in, with the buyer's words where it carries any. The same variant with the same words
 * becomes more of that line. Throws NotFound for an unknown or unpublished variant, Conflict `cart-full`.
 */
export async function add(
  tx: Tx<'order-contract'>,
  token: string,
  item: { variantId: string; quantity: number; words: string | null },
): Promise<void> {
  const [row] = await tx.execute<{ priceCents: number | null; lines: number; lineId: string | null }>(sql`
    select (select price_cents from variant join product on product.id = product_id
             where variant.id = ${item.variantId} and published_at <= now()) as "priceCents",
           (select count(*)::int from cart_line where cart_id = shop_cart_of(${tokenHash(token)})) as lines,
           (select id from cart_line where cart_id = shop_cart_of(${tokenHash(token)})
               and variant_id = ${item.variantId} and words is not distinct from ${item.words} limit 1) as "lineId"`)
  if (row?.priceCents == null) throw new NotFound()
  if (row.lineId) {
    await tx
      .update(cartLine)
      .set({
        quantity: sql`least(quantity + ${item.quantity}, ${mostPieces})`,
        seenPriceCents: row.priceCents,
      })
      .where(eq(cartLine.id, row.lineId))
    return
  }
  if (row.lines >= mostLines) throw new Conflict('cart-full')
  await tx.execute(sql`
    insert into cart_line (cart_id, variant_id, quantity, words, seen_price_cents)
    values (shop_cart_of(${tokenHash(token)}), ${item.variantId}, ${item.quantity}, ${item.words}, ${row.priceCents})`)
}

/** Sets how many pieces a line of this cart holds. Throws NotFound. */
export async function change(
  tx: Tx<'order-contract'>,
  token: string,
  lineId: string,
  quantity: number,
): Promise<void> {
  const changed = await tx
    .update(cartLine)
    .set({ quantity })
    .where(and(eq(cartLine.id, lineId), eq(cartLine.cartId, cartOf(token))))
    .returning({ id: cartLine.id })
  if (!changed.length) throw new NotFound()
}

/** Takes a line out of this cart; one that is already gone stays gone. */
export async function remove(tx: Tx<'website'>, token: string, lineId: string): Promise<void> {
  await tx.delete(cartLine).where(and(eq(cartLine.id, lineId), eq(cartLine.cartId, cartOf(token))))
}

/** Takes everything out: it has been ordered. */
export async function empty(tx: Tx<'order-contract'>, token: string): Promise<void> {
  await tx.execute(sql`select shop_empty_cart(${tokenHash(token)})`)
}

/** What lies in the cart, in the order it was put in. */
export async function lines(
  tx: Tx<'order-contract'>,
  token: string,
  language: Language,
): Promise<CartLine[]> {
  return [...(await tx.execute<CartLine & Record<string, unknown>>(select(token, language)))]
}

/** The same, for ordering it: whoever orders this cart at the same time waits, and then finds it empty. */
export async function hold(tx: Tx<'order-contract'>, token: string, language: Language): Promise<CartLine[]> {
  const rows = await tx.execute<CartLine & Record<string, unknown>>(
    sql`${select(token, language)} for update of cart_line`,
  )
  return [...rows]
}

function select(token: string, language: Language) {
  return sql`
    select cart_line.id, variant.id as "variantId", sku, slug, product_text.name, label, words,
           made_to_order as "madeToOrder", quantity, price_cents as "priceCents",
           seen_price_cents as "seenPriceCents", vat_class as "vatClass", stock, lead_days as "leadDays",
           coalesce(published_at <= now(), false) as published,
           ${pictureOf(sql`picture.product_id = product.id`, language)} as picture
      from cart_line
      join variant on variant.id = variant_id
      join product on product.id = variant.product_id
      join product_text on product_text.product_id = product.id and product_text.language = ${language}
      join variant_text on variant_text.variant_id = variant.id and variant_text.language = ${language}
      where cart_id = shop_cart_of(${tokenHash(token)})
      order by added_at, cart_line.id`
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
): Promise<ReviewedLine[]> {
  const reviewed = (await lines(tx, token, language)).map(compared)
  if (reviewed.some(({ changed }) => changed?.kind === 'stock')) await lower(tx, token)
  if (reviewed.some(({ changed }) => changed?.kind === 'price')) await acknowledge(tx, token)
  return reviewed
}

function compared(line: CartLine): ReviewedLine {
  const { published, stock, quantity, priceCents, seenPriceCents } = line
  if (!published || stock === 0) return { ...line, changed: { kind: 'gone' } }
  if (stock !== null && quantity > stock)
    return { ...line, quantity: stock, changed: { kind: 'stock', left: stock } }
  return priceCents === seenPriceCents ? line : { ...line, changed: { kind: 'price', was: seenPriceCents } }
}

/** A line that another tab has taken out meanwhile is not there to be lowered. */
async function lower(tx: Tx<'order-contract'>, token: string): Promise<void> {
  await tx.execute(sql`
    update cart_line set quantity = stock from variant
     where variant.id = variant_id and cart_id = shop_cart_of(${tokenHash(token)}) and stock between 1 and quantity - 1`)
}

async function acknowledge(tx: Tx<'order-contract'>, token: string): Promise<void> {
  await tx.execute(sql`
    update cart_line set seen_price_cents = variant.price_cents from variant
     where variant.id = variant_id and cart_id = shop_cart_of(${tokenHash(token)})
       and seen_price_cents <> variant.price_cents`)
}

/** Pieces in the cart, for the number beside its link. Throws Conflict `cart-full` for a price beyond all orders. */
export async function count(tx: Tx<'order-contract'>, token: string): Promise<number> {
  const [row] = await tx.execute<{ pieces: number; goodsCents: number }>(sql`
    select coalesce(sum(quantity), 0)::int as pieces, coalesce(sum(quantity * price_cents::float8), 0) as "goodsCents"
      from cart_line join variant on variant.id = variant_id where cart_id = shop_cart_of(${tokenHash(token)})`)
  if (row!.goodsCents > mostCents) throw new Conflict('cart-full')
  return row!.pieces
}

function cartOf(token: string) {
  return sql`shop_cart_of(${tokenHash(token)})`
}

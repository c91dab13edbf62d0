import type { Context } from 'hono'
import { domesticVat, registrationOf } from '../invoicing/vat.ts'
import { mostArtworkBytes } from '../platform/files/artwork.ts'
import { languageNames } from '../platform/i18n/languages.ts'
import { sizeText } from '../platform/i18n/sizes.ts'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { reduction, stockWords, unitPrice } from './offer-words.ts'
import type { Product, Variant } from './products.ts'
import { isPersonal } from './signs.ts'
import { leadWords } from './storefront-lead.ts'

/** A product as `views/storefront/catalogue/product.hbs` shows it. */
export async function productModel(c: Context, shop: StorefrontShop, product: Product) {
  const { slug, name, summary, description, pictures, variants, leadDays, documents } = product
  const vatRate = vatRateOf(shop, product)
  const cheapest = variants.reduce((one, other) => (other.priceCents < one.priceCents ? other : one))
  const left = leftOf(variants)
  return {
    slug,
    name,
    summary,
    paragraphs: description.split(/\n{2,}/),
    pictures: pictures.map((picture, index) => ({ ...picture, number: index + 1, all: pictures.length })),
    price: cheapest.priceCents,
    net: netOf(cheapest.priceCents, vatRate),
    from: variants.some(({ priceCents }) => priceCents !== cheapest.priceCents),
    ...reduction(cheapest.priceCents, cheapest.lowestCents),
    soldOut: left === 0,
    stock: stockWords({ left, leadDays }),
    lead: left === 0 ? undefined : await leadWords(c, shop, product),
    // Own words or an own file is what takes the right of withdrawal away, not the making (CRD Art. 16(c)).
    madeToOrder: isPersonal(product),
    leadDays,
    variants: variants.map((variant) => variantModel(c, shop, variant, product, vatRate)),
    tiers: tiersOf(variants),
    ...ownModel(c, shop, product),
    authority: authorityOf(c, shop, product),
    facts: factsOf(c, shop, product),
    vatRate,
    safety: safetyOf(product),
    documents: documents.map(({ id, name, language, size }) => ({
      name,
      language:
        language !== null && language !== languageOf(c)
          ? { code: language, name: languageNames[language] }
          : null,
      href: urlFor('productDocument', { id }),
      size: sizeText(shop.formats(languageOf(c)), size),
    })),
  }
}

function variantModel(
  c: Context,
  shop: StorefrontShop,
  variant: Variant,
  { leadDays }: Product,
  vatRate: number | undefined,
) {
  const { id, label, priceCents, lowestCents, stock, sku, widthMm, heightMm, material } = variant
  return {
    id,
    name: label,
    price: priceCents,
    ...reduction(priceCents, lowestCents),
    net: netOf(priceCents, vatRate),
    unit: unitWords(c, shop, variant),
    // The label often says them already.
    size: unsaid(label, sizeOf({ widthMm, heightMm })),
    material: unsaid(label, material),
    sku,
    stock: stockWords({ left: stock, leadDays }),
  }
}

/** What the buyer may write, and whether a file may come with it. */
function ownModel(c: Context, shop: StorefrontShop, product: Product) {
  const { wordLines, wordLineLength, takesArtwork, drawing } = product
  const formats = shop.formats(languageOf(c))
  return {
    words: wordLines === null ? undefined : { maxLines: wordLines, maxLength: wordLineLength },
    artwork: takesArtwork
      ? { size: sizeText(formats, mostArtworkBytes), bytes: mostArtworkBytes }
      : undefined,
    canPreview: wordLines !== null && drawing !== null,
  }
}

function unitWords(c: Context, shop: StorefrontShop, variant: Variant): string | undefined {
  const each = unitPrice(variant)
  const price = each && shop.formats(languageOf(c)).money(each.cents)
  return each && shop.t(languageOf(c))(`unit.${each.unit}`, { price })
}

/** Lower prices for more pieces: a column for each number of them, a row for each variant that has any. */
function tiersOf(variants: readonly Variant[]) {
  const counts = [...new Set(variants.flatMap(({ tiers }) => tiers.map(({ from }) => from)))].sort(
    (a, b) => a - b,
  )
  if (counts.length === 0) return undefined
  const priceAt = ({ tiers, priceCents }: Variant, count: number) =>
    tiers.findLast(({ from }) => from <= count)?.priceCents ?? priceCents
  const rows = variants
    .filter(({ tiers }) => tiers.length > 0)
    .map((variant) => ({
      name: variant.label,
      price: variant.priceCents,
      prices: counts.map((count) => priceAt(variant, count)),
    }))
  return { counts, rows }
}

function authorityOf(c: Context, shop: StorefrontShop, { needsAuthority, authority }: Product) {
  if (!needsAuthority) return undefined
  return authority ?? shop.t(languageOf(c))('product.authority.text')
}

function factsOf(c: Context, shop: StorefrontShop, { variants, material, fixing }: Product) {
  const t = shop.t(languageOf(c))
  const [only] = variants
  const facts = [
    { name: t('fact.sizes'), value: [...new Set(variants.map(sizeOf))].join(', ') },
    { name: t('fact.material'), value: material },
    { name: t('fact.fixing'), value: fixing },
    { name: t('fact.gtin'), value: variants.length === 1 ? only?.gtin : null },
  ]
  return facts.filter(({ value }) => value)
}

function safetyOf(product: Product) {
  const { responsibleName, responsibleAddress, responsibleEmail, warnings } = product
  return {
    manufacturer: product.manufacturerName,
    address: product.manufacturerAddress,
    email: product.manufacturerEmail,
    responsible: responsibleName
      ? { name: responsibleName, address: responsibleAddress, email: responsibleEmail }
      : undefined,
    identifier: product.identifier,
    warnings: warnings ? [warnings] : [],
  }
}

function unsaid(label: string, fact: string | null): string | undefined {
  return fact && !label.toLowerCase().includes(fact.toLowerCase()) ? fact : undefined
}

/** In basis points; undefined for a shop that charges no VAT and may not name any. */
function vatRateOf(shop: StorefrontShop, { vatClass }: Product): number | undefined {
  const { category, rate } = domesticVat(vatClass, shop.clock.today(), registrationOf(shop.known().settings))
  return category === 'O' ? undefined : rate
}

/** In cents, for companies to compare; the invoice rounds once for each rate. */
function netOf(priceCents: number, vatRate: number | undefined): number | undefined {
  return vatRate ? Math.round((priceCents * 10_000) / (10_000 + vatRate)) : undefined
}

/** Pieces of all variants together; null where any is made to order. */
function leftOf(variants: readonly Variant[]): number | null {
  return variants.reduce<number | null>(
    (total, { stock }) => (total === null || stock === null ? null : total + stock),
    0,
  )
}

function sizeOf({ widthMm, heightMm }: Pick<Variant, 'widthMm' | 'heightMm'>): string {
  return `${widthMm} × ${heightMm} mm`
}

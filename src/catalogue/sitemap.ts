import { sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** A place with its address in some languages. */
export interface SitemapPlace {
  /** Absolute. */
  readonly addresses: Readonly<Partial<Record<Language, string>>>
  /** ISO 8601; when it was changed last. */
  readonly changed?: string
}

const onOffer = sql`
  published_at <= now() and exists (select from variant where product_id = product.id and withdrawn_at is null)
    and exists (select from product_text where product_id = product.id)`

/** Published products, some at a time, with their slugs and when they were changed. */
export async function productsForSitemap(
  reader: Reader,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ slugs: Partial<Record<Language, string>>; changed: string }[]> {
  const rows = await reader.execute<{ slugs: Partial<Record<Language, string>>; changed: string }>(sql`
    select (select json_object_agg(language, slug) from product_text where product_id = product.id) as slugs,
           to_char(greatest(changed_at, published_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as changed
      from product where ${onOffer} order by id limit ${limit} offset ${offset}`)
  return [...rows]
}

/** How many products a whole sitemap holds. */
export async function numberForSitemap(reader: Reader): Promise<number> {
  const [row] = await reader.execute<{ products: number }>(sql`
    select count(*)::int as products from product where ${onOffer}`)
  return row!.products
}

/** A sitemap (sitemaps.org 0.9): each place in each open language, and the same place in the others. */
export function sitemapXml(places: readonly SitemapPlace[], open: readonly Language[]): string {
  const urls = places.flatMap(({ addresses, changed }) => {
    const spoken = open.filter((language) => addresses[language] !== undefined)
    const links = spoken.map(
      (language) =>
        `<xhtml:link rel="alternate" hreflang="${language}" href="${escaped(addresses[language]!)}"/>`,
    )
    const lastmod = changed ? `<lastmod>${changed}</lastmod>` : ''
    return spoken.map(
      (language) => `<url><loc>${escaped(addresses[language]!)}</loc>${lastmod}${links.join('')}</url>`,
    )
  })
  return `${declaration}<urlset ${namespaces}>\n${urls.join('\n')}\n</urlset>\n`
}

/** A list of sitemaps, by their absolute addresses. */
export function sitemapIndexXml(addresses: readonly string[]): string {
  const parts = addresses.map((address) => `<sitemap><loc>${escaped(address)}</loc></sitemap>`)
  return `${declaration}<sitemapindex ${sitemapNamespace}>\n${parts.join('\n')}\n</sitemapindex>\n`
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
const sitemapNamespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
const namespaces = `${sitemapNamespace} xmlns:xhtml="http://www.w3.org/1999/xhtml"`

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

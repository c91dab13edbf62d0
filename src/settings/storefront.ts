import { type Context, Hono } from 'hono'
import { NotFound } from '../platform/errors.ts'
import { idIn } from '../platform/web/ids.ts'
import { everyLanguage, kept, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { html } from './markdown.ts'
import { type Terms, termsOf } from './terms.ts'

/** The terms of sale in force, and the versions that former orders point to. */
export function termsRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('terms'), kept(shop), (c) => {
    const inForce = shop.known().settings.terms[languageOf(c)]
    if (!inForce) throw new NotFound()
    return termsPage(c, shop, inForce)
  })
  routes.on('GET', everyLanguage('termsVersion'), kept(shop), async (c) => {
    const found = await termsOf(shop.database.storefront.client.orm, idIn(c, 'id'))
    if (found?.language !== languageOf(c)) throw new NotFound()
    return termsPage(c, shop, found)
  })
  return routes
}

type Shown = Pick<Terms, 'markdown' | 'publishedAt'>

async function termsPage(
  c: Context,
  shop: StorefrontShop,
  { markdown, publishedAt }: Shown,
): Promise<Response> {
  return shop.show(
    c,
    'storefront/legal/terms',
    { name: 'terms' },
    {
      terms: { inForceFrom: publishedAt, html: await html(markdown) },
    },
  )
}

import { type Context, Hono } from 'hono'
import { NotFound } from '../platform/errors.ts'
import { everyLanguage, isId, kept, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { fillIn, html } from './markdown.ts'
import * as settings from './settings.ts'

/** The terms of sale in force, and the versions that former orders point to. */
export function termsRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('terms'), kept(shop), (c) => {
    const inForce = shop.known().settings.terms[languageOf(c)]
    if (!inForce) throw new NotFound()
    return termsPage(c, shop, inForce)
  })
  routes.on('GET', everyLanguage('termsVersion'), kept(shop), async (c) => {
    const id = c.req.param('id')
    const found = isId(id) ? await settings.termsOf(shop.database.storefront.client.orm, id) : undefined
    if (found?.language !== languageOf(c)) throw new NotFound()
    return termsPage(c, shop, found)
  })
  return routes
}

type Shown = Pick<settings.Terms, 'markdown' | 'publishedAt'>

async function termsPage(
  c: Context,
  shop: StorefrontShop,
  { markdown, publishedAt }: Shown,
): Promise<Response> {
  const filled = fillIn(markdown, shop.known().settings)
  return shop.show(
    c,
    'storefront/legal/terms',
    { name: 'terms' },
    {
      terms: { inForceFrom: publishedAt, html: await html(filled) },
    },
  )
}

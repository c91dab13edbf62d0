import { type Context, Hono } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import { everyLanguage, kept, languageOf, type Place, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import * as notices from './notices.ts'

/** The privacy notice in force, and the versions that former orders point to. */
export function noticeRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('notice'), kept(shop), (c) => {
    const inForce = shop.known().notices[languageOf(c)]
    if (!inForce) throw new NotFound()
    return noticePage(c, shop, inForce, { name: 'notice' })
  })
  routes.on('GET', everyLanguage('noticeVersion'), kept(shop), async (c) => {
    const id = c.req.param('id') ?? ''
    const found = await notices.find(shop.database.storefront.client.orm, id)
    // Each language has versions of its own: the other languages lead to what is in force there.
    if (found?.language !== languageOf(c)) throw new NotFound()
    return noticePage(c, shop, found, { name: 'notice' })
  })
  return routes
}

type Shown = { readonly id: string; readonly content: notices.NoticeContent }

async function noticePage(
  c: Context,
  shop: StorefrontShop,
  { id, content }: Shown,
  place: Place,
): Promise<Response> {
  const language = languageOf(c)
  const versions = await notices.earlier(shop.database.storefront.client.orm, language)
  const own = versions.find((version) => version.id === id)
  if (!own) throw new NotFound()
  const inForce = shop.known().notices[language]?.id
  const others = versions.filter((version) => version.id !== inForce && version.id !== id)
  return shop.show(c, 'storefront/privacy/notice', place, {
    notice: {
      version: own.number,
      inForceFrom: own.publishedAt,
      sections: content.sections,
      summary: content.summary,
      superseded: id !== inForce,
      earlier: others.map((version) => ({
        version: version.number,
        inForceFrom: version.publishedAt,
        href: urlFor('noticeVersion', language, { id: version.id }),
      })),
    },
  })
}

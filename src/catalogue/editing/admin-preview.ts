import { Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { NotFound } from '../../platform/errors.ts'
import { isLanguage } from '../../platform/i18n/languages.ts'
import { idIn } from '../../platform/web/ids.ts'
import { withoutPurpose } from '../../privacy/with-purpose.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { everyLanguage, languageOf } from '../../storefront-shop.ts'
import { pattern, urlFor } from '../../urls.ts'
import { product } from '../products.ts'
import type { ProductPage } from '../storefront-product.ts'
import { read } from './reading.ts'

/** A product as its customers will see it, for staff alone: also a draft. `show` is the storefront's own page. */
export function previewRoutes(shop: AdminShop, show: ProductPage): Hono<StaffEnv> {
  // The storefront's page knows its language by its path, so it is asked under its own.
  const front = new Hono().on('GET', everyLanguage('product'), async (c) =>
    show(
      c,
      await product(shop.database.storefront.client.orm, languageOf(c), c.req.param('slug') ?? '', {
        draft: true,
      }),
    ),
  )
  return new Hono<StaffEnv>().get(pattern('adminProductPreview'), async (c) => {
    const id = idIn(c, 'id')
    const language = c.req.param('code')
    if (!isLanguage(language)) throw new NotFound()
    const { texts } = await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) =>
      read(tx, id, { zone: shop.clock.zone }),
    )
    const slug = texts[language]?.slug
    if (!slug) throw new NotFound()
    const shown = await front.request(urlFor('product', language, { slug }))
    if (shown.status !== 200) throw new NotFound()
    return c.html(await shown.text(), 200, { 'x-robots-tag': 'noindex' })
  })
}

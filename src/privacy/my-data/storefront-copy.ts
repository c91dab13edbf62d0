import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import { parseForm } from '../../platform/web/forms.ts'
import { languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import * as copies from './request-copy.ts'
import { copyForm } from './storefront-forms.ts'
import { asPerson, receive, settle } from './storefront-person.ts'
import type { Subject } from './subject-sessions.ts'

/** Hands over the copy at once, and notes that it was (Art. 15, 20). */
export async function copy(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  const form = await parseForm(c, copyForm)
  if (!form.ok) throw new NotFound()
  const { format } = form.value
  const language = languageOf(c)
  const made = await asPerson(shop, subject, async (tx) => {
    const kind = format === 'everything' ? 'access' : 'portability'
    const id = await receive(tx, shop, subject, { kind, language })
    const file = await copies.make(tx, format, {
      register: shop.register,
      terms: shop.known().register.terms,
      language,
      address: subject.address,
      at: shop.clock.now(),
      t: shop.t(language),
      formats: shop.formats(language),
      render: shop.views.render,
    })
    await settle(tx, id, { step: 'copied' })
    return file
  })
  return c.body(made.body, 200, {
    'content-type': made.type,
    'content-disposition': `attachment; filename="${made.name}"`,
    'cache-control': 'no-store',
  })
}

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
  const read = await asPerson(shop, subject, async (tx) => {
    const kind = format === 'everything' ? 'access' : 'portability'
    const id = await receive(tx, shop, subject, { kind, language })
    const found = await copies.read(tx, shop)
    await settle(tx, id, { step: 'copied' })
    return found
  })
  const made = copies.write(read, format, shop, { language, address: subject.address })
  return c.body(made.body, 200, copies.headersOf(made))
}

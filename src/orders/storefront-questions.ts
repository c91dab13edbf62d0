import type { Context } from 'hono'
import { Conflict } from '../platform/errors.ts'
import { errorTexts, parseForm } from '../platform/web/forms.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { questionForm } from './question-forms.ts'
import * as questions from './questions.ts'
import { orderPage } from './storefront-page.ts'

/** Keeps a buyer's question about the order, for whoever works in the shop. */
export async function ask(c: Context, shop: StorefrontShop, orderId: string): Promise<Response> {
  const form = await parseForm(c, questionForm)
  if (!form.ok) {
    const { questionKey, ...errors } = errorTexts(form.errors, shop.t(languageOf(c)))
    return orderPage(c, shop, orderId, { form: { values: form.typed, errors } })
  }
  const { question, questionKey } = form.value
  try {
    await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
      questions.ask(tx, { id: questionKey, orderId, words: question! }),
    )
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return orderPage(c, shop, orderId, { unasked: error.code, wrote: question })
  }
  return c.redirect(`${urlFor('order', languageOf(c), { id: orderId })}?done=asked`, 303)
}

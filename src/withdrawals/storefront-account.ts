import type { Context } from 'hono'
import * as orders from '../orders/find.ts'
import { accountForm } from '../payments/refund-forms.ts'
import * as refunds from '../payments/refunds.ts'
import { NotFound } from '../platform/errors.ts'
import { errorTexts, parseForm } from '../platform/web/forms.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { accountWanted } from './order-part.ts'
import * as withdrawals from './withdrawals.ts'

/** Where money by transfer goes back to, asked only while some waits; what was typed before is not shown again. */
export async function accountPage(
  c: Context,
  shop: StorefrontShop,
  orderId: string,
  form?: FormModel,
): Promise<Response> {
  const known = await withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
    const { number, party } = await orders.find(tx, orderId)
    return {
      number,
      holder: party?.companyName ?? party?.name ?? '',
      wanted: await accountWanted(tx, orderId),
    }
  })
  if (!known.wanted) return c.redirect(urlFor('order', languageOf(c), { id: orderId }), 303)
  return shop.show(
    c,
    'storefront/withdrawals/account',
    { name: 'refundAccount', params: { id: orderId } },
    {
      form: form ?? { values: { holder: known.holder }, errors: {} },
      order: { id: orderId, number: known.number },
      named: known.wanted === 'named',
    },
    form ? 422 : 200,
  )
}

/** Keeps the account for what waits; until it stood in a file for the bank it may be put right. */
export async function keepAccount(c: Context, shop: StorefrontShop, orderId: string): Promise<Response> {
  const form = await parseForm(c, accountForm)
  const language = languageOf(c)
  if (!form.ok) {
    const errors = errorTexts(form.errors, shop.t(language))
    return accountPage(c, shop, orderId, { values: form.typed, errors })
  }
  await withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
    if (!(await accountWanted(tx, orderId))) throw new NotFound()
    await withdrawals.nameAccount(tx, orderId, form.value)
    await refunds.nameAccount(tx, orderId, form.value)
  })
  return c.redirect(`${urlFor('order', language, { id: orderId })}?done=account`, 303)
}

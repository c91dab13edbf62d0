import type { Context } from 'hono'
import { Conflict } from '../platform/errors.ts'
import { errorTexts, parseForm } from '../platform/web/forms.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { type Asked, askedOf, correctedBy, correctionForm, seenForm, standing } from './correction-form.ts'
import * as corrections from './corrections.ts'
import { type Elsewhere, elsewhereOf } from './elsewhere.ts'
import * as orders from './find.ts'
import * as keys from './keys.ts'
import * as orderCookies from './order-cookies.ts'

/** The form with which a buyer puts right where an order goes and how they are reached, until it is packed. */
export async function correctionPage(c: Context, shop: StorefrontShop, id: string): Promise<Response> {
  const known = await knownOf(shop, id)
  const { order } = known
  // What stands there is not asked about: whoever corrects the telephone has no answer to it.
  const values = { ...standing(order), emailSeen: order.party?.email ?? '' }
  return show(c, shop, known, { values, errors: {} })
}

/** Puts it right; the address of news moves at once, and both addresses are told. */
export async function correct(c: Context, shop: StorefrontShop, id: string): Promise<Response> {
  const known = await knownOf(shop, id)
  const { order, asked, elsewhere } = known
  const seen = await parseForm(c, seenForm)
  const emailSeen = seen.ok ? seen.value.emailSeen : ''
  const form = await parseForm(c, correctionForm(order, asked, elsewhere, emailSeen))
  if (!form.ok) {
    const errors = errorTexts(form.errors, shop.t(languageOf(c)))
    return show(c, shop, known, { values: form.typed, errors })
  }
  try {
    const wanted = correctedBy(form.value, order.party!, asked, elsewhere)
    const { parts, key } = await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
      corrected(tx, id, wanted),
    )
    if (key) orderCookies.remember(c, shop.cookies, key)
    return toOrder(c, id, parts.length > 0)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return show(c, shop, await knownOf(shop, id), { values: form.typed, errors: {} }, error.code)
  }
}

/** With the address of news the links end that were sent there; this browser gets one of its own. */
async function corrected(tx: Tx<'order-contract'>, id: string, wanted: corrections.Corrected) {
  const parts = await corrections.correct(tx, id, wanted, 'buyer')
  return { parts, key: parts.includes('email') ? await keys.make(tx, id) : undefined }
}

function toOrder(c: Context, id: string, isChanged: boolean): Response {
  return c.redirect(`${urlFor('order', languageOf(c), { id })}${isChanged ? '?done=corrected' : ''}`, 303)
}

interface Known {
  readonly order: orders.OrderFacts
  readonly asked: Asked
  readonly elsewhere: Elsewhere
}

/** Where nothing may be changed any more, the page says so and shows no form. */
function show(
  c: Context,
  shop: StorefrontShop,
  { order, asked, elsewhere }: Known,
  form: FormModel,
  refused?: string,
): Promise<Response> {
  const status = refused ? 409 : Object.keys(form.errors).length > 0 ? 422 : 200
  return shop.show(
    c,
    'storefront/orders/correction',
    { name: 'orderCorrection', params: { id: order.id } },
    {
      form,
      refused,
      may: asked,
      open: Object.values(asked).includes(true),
      called: elsewhere.needsPhone,
      towns: elsewhere.towns,
      order: { id: order.id, number: order.number },
    },
    status,
  )
}

function knownOf(shop: StorefrontShop, id: string): Promise<Known> {
  const { delivery } = shop.known().settings
  return withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => {
    const order = await orders.find(tx, id)
    return {
      order,
      asked: askedOf(order, corrections.correctable(order, 'buyer')),
      elsewhere: await elsewhereOf(tx, order, delivery),
    }
  })
}

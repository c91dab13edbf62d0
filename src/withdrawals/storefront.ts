import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import * as orders from '../orders/find.ts'
import { behindCookie, openedOrder } from '../orders/storefront-page.ts'
import { NotFound, Restricted } from '../platform/errors.ts'
import { languages } from '../platform/i18n/languages.ts'
import { errorTexts, parseForm, type Typed } from '../platform/web/forms.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { everyLanguage, type FormModel, languageOf, type StorefrontShop } from '../storefront-shop.ts'
import { urlFor } from '../urls.ts'
import { pressedForm, statementForm } from './forms.ts'
import { accountPage, keepAccount } from './storefront-account.ts'
import { countable, linesModel, type Opened, valuesOf } from './storefront-lines.ts'
import * as withdrawals from './withdrawals.ts'

/**
 * The withdrawal function (CRD Art. 11a): one address, two steps, no login, scripts or not. Between the steps nothing is kept
 * but in the page itself.
 */
export function withdrawalRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  routes.on('GET', everyLanguage('withdrawal'), (c) => formPage(c, shop))
  routes.on('POST', everyLanguage('withdrawal'), (c) => go(c, shop))
  routes.on('GET', everyLanguage('withdrawalReceived'), (c) => receivedPage(c, shop))
  routes.on('GET', everyLanguage('refundAccount'), behindCookie(shop, accountPage))
  routes.on('POST', everyLanguage('refundAccount'), behindCookie(shop, keepAccount))
  return routes
}

/** The order of this id, where this browser opened it; anybody else states what contract they mean. */
async function openedHere(
  c: Context,
  shop: StorefrontShop,
  asked: string | undefined,
): Promise<Opened | undefined> {
  const id = await openedOrder(c, shop, asked)
  if (id === undefined) return undefined
  try {
    return await withPurpose(shop.database.storefront, 'order-contract', 'guest', async (tx) => ({
      order: await orders.find(tx, id),
      before: await withdrawals.withdrawnOf(tx, id),
    }))
  } catch (error) {
    // Its data is left alone, or the contract ended a moment ago: its buyer withdraws all the same, in words.
    if (error instanceof Restricted || error instanceof NotFound) return undefined
    throw error
  }
}

/** An order of whose lines something may be chosen; where nothing may, a person reads what its buyer writes. */
function choosable(opened: Opened | undefined): Opened | undefined {
  return opened?.order.party && countable(opened).length > 0 ? opened : undefined
}

async function formPage(c: Context, shop: StorefrontShop): Promise<Response> {
  const opened = await openedHere(c, shop, c.req.query('order'))
  return show(c, shop, 'form', opened, {
    values: { ...valuesOf(opened), key: crypto.randomUUID() },
    errors: {},
  })
}

/** One form with four buttons: on to the overview, back to the answers, into another language, and the statement itself. */
async function go(c: Context, shop: StorefrontShop): Promise<Response> {
  const pressed = await parseForm(c, pressedForm)
  const { action, order } = pressed.ok ? pressed.value : { action: 'review' as const, order: undefined }
  const opened = await openedHere(c, shop, order)
  const open = choosable(opened)
  const form = await parseForm(c, statementForm(open && countable(open)))
  const typed = withKey(form.typed)
  if (action === 'change' || action === 'refresh')
    return show(c, shop, 'form', opened, { values: typed, errors: {} })
  if (!form.ok) {
    const { key, ...errors } = errorTexts(form.errors, shop.t(languageOf(c)))
    return show(c, shop, 'form', opened, { values: typed, errors })
  }
  if (action === 'review') return show(c, shop, 'review', opened, { values: typed, errors: {} })
  const { name, email, key, words, pieces, contract } = form.value
  const taken = await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
    withdrawals.receive(tx, {
      id: key,
      orderId: opened?.order.id ?? null,
      language: languageOf(c),
      name,
      address: email,
      contract: contract ?? open!.order.number,
      words,
      pieces,
    }),
  )
  if (!taken) throw new HTTPException(429)
  return c.redirect(urlFor('withdrawalReceived', languageOf(c), { id: key }), 303)
}

/** A page from which the key was lost still withdraws once. */
function withKey(typed: Typed): Typed {
  return z.uuid().safeParse(typed.key).success ? typed : { ...typed, key: crypto.randomUUID() }
}

function show(
  c: Context,
  shop: StorefrontShop,
  step: 'form' | 'review',
  opened: Opened | undefined,
  form: FormModel,
): Promise<Response> {
  c.header('cache-control', 'no-store')
  const order = opened?.order.id
  const query = order && Object.fromEntries(languages.map((code) => [code, `?order=${order}`]))
  return shop.show(
    c,
    `storefront/withdrawals/${step}`,
    { name: 'withdrawal', noindex: true, ...(query && { query }) },
    { form, ...linesModel(opened, choosable(opened) !== undefined, form) },
    Object.keys(form.errors).length > 0 ? 422 : 200,
  )
}

/** That it was received, and when; nothing of what it says, since whoever has the address may read it. */
async function receivedPage(c: Context, shop: StorefrontShop): Promise<Response> {
  c.header('cache-control', 'no-store')
  c.header('x-robots-tag', 'noindex')
  const id = z.uuid().safeParse(c.req.param('id')).data
  const receivedAt =
    id &&
    (await withPurpose(shop.database.storefront, 'order-contract', 'guest', (tx) =>
      withdrawals.receivedAt(tx, id),
    ))
  if (!receivedAt) return c.redirect(urlFor('withdrawal', languageOf(c)), 303)
  return shop.show(
    c,
    'storefront/withdrawals/received',
    { name: 'withdrawalReceived', params: { id } },
    { receivedAt, mailKept: shop.mailCaptured },
  )
}

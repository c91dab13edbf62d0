import type { Context } from 'hono'
import { errorTexts, parseForm } from '../../platform/web/forms.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import type { Erased } from '../requests/request-steps.ts'
import { certificateModel } from '../requests/request-words.ts'
import * as requests from '../requests/requests.ts'
import * as restrictions from '../restrictions.ts'
import * as erasures from '../retention/erasures.ts'
import type { Tx } from '../with-purpose.ts'
import * as holdings from './holdings.ts'
import { erasureForm } from './storefront-forms.ts'
import { asPerson, receive } from './storefront-person.ts'
import { piecesOf } from './subject-erasure.ts'
import * as subjectOrders from './subject-orders.ts'
import * as recipients from './subject-recipients.ts'
import type { Subject } from './subject-sessions.ts'

/** What would go now, and what stays until when under which law (Art. 17). */
export async function erasurePage(
  c: Context,
  shop: StorefrontShop,
  subject: Subject,
  form: FormModel = { values: {}, errors: {} },
): Promise<Response> {
  const { pieces, restricted } = await asPerson(shop, subject, async (tx) => ({
    pieces: await previewOf(tx, shop),
    restricted: await restrictions.current(tx, subject.address),
  }))
  const { gone, stays } = certificateModel(pieces, shop.t(languageOf(c)), shop.known().register.terms)
  return shop.show(
    c,
    'storefront/privacy/my-data-erasure',
    { name: 'myDataErasure', noindex: true },
    {
      form,
      restrictedOn: restricted?.madeAt,
      now: gone,
      stays,
      openOrder: pieces.stays.some(({ purpose }) => purpose === 'order-contract'),
    },
    Object.keys(form.errors).length > 0 ? 422 : 200,
  )
}

/** Ends every purpose that gives way; the eraser takes the rest away a moment later, and the certificate comes by mail. */
export async function erase(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  const form = await parseForm(c, erasureForm)
  const language = languageOf(c)
  if (!form.ok) {
    const errors = errorTexts(form.errors, shop.t(language))
    return erasurePage(c, shop, subject, { values: form.typed, errors })
  }
  const id = await asPerson(shop, subject, async (tx) => {
    // Whoever had their data restricted asked that they be kept (Art. 18(1)(b), (c)).
    if (await restrictions.current(tx, subject.address)) return undefined
    const waiting = await erasureUnderWay(tx, subject)
    if (waiting) return waiting
    await giveUpOthers(tx, subject)
    const erased = await previewOf(tx, shop)
    const requestId = await receive(tx, shop, subject, { kind: 'erasure', language })
    await requests.note(tx, requestId, { step: 'erased', erased, by: null })
    await recipients.noteToTell(tx, requestId)
    const { address } = subject
    await erasures.request(tx, { requestId, address, addressKey: shop.keys.address })
    return requestId
  })
  if (!id) return erasurePage(c, shop, subject)
  return c.redirect(`${urlFor('myDataRequest', language, { id })}?done=erased`, 303)
}

async function previewOf(tx: Tx<'rights-requests'>, shop: StorefrontShop): Promise<Erased> {
  return piecesOf(await holdings.of(tx, shop.register), await subjectOrders.read(tx))
}

/** A form sent twice asks once. */
async function erasureUnderWay(tx: Tx<'rights-requests'>, { address }: Subject): Promise<string | undefined> {
  const known = await requests.ofAddress(tx, address)
  return known.find(({ kind, closedAt, origin }) => kind === 'erasure' && !closedAt && origin === 'page')?.id
}

/** What else was asked of data that are now to be erased is answered by that, and must not hold them back. */
async function giveUpOthers(tx: Tx<'rights-requests'>, { address }: Subject): Promise<void> {
  const known = await requests.ofAddress(tx, address)
  for (const { id, closedAt, kind } of known)
    if (!closedAt && kind !== 'erasure') await requests.close(tx, id, 'withdrawn', null)
}

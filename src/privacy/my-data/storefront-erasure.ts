import type { Context } from 'hono'
import * as mails from '../../correspondence/mails.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import { certificateModel } from '../requests/request-words.ts'
import * as requests from '../requests/requests.ts'
import * as restrictions from '../restrictions.ts'
import type { Tx } from '../with-purpose.ts'
import { erasureForm } from './storefront-forms.ts'
import { asPerson, receive } from './storefront-person.ts'
import { answerForm, emptyForm, formPage } from './storefront-subject-form.ts'
import * as erasure from './subject-erasure.ts'
import * as subjectOrders from './subject-orders.ts'
import type { Subject } from './subject-sessions.ts'

/** What would go now, and what stays until when under which law (Art. 17). */
export async function erasurePage(
  c: Context,
  shop: StorefrontShop,
  subject: Subject,
  form: FormModel = emptyForm,
): Promise<Response> {
  const { pieces, orders, restricted } = await asPerson(shop, subject, async (tx) => ({
    pieces: await erasure.preview(tx, shop.register),
    orders: await subjectOrders.read(tx),
    restricted: await restrictions.current(tx, subject.address),
  }))
  return formPage(
    c,
    shop,
    { view: 'my-data-erasure', name: 'myDataErasure' },
    {
      form,
      restrictedOn: restricted?.madeAt,
      ...certificateModel(pieces, shop.t(languageOf(c)), shop.known().register.terms, {
        placed: subjectOrders.placedOn(orders),
      }),
      openOrder: orders.some(({ awaited }) => awaited),
    },
  )
}

/** Ends every purpose that gives way; the eraser takes the rest away a moment later, and the certificate comes by mail. */
export function erase(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  return answerForm(c, shop, erasureForm, {
    again: (form) => erasurePage(c, shop, subject, form),
    async work(_, language) {
      const asked = await asPerson(shop, subject, (tx) => request(tx, shop, subject, language))
      if (!asked) return erasurePage(c, shop, subject)
      const { id, begun } = asked
      const page = begun ? urlFor('myDataRequest', language, { id }) : urlFor('myData', language)
      return c.redirect(`${page}?done=${begun ? 'erased' : 'asked'}`, 303)
    },
  })
}

/** Undefined where the data are restricted: whoever had that done asked that they be kept (Art. 18(1)(b), (c)). */
async function request(
  tx: Tx<'rights-requests'>,
  shop: StorefrontShop,
  subject: Subject,
  language: Language,
): Promise<{ id: string; begun: boolean } | undefined> {
  const { address } = subject
  if (await restrictions.current(tx, address)) return undefined
  const open = (await requests.ofAddress(tx, address)).filter(({ closedAt }) => !closedAt)
  const same = open.find(({ kind, origin }) => kind === 'erasure' && origin === 'page')
  // A form sent twice asks once.
  if (same) return { id: same.id, begun: await hasBegun(tx, same.id) }
  const erased = await erasure.preview(tx, shop.register)
  const id = await receive(tx, shop, subject, { kind: 'erasure', language })
  // What else was asked is answered first, from data that are still there: somebody of the shop sees to both.
  if (open.some(({ kind }) => kind !== 'erasure')) {
    await mails.queue(tx, 'request-received', { id })
    return { id, begun: false }
  }
  await erasure.begin(tx, { id, address }, { erased, by: null, addressKey: shop.keys.address })
  return { id, begun: true }
}

async function hasBegun(tx: Tx<'rights-requests'>, id: string): Promise<boolean> {
  return (await requests.stepsOf(tx, id)).some(({ step }) => step === 'erased')
}

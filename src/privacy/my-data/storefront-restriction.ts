import type { Context } from 'hono'
import * as mails from '../../correspondence/mails.ts'
import { errorTexts, parseForm } from '../../platform/web/forms.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import * as requests from '../requests/requests.ts'
import * as restrictions from '../restrictions.ts'
import { restrictionForm } from './storefront-forms.ts'
import { asPerson, receive } from './storefront-person.ts'
import * as subjectOrders from './subject-orders.ts'
import * as recipients from './subject-recipients.ts'
import type { Subject } from './subject-sessions.ts'

/** Asks for a restriction with its ground (Art. 18(1)). */
export async function restrictionPage(
  c: Context,
  shop: StorefrontShop,
  subject: Subject,
  form: FormModel = { values: {}, errors: {} },
): Promise<Response> {
  const found = await asPerson(shop, subject, async (tx) => ({
    restricted: await restrictions.current(tx, subject.address),
    open: (await subjectOrders.read(tx)).some((order) => order.open),
  }))
  const status = Object.keys(form.errors).length > 0 ? 422 : 200
  return shop.show(
    c,
    'storefront/privacy/my-data-restriction',
    { name: 'myDataRestriction', noindex: true },
    { form, restrictedOn: found.restricted?.madeAt, openOrder: found.open },
    status,
  )
}

/** Restricts at once; whether the ground holds, somebody looks at afterwards, and says so before lifting it. */
export async function restrict(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  const form = await parseForm(c, restrictionForm)
  const language = languageOf(c)
  if (!form.ok) {
    const errors = errorTexts(form.errors, shop.t(language))
    return restrictionPage(c, shop, subject, { values: form.typed, errors })
  }
  const { ground, why: words } = form.value
  await asPerson(shop, subject, async (tx) => {
    if (await restrictions.current(tx, subject.address)) return
    const requestId = await receive(tx, shop, subject, { kind: 'restriction', language, words })
    const { address } = subject
    await restrictions.restrict(tx, { address, addressKey: shop.keys.address, ground, requestId })
    await requests.note(tx, requestId, { step: 'restricted', about: ground, by: null })
    await recipients.noteToTell(tx, requestId)
    await mails.queue(tx, 'request-received', { id: requestId })
  })
  return c.redirect(`${urlFor('myData', language)}?done=restricted`, 303)
}

import type { Context } from 'hono'
import * as mails from '../../correspondence/mails.ts'
import { parseForm } from '../../platform/web/forms.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import * as requests from '../requests/requests.ts'
import * as restrictions from '../restrictions.ts'
import { liftingForm, restrictionForm } from './storefront-forms.ts'
import { asPerson, receive, settle } from './storefront-person.ts'
import { answerForm, emptyForm, formPage } from './storefront-subject-form.ts'
import * as subjectOrders from './subject-orders.ts'
import * as recipients from './subject-recipients.ts'
import type { Subject } from './subject-sessions.ts'

/** Asks for a restriction with its ground (Art. 18(1)). */
export async function restrictionPage(
  c: Context,
  shop: StorefrontShop,
  subject: Subject,
  form: FormModel = emptyForm,
): Promise<Response> {
  const found = await asPerson(shop, subject, async (tx) => ({
    restrictedOn: (await restrictions.current(tx, subject.address))?.madeAt,
    openOrder: (await subjectOrders.read(tx)).some(({ awaited }) => awaited),
  }))
  return formPage(c, shop, { view: 'my-data-restriction', name: 'myDataRestriction' }, { form, ...found })
}

/**
 * Restricts at once; whether the ground holds, somebody looks at afterwards, and says so before lifting it. Who had it done may
 * end it at any time.
 */
export async function restrict(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  const { address } = subject
  const pressed = await parseForm(c, liftingForm)
  if (pressed.ok && pressed.value.lift === 'yes') return lift(c, shop, subject)
  return answerForm(c, shop, restrictionForm, {
    again: (form) => restrictionPage(c, shop, subject, form),
    async work({ ground, why: words }, language) {
      await asPerson(shop, subject, async (tx) => {
        if (await restrictions.current(tx, address)) return
        const requestId = await receive(tx, shop, subject, { kind: 'restriction', language, words })
        await restrictions.restrict(tx, { address, addressKey: shop.keys.address, ground, requestId })
        await requests.note(tx, requestId, { step: 'restricted', about: ground, by: null })
        await recipients.noteToTell(tx, requestId)
        await mails.queue(tx, 'request-received', { id: requestId })
      })
      return c.redirect(`${urlFor('myData', language)}?done=restricted`, 303)
    },
  })
}

/** At the person's own word, so that nobody need tell them first (Art. 18(3)); twice is once. */
async function lift(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  const language = languageOf(c)
  await asPerson(shop, subject, async (tx) => {
    if (!(await restrictions.current(tx, subject.address))) return
    const open = (await requests.ofAddress(tx, subject.address)).find(
      ({ kind, closedAt }) => kind === 'restriction' && !closedAt,
    )
    const id = open?.id ?? (await receive(tx, shop, subject, { kind: 'restriction', language }))
    await restrictions.lift(tx, subject.address, null)
    await settle(tx, id, { step: 'lifted' })
  })
  return c.redirect(`${urlFor('myData', language)}?done=lifted`, 303)
}

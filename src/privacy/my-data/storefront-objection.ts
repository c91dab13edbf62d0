import type { Context } from 'hono'
import * as mails from '../../correspondence/mails.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import { titleOf } from '../notices/notice-words.ts'
import * as requests from '../requests/requests.ts'
import * as holdings from './holdings.ts'
import { objectionForm } from './storefront-forms.ts'
import { asPerson, receive, settle } from './storefront-person.ts'
import { answerForm, emptyForm, formPage } from './storefront-subject-form.ts'
import * as choices from './subject-choices.ts'
import * as subjectOrders from './subject-orders.ts'
import type { Subject } from './subject-sessions.ts'

/** What somebody may object to: marketing always, and what is held on legitimate interests. */
export async function objectionPage(
  c: Context,
  shop: StorefrontShop,
  subject: Subject,
  form: FormModel = emptyForm,
): Promise<Response> {
  const { found, orders } = await asPerson(shop, subject, async (tx) => ({
    found: await holdings.of(tx, shop.register),
    orders: await subjectOrders.read(tx),
  }))
  const held = new Set(found.flatMap((holding) => holding.held.map(({ purpose }) => purpose)))
  const t = shop.t(languageOf(c))
  const purposes = subjectOrders
    .weighedFor(orders)
    .filter((id) => held.has(id))
    .map((id) => ({ id, title: titleOf(id, t), interest: t(`privacy.interest.${id}`) }))
  return formPage(c, shop, { view: 'my-data-objection', name: 'myDataObjection' }, { form, purposes })
}

/** Marketing ends at once (Art. 21(3)); anything else is a request that somebody decides (Art. 21(1)). */
export function object(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  return answerForm(c, shop, objectionForm, {
    again: (form) => objectionPage(c, shop, subject, form),
    async work({ against, why: words }, language) {
      const marketing = against === 'marketing'
      await asPerson(shop, subject, async (tx) => {
        const id = await receive(tx, shop, subject, { kind: 'objection', language, words })
        if (!marketing) {
          await requests.note(tx, id, { step: 'noted', about: against, by: null })
          await mails.queue(tx, 'request-received', { id })
          return
        }
        await choices.refuseAll(tx, shop.keys.address, subject.address)
        await settle(tx, id, { step: 'objection-accepted', about: 'marketing' })
      })
      return c.redirect(`${urlFor('myData', language)}?done=${marketing ? 'objected' : 'asked'}`, 303)
    },
  })
}

import { sql } from 'drizzle-orm'
import type { Context } from 'hono'
import * as mails from '../../correspondence/mails.ts'
import { memberStates } from '../../invoicing/vat-rates.ts'
import { countriesByName } from '../../platform/i18n/country-names.ts'
import { type Language, locales } from '../../platform/i18n/languages.ts'
import type { Typed } from '../../platform/web/forms.ts'
import { type FormModel, languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import { countryIn } from '../notices/notice-recipients.ts'
import * as requests from '../requests/requests.ts'
import type { Tx } from '../with-purpose.ts'
import { type CorrectionWish, correctionForm } from './storefront-forms.ts'
import { putRight, type Wanted } from './storefront-order-party.ts'
import { asPerson, receive } from './storefront-person.ts'
import { answerForm, formPage } from './storefront-subject-form.ts'
import * as subjectOrders from './subject-orders.ts'
import * as recipients from './subject-recipients.ts'
import type { Subject } from './subject-sessions.ts'

type Rights = Tx<'rights-requests'>

/** The form with what stands in the newest order, for the person to put right. */
export async function correctionPage(
  c: Context,
  shop: StorefrontShop,
  subject: Subject,
  form?: FormModel,
): Promise<Response> {
  const found = await asPerson(shop, subject, async (tx) => ({
    standing: await standingOf(tx, subject),
    orders: (await subjectOrders.read(tx)).filter(({ open }) => open),
  }))
  return formPage(
    c,
    shop,
    { view: 'my-data-correction', name: 'myDataCorrection' },
    {
      form: form ?? { values: found.standing, errors: {} },
      countries: countriesFor(found.standing.country, languageOf(c)),
      unchanged: form !== undefined && Object.keys(form.errors).length === 0,
      orders: found.orders,
    },
  )
}

/** The countries of the Union, and the one that stands there; without an address there is none to choose for. */
function countriesFor(standing: Typed[string] | undefined, language: Language) {
  if (typeof standing !== 'string') return undefined
  return countriesByName([...new Set([standing, ...memberStates])], locales[language])
}

/** Puts right what the machine may, and leaves the rest to the shop as a request (Art. 16). */
export function correct(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  return answerForm(c, shop, correctionForm, {
    again: (form) => correctionPage(c, shop, subject, form),
    async work(wish, language, values) {
      const done = await asPerson(shop, subject, (tx) => rectify(tx, shop, subject, wish, language))
      if (!done) return correctionPage(c, shop, subject, { values, errors: {} })
      return c.redirect(`${urlFor('myData', language)}?done=${done}`, 303)
    },
  })
}

async function rectify(
  tx: Rights,
  shop: StorefrontShop,
  subject: Subject,
  { what, ...typed }: CorrectionWish,
  language: Language,
): Promise<'corrected' | 'asked' | 'asked-again' | undefined> {
  const standing = await standingOf(tx, subject)
  const wanted = changesOf(typed, standing)
  if (Object.keys(wanted).length === 0 && what === undefined) return undefined
  const words = wordsOf(shop, language, wanted, what)
  const id = await receive(tx, shop, subject, { kind: 'rectification', language, words })
  // Before anything changes: an order whose e-mail is corrected belongs to the new address.
  const toTell = await recipients.noteToTell(tx, id)
  const often = (await correctedLately(tx, subject)) >= mostCorrections
  const { changed, left, invoiced } = often ? untouched : await inOrders(tx, shop, wanted)
  if (changed) await requests.note(tx, id, { step: 'rectified', by: null })
  // An issued invoice does not change: a document that corrects it follows.
  if (invoiced) await requests.note(tx, id, { step: 'noted', about: 'accounting', by: null })
  if (left || what !== undefined || toTell || !changed) {
    await mails.queue(tx, 'request-received', { id })
    return changed ? 'corrected' : often ? 'asked-again' : 'asked'
  }
  await requests.close(tx, id, 'done', null)
  await mails.queue(tx, 'request-done', { id })
  return 'corrected'
}

/** So many times within a day the machine puts right what somebody typed; what comes then a person reads. */
const mostCorrections = 3
const untouched = { changed: false, left: true, invoiced: false }

async function correctedLately(tx: Rights, { address }: Subject): Promise<number> {
  const [row] = await tx.execute<{ times: number }>(sql`
    select count(distinct request_id)::int as times
      from request_step join subject_request on subject_request.id = request_id
     where step = 'rectified' and address = ${address} and origin = 'page' and made_at > now() - interval '1 day'`)
  return row!.times
}

/** Whether anything was put right at once, and whether anything is left to the shop. */
async function inOrders(tx: Rights, shop: StorefrontShop, wanted: Wanted) {
  if (Object.keys(wanted).length === 0) return { changed: false, left: false, invoiced: false }
  const all = await subjectOrders.read(tx)
  const open = all.filter((order) => order.open)
  const outcomes: Awaited<ReturnType<typeof putRight>>[] = []
  for (const { id } of open)
    outcomes.push(
      await tx.under('order-contract', (contract) =>
        putRight(contract, id, wanted, { delivery: shop.known().settings.delivery, now: shop.clock.now() }),
      ),
    )
  return {
    invoiced: outcomes.some(({ invoiced }) => invoiced),
    changed: outcomes.some(({ changed }) => changed),
    left: open.length < all.length || open.length === 0 || outcomes.some(({ left }) => left),
  }
}

/** What stands in the newest order that still names the person. */
async function standingOf(tx: Rights, { address }: Subject): Promise<Typed> {
  const [row] = await tx.execute<Record<string, string | null>>(sql`
    select name, phone, street, town, postcode, country from order_party
     where order_id = any (shop_subject_orders())
     order by (select placed_at from "order" where id = order_id) desc limit 1`)
  const values = Object.entries({ ...row, email: address }).filter(([, value]) => value !== null)
  return Object.fromEntries(values) as Typed
}

function changesOf(typed: Omit<CorrectionWish, 'what'>, standing: Typed): Wanted {
  return Object.fromEntries(
    Object.entries(typed).filter(([key, value]) => value !== undefined && value !== standing[key]),
  ) as Wanted
}

/** What should stand there, in the words of the page. */
function wordsOf(shop: StorefrontShop, language: Language, wanted: Wanted, what: string | undefined): string {
  const t = shop.t(language)
  const labels: Readonly<Record<keyof Wanted, string>> = {
    name: t('myData.correct.name'),
    email: t('myData.correct.newEmail'),
    phone: t('myData.correct.phone'),
    street: t('myData.correct.street'),
    town: t('myData.correct.town'),
    postcode: t('myData.correct.postcode'),
    country: t('myData.correct.country'),
  }
  const lines = (Object.keys(labels) as (keyof Wanted)[])
    .filter((key) => wanted[key] !== undefined)
    .map((key) => `${labels[key]}: ${key === 'country' ? countryIn(language, wanted[key]!) : wanted[key]}`)
  return [...lines, ...(what === undefined ? [] : [what])].join('\n')
}

import { sql } from 'drizzle-orm'
import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import { keyedHash } from '../../platform/keys.ts'
import { parseForm } from '../../platform/web/forms.ts'
import { languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import * as consents from '../consents.ts'
import type { MarketingPurpose } from '../purposes.ts'
import type { Tx } from '../with-purpose.ts'
import { choiceForm } from './storefront-forms.ts'
import { asPerson, receive, settle } from './storefront-person.ts'
import * as choices from './subject-choices.ts'
import type { Subject } from './subject-sessions.ts'

type Rights = Tx<'rights-requests'>

/** Each switch as the page shows it; a purpose that the shop does not use has none. */
export function choiceModels(shop: StorefrontShop, found: readonly choices.Choice[]) {
  const { purposesOn } = shop.known()
  return found
    .toSorted((one, other) => one.purpose.localeCompare(other.purpose))
    .filter(({ purpose, known }) => purposesOn.has(purpose) && (known || purpose === 'marketing-email'))
    .map(({ purpose, on, since }) => ({ purpose, on, since: since ?? undefined }))
}

/** Turns one switch: a no is as easy as a yes, and binds at once. */
export async function choose(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  const form = await parseForm(c, choiceForm)
  const [purpose, wanted] = Object.entries(form.ok ? form.value : {}).find(([, value]) => value) ?? []
  if (!purpose || !wanted) throw new NotFound()
  const turn = wanted === 'on' ? turnOn : turnOff
  await asPerson(shop, subject, (tx) => turn(tx, c, shop, subject, purpose as MarketingPurpose))
  // What rests on our interest is no consent, and cannot be withdrawn: a no is possible (Art. 21(2)).
  const done = wanted === 'on' && purpose === 'marketing-similar-goods' ? 'on-interest' : wanted
  return c.redirect(`${urlFor('myData', languageOf(c))}?done=${done}`, 303)
}

/** A yes in the words that stood beside the switch, with its evidence (Art. 7(1)). */
async function turnOn(tx: Rights, c: Context, shop: StorefrontShop, _: Subject, purpose: MarketingPurpose) {
  const language = languageOf(c)
  const { purposesOn, notices } = shop.known()
  const choice = (await choices.read(tx)).find((each) => each.purpose === purpose)
  const noticeVersionId = notices[language]?.id
  if (!choice || !noticeVersionId || !purposesOn.has(purpose)) throw new NotFound()
  if (choice.on) return
  const { address } = choice
  const orderId = purpose === 'marketing-phone' ? await choices.orderWith(tx, address) : null
  const consentId = await tx.under('consent-evidence', (evidence) =>
    consents.give(evidence, {
      purpose,
      address,
      words: shop.t(language)(`myData.choice.words.${purpose}`),
      language,
      noticeVersionId,
      form: 'my-data',
      orderId,
    }),
  )
  const hash = keyedHash(shop.keys.address, address)
  await tx.under(purpose, (own) =>
    own.execute(sql`select shop_subscribe(${address}, ${hash}, ${language}, ${consentId})`),
  )
}

async function turnOff(
  tx: Rights,
  c: Context,
  shop: StorefrontShop,
  subject: Subject,
  purpose: MarketingPurpose,
) {
  const choice = (await choices.read(tx)).find((each) => each.purpose === purpose)
  if (!choice?.on) return
  // What rests on a consent is withdrawn (Art. 7(3)); what rests on our interest is objected to (Art. 21(2)).
  const given = (await choices.liveConsents(tx, purpose)).length > 0
  const kind = given ? 'withdrawal' : 'objection'
  const id = await receive(tx, shop, subject, { kind, language: languageOf(c) })
  await choices.refuse(tx, shop.keys.address, purpose, choice.addresses)
  await settle(tx, id, { step: given ? 'withdrawn' : 'objection-accepted', about: purpose })
}

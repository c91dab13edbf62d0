import { type Context, Hono } from 'hono'
import { printedIban } from '../../customers/identifiers.ts'
import { pdfResponse } from '../../invoicing/documents.ts'
import { type Answer, behindCookie } from '../../orders/storefront-page.ts'
import { printedReference } from '../../payments/reference.ts'
import { Conflict, NotFound, Restricted } from '../../platform/errors.ts'
import { errorTexts, parseForm } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import { everyLanguage, type FormModel, languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { urlFor } from '../../urls.ts'
import * as notices from './notices.ts'
import { objectionForm, objectionMost } from './objection-form.ts'
import * as objections from './objections.ts'
import * as owed from './owed.ts'
import * as restricted from './restricted-objections.ts'

/** A debt in its debtor's hands: what it is, how it came about, and where to say that it is not right. */
export function debtRoutes(shop: StorefrontShop): Hono {
  const routes = new Hono()
  const debtors = (answer: Answer) => behindCookie(shop, answer)
  routes.on('GET', everyLanguage('orderDebt'), debtors(debtPage))
  routes.on('POST', everyLanguage('orderDebt'), debtors(object))
  routes.on('GET', everyLanguage('orderDebtNotice'), debtors(letter))
  return routes
}

interface Returned {
  /** An objection that came back. */
  readonly form?: FormModel
  /** Why it was not taken. */
  readonly refused?: string
}

async function debtPage(
  c: Context,
  shop: StorefrontShop,
  orderId: string,
  returned: Returned = {},
): Promise<Response> {
  try {
    return await wholePage(c, shop, orderId, returned)
  } catch (error) {
    if (!(error instanceof Restricted)) throw error
    return restrictedPage(c, shop, orderId, returned)
  }
}

/** Whose data nobody may read may object all the same. Throws Restricted where there is nothing to object to. */
async function restrictedPage(
  c: Context,
  shop: StorefrontShop,
  orderId: string,
  { form, refused }: Returned,
): Promise<Response> {
  const debt = await reading(shop, (tx) => restricted.debtOf(tx, orderId))
  if (!debt) throw new Restricted()
  return shop.show(
    c,
    'storefront/debts/restricted',
    { name: 'orderDebt', params: { id: orderId } },
    { order: { id: orderId }, form, most: objectionMost, objection: debt.objection },
    form ? 422 : refused ? 409 : 200,
  )
}

async function wholePage(
  c: Context,
  shop: StorefrontShop,
  orderId: string,
  { form, refused }: Returned,
): Promise<Response> {
  const language = languageOf(c)
  const { part, number } = await reading(shop, async (tx) => ({
    part: await owed.ofOrder(tx, orderId, shop.known().settings, shop.clock.today()),
    number: await owed.orderNumber(tx, orderId),
  }))
  if (!part) return c.redirect(urlFor('order', language, { id: orderId }), 303)
  const open = part.objections.find(({ decidedAt }) => decidedAt === null)
  return shop.show(
    c,
    'storefront/debts/debt',
    { name: 'orderDebt', params: { id: orderId } },
    {
      order: { id: orderId, number },
      form,
      refused,
      most: objectionMost,
      received: c.req.query('done') === 'objected' && open !== undefined,
      mailKept: shop.mailCaptured,
      debt: debtModel(c, shop, part, orderId),
    },
    form ? 422 : refused ? 409 : 200,
  )
}

function debtModel(c: Context, shop: StorefrontShop, part: owed.OwedPart, orderId: string) {
  const { principalCents, interestCents, costsCents, rows, charges } = claimedOf(part)
  const totalCents = principalCents + interestCents + costsCents
  const isOpen = principalCents > 0
  const asked = isOpen && !part.standing
  const { bank } = shop.known().settings
  return {
    number: part.number,
    dueOn: part.dueOn,
    objections: part.objections,
    isOpen,
    standing: isOpen ? part.standing : undefined,
    principalCents,
    interestCents,
    costsCents,
    totalCents,
    rows,
    charges,
    payment: asked
      ? {
          accountHolder: bank.accountHolder,
          iban: printedIban(bank.iban),
          bic: bank.bic,
          bank: bank.bank,
          amount: totalCents,
          reference: printedReference(part.paymentReference),
        }
      : undefined,
    notices: part.notices.map(({ id, issuedOn, objectUntil }) => ({
      issuedOn,
      objectUntil,
      href: urlFor('orderDebtNotice', languageOf(c), { id: orderId, noticeId: id }),
    })),
    mayObject: asked,
  }
}

/** What is asked for: interest and costs only once a notice named them, or they were charged. */
function claimedOf({ calculation, notices: given }: owed.OwedPart) {
  const { principalCents, interestCents, costsCents, parts } = calculation
  const charges = parts.charges.filter(({ openCents }) => openCents > 0)
  if (given.length > 0)
    return { principalCents, interestCents, costsCents, charges, rows: parts.interest.rows }
  return {
    principalCents,
    interestCents: interestCents - parts.interest.cents,
    costsCents: costsCents - parts.costsCents,
    charges,
    rows: [],
  }
}

/** Keeps an objection; a second click leads to the one that was kept. */
async function object(c: Context, shop: StorefrontShop, orderId: string): Promise<Response> {
  const language = languageOf(c)
  const form = await parseForm(c, objectionForm)
  if (!form.ok)
    return debtPage(c, shop, orderId, {
      form: { values: form.typed, errors: errorTexts(form.errors, shop.t(language)) },
    })
  try {
    await reading(shop, async (tx) => {
      const part = await owed.ofOrder(tx, orderId, shop.known().settings, shop.clock.today())
      const words = form.value.objection
      if (part) await objections.raise(tx, { invoiceId: part.invoiceId, words, by: null })
      else await restricted.raise(tx, { orderId, words, by: null })
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    if (error.code !== 'objection-open') return debtPage(c, shop, orderId, { refused: error.code })
  }
  return c.redirect(`${urlFor('orderDebt', language, { id: orderId })}?done=objected`, 303)
}

/** The notice as it was given. */
async function letter(c: Context, shop: StorefrontShop, orderId: string): Promise<Response> {
  const id = idIn(c, 'noticeId')
  const { number, bytes } = await reading(shop, async (tx) => {
    if ((await notices.find(tx, id)).orderId !== orderId) throw new NotFound()
    return { number: await owed.orderNumber(tx, orderId), bytes: await notices.document(tx, id) }
  })
  return pdfResponse(c, `${shop.t(languageOf(c))('debtMail.fileName')}-${number}`, bytes, 'attachment')
}

function reading<T>(shop: StorefrontShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.storefront, 'order-contract', 'guest', work)
}

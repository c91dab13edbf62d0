import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import * as orders from '../orders/find.ts'
import { Conflict } from '../platform/errors.ts'
import { locales } from '../platform/i18n/languages.ts'
import { type FieldErrors, parseForm, type Typed } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import * as staff from '../staff/staff.ts'
import { pattern, urlFor } from '../urls.ts'
import { modelOf } from './admin-order-documents-model.ts'
import { transportFile, transportProof } from './admin-transport.ts'
import * as correctives from './correctives.ts'
import * as sendings from './evidence/sendings.ts'
import { sendingWays } from './evidence/table.ts'
import * as transportProofs from './evidence/transport-proofs.ts'
import * as treatments from './evidence/treatments.ts'
import * as vies from './evidence/vies.ts'
import { correctedCountry, correctiveForm, publicForm, sendingForm, vatForm } from './forms.ts'
import * as invoices from './invoices.ts'

type C = Context<StaffEnv>

/** What came back to the page: a form with errors, or why the order refused it. */
export interface Returned {
  readonly typed?: Typed
  readonly errors?: FieldErrors
  /** Key under "documentsOffice.problem.". */
  readonly problem?: string
  /** Which form it was. */
  readonly of?: 'sending' | 'transport' | 'corrective'
}

/** The documents of one order: sent to a public buyer, proved where no VAT was charged, put right. */
export function orderDocumentRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminOrderDocuments'), (c) => page(c, shop))
    .post(pattern('adminOrderPublicBuyer'), (c) => markPublic(c, shop))
    .post(pattern('adminOrderSending'), (c) => noteSending(c, shop))
    .post(pattern('adminOrderVies'), (c) => askVies(c, shop))
    .post(pattern('adminOrderVat'), (c) => chooseVat(c, shop))
    .post(pattern('adminOrderCorrective'), (c) => correct(c, shop))
    .post(pattern('adminTransportProof'), (c) => transportProof(c, shop, page))
    .get(pattern('adminTransportProofFile'), (c) => transportFile(c, shop))
}

async function page(c: C, shop: AdminShop, { problem, ...returned }: Returned = {}): Promise<Response> {
  const id = idIn(c, 'id')
  const member = c.get('staff')
  const facts = await withPurpose(
    shop.database.backoffice,
    'order-contract',
    actorOf(member),
    async (tx) => ({
      order: await orders.find(tx, id),
      ...(await tx.under('accounting', (books) => kept(books, id))),
    }),
  )
  const team = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => staff.list(tx))
  const names = new Map(team.map((person) => [person.id, person.name]))
  const t = shop.t(member.language)
  return officePage(c, shop, member, 'admin/money/order-documents', {
    ...returned,
    ...(problem ? { problem, status: 409 } : {}),
    done: returned.errors || problem ? undefined : c.req.query('done') === 'yes',
    ...modelOf(facts, shop.known().settings, names, locales[member.language]),
    ways: sendingWays.map((value) => ({ value, label: t(`documentsOffice.way.${value}`) })),
    today: shop.clock.today(),
  })
}

async function kept(tx: Tx<'accounting'>, id: string) {
  await openings.note(tx, { unit: 'order', ids: [id], page: 'invoice' })
  return {
    documents: await invoices.ofOrder(tx, id),
    isPublic: await sendings.isPublic(tx, id),
    sent: await sendings.ofOrder(tx, id),
    checks: await vies.ofOrder(tx, id),
    choice: await treatments.choiceOf(tx, id),
    proofs: await transportProofs.ofOrder(tx, id),
  }
}

async function markPublic(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, publicForm)
  if (!form.ok) return page(c, shop, form)
  return change(c, shop, (tx, by) => sendings.markPublic(tx, idIn(c, 'id'), form.value.public === 'yes', by))
}

async function noteSending(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, sendingForm(shop.clock.today()))
  if (!form.ok) return page(c, shop, { ...form, of: 'sending' })
  const { invoice: invoiceId, reference = null, ...sent } = form.value
  return change(c, shop, (tx, by) =>
    sendings.noteSent(tx, { ...sent, reference, invoiceId, orderId: idIn(c, 'id'), by }),
  )
}

async function askVies(c: C, shop: AdminShop): Promise<Response> {
  const orderId = idIn(c, 'id')
  const vatNumber = await withPurpose(
    shop.database.backoffice,
    'order-contract',
    actorOf(c.get('staff')),
    async (tx) => (await orders.find(tx, orderId)).party?.vatNumber,
  )
  if (!vatNumber) return page(c, shop, { problem: 'no-number' })
  return change(c, shop, (tx, by) => vies.ask(tx, { orderId, vatNumber, by }))
}

async function chooseVat(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, vatForm)
  if (!form.ok) return page(c, shop, form)
  const choose = form.value.vat === 'intra-community' ? treatments.takeVatOff : treatments.keepVat
  return change(c, shop, (tx, by) => choose(tx, idIn(c, 'id'), by))
}

async function correct(c: C, shop: AdminShop): Promise<Response> {
  const said = await parseForm(c, correctedCountry)
  const form = await parseForm(c, correctiveForm(said.ok ? said.value.country : 'LV'))
  if (!form.ok) return page(c, shop, { ...form, of: 'corrective' })
  const { invoice: invoiceId, ...buyer } = form.value
  const member = c.get('staff')
  const around = { settings: shop.known().settings, today: shop.clock.today(), t: shop.t, by: member.id }
  await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) =>
    correctives.issue(tx, { orderId: idIn(c, 'id'), invoiceId, buyer }, around),
  )
  return c.redirect(doneHref(c), 303)
}

/** Does one thing for whoever is signed in; what the order refuses stands on the page. */
async function change(
  c: C,
  shop: AdminShop,
  act: (tx: Tx<'accounting'>, by: string) => Promise<unknown>,
): Promise<Response> {
  const member = c.get('staff')
  try {
    await withPurpose(shop.database.backoffice, 'accounting', actorOf(member), (tx) => act(tx, member.id))
    return c.redirect(doneHref(c), 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return page(c, shop, { problem: error.code })
  }
}

function doneHref(c: C): string {
  return `${urlFor('adminOrderDocuments', { id: idIn(c, 'id') })}?done=yes`
}

import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { printedIban } from '../customers/identifiers.ts'
import { find as findOrder } from '../orders/find.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { dayIn } from '../platform/time.ts'
import { parseForm, type Typed } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { payBackAgain } from '../receivables/paying-back.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import * as forms from './refund-forms.ts'
import * as refunds from './refunds.ts'
import * as waitingRefunds from './refunds-waiting.ts'

type C = Context<StaffEnv>
type Contract = Tx<'order-contract'>

const done = z.enum(['account', 'done', 'failed', 'again']).optional().catch(undefined)

/** Money that is to go back, by its means; the face guards it. */
export function refundRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminRefunds'), (c) => listPage(c, shop))
    .post(pattern('adminRefundFile'), (c) => makeFile(c, shop))
    .get(pattern('adminRefund'), (c) => refundPage(c, shop))
    .post(pattern('adminRefundAccount'), (c) => nameAccount(c, shop))
    .post(pattern('adminRefundOutcome'), (c) => conclude(c, shop))
    .post(pattern('adminRefundAgain'), (c) => again(c, shop))
}

async function listPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const rows = await within(c, shop, async (tx) => {
    const found = await waitingRefunds.waiting(tx)
    await openings.note(tx, { unit: 'order', ids: found.map(({ orderId }) => orderId), page: 'refunds' })
    return found.map(model)
  })
  const ticked = form.typed?.refund
  return officePage(c, shop, c.get('staff'), 'admin/money/refunds', {
    ...form,
    transfers: rows
      .filter(({ means, failed }) => means === 'transfer' && !failed)
      .map((row) => ({
        ...row,
        ticked: ticked ? ticked.includes(row.id) : row.iban !== null && row.inFileAt === null,
      })),
    others: rows.filter(({ means, failed }) => means !== 'transfer' || failed),
  })
}

function model({ iban, ...row }: waitingRefunds.Waiting) {
  return { ...row, iban: iban && printedIban(iban), href: urlFor('adminRefund', { id: row.id }) }
}

/** The file goes to whoever asks for it, and is not kept: what was made, of what and when, is noted. */
async function makeFile(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.fileForm)
  if (!form.ok) return listPage(c, shop, form)
  const { bank } = shop.known().settings
  try {
    const { name, xml } = await within(c, shop, (tx, by) =>
      waitingRefunds.makeFile(tx, form.value.refund, {
        payer: bank,
        now: shop.clock.now(),
        today: shop.clock.today(),
        by,
        words: (language, number) => shop.t(language)('refundMail.text', { number }),
      }),
    )
    c.header('cache-control', 'no-store')
    return c.body(xml, 200, {
      'content-type': 'application/xml; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return listPage(c, shop, { typed: form.typed, problem: error.code })
  }
}

async function refundPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const id = idIn(c, 'id')
  const found = await within(c, shop, async (tx) => {
    const refund = await waitingRefunds.one(tx, id)
    if (!refund) throw new NotFound()
    await openings.note(tx, { unit: 'order', ids: [refund.orderId], page: 'refunds' })
    const { party } = await findOrder(tx, refund.orderId)
    const all = await refunds.ofOrder(tx, refund.orderId)
    const { outcome, happenedOn } = all.find((each) => each.id === id)!
    const waits = (await waitingRefunds.waiting(tx)).some((each) => each.id === id)
    return { ...model(refund), outcome, happenedOn, again: outcome === 'failed' && waits, party }
  })
  const { party, ...refund } = found
  return officePage(c, shop, c.get('staff'), 'admin/money/refund', {
    ...form,
    done: form.problem || form.errors ? undefined : done.parse(c.req.query('done')),
    refund,
    labels: { receiptNumber: shop.t(c.get('staff').language)('refundRoom.voucher') },
    holder: refund.holder ?? party?.companyName ?? party?.name,
    today: shop.clock.today(),
  })
}

async function nameAccount(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.accountForm)
  if (!form.ok) return refundPage(c, shop, form)
  return change(c, shop, 'account', form.typed, async (tx, { orderId }) => {
    if ((await refunds.nameAccount(tx, orderId, form.value)) === 0) throw new Conflict('refund-over')
  })
}

async function conclude(c: C, shop: AdminShop): Promise<Response> {
  const seen = await within(c, shop, (tx) => waitingRefunds.one(tx, idIn(c, 'id')))
  if (!seen) throw new NotFound()
  const from = dayIn(shop.clock.zone, seen.askedAt)
  const form = await parseForm(c, forms.outcomeForm(from, shop.clock.today(), seen.means === 'cash'))
  if (!form.ok) return refundPage(c, shop, form)
  const { outcome, happenedOn, receiptNumber = null } = form.value
  return change(c, shop, outcome, form.typed, async (tx, { orderId, means }, by) => {
    if (means === 'card') throw new Conflict('by-provider')
    const concluded = { refundId: idIn(c, 'id'), orderId, outcome, happenedOn, notedBy: by }
    await refunds.conclude(tx, { ...concluded, providerReference: receiptNumber })
    // The first word counts: whoever says another is told so.
    const kept = (await refunds.ofOrder(tx, orderId)).find(({ id }) => id === concluded.refundId)
    if (kept && kept.outcome !== outcome) throw new Conflict(`refund-is-${kept.outcome}`)
  })
}

/** A refund that failed goes by another way. */
async function again(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, forms.againForm)
  if (!form.ok) return refundPage(c, shop, form)
  const { means } = form.value
  return change(c, shop, 'again', form.typed, async (tx, _, by) => {
    await payBackAgain(tx, idIn(c, 'id'), { by, means })
  })
}

function within<T>(c: C, shop: AdminShop, work: (tx: Contract, by: string) => Promise<T>): Promise<T> {
  const member = c.get('staff')
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) => work(tx, member.id))
}

async function change(
  c: C,
  shop: AdminShop,
  result: string,
  typed: Typed,
  act: (
    tx: Contract,
    refund: NonNullable<Awaited<ReturnType<typeof refunds.find>>>,
    by: string,
  ) => Promise<void>,
): Promise<Response> {
  const id = idIn(c, 'id')
  try {
    await within(c, shop, async (tx, by) => {
      const refund = await refunds.find(tx, id)
      if (!refund) throw new NotFound()
      await act(tx, refund, by)
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return refundPage(c, shop, { typed, problem: error.code })
  }
  return c.redirect(`${urlFor('adminRefund', { id })}?done=${result}`, 303)
}

import type { Context } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import * as copies from '../correspondence/copies.ts'
import { pdfResponse } from '../invoicing/documents.ts'
import { NotFound } from '../platform/errors.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withoutPurpose, withPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import * as staff from '../staff/staff.ts'
import { debtModel, type OpenedDebt } from './admin-debt-model.ts'
import { nextChore } from './admin-morning.ts'
import * as facts from './debt-facts.ts'
import * as debts from './debts.ts'
import { calculationOf } from './dunning/interest.ts'
import * as notices from './dunning/notices.ts'
import * as objections from './dunning/objections.ts'
import * as settlements from './settlements.ts'
import { collects } from './surroundings.ts'

type C = Context<StaffEnv>

/** What can be done to a debt; each has a form of its own on the page. */
export const debtSteps = [
  'remind',
  'promise',
  'promise-taking-back',
  'hold',
  'lift',
  'notice',
  'receipt',
  'objection',
  'decision',
  'rest',
  'charge',
  'charge-credit',
  'write-off',
  'write-off-reversal',
] as const
export type DebtStep = (typeof debtSteps)[number]

const doneQuery = z.enum(debtSteps).optional().catch(undefined)

/** What the page says about the form that came back. */
export type ReturnedDebt = FormState & { readonly step?: DebtStep }

/** All about one debt; 422 for a form that came back, 409 for what the debt refused. */
export async function debtPage(
  c: C,
  shop: AdminShop,
  { step, ...form }: ReturnedDebt = {},
): Promise<Response> {
  const member = c.get('staff')
  const done = form.problem || form.errors ? undefined : doneQuery.parse(c.req.query('done'))
  const opened = await openDebt(shop, member, idIn(c, 'invoice'))
  const debt = debtModel(opened, {
    t: shop.t(member.language),
    today: shop.clock.today(),
    settings: shop.known().settings.debts,
    step,
  })
  // What is next on this very page is in sight.
  const moveOn = done !== undefined && debt.acts.next === undefined
  return officePage(c, shop, member, 'admin/receivables/debt', {
    ...form,
    done,
    moveOn,
    next: moveOn ? await within(shop, member, (tx) => nextChore(tx, shop)) : undefined,
    debt,
  })
}

/** The letter of a notice as it was written. */
export async function noticeLetter(c: C, shop: AdminShop): Promise<Response> {
  const [invoiceId, noticeId] = [idIn(c, 'invoice'), idIn(c, 'notice')]
  const found = await within(shop, c.get('staff'), async (tx) => {
    const notice = await notices.find(tx, noticeId)
    const debt = await debts.find(tx, invoiceId)
    if (!debt || notice.invoiceId !== invoiceId) throw new NotFound()
    await openings.note(tx, { unit: 'order', ids: [notice.orderId], page: 'debt' })
    return { bytes: await notices.document(tx, noticeId), number: debt.number }
  })
  return pdfResponse(c, found.number, found.bytes, 'inline')
}

/** Throws NotFound where a document asks for nothing by a day. */
async function openDebt(shop: AdminShop, member: StaffMember, invoiceId: string): Promise<OpenedDebt> {
  const { settings } = shop.known()
  const actor = actorOf(member)
  const failed = await withoutPurpose(shop.database.backoffice, actor, copies.failedMails)
  const people = await shop.staffAuth.under('staff-accounts', actor, (tx) => staff.list(tx))
  return within(shop, member, async (tx) => {
    const debt = await debts.find(tx, invoiceId)
    if (!debt) throw new NotFound()
    await openings.note(tx, { unit: 'order', ids: [debt.orderId], page: 'debt' })
    return {
      debt,
      debtor: await facts.debtorOf(tx, debt.orderId),
      states: await debts.counts(tx, settings.debts, invoiceId),
      problems: await debts.problemsOf(tx, invoiceId),
      paid: await facts.paidOf(tx, invoiceId),
      surplus: await tx.under(
        'accounting',
        async (books) => (await settlements.unusedPayments(books, debt.orderId)).length > 0,
      ),
      takenBack: await debts.isTakenBack(tx, invoiceId),
      restLeft: await objections.mayAskRest(tx, invoiceId),
      batchId: await debts.batchOf(tx, invoiceId),
      collects: collects(shop),
      facts: await facts.factsOf(tx, invoiceId),
      calculation: await calculationOf(tx, invoiceId, settings, shop.clock.today()),
      mails: await tx.under('service-messages', (own) => copies.ofOrder(own, debt.orderId, failed)),
      names: new Map(people.map(({ id, name }) => [id, name])),
    }
  })
}

function within<T>(
  shop: AdminShop,
  member: StaffMember,
  work: (tx: Tx<'order-contract'>) => Promise<T>,
): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), work)
}

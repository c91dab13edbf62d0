import type { Context } from 'hono'
import type { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { addDays } from '../platform/time.ts'
import { parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { urlFor } from '../urls.ts'
import { type DebtStep, debtPage } from './admin-debt-page.ts'
import * as forms from './debt-forms.ts'
import * as debts from './debts.ts'
import * as charges from './dunning/charges.ts'
import * as holds from './dunning/holds.ts'
import * as notices from './dunning/notices.ts'
import { objectionForm } from './dunning/objection-form.ts'
import * as objections from './dunning/objections.ts'
import * as promises from './dunning/promises.ts'
import * as reminders from './dunning/reminders.ts'
import * as restricted from './dunning/restricted-objections.ts'
import * as writeOffs from './hand-over/write-offs.ts'
import { surroundingsOf } from './surroundings.ts'

type C = Context<StaffEnv>
type Contract = Tx<'order-contract'>

/** One step of a debt: the form that asks for it, and what it does; `by` is whoever is signed in. */
interface Step<T extends z.ZodType> {
  readonly form: T
  act(tx: Contract, given: z.output<T>, at: At): Promise<unknown>
}

interface At {
  readonly invoiceId: string
  readonly by: string
}

/** Does what the form of a step says, and shows the debt as it is then. Throws NotFound for no step of ours. */
export function takeStep(c: C, shop: AdminShop): Promise<Response> {
  const steps: Readonly<Partial<Record<string, () => Promise<Response>>>> = {
    remind: () =>
      take(c, shop, 'remind', {
        form: forms.buttonForm,
        act: (tx, _, { invoiceId, by }) => reminders.remind(tx, invoiceId, by),
      }),
    promise: () => promise(c, shop),
    'promise-taking-back': () =>
      take(c, shop, 'promise-taking-back', {
        form: forms.buttonForm,
        act: (tx, _, { invoiceId, by }) => promises.takeBack(tx, invoiceId, by),
      }),
    hold: () =>
      take(c, shop, 'hold', {
        form: forms.holdForm,
        act: (tx, { holdReason: reason }, at) => holds.place(tx, { ...at, reason }),
      }),
    lift: () =>
      take(c, shop, 'lift', {
        form: forms.buttonForm,
        act: (tx, _, { invoiceId, by }) => holds.lift(tx, invoiceId, by),
      }),
    notice: () =>
      take(c, shop, 'notice', {
        form: forms.buttonForm,
        act: (tx, _, at) => notices.give(tx, { ...at, today: shop.clock.today() }, surroundingsOf(shop)),
      }),
    receipt: () => receipt(c, shop),
    objection: () =>
      take(c, shop, 'objection', {
        form: objectionForm,
        act: (tx, { objection: words }, at) => object(tx, words, at),
      }),
    decision: () => take(c, shop, 'decision', { form: forms.decisionForm, act: decide }),
    rest: () =>
      take(c, shop, 'rest', {
        form: forms.restForm,
        act: (tx, { restReason: reason }, at) => objections.askRest(tx, { ...at, reason }),
      }),
    charge: () => charge(c, shop),
    'charge-credit': () =>
      take(c, shop, 'charge-credit', {
        form: forms.buttonForm,
        act: (tx, _, { invoiceId: chargeId, by }) =>
          charges.credit(tx, { chargeId, by }, surroundingsOf(shop)),
      }),
    'write-off': () => writeOff(c, shop),
    'write-off-reversal': () => reverseWriteOff(c, shop),
  }
  const asked = c.req.param('step') ?? ''
  const step = Object.hasOwn(steps, asked) ? steps[asked] : undefined
  if (!step) throw new NotFound()
  return step()
}

function promise(c: C, shop: AdminShop): Promise<Response> {
  const today = shop.clock.today()
  return take(c, shop, 'promise', {
    form: forms.promiseForm(today, addDays(today, forms.mostPromiseDays)),
    act: (tx, { promisedOn }, at) => promises.note(tx, { ...at, promisedOn }),
  })
}

/** The notice that was given last. */
async function receipt(c: C, shop: AdminShop): Promise<Response> {
  const [member, invoiceId] = [c.get('staff'), idIn(c, 'invoice')]
  const debt = await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) =>
    debts.find(tx, invoiceId),
  )
  if (!debt?.noticeId || !debt.noticedOn) throw new NotFound()
  const { noticeId, noticedOn } = debt
  return take(c, shop, 'receipt', {
    form: forms.receiptForm(noticedOn, shop.clock.today()),
    act: (tx, given, { by }) => notices.noteReceipt(tx, { ...given, noticeId, by }),
  })
}

/** Said by letter or telephone, of a restricted debt too. */
async function object(tx: Contract, words: string, { invoiceId, by }: At): Promise<unknown> {
  const debt = await debts.find(tx, invoiceId)
  if (!debt?.restricted) return objections.raise(tx, { invoiceId, words, by })
  return restricted.raise(tx, { orderId: debt.orderId, invoiceId, words, by })
}

async function decide(
  tx: Contract,
  { objectionId, upheld, decision: reason }: z.output<typeof forms.decisionForm>,
  { invoiceId, by }: At,
): Promise<void> {
  if ((await objections.find(tx, objectionId)).invoiceId !== invoiceId) throw new NotFound()
  await objections.decide(tx, { objectionId, upheld: upheld === 'yes', reason, by })
}

function charge(c: C, shop: AdminShop): Promise<Response> {
  return take(c, shop, 'charge', {
    form: forms.chargeForm,
    act: (tx, { charge: chosen }, at) => {
      const what = { interest: chosen !== 'costs', costs: chosen !== 'interest' }
      return charges.charge(tx, { ...at, what }, surroundingsOf(shop))
    },
  })
}

function writeOff(c: C, shop: AdminShop): Promise<Response> {
  const today = shop.clock.today()
  return take(c, shop, 'write-off', {
    form: forms.writeOffForm,
    act: (tx, { cause, writeOffReason: reason }, at) =>
      writeOffs.writeOff(tx, { ...at, cause, reason, today }),
  })
}

function reverseWriteOff(c: C, shop: AdminShop): Promise<Response> {
  const today = shop.clock.today()
  return take(c, shop, 'write-off-reversal', {
    form: forms.buttonForm,
    act: async (tx, _, { invoiceId, by }) => {
      const standing = await debts.writeOffsOf(tx, invoiceId)
      if (standing.length === 0) throw new Conflict('reversed')
      for (const writeOffId of standing) await writeOffs.reverse(tx, { writeOffId, by, today })
    },
  })
}

/** What came back stands on the page again, beside what is wrong with it. */
async function take<T extends z.ZodType>(
  c: C,
  shop: AdminShop,
  step: DebtStep,
  { form: schema, act }: Step<T>,
): Promise<Response> {
  const [member, invoiceId] = [c.get('staff'), idIn(c, 'invoice')]
  const form = await parseForm(c, schema)
  if (!form.ok) return debtPage(c, shop, { ...form, step })
  try {
    await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), async (tx) => {
      if (!(await debts.find(tx, invoiceId))) throw new NotFound()
      await act(tx, form.value, { invoiceId, by: member.id })
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return debtPage(c, shop, { typed: form.typed, problem: error.code, step })
  }
  return c.redirect(`${urlFor('adminDebt', { invoice: invoiceId })}?done=${step}`, 303)
}

import type { Context } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { parseForm } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { type Calendar, openCalendar } from '../../settings/working-days.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { urlFor } from '../../urls.ts'
import { addressKeyOf } from '../address-key.ts'
import * as choices from '../my-data/subject-choices.ts'
import * as subjectOrders from '../my-data/subject-orders.ts'
import * as recipients from '../my-data/subject-recipients.ts'
import * as restrictions from '../restrictions.ts'
import * as erasures from '../retention/erasures.ts'
import { answer, type Tx, withPurpose } from '../with-purpose.ts'
import { requestPage } from './admin-request-page.ts'
import { type StepForm, stepForm } from './admin-requests-forms.ts'
import * as byPost from './by-post.ts'
import { tell } from './mails-telling.ts'
import * as requests from './requests.ts'

type C = Context<StaffEnv>
type Rights = Tx<'rights-requests'>

interface Around {
  readonly id: string
  /** The member of staff. */
  readonly by: string
  readonly shop: AdminShop
  readonly calendar: Calendar
}

/** Does what a button of the request's page says, and tells whoever asked. */
export async function takeStep(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, stepForm)
  if (!form.ok) return requestPage(c, shop, form)
  const around = { id: idIn(c, 'id'), by: c.get('staff').id, shop, calendar: await openCalendar() }
  try {
    await withPurpose(shop.database.backoffice, 'rights-requests', actorOf(c.get('staff')), (tx) =>
      take(tx, form.value, around),
    )
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return requestPage(c, shop, { typed: form.typed, problem: error.code })
  }
  return c.redirect(`${urlFor('adminRequest', { id: around.id })}?done=${form.value.step}`, 303)
}

async function take(tx: Rights, form: StepForm, around: Around): Promise<void> {
  const { id, by } = around
  switch (form.step) {
    case 'identity':
      return requests.identify(tx, id, form.how, by)
    case 'extended':
      return extend(tx, form.reason, around)
    case 'refused':
      return refuse(tx, form.refusal, around)
    case 'answered':
      return finish(tx, around, { step: 'answered', words: form.answer })
    case 'noted':
      await requests.lockOpen(tx, id)
      await requests.note(tx, id, { step: 'noted', words: form.remark, by })
      return
    case 'located':
      return byPost.locate(tx, id, { number: form.number, addressKey: addressKeyOf(around.shop), by })
    case 'recipients-told':
      // They may be told after the person was answered.
      await requests.find(tx, id)
      await requests.note(tx, id, { step: 'recipients-told', by })
      return
    case 'restricted':
      return restrict(tx, form.ground, around)
    case 'lift-told':
      return tellLifting(tx, form.lifting, around)
    case 'lifted':
      return lift(tx, around)
    case 'objection-accepted':
      return accept(tx, form.purpose, around)
    case 'objection-declined':
      return turnDown(tx, 'objection-declined', form.declined, around)
  }
}

async function extend(tx: Rights, reason: string, { id, by, shop, calendar }: Around): Promise<void> {
  const step = await requests.extend(tx, id, { reason, by, today: shop.clock.today(), calendar })
  await tell(tx, 'request-extended', step, await requests.find(tx, id))
}

/** Throws Conflict `carried-out` where what was asked is done already. */
async function refuse(tx: Rights, words: string, around: Around): Promise<void> {
  await requests.lockOpen(tx, around.id)
  if (requests.isCarriedOut(await requests.stepsOf(tx, around.id))) throw new Conflict('carried-out')
  await turnDown(tx, 'refused', words, around)
}

async function turnDown(
  tx: Rights,
  step: 'refused' | 'objection-declined',
  words: string,
  { id, by }: Around,
): Promise<void> {
  const request = await requests.lockOpen(tx, id)
  const told = await requests.note(tx, id, { step, words, by })
  await requests.close(tx, id, 'refused', by)
  await tell(tx, 'request-refused', told, request)
}

/** The person is who they say, and their rows are within reach. Throws Conflict `unidentified`. */
async function answering(tx: Rights, id: string): Promise<requests.Request> {
  const request = await requests.lockOpen(tx, id)
  if (!request.identityCheckedAt) throw new Conflict('unidentified')
  await answer(tx, id)
  return request
}

/**
 * An objection that was heard ends its purpose; the eraser takes what nothing else holds. Against marketing nothing is
 * weighed (Art. 21(3)). Throws NotFound for a purpose that rests on something else than legitimate interests.
 */
async function accept(tx: Rights, purpose: string, around: Around): Promise<void> {
  const { address, kind } = await answering(tx, around.id)
  if (purpose === 'marketing') await choices.refuseAll(tx, addressKeyOf(around.shop), address)
  else {
    const heard = subjectOrders.weighedFor(await subjectOrders.read(tx)).find((id) => id === purpose)
    if (!heard) throw new NotFound()
    await erasures.objectTo(tx, heard, around.id)
  }
  await finish(tx, around, {
    step: kind === 'withdrawal' ? 'withdrawn' : 'objection-accepted',
    about: purpose,
  })
}

async function restrict(tx: Rights, ground: restrictions.Ground, { id, by, shop }: Around): Promise<void> {
  const { address } = await answering(tx, id)
  if (await restrictions.current(tx, address)) throw new Conflict('restricted')
  await restrictions.restrict(tx, { address, addressKey: addressKeyOf(shop), ground, requestId: id })
  await requests.note(tx, id, { step: 'restricted', about: ground, by })
  await recipients.noteToTell(tx, id)
}

/** Told first (Art. 18(3)); lifting is a step of its own. The request may be closed by now. */
async function tellLifting(tx: Rights, words: string, { id, by }: Around): Promise<void> {
  const request = await requests.find(tx, id)
  if (!(await restrictions.current(tx, request.address))) throw new Conflict('unrestricted')
  const step = await requests.note(tx, id, { step: 'lift-told', words, by })
  await tell(tx, 'request-lifting', step, request)
}

/** Throws Conflict `untold` before the person was told, `unrestricted` where it was lifted already. */
async function lift(tx: Rights, { id, by }: Around): Promise<void> {
  const request = await requests.find(tx, id)
  const { address, closedAt, kind } = request
  if (!(await restrictions.current(tx, address))) throw new Conflict('unrestricted')
  const steps = await requests.stepsOf(tx, id)
  if (!steps.some(({ step }) => step === 'lift-told')) throw new Conflict('untold')
  await restrictions.lift(tx, address, by)
  await requests.note(tx, id, { step: 'lifted', by })
  // Whoever asked for something else waits for that answer still.
  if (!closedAt && kind !== 'restriction') return
  if (!closedAt) await requests.close(tx, id, 'done', by)
  await tell(tx, 'request-done', id, request)
}

async function finish(
  tx: Rights,
  { id, by }: Around,
  done: { step: 'answered' | 'objection-accepted' | 'withdrawn'; words?: string; about?: string },
): Promise<void> {
  const request = await requests.lockOpen(tx, id)
  await requests.note(tx, id, { ...done, by })
  await requests.close(tx, id, 'done', by)
  await tell(tx, 'request-done', id, request)
}

import type { Context } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { FieldErrors, Typed } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { type Calendar, openCalendar } from '../../settings/working-days.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import * as openings from '../accountability/openings.ts'
import * as holdings from '../my-data/holdings.ts'
import * as subjectOrders from '../my-data/subject-orders.ts'
import { titleOf } from '../notices/notice-words.ts'
import { purposeList } from '../purposes.ts'
import { namesOf } from '../register/admin-purposes-state.ts'
import { dataIn } from '../register/record-words.ts'
import * as restrictions from '../restrictions.ts'
import { answer, type Tx, withPurpose } from '../with-purpose.ts'
import { lettersOf } from './admin-request-letters.ts'
import * as byPost from './by-post.ts'
import { daysUntil, mayExtend } from './due-dates.ts'
import { steps as stepNames } from './request-steps.ts'
import { certificateModel, recipientsIn } from './request-words.ts'
import * as requests from './requests.ts'

type C = Context<StaffEnv>

/** A form that came back, or what could not be done. */
export interface Back {
  readonly typed?: Typed
  readonly errors?: FieldErrors
  readonly problem?: string
}

const doneStep = z
  .enum([...stepNames, 'erasing', 'located'])
  .optional()
  .catch(undefined)

/** After these there is a letter to write. */
const tellsPerson = new Set<string>(
  'received extended refused answered lift-told lifted objection-accepted objection-declined withdrawn'.split(
    ' ',
  ),
)

/** One request: what was asked, what was done, what can be done next. */
export async function requestPage(c: C, shop: AdminShop, back: Back = {}): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const found = await withPurpose(shop.database.backoffice, 'rights-requests', actorOf(member), (tx) =>
    read(tx, shop, id),
  )
  const { request, steps, restricted, orders, weighed } = found
  const t = shop.t(member.language)
  const today = shop.clock.today()
  const erased = steps.find((each) => each.erased)
  const done = doneStep.parse(c.req.query('done'))
  const open = request.closedAt === null
  return officePage(c, shop, member, 'admin/privacy/request', {
    ...(back.errors && { errors: back.errors }),
    ...(back.problem && { status: 409 as const }),
    typed: back.typed ?? {},
    problem: back.problem,
    done,
    byPost: request.postal !== null && done !== undefined && tellsPerson.has(done),
    request: {
      ...request,
      address: byPost.isFound(request) ? request.address : undefined,
      open,
      days: daysUntil(request.dueOn, today),
      late: open && request.dueOn < today,
      soon: daysUntil(request.dueOn, today) <= 7,
    },
    may: mayDo(found, today, await openCalendar()),
    against:
      request.kind === 'objection'
        ? steps.find(({ step, about }) => step === 'noted' && about)?.about
        : undefined,
    restrictedOn: restricted?.madeAt,
    orders,
    letters: lettersOf(request, steps).map(({ kind, href }) => ({
      href,
      label: t(`requestsRoom.letter.${kind}`),
    })),
    weighed: [
      { value: 'marketing', label: t('myData.object.marketing') },
      ...(request.kind === 'objection' ? weighed : []).map((purpose) => ({
        value: purpose,
        label: titleOf(purpose, t),
      })),
    ],
    history: historyOf(steps, await namesOf(shop, member), t),
    certificate: erased?.erased && {
      at: erased.madeAt,
      ...certificateModel(erased.erased, t, shop.known().register.terms, { data: dataIn }),
    },
  })
}

/** What can be done about a request as it stands. */
function mayDo(
  { request, steps, restricted }: Awaited<ReturnType<typeof read>>,
  today: IsoDate,
  calendar: Calendar,
) {
  const done = new Set(steps.map(({ step }) => step))
  const open = request.closedAt === null
  const known = open && request.identityCheckedAt !== null
  return {
    locate: open && !byPost.isFound(request),
    read: known,
    erase: known && request.kind === 'erasure' && !done.has('erased'),
    refuse: open && !requests.isCarriedOut(steps),
    extend: open && !done.has('extended') && mayExtend(request.receivedOn, today, calendar),
    lift: restricted !== undefined && done.has('lift-told'),
    tellLifting: restricted !== undefined && !done.has('lift-told'),
    restrict: open && restricted === undefined,
    tellRecipients: done.has('recipients') && !done.has('recipients-told'),
  }
}

function historyOf(steps: readonly requests.NotedStep[], names: ReadonlyMap<string, string>, t: Translate) {
  return steps.map(({ step, words, about, untilOn, madeAt, madeBy }) => ({
    said: step === 'noted' ? notedWords(about, t) : t(`myData.step.${step}`),
    purpose:
      about && purposeList.some(({ id: known }) => known === about)
        ? t(`privacy.purpose.${about}`)
        : undefined,
    words: step === 'recipients' ? recipientsIn(words ?? '', t) : words,
    until: untilOn,
    at: madeAt,
    by: madeBy ? (names.get(madeBy) ?? t('history.by.former')) : t('requestsRoom.by.self'),
  }))
}

function notedWords(about: string | null, t: Translate): string {
  if (about === 'accounting') return t('requestsRoom.invoice')
  return about === 'order' ? t('requestsRoom.located') : t('myData.step.noted')
}

/** While a request is open and it is known who asks, the person's orders can be seen by it; never afterwards. */
async function read(tx: Tx<'rights-requests'>, shop: AdminShop, id: string) {
  const request = await requests.find(tx, id)
  await openings.note(tx, { unit: 'request', ids: [id], page: 'request' })
  await answer(tx, id)
  const held = await holdings.of(tx, shop.register)
  const orders = await subjectOrders.read(tx)
  return {
    request,
    steps: await requests.stepsOf(tx, id),
    restricted: await restrictions.current(tx, request.address),
    orders,
    weighed: subjectOrders
      .weighedFor(orders)
      .filter((purpose) => held.some((holding) => holding.held.some((each) => each.purpose === purpose))),
  }
}

import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import * as orders from '../../orders/orders.ts'
import { translator } from '../../platform/i18n/messages.ts'
import { enqueue } from '../../platform/jobs/jobs.ts'
import type { IsoDate } from '../../platform/time.ts'
import { type FieldErrors, fieldError, parseFields, parseForm, type Typed } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { orderIds, orderNumbers } from '../admin-order-numbers.ts'
import type { PurposeId } from '../purposes.ts'
import { titleIn } from '../register/record-words.ts'
import { withoutPurpose, withPurpose } from '../with-purpose.ts'
import { aheadForm, holdForm } from './admin-retention-forms.ts'
import { barsOf, erasedRows, othersOf, stateOf, toldOf } from './admin-retention-model.ts'
import type { Erased } from './eraser.ts'
import * as holds from './holds.ts'
import * as looks from './looks.ts'
import * as retention from './retention.ts'

type C = Context<StaffEnv>

/** So many lines are shown of what may be thousands; the numbers above them count all. */
const mostShown = 100

/** What is due and when, what is held back, what went: the room of retention. */
export function retentionRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminRetention'), (c) => retentionPage(c, shop))
    .get(pattern('adminRetentionAhead'), (c) => aheadPage(c, shop))
    .post(pattern('adminRetentionAhead'), (c) => lookAhead(c, shop))
    .get(pattern('adminErasureRun'), (c) => runPage(c, shop))
    .post(pattern('adminRetentionRun'), (c) => runNow(c, shop))
    .post(pattern('adminHolds'), (c) => placeHold(c, shop))
    .post(pattern('adminHoldLift'), (c) => liftHold(c, shop))
}

async function retentionPage(c: C, shop: AdminShop, form: { typed?: Typed; errors?: FieldErrors } = {}) {
  const member = c.get('staff')
  const t = translator(member.language)
  const { backoffice } = shop.database
  const actor = actorOf(member)
  const { forecast, foreseen, soonest, runs } = await withoutPurpose(backoffice, actor, async (tx) => ({
    forecast: await retention.forecast(tx),
    foreseen: await retention.isForeseen(tx),
    soonest: await retention.soonest(tx, mostShown),
    runs: await retention.runs(tx, 30),
  }))
  const { held, numbers } = await withPurpose(backoffice, 'legal-claims', actor, async (tx) => {
    const held = await holds.inForce(tx)
    const ids = [...soonest, ...held].map(({ orderId }) => orderId)
    return { held, numbers: await orderNumbers(tx, ids) }
  })
  const named = (orderId: string) => ({
    number: numbers.get(orderId) ?? '–',
    href: urlFor('adminOrder', { id: orderId }),
  })
  return officePage(c, shop, member, 'admin/privacy/retention', {
    ...form,
    done: c.req.query('done'),
    today: shop.clock.today(),
    foreseen,
    weeks: forecast.weeks,
    orderBars: barsOf(forecast.weeks.map(({ orders }) => orders)),
    otherBars: barsOf(forecast.weeks.map(({ others }) => others)),
    others: othersOf(forecast.byUnit, shop.register, t),
    byPurpose: forecast.byPurpose.map((row) => ({ ...row, title: titleIn(row.purpose, t) })),
    soonest: soonest.map(({ orderId, purpose, ends }) => ({
      ...named(orderId),
      purpose: titleIn(purpose, t),
      ends,
    })),
    holds: held.map((hold) => ({ ...hold, ...named(hold.orderId) })),
    labels: {
      day: t('retention.day'),
      order: t('retention.hold.order'),
      kind: t('retention.hold.kind'),
      reason: t('retention.hold.reason'),
    },
    kinds: holds.holdKinds.map((value) => ({ value, label: t(`retention.hold.${value}`) })),
    runs: runs.map((run) => ({
      ...run,
      state: stateOf(run, shop.clock.now()),
      href: urlFor('adminErasureRun', { id: run.id }),
    })),
  })
}

/** A look ahead is the worker's: it goes through everything as the nightly run does. */
async function lookAhead(c: C, shop: AdminShop) {
  const form = await parseForm(c, aheadForm)
  if (!form.ok) return retentionPage(c, shop, form)
  const day = form.value.day as IsoDate
  await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), (tx) => looks.ask(tx, day))
  return c.redirect(`${urlFor('adminRetentionAhead')}?day=${day}`, 303)
}

/** What would go on a day, without anything going. */
async function aheadPage(c: C, shop: AdminShop) {
  const member = c.get('staff')
  const asked = parseFields(new URL(c.req.url).searchParams, aheadForm)
  const { backoffice } = shop.database
  const day = asked.ok ? (asked.value.day as IsoDate) : undefined
  const look = day && (await withoutPurpose(backoffice, actorOf(member), (tx) => looks.find(tx, day)))
  if (!look) return c.redirect(urlFor('adminRetention'), 303)
  return officePage(c, shop, member, 'admin/privacy/retention-ahead', {
    day,
    href: `${urlFor('adminRetentionAhead')}?day=${day}`,
    isToday: day === shop.clock.today(),
    seenAt: look.seenAt,
    total: look.total,
    more: Math.max(0, look.total - look.units.length),
    units: await rowsOf(c, shop, look.units),
  })
}

/** What one run took away: the certificate that anybody may be shown. */
async function runPage(c: C, shop: AdminShop) {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const { run, units, total } = await withoutPurpose(
    shop.database.backoffice,
    actorOf(member),
    async (tx) => ({
      run: await retention.findRun(tx, id),
      ...(await retention.certificate(tx, id, mostShown)),
    }),
  )
  const t = translator(member.language)
  return officePage(c, shop, member, 'admin/privacy/erasure-run', {
    run,
    total,
    more: Math.max(0, total - mostShown),
    units: (await rowsOf(c, shop, units)).map((row, at) => ({
      ...row,
      at: units[at]!.erasedAt,
      remains: Object.entries(units[at]!.remains).map(([purpose, until]) => ({
        purpose: titleIn(purpose as PurposeId, t),
        until,
      })),
    })),
  })
}

async function rowsOf(c: C, shop: AdminShop, units: readonly Erased[]) {
  const member = c.get('staff')
  const ids = units.flatMap(({ unit, unitId }) => (unit === 'order' && unitId ? [unitId] : []))
  const numbers = await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) =>
    orders.numbersOf(tx, ids),
  )
  const t = translator(member.language)
  return erasedRows(units, numbers, (table) => toldOf(table, shop.register, t))
}

async function runNow(c: C, shop: AdminShop) {
  const member = c.get('staff')
  await withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
    enqueue(tx, 'retention', {}, 'retention:now'),
  )
  return c.redirect(`${urlFor('adminRetention')}?done=queued`, 303)
}

async function placeHold(c: C, shop: AdminShop) {
  const member = c.get('staff')
  const form = await parseForm(c, holdForm)
  if (!form.ok) return retentionPage(c, shop, form)
  const { value, typed } = form
  const actor = actorOf(member)
  const held = await withPurpose(shop.database.backoffice, 'legal-claims', actor, async (tx) => {
    const orderId = (await orderIds(tx, [value.order])).get(value.order)
    if (orderId) await holds.place(tx, { orderId, kind: value.kind, reason: value.reason, by: member.id })
    return orderId !== undefined
  })
  if (!held) return retentionPage(c, shop, { typed, errors: { order: fieldError('retention.noOrder') } })
  return c.redirect(`${urlFor('adminRetention')}?done=held`, 303)
}

async function liftHold(c: C, shop: AdminShop) {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  await withPurpose(shop.database.backoffice, 'legal-claims', actorOf(member), (tx) =>
    holds.lift(tx, id, member.id),
  )
  return c.redirect(`${urlFor('adminRetention')}?done=lifted`, 303)
}

import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import { fieldError, parseForm } from '../platform/web/forms.ts'
import { fileIn } from '../platform/web/uploads.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import * as supplies from '../receivables/supplies.ts'
import { surroundingsOf } from '../receivables/surroundings.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import {
  type CheckedLine,
  checkTracking,
  mostTrackingLines,
  readTracking,
  type TrackingLine,
} from './parcel-tracking.ts'

type C = Context<StaffEnv>
type Carrier = { readonly key: string; readonly name: string }

const stepForm = z.object({
  carrier: z.string().max(60).catch(''),
  /** The second step: what was seen, and a yes to it. */
  pairs: z.string().max(200_000).optional().catch(undefined),
})

/** Parcels' numbers as carriers give them back: first what they would do, then it is done. */
export function trackingRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminTracking'), (c) => trackingPage(c, shop))
    .post(pattern('adminTracking'), (c) => take(c, shop))
}

function trackingPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  return officePage(c, shop, c.get('staff'), 'admin/delivery/tracking', {
    ...form,
    carriers: carrierChoices(shop),
    parcelsHref: urlFor('adminParcels'),
  })
}

function carrierChoices(shop: AdminShop) {
  return shop.known().settings.delivery.carriers.map(({ key, name }) => ({ value: key, label: name }))
}

async function take(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, stepForm)
  const { carrier: key, pairs } = form.ok ? form.value : { carrier: '', pairs: undefined }
  const carrier = shop.known().settings.delivery.carriers.find((one) => one.key === key)
  if (!carrier)
    return trackingPage(c, shop, { typed: form.typed, errors: { carrier: fieldError('errors.choice') } })
  if (pairs !== undefined) return apply(c, shop, carrier, pairsIn(pairs))
  const bytes = await fileIn(c, 'file')
  const read = bytes && readTracking(bytes)
  const refused = refusalOf(read)
  if (refused || !Array.isArray(read))
    return trackingPage(c, shop, { typed: form.typed, ...(refused && { errors: { file: refused } }) })
  const checked = await reading(c, shop, (tx) => checkTracking(tx, read, carrier.key))
  return dryRun(c, shop, carrier, checked)
}

/** Why a file is not taken; of a table that breaks off, where. */
function refusalOf(read: ReturnType<typeof readTracking> | undefined) {
  if (!read) return fieldError('tracking.problem.no-file')
  if (Array.isArray(read))
    return read.length > mostTrackingLines
      ? fieldError('tracking.problem.too-many', { max: mostTrackingLines })
      : undefined
  return read.brokenAt === null
    ? fieldError('tracking.problem.unreadable')
    : fieldError('tracking.problem.broken', { line: read.brokenAt })
}

/** Nothing is kept between the two steps: the page itself carries what was read. */
function dryRun(c: C, shop: AdminShop, carrier: Carrier, checked: readonly CheckedLine[]): Promise<Response> {
  const good = checked.filter(({ problem }) => problem === null)
  return officePage(c, shop, c.get('staff'), 'admin/delivery/tracking-import', {
    carrier,
    good: good.map(({ order, tracking, orderId }) => ({
      number: order,
      tracking,
      href: urlFor('adminOrder', { id: orderId! }),
    })),
    bad: checked
      .filter(({ problem }) => problem !== null)
      .map((line) => ({ ...line, chosen: nameOf(shop, line.carrier) })),
    pairs: good.map(({ order, tracking }) => `${order}|${tracking}`).join('||'),
    parcelsHref: urlFor('adminParcels'),
    againHref: urlFor('adminTracking'),
  })
}

/** Of a carrier that the shop no longer has, its key. */
function nameOf(shop: AdminShop, carrier: string | null): string {
  const known = shop.known().settings.delivery.carriers.find(({ key }) => key === carrier)
  return known?.name ?? carrier ?? ''
}

function pairsIn(pairs: string): TrackingLine[] {
  return pairs
    .split('||')
    .slice(0, mostTrackingLines)
    .flatMap((text, index) => {
      const [order = '', tracking = ''] = text.split('|')
      return order === '' ? [] : [{ line: index + 1, order: order.trim(), tracking: tracking.trim() }]
    })
}

/** Each order for itself: one that somebody has sent meanwhile does not keep the others. */
async function apply(
  c: C,
  shop: AdminShop,
  carrier: Carrier,
  pairs: readonly TrackingLine[],
): Promise<Response> {
  const checked = await reading(c, shop, (tx) => checkTracking(tx, pairs, carrier.key))
  const by = c.get('staff').id
  let sent = 0
  for (const { orderId, tracking, problem } of checked) {
    if (problem !== null || orderId === null) continue
    try {
      await reading(c, shop, (tx) =>
        supplies.send(
          tx,
          orderId,
          { carrier: carrier.name, trackingNumber: tracking },
          { ...surroundingsOf(shop), by },
        ),
      )
      sent += 1
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
    }
  }
  return c.redirect(`${urlFor('adminParcels')}?done=dispatched&count=${sent}`, 303)
}

function reading<T>(c: C, shop: AdminShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), work)
}

import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { NotFound } from '../platform/errors.ts'
import { type FieldErrors, fieldError } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { fileIn } from '../platform/web/uploads.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import type { Carrier } from '../settings/delivery.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { type FileProblem, type PointRow, readPoints } from './point-files.ts'
import * as imports from './point-imports.ts'
import * as points from './points.ts'
import { currentDelivery } from './settings.ts'

type C = Context<StaffEnv>

/** Of each kind of change so many are shown; the rest is counted. */
const mostShown = 100

/** A carrier's lockers: the list, and its renewal from the carrier's file. */
export function pointRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminDeliveryPoints'), (c) => pointsPage(c, shop))
    .post(pattern('adminDeliveryPoints'), (c) => readFile(c, shop))
    .get(pattern('adminDeliveryImport'), (c) => dryRun(c, shop))
    .post(pattern('adminDeliveryImport'), (c) => apply(c, shop))
}

interface Refusal {
  readonly errors?: FieldErrors
  readonly problems?: readonly FileProblem[]
}

async function pointsPage(c: C, shop: AdminShop, { errors, problems = [] }: Refusal = {}): Promise<Response> {
  const { carrier, countries } = await carrierIn(c, shop)
  const asked = {
    carrier: carrier.key,
    compartments: (carrier.locker?.compartments ?? []).map(({ name }) => name),
  }
  const towns = await within(c, shop, async (tx) => {
    const lists: points.Town[] = []
    for (const country of countries) lists.push(...(await points.points(tx, [asked], { country })))
    return lists
  })
  return officePage(c, shop, c.get('staff'), 'admin/delivery/points', {
    ...(errors ? { errors } : {}),
    done: c.req.query('done') === 'applied',
    carrier: { name: carrier.name, href: urlFor('adminDeliveryCarrier', { carrier: carrier.key }) },
    action: urlFor('adminDeliveryPoints', { carrier: carrier.key }),
    towns,
    total: towns.reduce((total, town) => total + town.points.length, 0),
    problems,
  })
}

/** Reads the file and lays it aside: nothing changes before somebody has seen what would. */
async function readFile(c: C, shop: AdminShop): Promise<Response> {
  const { carrier, countries } = await carrierIn(c, shop)
  const bytes = await fileIn(c, 'file')
  if (!bytes) return pointsPage(c, shop, { errors: { file: fieldError('points.problem.no-file') } })
  const read = readPoints(bytes, countries)
  if (!read.ok) {
    const errors = { file: fieldError('points.refused', { count: read.problems.length }) }
    return pointsPage(c, shop, { errors, problems: read.problems })
  }
  const importId = await within(c, shop, (tx) => imports.lay(tx, carrier.key, read.points, c.get('staff').id))
  return c.redirect(urlFor('adminDeliveryImport', { carrier: carrier.key, importId }), 303)
}

async function dryRun(c: C, shop: AdminShop): Promise<Response> {
  const { carrier } = await carrierIn(c, shop)
  const importId = idIn(c, 'importId')
  const { difference } = await within(c, shop, (tx) => imports.waiting(tx, carrier.key, importId))
  const { added, changed, gone, same } = difference
  return officePage(c, shop, c.get('staff'), 'admin/delivery/points-import', {
    carrier: { name: carrier.name, pointsHref: urlFor('adminDeliveryPoints', { carrier: carrier.key }) },
    action: urlFor('adminDeliveryImport', { carrier: carrier.key, importId }),
    same,
    nothing: added.length + changed.length + gone.length === 0,
    // A file of another carrier, or half of one, would empty the list.
    many: gone.length > 10 && gone.length > (same + changed.length + gone.length) / 4,
    groups: [
      { kind: 'gone', ...shown(gone) },
      { kind: 'added', ...shown(added) },
      { kind: 'changed', ...shown(changed) },
    ],
  })
}

async function apply(c: C, shop: AdminShop): Promise<Response> {
  const { carrier } = await carrierIn(c, shop)
  await within(c, shop, (tx) => imports.apply(tx, carrier.key, idIn(c, 'importId')))
  return c.redirect(`${urlFor('adminDeliveryPoints', { carrier: carrier.key })}?done=applied`, 303)
}

function shown(rows: readonly Pick<PointRow, 'code' | 'name' | 'town'>[]) {
  return {
    count: rows.length,
    rows: rows.slice(0, mostShown).map(({ code, name, town }) => ({ code, name, town })),
    more: Math.max(0, rows.length - mostShown),
  }
}

async function carrierIn(c: C, shop: AdminShop): Promise<{ carrier: Carrier; countries: readonly string[] }> {
  const { carriers, countries } = await currentDelivery(shop.database.backoffice)
  const carrier = carriers.find(({ key }) => key === c.req.param('carrier'))
  if (!carrier) throw new NotFound()
  return { carrier, countries }
}

function within<T>(c: C, shop: AdminShop, work: Parameters<typeof withoutPurpose<T>>[2]): Promise<T> {
  return withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), work)
}

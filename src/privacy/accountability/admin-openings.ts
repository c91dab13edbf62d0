import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import { idsByNumber } from '../../orders/by-number.ts'
import { numbersOf } from '../../orders/orders.ts'
import * as fields from '../../platform/web/fields.ts'
import { fieldError, parseFields, parseForm } from '../../platform/web/forms.ts'
import { pagerOf } from '../../platform/web/pager.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../../staff/auth.ts'
import { requireStaff, type StaffEnv } from '../../staff/guard.ts'
import * as staff from '../../staff/staff.ts'
import { pattern, urlFor } from '../../urls.ts'
import { withPurpose } from '../with-purpose.ts'
import * as openings from './openings.ts'

type C = Context<StaffEnv>

const perPage = 100
const listQuery = z.object({
  staff: z.uuid().optional().catch(undefined),
  record: z.uuid().optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})
const searchForm = z.object({ openingOrder: fields.text(40) })

/** Who opened whose record: for the owners, since it watches those who work here as well. */
export function openingRoutes(shop: AdminShop): Hono<StaffEnv> {
  const owner = requireStaff(shop, ['owner'])
  return new Hono<StaffEnv>()
    .get(pattern('adminOpenings'), owner, (c) => listPage(c, shop))
    .post(pattern('adminOpeningSearch'), owner, (c) => search(c, shop))
}

async function listPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const query = parseFields(new URL(c.req.url).searchParams, listQuery)
  const { staff: staffId, record, page } = query.ok ? query.value : listQuery.parse({})
  const people = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => staff.list(tx))
  const { list, total, numbers } = await read(shop, member, { staffId, unitId: record }, page)
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return officePage(c, shop, member, 'admin/privacy/openings', {
    ...form,
    people: people.map(({ id, name }) => ({
      name,
      href: listHref({ staff: id, record }, 1),
      current: id === staffId,
    })),
    everybodyHref: listHref({ record }, 1),
    everybody: staffId === undefined,
    record: record && { number: numbers.get(record), href: listHref({ staff: staffId }, 1) },
    openings: list.map(({ staffId: by, unitId, ...opening }) => ({
      ...opening,
      by: names.get(by),
      number: numbers.get(unitId),
      href: numbers.has(unitId) ? urlFor('adminOrder', { id: unitId }) : undefined,
    })),
    pager: pagerOf(page, perPage, total, (on) => listHref({ staff: staffId, record }, on)),
  })
}

/** A page of openings, and the numbers of the orders among them. */
function read(shop: AdminShop, member: StaffMember, narrowed: openings.Narrowed, page: number) {
  return withPurpose(shop.database.backoffice, 'accountability', actorOf(member), async (tx) => {
    const at = { limit: perPage, offset: (page - 1) * perPage }
    const found = await openings.list(tx, narrowed, at)
    const orderIds = found.openings.filter(({ unit }) => unit === 'order').map(({ unitId }) => unitId)
    const ids = new Set(narrowed.unitId ? [narrowed.unitId, ...orderIds] : orderIds)
    return {
      list: found.openings,
      total: found.total,
      numbers: await tx.under('order-contract', (contract) => numbersOf(contract, [...ids])),
    }
  })
}

/** The number stays in the body; the address of the answer has an id. */
async function search(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, searchForm)
  if (!form.ok) return listPage(c, shop, form)
  const number = form.value.openingOrder
  const found = await withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), (tx) =>
    idsByNumber(tx, [number]),
  )
  const record = found.get(number)
  if (record) return c.redirect(listHref({ record }, 1), 303)
  return listPage(c, shop, { typed: form.typed, errors: { openingOrder: fieldError('openings.noOrder') } })
}

function listHref(
  { staff: by, record }: { staff?: string | undefined; record?: string | undefined },
  page: number,
): string {
  const query = new URLSearchParams({
    ...(by ? { staff: by } : {}),
    ...(record ? { record } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  return query.size > 0 ? `${urlFor('adminOpenings')}?${query}` : urlFor('adminOpenings')
}

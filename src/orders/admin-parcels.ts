import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { carrierOf } from '../delivery/carriers.ts'
import { pdfResponse } from '../invoicing/documents.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { parseFields, parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { renderDeliveryNote } from './admin-delivery-note.ts'
import { roomCounts } from './admin-list.ts'
import { renderPackingSlips, type Slip } from './admin-packing-slip.ts'
import { orderPage } from './admin-page.ts'
import { noteOf, slipsOf } from './admin-slips.ts'
import { trackingRoutes } from './admin-tracking.ts'
import { parcelCsv } from './parcel-file.ts'
import * as parcels from './parcels.ts'

type C = Context<StaffEnv>

/** As many slips as a printer takes at once. */
const mostTicked = 200
const ticks = z.array(z.uuid()).max(mostTicked).catch([])
// The brackets say that a page may hold many of the name.
const tickedForm = z.object({ 'order[]': ticks })
const fileForm = z.object({ 'order[]': ticks, carrier: z.string().max(60).catch('') })
const listQuery = z.object({
  carrier: z.string().max(60).catch('all'),
  done: z.enum(['dispatched']).optional().catch(undefined),
  count: z.coerce.number().int().min(0).max(10_000).catch(0),
})

/** Parcels to be sent: packing slips, carriers' files, tracking numbers; the face guards them. */
export function parcelRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminParcels'), (c) => parcelsPage(c, shop))
    .post(pattern('adminParcelFile'), (c) => makeFile(c, shop))
    .post(pattern('adminParcelFileAgain'), (c) => makeFileAgain(c, shop))
    .post(pattern('adminPackingSlips'), (c) => packingSlips(c, shop))
    .get(pattern('adminPackingSlip'), (c) => packingSlip(c, shop))
    .get(pattern('adminDeliveryNote'), (c) => deliveryNote(c, shop))
    .route('/', trackingRoutes(shop))
}

type Problem = 'none-ticked' | 'no-parcels' | 'ended'

async function parcelsPage(c: C, shop: AdminShop, problem?: Problem): Promise<Response> {
  const member = c.get('staff')
  const query = parseFields(new URL(c.req.url).searchParams, listQuery)
  const { carrier, done, count } = query.ok ? query.value : { carrier: 'all', done: undefined, count: 0 }
  const { delivery } = shop.known().settings
  const { waiting, files, rooms } = await reading(c, shop, async (tx) => ({
    waiting: await parcels.waiting(tx),
    files: await parcels.filesMade(tx, 10),
    rooms: await roomCounts(tx, shop, member.language),
  }))
  const shown = waiting.filter((one) => carrier === 'all' || groupOf(one) === carrier)
  const chosen = carrierOf(delivery, carrier)
  return officePage(c, shop, member, 'admin/delivery/parcels', {
    ...(problem ? { problem, status: problem === 'none-ticked' ? 422 : 409 } : { done, count }),
    rooms: { current: 'parcels', ...rooms },
    filters: filterLinks(waiting, carrier, shop),
    parcels: shown.map((one) => parcelModel(one, shop)),
    carrier: chosen && { key: chosen.key, name: chosen.name },
    files: files.map(({ id, carrier: key, madeAt, orders }) => ({
      madeAt,
      orders,
      carrier: carrierOf(delivery, key)?.name ?? key,
      againHref: urlFor('adminParcelFileAgain', { id }),
    })),
  })
}

/** By carrier; what is collected and what nobody chose a carrier for are groups of their own. */
function groupOf({ method, carrier }: parcels.Waiting): string {
  return method === 'collection' ? 'collected' : (carrier ?? 'none')
}

function filterLinks(waiting: readonly parcels.Waiting[], current: string, shop: AdminShop) {
  const { delivery } = shop.known().settings
  const counts = new Map<string, number>()
  for (const one of waiting) counts.set(groupOf(one), (counts.get(groupOf(one)) ?? 0) + 1)
  const groups = ['all', ...delivery.carriers.map(({ key }) => key), 'collected', 'none']
  return groups
    .filter((key) => key === 'all' || key === current || counts.has(key))
    .map((key) => ({
      key,
      name: carrierOf(delivery, key)?.name,
      count: key === 'all' ? waiting.length : counts.get(key),
      current: key === current,
      href: key === 'all' ? urlFor('adminParcels') : `${urlFor('adminParcels')}?carrier=${key}`,
    }))
}

function parcelModel(one: parcels.Waiting, shop: AdminShop) {
  const { delivery } = shop.known().settings
  const { id, number, method, recipient, place, packedAt, toldAt, weightGrams, gift, carrier } = one
  return {
    id,
    number,
    href: urlFor('adminOrder', { id }),
    recipient,
    place,
    method,
    carrier: carrierOf(delivery, carrier)?.name,
    packedAt,
    toldAt,
    kilograms: Math.ceil((weightGrams + delivery.packaging.weightGrams) / 10) / 100,
    gift,
    // What nobody was told of yet is what one came for.
    ticked: toldAt === null,
  }
}

async function makeFile(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, fileForm)
  const ids = form.ok ? form.value['order[]'] : []
  if (!form.ok || ids.length === 0) return parcelsPage(c, shop, 'none-ticked')
  return fileFor(c, shop, form.value.carrier, ids)
}

/** The same orders, as they stand now, in a file made anew: it is noted again. */
async function makeFileAgain(c: C, shop: AdminShop): Promise<Response> {
  const made = await reading(c, shop, (tx) => parcels.fileMade(tx, idIn(c, 'id')))
  if (!made) throw new NotFound()
  return fileFor(c, shop, made.carrier, made.orderIds)
}

async function fileFor(c: C, shop: AdminShop, key: string, orderIds: readonly string[]): Promise<Response> {
  const { delivery } = shop.known().settings
  const carrier = carrierOf(delivery, key)
  if (!carrier) throw new NotFound()
  const by = c.get('staff').id
  try {
    const told = await reading(c, shop, (tx) =>
      parcels.tellCarrier(tx, { carrier: key, called: carrier.name, orderIds, by }),
    )
    const bytes = parcelCsv(carrier.file, told, {
      packagingGrams: delivery.packaging.weightGrams,
      services: { courier: 'courier', locker: 'locker' },
    })
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': `text/csv; charset=${carrier.file.encoding}`,
      'content-disposition': `attachment; filename="parcels-${key}-${shop.clock.today()}.csv"`,
    })
  } catch (error) {
    if (error instanceof Conflict) return parcelsPage(c, shop, 'no-parcels')
    throw error
  }
}

async function packingSlips(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, tickedForm)
  const ids = form.ok ? form.value['order[]'] : []
  if (ids.length === 0) return parcelsPage(c, shop, 'none-ticked')
  try {
    const slips = await slipsFor(c, shop, ids)
    return pdf(c, `packing-slips-${shop.clock.today()}`, await renderPackingSlips(slips, shop.clock.today()))
  } catch (error) {
    if (error instanceof Conflict) return parcelsPage(c, shop, 'ended')
    throw error
  }
}

async function packingSlip(c: C, shop: AdminShop): Promise<Response> {
  try {
    const slips = await slipsFor(c, shop, [idIn(c, 'id')])
    return pdf(c, `packing-slip-${slips[0]!.number}`, await renderPackingSlips(slips, shop.clock.today()))
  } catch (error) {
    if (error instanceof Conflict) return orderPage(c, shop, { problem: error.code })
    throw error
  }
}

function slipsFor(c: C, shop: AdminShop, ids: readonly string[]): Promise<Slip[]> {
  return reading(c, shop, async (tx) => {
    await openings.note(tx, { unit: 'order', ids, page: 'packing-slip' })
    return slipsOf(tx, ids, shop.known().settings)
  })
}

async function deliveryNote(c: C, shop: AdminShop): Promise<Response> {
  try {
    const note = await reading(c, shop, async (tx) => {
      const id = idIn(c, 'id')
      await openings.note(tx, { unit: 'order', ids: [id], page: 'delivery-note' })
      return noteOf(tx, id, shop.known().settings)
    })
    return pdf(c, `delivery-note-${note.number}`, await renderDeliveryNote(note))
  } catch (error) {
    if (error instanceof Conflict) return orderPage(c, shop, { problem: error.code })
    throw error
  }
}

function pdf(c: C, name: string, bytes: Uint8Array): Response {
  return pdfResponse(c, name, Buffer.from(bytes), 'inline')
}

function reading<T>(c: C, shop: AdminShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), work)
}

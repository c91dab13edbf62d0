import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { NotFound, Unavailable } from '../platform/errors.ts'
import { parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { pagerOf } from '../platform/web/pager.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { pdfResponse, ublResponse } from './documents.ts'
import { listQuery, searchForm } from './forms.ts'
import * as invoices from './invoices.ts'
import * as lists from './lists.ts'
import { documentKinds } from './snapshot.ts'
import { DISTANCE_THRESHOLD_CENTS } from './vat.ts'
import { distanceCents, nearsThreshold } from './watch.ts'

type C = Context<StaffEnv>

const perPage = 50

/** Every document that was issued: narrowed, found by number, opened. */
export function documentRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminDocuments'), (c) => list(c, shop))
    .post(pattern('adminDocuments'), (c) => search(c, shop))
    .get(pattern('adminDocumentPdf'), (c) => paper(c, shop, 'pdf'))
    .get(pattern('adminDocumentUbl'), (c) => paper(c, shop, 'ubl'))
}

async function list(c: C, shop: AdminShop): Promise<Response> {
  const { page, ...filter } = listQuery.parse(c.req.query())
  return shown(c, shop, filter, page)
}

/** Only the first of what was found: a number finds few. */
async function search(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, searchForm)
  if (!form.ok) return c.redirect(urlFor('adminDocuments'), 303)
  return shown(c, shop, { number: form.value.search }, 1)
}

async function shown(c: C, shop: AdminShop, filter: lists.Filter, page: number): Promise<Response> {
  const { vat } = shop.known().settings
  const year = Number(shop.clock.today().slice(0, 4))
  const read = await reading(c, shop, async (tx) => ({
    ...(await lists.list(tx, filter, { limit: perPage, offset: (page - 1) * perPage })),
    counts: await lists.counts(tx),
    months: await lists.months(tx),
    distance: vat.oneStopShop ? 0 : await distanceCents(tx, year),
  }))
  const t = shop.t(c.get('staff').language)
  return officePage(c, shop, c.get('staff'), 'admin/money/documents', {
    found: filter.number !== undefined,
    documents: read.documents.map(rowModel),
    pager: filter.number ? undefined : pagerOf(page, perPage, read.total, (to) => hrefOf(filter, to)),
    states: [undefined, ...lists.documentStates].map((state) => ({
      key: state ?? 'all',
      href: hrefOf({ ...filter, state, number: undefined }),
      current: filter.number === undefined && state === filter.state,
      count: state && read.counts[state],
    })),
    state: filter.state,
    kinds: documentKinds.map((value) => ({ value, label: t(`documentKind.${value}`) })),
    months: read.months.map((value) => ({ value, label: value })),
    chosen: { kind: filter.kind, month: filter.month },
    distance: nearsThreshold(read.distance) && {
      cents: read.distance,
      most: DISTANCE_THRESHOLD_CENTS,
      year: String(year),
      href: c.get('staff').role === 'owner' && urlFor('adminSettings', { section: 'vat' }),
    },
  })
}

function rowModel(row: lists.IssuedRow) {
  const { id, orderId } = row
  return {
    ...row,
    orderHref: urlFor('adminOrderDocuments', { id: orderId }),
    pdfHref: urlFor('adminDocumentPdf', { id }),
    ublHref: row.ofCharge ? undefined : urlFor('adminDocumentUbl', { id }),
    debtHref: row.owed ? urlFor('adminDebt', { invoice: id }) : undefined,
  }
}

function hrefOf({ kind, month, state }: lists.Filter, page = 1): string {
  const said = new URLSearchParams({
    ...(kind ? { kind } : {}),
    ...(month ? { month } : {}),
    ...(state ? { state } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  return said.size > 0 ? `${urlFor('adminDocuments')}?${said}` : urlFor('adminDocuments')
}

async function paper(c: C, shop: AdminShop, format: invoices.Format): Promise<Response> {
  const id = idIn(c, 'id')
  const { kind, number, bytes } = await reading(c, shop, async (tx) => {
    const { kind, number, orderId } = await invoices.find(tx, id)
    await openings.note(tx, { unit: 'order', ids: [orderId], page: 'invoice' })
    return { kind, number, bytes: await invoices.document(tx, id, format) }
  })
  // The worker makes both within seconds of the issue; a former system's invoice has none, and not all have a UBL.
  if (!bytes && (format === 'ubl' || kind === 'taken-over')) throw new NotFound()
  if (!bytes) throw new Unavailable('the document is not rendered yet')
  return format === 'pdf' ? pdfResponse(c, number, bytes, 'inline') : ublResponse(c, number, bytes)
}

function reading<T>(c: C, shop: AdminShop, work: (tx: Tx<'accounting'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'accounting', actorOf(c.get('staff')), work)
}

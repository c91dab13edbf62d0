import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { pdfResponse, ublResponse } from '../invoicing/documents.ts'
import * as invoices from '../invoicing/invoices.ts'
import { documentKinds } from '../invoicing/snapshot.ts'
import { NotFound, Unavailable } from '../platform/errors.ts'
import { parseFields, parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import { pagerOf } from '../platform/web/pager.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { monthsBeside, reading, tellAccountant } from './accountant-reading.ts'
import * as documents from './documents.ts'
import { listQuery, searchForm } from './forms.ts'
import { daysOf } from './periods.ts'
import { taxedSums } from './vat-return.ts'

type C = Context<StaffEnv>

const perPage = 50

/** Documents of every kind: a month's, one by its number, one with what it is settled by, and their files. */
export function documentRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('accountantDocuments'), (c) => listPage(c, shop))
    .get(pattern('accountantDocumentSearch'), (c) => c.redirect(urlFor('accountantDocuments'), 303))
    .post(pattern('accountantDocumentSearch'), (c) => search(c, shop))
    .get(pattern('accountantDocument'), (c) => documentPage(c, shop))
    .get(pattern('accountantInvoice'), (c) => file(c, shop, 'pdf'))
    .get(pattern('accountantUbl'), (c) => file(c, shop, 'ubl'))
}

async function listPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const today = shop.clock.today()
  const parsed = parseFields(new URL(c.req.url).searchParams, listQuery(today.slice(0, 7)))
  const { month, kind, page } = parsed.ok ? parsed.value : listQuery(today.slice(0, 7)).parse({})
  const read = await reading(c, shop, async (tx) => {
    const found = await documents.documentsIn(tx, daysOf(month), kind, {
      limit: perPage,
      offset: (page - 1) * perPage,
    })
    await tellAccountant(tx, member, {
      ids: found.documents.map(({ orderId }) => orderId),
      what: 'month-list',
    })
    return { ...found, sums: await taxedSums(tx, daysOf(month)) }
  })
  const href = (query: string) => `${urlFor('accountantDocuments')}?month=${month}${query}`
  const narrowed = kind ? `&kind=${kind}` : ''
  return officePage(c, shop, member, 'accountant/documents', {
    month,
    ...monthsBeside(urlFor('accountantDocuments'), month, today, narrowed),
    filters: [undefined, ...documentKinds].map((one) => ({
      key: one ?? 'all',
      href: href(one ? `&kind=${one}` : ''),
      current: one === kind,
    })),
    narrowed: kind !== undefined,
    documents: read.documents.map(rowModel),
    sums: read.sums,
    totals: {
      net: total(read.sums.map(({ netCents }) => netCents)),
      vat: total(read.sums.map(({ vatCents }) => vatCents)),
    },
    pager: pagerOf(page, perPage, read.total, (at) => href(`${narrowed}${at > 1 ? `&page=${at}` : ''}`)),
  })
}

async function search(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const form = await parseForm(c, searchForm)
  if (!form.ok) return foundPage(c, shop, [], form)
  const found = await reading(c, shop, async (tx) => {
    const rows = await documents.withNumber(tx, form.value.number)
    await tellAccountant(tx, member, { ids: rows.map(({ orderId }) => orderId), what: 'month-list' })
    return rows
  })
  const [first, second] = found
  if (first && !second) return c.redirect(urlFor('accountantDocument', { id: first.id }), 303)
  return foundPage(c, shop, found, { typed: form.typed })
}

/** Not one document: none, or several of that number. What was looked for stands in no address. */
function foundPage(c: C, shop: AdminShop, found: readonly documents.DocumentRow[], form: FormState) {
  return officePage(c, shop, c.get('staff'), 'accountant/found', { ...form, documents: found.map(rowModel) })
}

async function documentPage(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  const member = c.get('staff')
  const read = await reading(c, shop, async (tx) => {
    const row = await documents.documentRow(tx, id)
    await openings.note(tx, { unit: 'order', ids: [row.orderId], page: 'invoice' })
    await tellAccountant(tx, member, { ids: [row.orderId], what: 'invoice', thing: id })
    return {
      row,
      facts: await documents.factsOf(tx, id),
      lines: await invoices.linesOf(tx, [id]),
      groups: await invoices.groupsOf(tx, [id]),
      settled: await documents.settledBy(tx, id),
      beside: await documents.documentsBeside(tx, row),
      formats: await documents.formatsOf(tx, id),
    }
  })
  const { row, beside, settled, formats } = read
  return officePage(c, shop, member, 'accountant/document', {
    ...read,
    row: rowModel(row),
    settled: settled.map((one) => ({
      ...one,
      href: one.documentId ? urlFor('accountantDocument', { id: one.documentId }) : undefined,
    })),
    beside: beside.filter((one) => one.id !== id).map(rowModel),
    pdf: formats.includes('pdf') ? urlFor('accountantInvoice', { id }) : undefined,
    ubl: formats.includes('ubl') ? urlFor('accountantUbl', { id }) : undefined,
  })
}

async function file(c: C, shop: AdminShop, format: invoices.Format): Promise<Response> {
  const id = idIn(c, 'id')
  const { kind, number, bytes } = await reading(c, shop, async (tx) => {
    const { kind, number, orderId } = await invoices.find(tx, id)
    await openings.note(tx, { unit: 'order', ids: [orderId], page: 'invoice' })
    await tellAccountant(tx, c.get('staff'), { ids: [orderId], what: 'invoice', thing: id })
    return { kind, number, bytes: await invoices.document(tx, id, format) }
  })
  if (!bytes && kind === 'taken-over') throw new NotFound()
  // The worker renders it within seconds of the issue; the browser is told to ask again.
  if (!bytes) throw new Unavailable('the document is not rendered yet')
  return format === 'pdf' ? pdfResponse(c, number, bytes, 'inline') : ublResponse(c, number, bytes)
}

function rowModel(row: documents.DocumentRow) {
  return { ...row, href: urlFor('accountantDocument', { id: row.id }), minus: row.kind === 'credit-note' }
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, one) => sum + one, 0)
}

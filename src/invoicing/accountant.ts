import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { Unavailable } from '../platform/errors.ts'
import { type IsoDate, isoDate } from '../platform/time.ts'
import { idIn } from '../platform/web/ids.ts'
import * as disclosures from '../privacy/accountability/disclosures.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { pdfResponse } from './documents.ts'
import * as invoices from './invoices.ts'
import * as months from './months.ts'

type C = Context<StaffEnv>

/** What the accountant reads: everything under the purpose accounting, nothing else. */
export function accountingRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('accountant'), (c) => monthPage(c, shop))
    .get(pattern('accountantInvoice'), (c) => invoiceDocument(c, shop))
}

async function monthPage(c: C, shop: AdminShop) {
  const member = c.get('staff')
  const today = shop.clock.today()
  const month = z
    .string()
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
    .catch(today.slice(0, 7))
    .parse(c.req.query('month'))
  const read = await withPurpose(shop.database.backoffice, 'accounting', actorOf(member), async (tx) => {
    const issued = await months.issuedBetween(tx, firstDay(month), firstDay(moved(month, 1)))
    const ids = issued.invoices.map(({ orderId }) => orderId)
    await tellAccountant(tx, member, { ids, what: 'month-list' })
    return issued
  })
  const sum = (of: 'netCents' | 'vatCents' | 'grossCents') =>
    read.invoices.reduce((total, one) => total + one[of], 0)
  return officePage(c, shop, member, 'accountant/invoicing/month', {
    month,
    path: urlFor('accountant'),
    previous: monthHref(moved(month, -1)),
    next: month < today.slice(0, 7) ? monthHref(moved(month, 1)) : undefined,
    invoices: read.invoices.map((one) => ({
      ...one,
      href: urlFor('accountantInvoice', { id: one.id }),
    })),
    rates: read.rates.map((one) => ({ ...one, grossCents: one.taxableCents + one.vatCents })),
    totals: { net: sum('netCents'), vat: sum('vatCents'), gross: sum('grossCents') },
  })
}

async function invoiceDocument(c: C, shop: AdminShop) {
  const id = idIn(c, 'id')
  const { number, bytes } = await withPurpose(
    shop.database.backoffice,
    'accounting',
    actorOf(c.get('staff')),
    async (tx) => {
      const [member, orderId] = [c.get('staff'), await invoices.orderOf(tx, id)]
      await openings.note(tx, { unit: 'order', ids: [orderId], page: 'invoice' })
      await tellAccountant(tx, member, { ids: [orderId], what: 'invoice', thing: id })
      return {
        number: (await invoices.snapshot(tx, id)).number,
        bytes: await invoices.document(tx, id),
      }
    },
  )
  // The worker renders it within seconds of the issue; the browser is told to ask again.
  if (!bytes) throw new Unavailable('the document is not rendered yet')
  return pdfResponse(c, number, bytes, 'inline')
}

/** The accountant is a processor of the shop (Art. 28); whoever else looks in here is the shop itself. */
async function tellAccountant(
  tx: Tx<'accounting'>,
  { role }: StaffMember,
  told: { readonly ids: readonly string[]; readonly what: disclosures.What; readonly thing?: string },
): Promise<void> {
  if (role !== 'accountant') return
  await disclosures.note(tx, {
    to: 'accountant',
    unit: 'order',
    // Addresses stand on the invoices, not on the list.
    categories: told.thing ? ['name', 'contact', 'purchases'] : ['name', 'purchases'],
    ...told,
  })
}

function monthHref(month: string): string {
  return `${urlFor('accountant')}?month=${month}`
}

function firstDay(month: string): IsoDate {
  return isoDate(`${month}-01`)
}

/** The month so many later; "2026-12" and 1 are "2027-01". */
function moved(month: string, by: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
}

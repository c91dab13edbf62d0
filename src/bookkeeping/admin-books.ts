import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict, Forbidden, NotFound } from '../platform/errors.ts'
import { parseForm } from '../platform/web/forms.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { download, exportFormModel } from './accountant-exports.ts'
import { readMonths } from './accountant-months.ts'
import * as closings from './closings.ts'
import { reopeningForm } from './forms.ts'
import { type Month, monthPattern } from './periods.ts'

type C = Context<StaffEnv>

/**
 * The books in the back office. Closing a month binds everybody who books, so it is done by those who answer for that and
 * not in the accountant's rooms, which stay without anything to change; opening it again is the owner's alone.
 */
export function booksRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminBooks'), (c) => booksPage(c, shop))
    .post(pattern('adminBooksExport'), (c) => download(c, shop, (form) => booksPage(c, shop, form)))
    .get(pattern('adminBooksExport'), (c) => c.redirect(urlFor('adminBooks'), 303))
    .post(pattern('adminMonthClosing'), (c) => closeMonth(c, shop))
    .get(pattern('adminMonthClosing'), (c) => c.redirect(urlFor('adminBooks'), 303))
    .get(pattern('adminMonthReopening'), (c) => reopeningPage(c, shop))
    .post(pattern('adminMonthReopening'), (c) => reopenMonth(c, shop))
}

async function booksPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const today = shop.clock.today()
  const { months, distance } = await readMonths(c, shop)
  const done = c.req.query('done')
  return officePage(c, shop, member, 'admin/money/books', {
    ...exportFormModel(shop, member, form),
    distance,
    done: done === 'closed' || done === 'reopened' || done === 'changed' ? done : undefined,
    months: months.map((row) => ({
      ...row,
      closing:
        !row.closed && row.month < today.slice(0, 7)
          ? urlFor('adminMonthClosing', { month: row.month })
          : undefined,
      reopening:
        row.closed && member.role === 'owner'
          ? urlFor('adminMonthReopening', { month: row.month })
          : undefined,
    })),
  })
}

async function closeMonth(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const month = monthOf(c)
  return settled(c, 'closed', () =>
    withoutPurpose(shop.database.backoffice, actorOf(member), (tx) => closings.close(tx, month, member.id)),
  )
}

async function reopeningPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  onlyOwner(c)
  const month = monthOf(c)
  return officePage(c, shop, c.get('staff'), 'admin/money/month-reopening', { ...form, month })
}

async function reopenMonth(c: C, shop: AdminShop): Promise<Response> {
  onlyOwner(c)
  const member = c.get('staff')
  const month = monthOf(c)
  const form = await parseForm(c, reopeningForm)
  if (!form.ok) return reopeningPage(c, shop, form)
  const { why } = form.value
  return settled(c, 'reopened', () =>
    withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
      closings.reopen(tx, month, why, member.id),
    ),
  )
}

/** Somebody else was quicker: the page shows how the month stands. */
async function settled(c: C, done: 'closed' | 'reopened', work: () => Promise<void>): Promise<Response> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return c.redirect(`${urlFor('adminBooks')}?done=changed`, 303)
  }
  return c.redirect(`${urlFor('adminBooks')}?done=${done}`, 303)
}

function onlyOwner(c: C): void {
  if (c.get('staff').role !== 'owner') throw new Forbidden()
}

function monthOf(c: C): Month {
  const month = c.req.param('month') ?? ''
  if (!monthPattern.test(month)) throw new NotFound()
  return month
}

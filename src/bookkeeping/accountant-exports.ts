import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import { errorFields } from '../platform/log.ts'
import { fieldError, parseForm } from '../platform/web/forms.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { reading } from './accountant-reading.ts'
import { exportName, exportsMade, take } from './exports.ts'
import { exportForm, lastMonth } from './forms.ts'
import { daysOf } from './periods.ts'
import { pouring } from './pouring.ts'
import { exportFormats } from './table.ts'

type C = Context<StaffEnv>

const shown = 50

/** Taking a period out of the books, and the list of what was taken. */
export function exportRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('accountantExports'), (c) => exportsPage(c, shop))
    .post(pattern('accountantExports'), (c) => download(c, shop, (form) => exportsPage(c, shop, form)))
}

async function exportsPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const made = await reading(c, shop, (tx) => exportsMade(tx, shown))
  const { number } = shop.formats(member.language)
  return officePage(c, shop, member, 'accountant/exports', {
    ...exportFormModel(shop, member, form),
    action: urlFor('accountantExports'),
    exports: made.map((one) => ({
      ...one,
      sha256: one.sha256?.toString('hex'),
      size:
        one.bytes === null ? undefined : `${number(Math.max(0.1, Math.round(one.bytes / 100_000) / 10))} MB`,
    })),
  })
}

/** The form by which a period is taken out: as it was typed, or the month that is over, which is usually wanted. */
export function exportFormModel(shop: AdminShop, { language }: StaffMember, form: FormState) {
  const t = shop.t(language)
  return {
    ...form,
    typed: form.typed ?? { ...daysOf(lastMonth(shop.clock.today())), format: 'pack' },
    formats: exportFormats.map((value) => ({ value, label: t(`books.format.${value}`) })),
  }
}

/** Answers with the file of an export while it is made; a form that is refused with its page. */
export async function download(
  c: C,
  shop: AdminShop,
  again: (form: FormState) => Promise<Response>,
): Promise<Response> {
  const member = c.get('staff')
  const form = await parseForm(c, exportForm())
  if (!form.ok) return again(form)
  const { format, from, until } = form.value
  const asked = { format, period: { from, until }, by: member, actor: actorOf(member) }
  const around = {
    access: shop.database.backoffice,
    settings: shop.known().settings,
    clock: shop.clock,
    t: shop.t(member.language),
  }
  try {
    const body = await pouring(
      (sink) => take(around, asked, sink),
      (error) => shop.log.warn('an export was cut off', errorFields(error)),
    )
    const name = exportName(asked)
    return c.body(body, 200, {
      'content-type': name.endsWith('.zip') ? 'application/zip' : 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return again({ typed: form.typed, errors: { until: fieldError(`books.error.${error.code}`) } })
  }
}

import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { textOf } from '../../platform/files/csv-records.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { emptyFileIn } from '../../platform/web/empty-uploads.ts'
import { type FieldErrors, fieldError, parseForm } from '../../platform/web/forms.ts'
import { fileIn } from '../../platform/web/uploads.ts'
import { withPurpose } from '../../privacy/with-purpose.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { type Checked, check } from './checking.ts'
import { columns, type FileRead, neededColumns, readText } from './file.ts'
import { stepForm } from './forms.ts'
import { sampleFile } from './sample.ts'
import { takeOverAll } from './taking-over.ts'

type C = Context<StaffEnv>

/** Open invoices of a former system come in: first what would be taken over, then it is. The face guards it. */
export function takeOverRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminTakeOver'), (c) => filePage(c, shop))
    .post(pattern('adminTakeOver'), (c) => take(c, shop))
    .get(pattern('adminTakeOverSample'), (c) => sample(c))
}

function filePage(c: C, shop: AdminShop, errors?: FieldErrors): Promise<Response> {
  const taken = Number(/^\d{1,4}$/.exec(c.req.query('taken') ?? '')?.[0] ?? Number.NaN)
  return officePage(c, shop, c.get('staff'), 'admin/money/take-over', {
    ...(errors && { errors }),
    taken: !errors && taken >= 0 ? taken : undefined,
    columns: columns.map((name) => ({ name, needed: (neededColumns as readonly string[]).includes(name) })),
    listHref: `${urlFor('adminDocuments')}?kind=taken-over`,
  })
}

function sample(c: C): Response {
  c.header('content-type', 'text/csv; charset=utf-8')
  c.header('content-disposition', 'attachment; filename="open-invoices.csv"')
  c.header('cache-control', 'no-store')
  return c.body(sampleFile())
}

async function take(c: C, shop: AdminShop): Promise<Response> {
  const step = await parseForm(c, stepForm)
  const seen = step.ok ? step.value.table : undefined
  if (seen !== undefined) return apply(c, shop, seen)
  const bytes = await fileIn(c, 'file')
  const text = bytes && textOf(bytes)
  if (text === undefined && (await emptyFileIn(c, 'file'))) return refused(c, shop, 'empty-file')
  if (text === undefined) return refused(c, shop, bytes ? 'unreadable' : 'no-file')
  const read = readText(text, shop.clock.today())
  if (!read.ok) return refused(c, shop, read.problem, read.values)
  return dryRun(c, shop, text, read, await compared(c, shop, read))
}

function refused(c: C, shop: AdminShop, problem: string, values: Record<string, unknown> = {}) {
  return filePage(c, shop, { file: fieldError(`takeOver.problem.${problem}`, values) })
}

/** Nothing is kept between the two steps: the page itself carries the table. */
function dryRun(
  c: C,
  shop: AdminShop,
  table: string,
  { unknown }: FileRead & { ok: true },
  checked: readonly Checked[],
): Promise<Response> {
  const t = shop.t(c.get('staff').language)
  const good = checked.filter((line) => line.state === 'good')
  return officePage(c, shop, c.get('staff'), 'admin/money/take-over-check', {
    table,
    unknown: unknown.join(', '),
    good: good.map(({ line, row, openCents }) => ({
      line,
      number: row.number,
      buyer: row.company ?? row.name,
      dueOn: row.due_on,
      grossCents: row.gross,
      openCents,
    })),
    openCents: good.reduce((total, { openCents }) => total + openCents, 0),
    known: checked.filter(({ state }) => state === 'known').map(({ number }) => number),
    bad: checked.flatMap((line) => (line.state === 'bad' ? mistakesOf(line, t) : [])),
  })
}

function mistakesOf({ line, number, errors }: Checked & { state: 'bad' }, t: Translate) {
  return Object.entries(errors).map(([column, { key, values }]) => ({
    line,
    number,
    column,
    words: t(key, values),
  }))
}

async function apply(c: C, shop: AdminShop, table: string): Promise<Response> {
  const today = shop.clock.today()
  const read = readText(table, today)
  if (!read.ok) return refused(c, shop, read.problem, read.values)
  const member = c.get('staff')
  const { settings } = shop.known()
  const taken = await takeOverAll(shop.database.backoffice, actorOf(member), await compared(c, shop, read), {
    settings,
    today,
    by: member.id,
  })
  return c.redirect(`${urlFor('adminTakeOver')}?taken=${taken}`, 303)
}

function compared(c: C, shop: AdminShop, { lines }: FileRead & { ok: true }): Promise<Checked[]> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), (tx) =>
    check(tx, lines, { today: shop.clock.today(), settings: shop.known().settings }),
  )
}

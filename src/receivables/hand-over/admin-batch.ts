import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { pouring } from '../../bookkeeping/pouring.ts'
import { keyRing } from '../../customers/personal-codes.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { textOf } from '../../platform/files/csv-records.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { errorFields } from '../../platform/log.ts'
import { emptyFileIn } from '../../platform/web/empty-uploads.ts'
import { type FieldErrors, fieldError, parseForm } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { fileIn } from '../../platform/web/uploads.ts'
import * as openings from '../../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { nextChore } from '../admin-morning.ts'
import { collects } from '../surroundings.ts'
import { packName, pourPack } from './admin-pack.ts'
import * as batches from './batches.ts'
import { batchQuery, reportForm } from './forms.ts'
import { readReport } from './report-file.ts'
import * as reports from './reports.ts'

type C = Context<StaffEnv>
type Contract = Tx<'order-contract'>

/** What was handed over together: its pack, what became of it, what the collector reports. */
export function batchRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminHandOverBatch'), (c) => batchPage(c, shop))
    .post(pattern('adminHandOverPack'), (c) => pack(c, shop))
    .post(pattern('adminHandOverReport'), (c) => report(c, shop))
}

async function batchPage(c: C, shop: AdminShop, errors?: FieldErrors): Promise<Response> {
  const query = batchQuery.parse(c.req.query())
  const found = await within(c, shop, async (tx) => {
    const batch = await batches.find(tx, idIn(c, 'id'))
    const cases = await batches.casesOf(tx, batch.id)
    const ids = cases.map(({ orderId }) => orderId)
    await openings.note(tx, { unit: 'order', ids, page: 'hand-over' })
    return { batch, cases, next: query.done && (await nextChore(tx, shop)) }
  })
  return officePage(c, shop, c.get('staff'), 'admin/receivables/hand-over-batch', {
    ...(errors && { errors }),
    ...found,
    packable: collects(shop) && found.cases.some(({ outcome }) => outcome === null),
    done: errors ? undefined : query.done,
    lines: query.lines,
  })
}

/** The codes in it are opened under this person's name. */
async function pack(c: C, shop: AdminShop): Promise<Response> {
  if (!collects(shop)) throw new NotFound()
  const id = idIn(c, 'id')
  const member = c.get('staff')
  await within(c, shop, (tx) => batches.find(tx, id))
  const around = {
    access: shop.database.backoffice,
    settings: shop.known().settings,
    clock: shop.clock,
    ring: keyRing(shop.secret),
  }
  try {
    const body = await pouring(
      (sink) => pourPack(around, { handOverId: id, actor: actorOf(member) }, sink),
      (error) => shop.log.warn('a pack was cut off', errorFields(error)),
    )
    return c.body(body, 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${packName(id, shop.clock.today())}"`,
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return batchPage(c, shop, { pack: fieldError(`handOver.problem.${error.code}`) })
  }
}

/** First what would be noted, line by line; nothing is kept between the two steps, the page carries the table. */
async function report(c: C, shop: AdminShop): Promise<Response> {
  const step = await parseForm(c, reportForm)
  const seen = step.ok ? step.value.table : undefined
  const bytes = seen === undefined ? await fileIn(c, 'file') : undefined
  const text = seen ?? (bytes && textOf(bytes))
  if (text === undefined && (await emptyFileIn(c, 'file'))) return refused(c, shop, 'empty-file')
  if (text === undefined) return refused(c, shop, bytes ? 'unreadable' : 'no-file')
  const read = readReport(text, shop.clock.today())
  if (!read.ok) return refused(c, shop, read.problem, { ...read })
  const hash = reports.hashOf(text)
  const found = await within(c, shop, async (tx) => {
    const batch = await batches.find(tx, idIn(c, 'id'))
    const lines = await reports.check(tx, batch.recipientId, read.lines)
    return { batch, lines, known: await reports.isKnown(tx, hash) }
  })
  if (found.known) return refused(c, shop, 'report-known')
  return seen === undefined ? dryRun(c, shop, found, text) : take(c, shop, found, hash)
}

type Found = { readonly batch: batches.Batch; readonly lines: readonly reports.CheckedLine[] }

function dryRun(c: C, shop: AdminShop, { batch, lines }: Found, table: string): Promise<Response> {
  const member = c.get('staff')
  return officePage(c, shop, member, 'admin/receivables/hand-over-report', {
    batch,
    table,
    good: lines.flatMap((line) => (line.state === 'good' ? [{ ...line.row, ended: line.case.ended }] : [])),
    bad: lines.flatMap((line) => (line.state === 'bad' ? mistakesOf(line, shop.t(member.language)) : [])),
  })
}

function mistakesOf({ line, number, errors }: reports.CheckedLine & { state: 'bad' }, t: Translate) {
  return Object.entries(errors).map(([column, { key, values }]) => ({
    line,
    number,
    column: t(`handOver.report.column.${column}`),
    words: t(key, values),
  }))
}

async function take(c: C, shop: AdminShop, { batch, lines }: Found, hash: Buffer): Promise<Response> {
  const by = c.get('staff').id
  try {
    const count = await within(c, shop, (tx) =>
      reports.take(tx, { recipientId: batch.recipientId, hash, lines, by }),
    )
    return c.redirect(`${urlFor('adminHandOverBatch', { id: batch.id })}?done=report&lines=${count}`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return refused(c, shop, error.code)
  }
}

function refused(
  c: C,
  shop: AdminShop,
  problem: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<Response> {
  return batchPage(c, shop, { file: fieldError(`handOver.report.problem.${problem}`, values) })
}

function within<T>(c: C, shop: AdminShop, work: (tx: Contract) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(c.get('staff')), work)
}

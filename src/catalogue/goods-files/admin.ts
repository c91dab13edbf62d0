import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import type { AdminShop } from '../../admin-shop.ts'
import type { Formats } from '../../platform/i18n/format.ts'
import { type Translate, translator } from '../../platform/i18n/messages.ts'
import { enqueue, LATER } from '../../platform/jobs/jobs.ts'
import { type FieldErrors, fieldError } from '../../platform/web/forms.ts'
import { idIn } from '../../platform/web/ids.ts'
import { pagerOf } from '../../platform/web/pager.ts'
import { withoutPurpose } from '../../privacy/with-purpose.ts'
import { officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { roomLinks } from '../rooms.ts'
import { centsOf, columns, tiersOf } from './columns.ts'
import { goodsLines, type Mistake } from './file.ts'
import * as files from './files.ts'
import { linesOf, presentGoods } from './present.ts'

type C = Context<StaffEnv>

const rowsOfPage = 200

/** Goods out as a table and in again; the face lets owner and administrator in. */
export function goodsFileRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminGoodsFiles'), (c) => filesPage(c, shop))
    .post(pattern('adminGoodsFiles'), (c) => takeFile(c, shop))
    .get(pattern('adminGoodsExport'), (c) => exportFile(c, shop))
    .get(pattern('adminGoodsFile'), (c) => filePage(c, shop))
    .get(pattern('adminGoodsFileApply'), (c) =>
      c.redirect(urlFor('adminGoodsFile', { id: idIn(c, 'id') }), 303),
    )
    .post(pattern('adminGoodsFileApply'), (c) => applyFile(c, shop))
}

function filesPage(
  c: C,
  shop: AdminShop,
  kind: files.Kind = 'bodite',
  errors?: FieldErrors,
): Promise<Response> {
  return officePage(c, shop, c.get('staff'), 'admin/goods-files/files', {
    rooms: roomLinks('files'),
    columns: columns.map(({ name }) => ({ name })),
    typed: { kind },
    ...(errors ? { errors } : {}),
  })
}

async function takeFile(c: C, shop: AdminShop): Promise<Response> {
  const form = await c.req.formData().catch(() => new FormData())
  const kind = form.get('kind') === 'mozello' ? 'mozello' : 'bodite'
  const file = form.get('file')
  if (!(file instanceof File) || (file.size === 0 && file.name === ''))
    return filesPage(c, shop, kind, { file: fieldError('errors.required') })
  const bytes = new Uint8Array(await file.arrayBuffer())
  const read = files.readFile(kind, bytes)
  const member = c.get('staff')
  const [first, second] = read.mistakes
  // A file without a single line that can be read and with one mistake has nothing to show on a page of its own.
  if (read.lines.length === 0 && !second)
    return filesPage(c, shop, kind, errorsOf(first, shop.t(member.language)))
  const id = await withoutPurpose(shop.database.backoffice, actorOf(member), (tx) =>
    files.handIn(tx, { kind, bytes, by: member.id }, read),
  )
  return c.redirect(urlFor('adminGoodsFile', { id }), 303)
}

function errorsOf(mistake: Mistake | undefined, t: Translate): FieldErrors {
  if (!mistake) return { file: fieldError('goodsFile.error.empty') }
  const { line, key, values } = mistake
  // Of the header and of the file as a whole the words themselves say it.
  if (line === 1 && !('line' in values)) return { file: fieldError(key, values) }
  return { file: fieldError('csvFile.inLine', { line, words: t(key, values) }) }
}

function exportFile(c: C, shop: AdminShop): Response {
  c.header('content-type', 'text/csv; charset=utf-8')
  c.header('content-disposition', `attachment; filename="goods-${shop.clock.today()}.csv"`)
  c.header('cache-control', 'no-store')
  return stream(c, async (out) => {
    await out.write(goodsLines([], { head: true }))
    for await (const [, product] of presentGoods(shop.database.backoffice.client.orm))
      await out.write(goodsLines(linesOf(product)))
  })
}

async function filePage(c: C, shop: AdminShop): Promise<Response> {
  const reader = shop.database.backoffice.client.orm
  const handedIn = await files.find(reader, idIn(c, 'id'))
  return handedIn.started ? progressPage(c, shop, handedIn) : dryRunPage(c, shop, handedIn)
}

async function dryRunPage(c: C, shop: AdminShop, handedIn: files.HandedIn): Promise<Response> {
  const { products, mistakes, unknown, categories } = await files.dryRun(
    shop.database.backoffice.client.orm,
    handedIn,
  )
  const { language } = c.get('staff')
  const t = translator(language)
  const told = products.map((product) => ({ ...product, rows: rowsOf(product, shop.formats(language)) }))
  const rows = told.flatMap((product) => product.rows)
  const number = Math.max(1, Number(/^\d{1,4}$/.exec(c.req.query('page') ?? '')?.[0] ?? 1))
  const offset = (number - 1) * rowsOfPage
  const touched = told.filter((product) => product.rows.length > 0)
  return officePage(c, shop, c.get('staff'), 'admin/goods-files/dry-run', {
    id: handedIn.id,
    counts: {
      added: products.filter(({ isNew }) => isNew).length,
      changed: touched.filter(({ isNew }) => !isNew).length,
      unchanged: products.length - touched.length,
      keptBack: products.filter(({ keptBack }) => keptBack).length,
    },
    mistakes: mistakes.slice(0, rowsOfPage).map((mistake) => mistakeModel(mistake, t)),
    mistakeCount: mistakes.length,
    applicable: mistakes.length === 0 && touched.length > 0,
    unknown: unknown.join(', '),
    categories: [...categories.values()].join(', '),
    assumed: handedIn.kind === 'mozello',
    rows: rows.slice(offset, offset + rowsOfPage),
    pager: pagerOf(
      number,
      rowsOfPage,
      rows.length,
      (page) => `${urlFor('adminGoodsFile', { id: handedIn.id })}?page=${page}`,
    ),
  })
}

/** A cell that would change, as a row of the page; a new product or variant is one row. */
function rowsOf({ slug, line, isNew, changes, variants }: files.Outlook, formats: Formats) {
  const own = isNew
    ? [
        {
          kind: 'new',
          line,
          what: slug,
          column: '',
          before: '',
          after: changes.find(({ column }) => column === 'name_lv')?.after ?? '',
        },
      ]
    : changes.map((change) => ({ kind: 'change', line, what: slug, ...change }))
  const theirs = variants.flatMap((variant) =>
    variant.isNew
      ? [
          {
            kind: 'new',
            line: variant.line,
            what: variant.sku,
            column: 'price',
            before: '',
            after: variant.changes.find(({ column }) => column === 'price')?.after ?? '',
          },
        ]
      : variant.changes.map((change) => ({
          kind: 'change',
          line: variant.line,
          what: variant.sku,
          ...change,
        })),
  )
  return [...own, ...theirs].map((row) => ({
    ...row,
    before: shown(row.column, row.before, formats),
    after: shown(row.column, row.after, formats),
  }))
}

/** A cell as people read it: amounts as money, long texts shortened. */
function shown(column: string, text: string, { money }: Formats): string {
  if (text && column === 'price') return money(centsOf(text))
  if (column === 'quantity_prices')
    return tiersOf(text)
      .map(({ from, cents }) => `${from}+: ${money(cents)}`)
      .join(', ')
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}

function mistakeModel({ line, column, key, values }: Mistake, t: Translate) {
  return { line, column, words: t(key, values) }
}

function progressPage(c: C, shop: AdminShop, { id, done, products, finished, outcome }: files.HandedIn) {
  const t = translator(c.get('staff').language)
  return officePage(c, shop, c.get('staff'), 'admin/goods-files/progress', {
    id,
    done,
    products,
    finished,
    outcome: {
      added: outcome.added ?? 0,
      changed: outcome.changed ?? 0,
      unchanged: outcome.unchanged ?? 0,
      keptBack: outcome.keptBack ?? 0,
    },
    mistakes: (outcome.mistakes ?? []).slice(0, rowsOfPage).map((mistake) => mistakeModel(mistake, t)),
  })
}

async function applyFile(c: C, shop: AdminShop): Promise<Response> {
  const id = idIn(c, 'id')
  await withoutPurpose(shop.database.backoffice, actorOf(c.get('staff')), async (tx) => {
    await files.find(tx, id)
    if (await files.begin(tx, id))
      await enqueue(tx, 'import-goods', { file: id }, `import-goods:${id}`, LATER)
  })
  return c.redirect(urlFor('adminGoodsFile', { id }), 303)
}

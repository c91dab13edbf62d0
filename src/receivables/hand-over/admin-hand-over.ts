import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { parseForm } from '../../platform/web/forms.ts'
import { pagerOf } from '../../platform/web/pager.ts'
import * as openings from '../../privacy/accountability/openings.ts'
import { withPurpose } from '../../privacy/with-purpose.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { nextChore } from '../admin-morning.ts'
import { collects } from '../surroundings.ts'
import { batchRoutes } from './admin-batch.ts'
import { recallRoutes } from './admin-recalls.ts'
import * as batches from './batches.ts'
import * as collectors from './collectors.ts'
import { handOverForm, plainly, roomQuery } from './forms.ts'
import * as handOvers from './hand-overs.ts'
import { fieldNames } from './pack-fields.ts'
import * as recalls from './recalls.ts'
import * as told from './told.ts'
import * as writeOffs from './write-offs.ts'

type C = Context<StaffEnv>

const perPage = 100
const latest = 20

/**
 * Overdue debts on their way to a collector: chosen, looked at, confirmed by a person. The face guards it. A shop that hands
 * nothing over any more still has the room: what it handed over once comes back there.
 */
export function handOverRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminHandOver'), (c) => listPage(c, shop))
    .post(pattern('adminHandOverCheck'), (c) => checkPage(c, shop))
    .post(pattern('adminHandOverBatches'), (c) => confirm(c, shop))
    .route('/', batchRoutes(shop))
    .route('/', recallRoutes(shop))
}

async function listPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const query = roomQuery.parse(c.req.query())
  const member = c.get('staff')
  const found = await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), async (tx) => {
    const at = { limit: perPage, offset: (query.page - 1) * perPage }
    const listed = collects(shop) ? await handOvers.candidates(tx, at) : nobody
    const ids = listed.rows.flatMap(({ orderId, debtor }) => (debtor === null ? [] : [orderId]))
    await openings.note(tx, { unit: 'order', ids, page: 'hand-over' })
    return {
      listed,
      collectors: await collectors.list(tx),
      batches: await batches.list(tx, latest),
      toTell: await recalls.toTell(tx),
      paidAfterAll: await tx.under('accounting', writeOffs.paidAfterAll),
      next: query.done && (await nextChore(tx, shop)),
    }
  })
  const { listed, ...rest } = found
  const ticked = new Set(form.typed?.['debt[]'] ?? [])
  const href = (page: number) => `${urlFor('adminHandOver')}?page=${page}`
  const debts = listed.rows.map((row) => ({
    ...row,
    href: urlFor('adminDebt', { invoice: row.invoiceId }),
    ready: row.obstacles.length === 0,
    ticked: form.typed ? ticked.has(row.invoiceId) : row.urged,
    batchHref: row.handOverId && urlFor('adminHandOverBatch', { id: row.handOverId }),
  }))
  return officePage(c, shop, member, 'admin/receivables/hand-over', {
    ...form,
    ...rest,
    off: !collects(shop),
    collectors: found.collectors.map(({ id, name }) => ({ value: id, label: name })),
    collector: found.collectors.length === 1 ? found.collectors[0]!.id : undefined,
    debts,
    urged: listed.urged,
    ticked: debts.filter((debt) => debt.ready && debt.ticked).length,
    early: listed.ready - listed.urged,
    total: listed.total,
    done: form.errors || form.problem ? undefined : query.done,
    pager: pagerOf(query.page, perPage, listed.total, href),
  })
}

const nobody: handOvers.Candidates = { rows: [], total: 0, ready: 0, urged: 0 }

/** Exactly what will be told of whom; nothing is written. */
async function checkPage(c: C, shop: AdminShop): Promise<Response> {
  if (!collects(shop)) throw new NotFound()
  const form = await parseForm(c, handOverForm)
  if (!form.ok) return listPage(c, shop, { typed: form.typed, errors: plainly(form.errors) })
  const { collector: recipientId, 'debt[]': debt } = form.value
  const member = c.get('staff')
  const around = { settings: shop.known().settings, today: shop.clock.today() }
  const found = await withPurpose(
    shop.database.backoffice,
    'debt-collection',
    actorOf(member),
    async (tx) => ({
      collector: await collectors.find(tx, recipientId),
      debts: await told.ofDebts(tx, debt, around),
    }),
  )
  const { collector, debts } = found
  if (!collector) return listPage(c, shop, { typed: form.typed, problem: 'no-collector' })
  if (debts.length === 0) return listPage(c, shop, { typed: form.typed, problem: 'not-all' })
  return officePage(c, shop, member, 'admin/receivables/hand-over-check', {
    collector,
    fellAway: new Set(debt).size - debts.length,
    fields: fieldNames.filter((field) => field !== 'personal_code' || collector.needsPersonalCode),
    debts: debts.map(({ hasCode, ...each }) => ({
      ...each,
      codeTold: collector.needsPersonalCode && hasCode,
    })),
  })
}

async function confirm(c: C, shop: AdminShop): Promise<Response> {
  if (!collects(shop)) throw new NotFound()
  const form = await parseForm(c, handOverForm)
  if (!form.ok) return listPage(c, shop, { typed: form.typed, errors: plainly(form.errors) })
  const { collector: recipientId, 'debt[]': invoiceIds } = form.value
  const member = c.get('staff')
  const around = { settings: shop.known().settings, today: shop.clock.today() }
  try {
    const id = await withPurpose(shop.database.backoffice, 'debt-collection', actorOf(member), (tx) =>
      handOvers.confirm(tx, { recipientId, invoiceIds, by: member.id }, around),
    )
    return c.redirect(`${urlFor('adminHandOverBatch', { id })}?done=handed-over`, 303)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return listPage(c, shop, { typed: form.typed, problem: error.code })
  }
}

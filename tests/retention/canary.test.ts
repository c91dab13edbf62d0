import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { token, tokenHash } from '../../src/platform/keys.ts'
import * as accessExport from '../../src/privacy/my-data/access-export.ts'
import * as holdings from '../../src/privacy/my-data/holdings.ts'
import * as eraser from '../../src/privacy/retention/eraser.ts'
import * as erasures from '../../src/privacy/retention/erasures.ts'
import { orderOf } from '../../src/privacy/units.ts'
import { answer, withPurpose } from '../../src/privacy/with-purpose.ts'
import { register } from '../../src/register.ts'
import { type Ground, openDemoGround } from '../register/ground.ts'
import { hashOf, openTrade, type Placed, type Trade } from '../register/trade.ts'
import { isTold, type Planted, plant, scan } from './canary.ts'

const address = 'canary@example.com'
let ground: Ground
let trade: Trade
let sql: postgres.Sql
let order: Placed
let planted: Planted[]
let sessionId: string

beforeAll(async () => {
  ground = await openDemoGround()
  trade = await openTrade(ground)
  sql = postgres(ground.url, { max: 1, onnotice: () => {} })
  order = await trade.order(address, { consents: { email: 'Yes.', phone: 'Yes, call me.' } })
  await trade.fulfil(order)
  await furnish()
  planted = await plant(sql, whoseRows)
})
afterAll(async () => {
  await sql.end()
  await ground.close()
})

test('a canary lies in so many columns that this means something', () => {
  expect(planted.length).toBeGreaterThan(60)
})

test('the copy for the person holds every canary, but for keys and the personal code', async () => {
  const copy = await withPurpose(ground.at.storefront, 'rights-requests', 'guest', async (tx) => {
    await answer(tx, sessionId)
    return accessExport.collect(tx, register)
  })
  const text = JSON.stringify(copy, (_, value) =>
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('utf8') : value,
  )
  const missing = planted.filter((each) => isTold(each) && !text.includes(`${each.canary}"`))
  expect(missing.map(({ table, column }) => `${table}.${column}`)).toEqual([])
  const leaked = planted.filter((each) => !isTold(each) && text.includes(`${each.canary}"`))
  expect(leaked.map(({ table, column }) => `${table}.${column}`)).toEqual([])
})

test('after erasure only what a named purpose still holds is left, and the preview named exactly that', async () => {
  const before = await withPurpose(ground.at.storefront, 'rights-requests', 'guest', async (tx) => {
    await answer(tx, sessionId)
    return holdings.preview(await holdings.of(tx, register))
  })
  const [request] = await sql<{ id: string }[]>`
    insert into subject_request (address, address_hash, language, kind, origin, due_on, identity_checked_at, identity_checked_how)
      values (${address}, ${hashOf(address)}, 'lv', 'erasure', 'page', shop_today(), now(), 'link') returning id`
  await withPurpose(ground.at.storefront, 'rights-requests', 'guest', async (tx) => {
    await answer(tx, sessionId)
    await erasures.request(tx, { requestId: request!.id, address, addressKey: Buffer.alloc(32, 1) })
  })
  await eraser.run(
    { access: ground.at.worker, register },
    { cause: 'request', actor: 'command', orders: [order.id] },
  )

  const left = await scan(sql, planted)
  const stays = before.stays.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`))
  const where = planted
    .filter(({ canary }) => left.has(canary))
    .map(({ table, column }) => `${table}.${column}`)
  const told = new Set(planted.filter(isTold).map(({ table, column }) => `${table}.${column}`))
  expect(where.filter((column) => told.has(column) && !stays.includes(column))).toEqual([])
  const gone = before.goes.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`))
  expect(where.filter((column) => gone.includes(column) && !stays.includes(column))).toEqual([])
  // What a canary was copied into, somewhere beside its own column, would show here.
  const strays = planted.flatMap(({ table, column, canary }) =>
    (left.get(canary) ?? []).filter((place) => !place.replaceAll('"', '').endsWith(`${table}.${column}`)),
  )
  expect(strays).toEqual([])
})

/** Rows of the kinds that an order does not bring by itself. */
async function furnish(): Promise<void> {
  const cookie = tokenHash(token())
  const hash = hashOf(address)
  await sql.begin(async (tx) => {
    await tx.unsafe('set local session_replication_role = replica')
    await tx`insert into cart (token_hash) values (${cookie})`
    await tx`insert into cart_line (cart_id, variant_id, quantity, words, seen_price_cents)
      select cart.id, (select id from variant limit 1), 1, 'words', 100 from cart where token_hash = ${cookie}`
    await tx`insert into payment_payer (payment_id, order_id, name) select id, order_id, 'payer' from payment where order_id = ${order.id}`
    await tx`insert into order_question (id, order_id, words) values (${crypto.randomUUID()}, ${order.id}, 'when?')`
    await tx`insert into order_question_answer (question_id, order_id, note, answered_by)
      select id, order_id, 'by telephone', id from order_question where order_id = ${order.id}`
    await tx`insert into correction (order_id, parts, former_email) values (${order.id}, array['email'], 'old@example.com')`
    await tx`insert into mail_copy (mail_id, recipient, subject, body, html, attachments, captured_at)
      select id, ${address}, 'subject', 'body', 'html', array['file'], now() from mail where order_id = ${order.id}
      on conflict do nothing`
    await tx`insert into invoice_document (invoice_id, format, bytes) select id, 'pdf', 'x' from invoice where order_id = ${order.id}`
    await tx`insert into hold (order_id, kind, reason, placed_by) values (${order.id}, 'claim', 'a claim', ${order.id})`
    await tx`update hold set lifted_at = now(), lifted_by = placed_by`
    await tx`insert into news_request (address, language, words, notice_version_id, asked_at)
      select ${address}, 'lv', 'Yes.', id, now() from notice_version limit 1`
    await tx`insert into subject_request (address, address_hash, language, name, kind, origin, words, due_on, identity_checked_at,
        identity_checked_how, closed_at, outcome)
      values (${address}, ${hash}, 'lv', 'Anna', 'access', 'letter', 'what do you hold?', shop_today(), now(), 'passport', now(), 'done')`
    await tx`insert into restriction (address, address_hash, ground, lifted_at) values (${address}, ${hash}, 'claims', now())`
    await tx`insert into objection (address_hash, purpose) values (${hash}, 'marketing-phone')`
  })
  const [session] = await sql<{ id: string }[]>`
    insert into subject_session (address, address_hash, language, cart_id, expires_at, consumed_at)
      select ${address}, ${hash}, 'lv', id, now() + interval '1 hour', now() from cart where token_hash = ${cookie}
      returning id`
  sessionId = session!.id
}

/** The rows of a table that belong to this person; the way to them must stay, so addresses and keys keep theirs. */
function whoseRows(declared: (typeof register.personal)[number]): string {
  const of = orderOf(declared.unit)
  if (of) return `${of} = '${order.id}'`
  const { unit } = declared
  if (unit.of === 'address') return `${unit.by} in ('${address}', '+371 20000101')`
  if (unit.of === 'trace') return `${unit.by}::text = '${order.id}'`
  if (unit.of === 'consent') return `${unit.by} in (select id from consent where address = '${address}')`
  if (unit.of === 'cart')
    return `${unit.by} = (select cart_id from subject_session where id = '${sessionId}')`
  return 'false'
}

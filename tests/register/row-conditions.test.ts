import { getTableName, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import { artwork, orderParty, proof } from '../../src/orders/table.ts'
import { sqlState } from '../../src/platform/database/client.ts'
import * as consents from '../../src/privacy/consents.ts'
import { type PurposeId, purposeList } from '../../src/privacy/purposes.ts'
import { consentWithdrawal, type Refused } from '../../src/privacy/table.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { type Ground, openDemoGround, under } from './ground.ts'
import { hashOf, openTrade, type Placed, someone, staff, type Trade } from './trade.ts'

let ground: Ground
let trade: Trade

beforeAll(async () => {
  ground = await openDemoGround()
  trade = await openTrade(ground)
})
afterAll(() => ground.close())

test('the party of an order leaves each purpose in its turn', async () => {
  const order = await trade.order('anna@example.com')
  expect(await seeing(orderParty, order)).toEqual(['order-contract', 'conformity-claims', 'service-messages'])
  await trade.fulfil(order)

  await trade.deliveredBefore(order, '14 days')
  expect(await seeing(orderParty, order)).toContain('order-contract')
  await trade.deliveredBefore(order, '15 days')
  expect(await seeing(orderParty, order)).toEqual(['conformity-claims'])
  await trade.deliveredBefore(order, '2 years')
  expect(await seeing(orderParty, order)).toEqual(['conformity-claims'])
  await trade.deliveredBefore(order, '2 years 1 day')
  expect(await seeing(orderParty, order)).toEqual([])
})

test('the party cannot be changed once the contract has ended', async () => {
  const order = await trade.order('late@example.com')
  await trade.fulfil(order)
  expect(await rename(order)).toBe(1)
  await trade.deliveredBefore(order, '15 days')
  expect(await rename(order)).toBe(0)
})

test('an order that is not paid stays open however long ago it was placed', async () => {
  const order = await trade.order('slow@example.com')
  await ground.run(`update "order" set placed_at = now() - interval '5 years' where id = '${order.id}'`)
  expect(await seeing(orderParty, order)).toContain('order-contract')
})

test('a cancelled order is wound up within 14 days and is nobody’s business after them', async () => {
  const order = await trade.order('cancels@example.com')
  await trade.contract((tx) => fulfilment.cancel(tx, order.id, 'changed their mind', someone))
  expect(await seeing(orderParty, order)).toEqual(['order-contract', 'service-messages'])
  await ground.run(
    `update cancellation set cancelled_at = now() - interval '15 days' where order_id = '${order.id}'`,
  )
  expect(await seeing(orderParty, order)).toEqual([])
  expect(await seeing(artwork, order)).toEqual([])
})

test('claims see the words and drawings that the buyer approved, and no others', async () => {
  const order = await trade.order('signs@example.com')
  expect(await seeing(artwork, order)).toEqual(['order-contract'])
  await trade.sendProof(order)
  expect(await seeing(proof, order)).toEqual(['order-contract'])
  await trade.answerProof(order, { approved: false, remark: 'larger, please' })
  expect(await seeing(artwork, order)).toEqual(['order-contract'])
  await trade.sendProof(order)
  await trade.answerProof(order, { approved: true })
  expect(await seeing(artwork, order)).toEqual(['order-contract', 'conformity-claims', 'legal-claims'])
  expect(await seeing(proof, order)).toEqual(['order-contract', 'conformity-claims', 'legal-claims'])
})

test('the artwork follows its order out of every purpose', async () => {
  const order = await trade.order('gone@example.com')
  await trade.fulfil(order)
  await trade.deliveredBefore(order, '1 year')
  expect(await seeing(artwork, order)).toEqual(['conformity-claims', 'legal-claims'])
  await trade.deliveredBefore(order, '3 years 1 day')
  expect(await seeing(artwork, order)).toEqual([])
})

test('a marketing purpose sees those who said yes to it, and not those of another', async () => {
  await trade.order('yes@example.com', { consents: { email: 'Yes, by e-mail.', phone: null } })
  expect(await marketed('yes@example.com')).toEqual(['marketing-email', 'marketing-similar-goods'])
})

test('nobody who said no when ordering is told of similar goods', async () => {
  await trade.order('no@example.com', { noSimilarGoods: true })
  expect(await marketed('no@example.com')).toEqual([])
  await trade.order('no@example.com')
  expect(await marketed('no@example.com')).toEqual([])
})

test('an objection to marketing as a whole wins at once over every yes to any of it', async () => {
  await trade.order('objects@example.com', { consents: { email: 'Yes, by e-mail.', phone: null } })
  await refuse('objects@example.com', 'marketing')
  expect(await marketed('objects@example.com')).toEqual([])
  for (const purpose of ['marketing-email', 'marketing-similar-goods', 'marketing-phone'])
    expect(await mayBeTold('objects@example.com', purpose), purpose).toBe(false)
})

test('a yes after an objection to all marketing counts for its own purpose alone', async () => {
  await trade.order('again@example.com')
  await refuse('again@example.com', 'marketing')
  await trade.order('again@example.com', { consents: { email: 'Yes, by e-mail.', phone: null } })
  expect(await marketed('again@example.com')).toEqual(['marketing-email'])
})

test('yes, no, yes, no: the last word counts', async () => {
  const yes = () =>
    trade.order('wavers@example.com', { consents: { email: 'Yes.', phone: null }, noSimilarGoods: true })
  const heard: boolean[] = []
  for (let times = 0; times < 2; times++) {
    await yes()
    heard.push((await marketed('wavers@example.com')).includes('marketing-email'))
    await refuse('wavers@example.com', 'marketing-email')
    heard.push((await marketed('wavers@example.com')).includes('marketing-email'))
  }
  expect(heard).toEqual([true, false, true, false])
})

test('news by e-mail and no word of similar goods is what somebody may want', async () => {
  await trade.order('both@example.com', { consents: { email: 'Yes.', phone: null }, noSimilarGoods: true })
  expect(await marketed('both@example.com')).toEqual(['marketing-email'])
})

test('nobody can object to what is not marketing', async () => {
  const written = refuse('odd@example.com', 'accounting' as 'marketing')
  expect(await written.then(() => 'done', sqlState)).toBe('23514')
})

test('who says yes with each order is written down once, with the latest consent', async () => {
  const consents = { email: 'Yes, by e-mail.', phone: null }
  for (const _ of [1, 2, 3]) await trade.order('often@example.com', { consents })
  const rows = await ground.owner.orm.execute(sql`
    select purpose, count(*)::int as rows, bool_and(consent_id is not distinct from
             (select id from consent where address = 'often@example.com' order by given_at desc limit 1)) as latest
      from subscription where address = 'often@example.com' group by purpose order by purpose`)
  expect([...rows]).toEqual([
    { purpose: 'marketing-email', rows: 1, latest: true },
    { purpose: 'marketing-similar-goods', rows: 1, latest: false },
  ])
})

test('a consent taken back ends its purpose and no other', async () => {
  await trade.order('back@example.com', {
    consents: { email: 'Yes, by e-mail.', phone: 'Yes, by telephone.' },
  })
  expect(await marketed('back@example.com')).toEqual(['marketing-email', 'marketing-similar-goods'])
  const [given] = await ground.owner.orm.execute<{ id: string }>(
    sql`select id from consent where address = 'back@example.com' and purpose = 'marketing-email'`,
  )
  await withPurpose(ground.at.storefront, 'consent-evidence', 'guest', (tx) =>
    tx.insert(consentWithdrawal).values({ consentId: given!.id }),
  )
  expect(await marketed('back@example.com')).toEqual(['marketing-similar-goods'])
})

test('a marketing purpose that is switched off sees nobody, even where the refusal is left out', async () => {
  await trade.order('off@example.com', { consents: { email: 'Yes, by e-mail.', phone: null } })
  await ground.run(`update purpose_switch set switched_on = false where purpose = 'marketing-email'`)
  const open = `begin; set local role "${ground.roles.purpose('marketing-email')}"`
  const seen = await ground.at.storefront.client.begin(open, (tx) =>
    tx.execute(sql`select address from subscription`),
  )
  await ground.run(`update purpose_switch set switched_on = true where purpose = 'marketing-email'`)
  expect([...seen]).toEqual([])
  expect(await marketed('off@example.com')).toContain('marketing-email')
})

test('the evidence of a consent holds the words, the notice and the order', async () => {
  const order = await trade.order('proof@example.com', {
    consents: { email: 'Yes, these very words.', phone: null },
  })
  const rows = await withPurpose(ground.at.backoffice, 'consent-evidence', staff, (tx) =>
    tx.execute(sql`
      select consent.purpose, words, language, notice_version_id as notice, form, order_id as "orderId"
        from consent join consent_text on hash = text_hash where address = 'proof@example.com'`),
  )
  expect([...rows]).toEqual([
    {
      purpose: 'marketing-email',
      words: 'Yes, these very words.',
      language: 'lv',
      notice: trade.noticeVersionId,
      form: 'order',
      orderId: order.id,
    },
  ])
})

test('the audit names purpose, actor and columns, and holds no value', async () => {
  const order = await trade.order('audited@example.com')
  await rename(order, 'Canary Audited')
  const rows = await withPurpose(ground.at.backoffice, 'accountability', staff, (tx) =>
    tx.execute<{
      action: string
      purpose: string
      actor: string
      columns: string[] | null
      text: string
    }>(sql`
      select action, purpose, actor, columns, to_json(audit_entry.*)::text as text from audit_entry
        where table_name = 'order_party' and row_id = ${order.id} order by id`),
  )
  expect(rows.map(({ action, purpose, actor, columns }) => ({ action, purpose, actor, columns }))).toEqual([
    { action: 'insert', purpose: 'order-contract', actor: 'guest', columns: null },
    { action: 'update', purpose: 'order-contract', actor: staff, columns: ['name'] },
  ])
  expect(rows.map(({ text }) => text).join()).not.toMatch(/Canary|audited@/)
})

/** Which purposes see the order's rows in a table, of those that may ask at all. */
async function seeing(
  table: typeof orderParty | typeof artwork | typeof proof,
  order: Placed,
): Promise<PurposeId[]> {
  const found: PurposeId[] = []
  for (const purpose of [
    'order-contract',
    'conformity-claims',
    'legal-claims',
    'service-messages',
  ] as const) {
    if (purpose === 'service-messages' && table !== orderParty) continue
    // A claim at law names the order; who it was stands on the invoice.
    if (purpose === 'legal-claims' && table === orderParty) continue
    const name = sql.identifier(getTableName(table))
    const rows = await under(ground, purpose, (tx) =>
      tx.execute(sql`select order_id from ${name} where order_id = ${order.id}`),
    )
    if (rows.length) found.push(purpose)
  }
  return found
}

function refuse(address: string, refused: Refused): Promise<void> {
  return withPurpose(ground.at.storefront, 'objections', 'guest', (tx) =>
    consents.object(tx, hashOf(address), refused),
  )
}

async function mayBeTold(address: string, purpose: string): Promise<boolean> {
  const [row] = await ground.owner.orm.execute<{ may: boolean }>(
    sql`select shop_may_market(${purpose}, ${hashOf(address)}, null) as may`,
  )
  return row!.may
}

/** Which marketing purposes see an address. */
async function marketed(address: string): Promise<PurposeId[]> {
  const found: PurposeId[] = []
  for (const { id } of purposeList.filter((purpose) => purpose.id.startsWith('marketing-'))) {
    const rows = await under(ground, id, (tx) =>
      tx.execute(sql`select id from subscription where address = ${address}`),
    )
    if (rows.length) found.push(id)
  }
  return found
}

async function rename(order: Placed, name = 'Somebody Else'): Promise<number> {
  const rows = await trade.contract((tx) =>
    tx.execute(sql`update order_party set name = ${name} where order_id = ${order.id} returning order_id`),
  )
  return rows.length
}

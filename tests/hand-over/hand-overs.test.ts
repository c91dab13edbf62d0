import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ruleOf, sqlState } from '../../src/platform/database/client.ts'
import { Conflict } from '../../src/platform/errors.ts'
import { handOverMails } from '../../src/receivables/hand-over/mails-hand-over.ts'
import { urlFor } from '../../src/urls.ts'
import { type HandOvers, openHandOvers } from './ground.ts'

let shop: HandOvers

beforeAll(async () => {
  shop = await openHandOvers()
})
afterAll(() => shop?.close())

test('what a person sees, ticks and confirms is what goes, and the debtor hears of it', async () => {
  const [person, company] = [await shop.person(), await shop.company()]
  const room = await shop.room()
  expect(room.text).toContain('May go')
  const check = await shop.desk.post(urlFor('adminHandOverCheck'), {
    collector: shop.collectorId,
    'debt[]': [person.invoiceId, company.invoiceId],
  })
  expect(check.status).toBe(200)
  expect(check.text).toContain('2 debts go. You decide, not the program.')
  expect(check.text).toContain('Anna')
  const done = await shop.desk.follow(await shop.desk.submit(check.form(/batches$/)))
  expect(done.text).toContain('Handed over. Each debtor gets a letter.')
  const [kept] = await shop.office.sql<object>(
    `select count(*)::int as cases, sum(principal_cents)::int as cents, count(distinct confirmed_by)::int as people
       from hand_over_case join hand_over on hand_over.id = hand_over_id where order_id in ($1, $2)`,
    [person.orderId, company.orderId],
  )
  expect(kept).toEqual({ cases: 2, cents: person.total + company.total, people: 1 })
  const told = await shop.office.sql<object>(
    `select recipient_kind as kind, recipient, what, categories, purpose from disclosure
      where unit_id = $1 and recipient_kind = 'debt-collector'`,
    [person.orderId],
  )
  expect(told).toEqual([
    {
      kind: 'debt-collector',
      recipient: 'SIA "Paraugpiedziņa"',
      what: 'debt-file',
      categories: ['name', 'contact', 'purchases'],
      purpose: 'debt-collection',
    },
  ])
  const letter = await handOverMails['debt-handed-over'](shop.office.shop, {
    id: await shop.caseOf(person),
    orderId: person.orderId,
  })
  expect(letter).toMatchObject({
    to: expect.stringContaining('@'),
    model: { collector: 'SIA "Paraugpiedziņa"', principalCents: person.total, codeTold: false },
  })
  expect(await shop.obstacles(person)).toEqual(['handed-over'])
  const again = await shop.desk.post(urlFor('adminHandOverBatches'), {
    collector: shop.collectorId,
    'debt[]': person.invoiceId,
  })
  expect(again.status).toBe(409)
  expect(again.text).toContain('already handed over')
})

test('each reason that stands in the way is in the list, all of them, in words', async () => {
  const debt = await shop.person(60)
  await shop.past(`update shipment_delivery set source = 'assumed' where order_id = '${debt.orderId}';
    update order_party set country = 'SE' where order_id = '${debt.orderId}';
    insert into dunning_hold (invoice_id, order_id, reason, placed_by) values ('${debt.invoiceId}', '${debt.orderId}', 'x', '${shop.till.by}');
    insert into debt_objection (invoice_id, order_id, words) values ('${debt.invoiceId}', '${debt.orderId}', 'No.')`)
  expect(await shop.obstacles(debt)).toEqual(['hold', 'objection', 'received-assumed', 'country'])
  const { text } = await shop.room()
  for (const words of [
    'On hold',
    'An objection has not been rejected',
    'only assumed, not proven',
    'country is not allowed',
  ])
    expect(text).toContain(words)
})

test('a person needs a notice that was received, and 21 days; a company does not', async () => {
  const debt = await shop.person(60)
  const receipt = (day: string) =>
    shop.past(
      `update debt_notice_receipt set received_on = ${day}, object_until = ${day} + 21 where order_id = '${debt.orderId}'`,
    )
  await receipt('shop_today() - 21')
  expect(await shop.obstacles(debt)).toEqual(['time-to-object'])
  await receipt('shop_today() - 22')
  expect(await shop.obstacles(debt)).toEqual([])
  await shop.past(`delete from debt_notice_receipt where order_id = '${debt.orderId}'`)
  expect(await shop.obstacles(debt)).toEqual(['notice-not-received'])
  expect(await shop.obstacles(await shop.company())).toEqual([])
})

test('a faulty page hands nothing over: not by a forged form, not by forced SQL', async () => {
  const held = await shop.company()
  const free = await shop.company()
  await shop.past(
    `insert into dunning_hold (invoice_id, order_id, reason, placed_by) values ('${held.invoiceId}', '${held.orderId}', 'x', '${shop.till.by}')`,
  )
  const forged = await shop.desk.post(urlFor('adminHandOverBatches'), {
    collector: shop.collectorId,
    'debt[]': [held.invoiceId, free.invoiceId],
  })
  expect(forged.status).toBe(409)
  expect(await shop.obstacles(free)).toEqual([])
  const batch = crypto.randomUUID()
  const insert = (debt: typeof held, recipient = shop.collectorId) =>
    shop.collecting(async (tx) => {
      await tx.execute(
        sql`insert into hand_over (id, recipient_id, confirmed_by) values (${batch}, ${recipient}, ${shop.desk.id})`,
      )
      await tx.execute(sql`insert into hand_over_case (hand_over_id, invoice_id, order_id, principal_cents, interest_cents, costs_cents)
        values (${batch}, ${debt.invoiceId}, ${debt.orderId}, ${debt.total}, 0, 0)`)
    })
  const rule = (outcome: Promise<unknown>) =>
    outcome.then(
      () => 'done',
      (error) => `${sqlState(error)} ${ruleOf(error)}`,
    )
  expect(await rule(insert(held))).toBe('23514 may_hand_over')
  // Who it is told of is not noted.
  expect(await rule(insert(free))).toBe('23514 disclosed')
  const [other] = await shop.office.sql<{ id: string }>(
    `insert into recipient (kind, name, role) values ('debt-collector', 'SIA "Bez licences"', 'controller') returning id`,
  )
  expect(await rule(insert(free, other!.id))).toBe('23514 licensed')
  const unlicensed = { collector: other!.id, 'debt[]': free.invoiceId }
  const refused = await shop.desk.post(urlFor('adminHandOverBatches'), unlicensed)
  expect(refused.status).toBe(409)
})

test('two who confirm the same at once hand it over once', async () => {
  const debt = await shop.company()
  const outcomes = await Promise.allSettled([shop.confirm(debt), shop.confirm(debt)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const refused = outcomes.find((one) => one.status === 'rejected')!
  expect(refused.reason).toBeInstanceOf(Conflict)
})

test('nothing is chosen: the page says so', async () => {
  const none = await shop.desk.post(urlFor('adminHandOverCheck'), { collector: '' })
  expect(none.status).toBe(422)
  expect(none.text).toContain('Choose to whom it goes.')
  expect(none.text).toContain('Tick at least one debt.')
})

test('who is nobody’s case or recall is not found', async () => {
  const debt = await shop.company()
  await shop.confirm(debt)
  const [unknown, id] = [crypto.randomUUID(), await batchOf(debt)]
  for (const path of [
    urlFor('adminRecallTold', { id: unknown }),
    urlFor('adminHandOverRecall', { id, caseId: unknown }),
  ])
    expect((await shop.desk.post(path, {})).status).toBe(404)
})

test('a shop that collects no debts any more hands nothing over, and sees what it handed over before', async () => {
  const [gone, free] = [await shop.company(), await shop.company()]
  await shop.confirm(gone)
  const chosen = { collector: shop.collectorId, 'debt[]': free.invoiceId }
  const switched = async (on: boolean, says: string) => {
    await shop.office.sql(`update purpose_switch set switched_on = ${on} where purpose = 'debt-collection'`)
    await expect.poll(async () => (await shop.room()).text, { timeout: 15_000 }).toContain(says)
  }
  await switched(false, 'is switched off')
  for (const path of ['adminHandOverCheck', 'adminHandOverBatches'] as const)
    expect((await shop.desk.post(urlFor(path), chosen)).status).toBe(404)
  const id = await batchOf(gone)
  const batch = await shop.desk.get(urlFor('adminHandOverBatch', { id }))
  expect(batch.text).not.toContain('Download (zip)')
  expect((await shop.desk.post(urlFor('adminHandOverPack', { id }), {})).status).toBe(404)
  expect((await shop.desk.get(urlFor('admin'))).text).not.toContain('go to the collector')
  const recalled = await shop.desk.follow(await shop.desk.submit(batch.form(/recall$/)))
  expect(recalled.text).toContain('Recalled')
  await switched(true, 'overdue')
})

async function batchOf(debt: Parameters<HandOvers['caseOf']>[0]): Promise<string> {
  const caseId = await shop.caseOf(debt)
  const [row] = await shop.office.sql<{ id: string }>(
    `select hand_over_id as id from hand_over_case where id = '${caseId}'`,
  )
  return row!.id
}

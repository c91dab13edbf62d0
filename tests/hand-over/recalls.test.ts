import { afterAll, beforeAll, expect, test } from 'vitest'
import { written } from '../../src/correspondence/jobs.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { cents } from '../../src/platform/money.ts'
import * as reminders from '../../src/receivables/dunning/reminders.ts'
import { handOverMails } from '../../src/receivables/hand-over/mails-hand-over.ts'
import { urlFor } from '../../src/urls.ts'
import type { Debt } from '../dunning/owing.ts'
import { type HandOvers, openHandOvers } from './ground.ts'

let shop: HandOvers

beforeAll(async () => {
  shop = await openHandOvers()
})
afterAll(() => shop?.close())

/** What the collector was told, oldest first, and how the case ended. */
async function toldOf(debt: Debt) {
  const recalls = await shop.office.sql<{ cause: string; cents: number; told: boolean }>(
    `select cause, open_cents as cents, exists (select from debt_recall_telling where recall_id = debt_recall.id) as told
       from debt_recall where order_id = $1 order by made_at`,
    [debt.orderId],
  )
  const [end] = await shop.office.sql<{ outcome: string }>(
    `select outcome from hand_over_end where order_id = $1`,
    [debt.orderId],
  )
  return {
    recalls: recalls.map(({ cause, cents }) => [cause, cents]),
    told: recalls.every(({ told }) => told),
    end: end?.outcome,
  }
}

async function handed(debt: Debt): Promise<string> {
  await shop.confirm(debt)
  return shop.caseOf(debt)
}

const queued = (task: string) =>
  shop.office.sql<{ key: string }>(
    `select key from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = task_id
      where identifier = $1`,
    [task],
  )

test('each payment is told once, with what is left; the last one ends the case', async () => {
  const debt = await shop.company()
  const id = await handed(debt)
  await shop.till.receive(debt.orderId, 4000)
  expect((await queued('recall-debt')).map(({ key }) => key)).toContain(`recall-debt:${id}`)
  await shop.look(id)
  await shop.look(id)
  expect(await toldOf(debt)).toEqual({
    recalls: [['payment', debt.total - 4000]],
    told: true,
    end: undefined,
  })
  await shop.till.receive(debt.orderId, debt.total - 4000)
  await Promise.all([shop.look(id), shop.look(id)])
  expect(await toldOf(debt)).toEqual({
    recalls: [
      ['payment', debt.total - 4000],
      ['payment', 0],
    ],
    told: true,
    end: 'paid',
  })
})

test('the collector reads a number and an amount, and nothing of the debtor, after the contract has ended too', async () => {
  const debt = await shop.person()
  const id = await handed(debt)
  await shop.till.receive(debt.orderId, debt.total)
  await shop.past(`update shipment_delivery set delivered_on = delivered_on - 60, withdrawal_until = withdrawal_until - 60
    where order_id = '${debt.orderId}'`)
  await shop.look(id)
  const [recall] = await shop.office.sql<{ id: string }>('select id from debt_recall where case_id = $1', [
    id,
  ])
  const letter = await handOverMails['debt-recalled'](shop.office.shop, {
    id: recall!.id,
    orderId: debt.orderId,
  })
  expect(letter!.to).toBe('lietas@paraugpiedzina.example')
  const text = JSON.stringify(letter)
  expect(text).toContain('vairs nav atgūstams')
  expect(text).toContain('no longer to be collected, amount €0.00')
  for (const hidden of ['Anna', 'anna.', 'Bērziņa']) expect(text).not.toContain(hidden)
  const [noted] = await shop.office.sql<{ categories: string[] }>(
    `select categories from disclosure where about_id = $1 and recipient_kind = 'debt-collector'`,
    [recall!.id],
  )
  expect(noted!.categories).toEqual(['purchases'])
})

test('what is disputed or put on hold comes back, and may go again when it is decided', async () => {
  const debt = await shop.company()
  const id = await handed(debt)
  await shop.object(debt)
  await shop.look(id)
  expect(await toldOf(debt)).toEqual({ recalls: [['objection', 0]], told: true, end: 'recalled' })
  expect(await shop.obstacles(debt)).toEqual(['objection'])
  await shop.past(`insert into debt_objection_decision (objection_id, order_id, upheld, reason, decided_by)
    select id, order_id, false, 'It is right.', '${shop.till.by}' from debt_objection where order_id = '${debt.orderId}'`)
  expect(await shop.obstacles(debt)).toEqual([])
  expect(await handed(debt)).not.toBe(id)
})

test('a restriction does not take back a claim that has begun', async () => {
  const debt = await shop.company()
  const id = await handed(debt)
  await shop.restrict(debt)
  await shop.look(id)
  expect(await toldOf(debt)).toEqual({ recalls: [], told: true, end: undefined })
})

test('whoever asks for restriction after a claim came back is handed over no more, not by forced SQL either', async () => {
  const debt = await shop.company()
  const batch = await shop.confirm(debt)
  await shop.desk.post(urlFor('adminHandOverRecall', { id: batch, caseId: await shop.caseOf(debt) }), {})
  await shop.restrict(debt)
  expect(await shop.obstacles(debt)).toEqual(['restricted'])
  await expect(
    shop.office.sql(`insert into hand_over_case (hand_over_id, invoice_id, order_id, principal_cents, interest_cents, costs_cents)
      select hand_over_id, invoice_id, order_id, principal_cents, interest_cents, costs_cents from hand_over_case
       where order_id = '${debt.orderId}'`),
  ).rejects.toThrow(/may not be handed over/)
})

test('nobody is reminded of what a collector asks for', async () => {
  const debt = await shop.company()
  await handed(debt)
  await expect(
    shop.till.contract((tx) => reminders.remind(tx, debt.invoiceId, shop.till.by)),
  ).rejects.toMatchObject({ code: 'handed-over' })
})

test('whoever withdraws is asked for no more: the debt comes back', async () => {
  const debt = await shop.company()
  const id = await handed(debt)
  await shop.office.sql(`insert into withdrawal (id, order_id, language, name, address)
    values (gen_random_uuid(), '${debt.orderId}', 'lv', 'Anna', 'anna@firma.example')`)
  expect((await queued('recall-debt')).map(({ key }) => key)).toContain(`recall-debt:${id}`)
  await shop.look(id)
  expect(await toldOf(debt)).toEqual({ recalls: [['credit-note', 0]], told: true, end: 'recalled' })
})

test('a shop that has stopped collecting still tells its collector what was paid', async () => {
  const debt = await shop.company()
  const id = await handed(debt)
  await shop.office.sql(`update purpose_switch set switched_on = false where purpose = 'debt-collection'`)
  await shop.till.receive(debt.orderId, debt.total)
  await shop.look(id)
  await shop.office.sql(`update purpose_switch set switched_on = true where purpose = 'debt-collection'`)
  expect(await toldOf(debt)).toEqual({ recalls: [['payment', 0]], told: true, end: 'paid' })
  const noted = await shop.office.sql<object>(
    `select recipient_kind, purpose, categories, by_actor from disclosure join debt_recall on about_id = debt_recall.id
      where unit_id = $1`,
    [debt.orderId],
  )
  expect(noted).toEqual([
    {
      recipient_kind: 'debt-collector',
      purpose: 'debt-collection',
      categories: ['purchases'],
      by_actor: 'job:recall-debt',
    },
  ])
})

test('without an e-mail the recall waits until somebody has told the collector', async () => {
  await shop.office.sql('update recipient set email = null where id = $1', [shop.collectorId])
  const debt = await shop.company()
  const id = await handed(debt)
  await shop.till.receive(debt.orderId, cents(1))
  await shop.look(id)
  expect((await toldOf(debt)).told).toBe(false)
  const room = await shop.room()
  expect(room.text).toContain('To be told to the collector')
  const done = await shop.desk.follow(await shop.desk.submit(room.form(/told$/)))
  expect(done.text).toContain('Noted that the collector was told.')
  expect((await toldOf(debt)).told).toBe(true)
  await shop.office.sql(`update recipient set email = 'lietas@paraugpiedzina.example' where id = $1`, [
    shop.collectorId,
  ])
})

test('the report is looked at line by line, noted once, and what is returned is with us again', async () => {
  const [one, other] = [await shop.company(), await shop.company()]
  const batch = await shop.confirm(one, other)
  const numbers = await shop.office.sql<{ number: string }>(
    'select number from invoice where id in ($1, $2) order by number',
    [one.invoiceId, other.invoiceId],
  )
  const [first, second] = numbers.map(({ number }) => number)
  const table = `Rēķina numurs;Statuss;Samaksāts;Datums\n${first};Solījums;10,50;01.10.2026\n${second};atgriezts;;2026-10-02\nX-1;atvērts;0;2026-10-02\n${first};atvērts;0;2026-10-02\n${second};varbūt;x;2099-01-01\n`
  const hand = async (file: File) => {
    const page = await shop.desk.get(urlFor('adminHandOverBatch', { id: batch }))
    return shop.desk.submit(page.form(/report$/), { file })
  }
  const check = await hand(new File([table], 'report.csv'))
  expect(check.text).toContain('2 lines to note')
  for (const words of ['This collector has no such debt.', 'This debt is twice in the report.'])
    expect(check.text).toContain(words)
  const done = await shop.desk.follow(await shop.desk.submit(check.form(/report$/)))
  expect(done.text).toContain('The report is noted, 2 lines.')
  expect(done.text).toContain('Given back by the collector')
  expect(done.text).toContain('Payment promised')
  const again = await hand(new File([table.replaceAll('\n', '\r\n')], 'again.csv'))
  expect(again.status).toBe(422)
  expect(again.text).toContain('This report was noted before.')
  const ended = await Promise.all([one, other].map(async (debt) => (await toldOf(debt)).end))
  expect(ended.filter((end) => end === 'returned')).toHaveLength(1)
})

test.for(languages)('both letters are written out in %s', async (language) => {
  const debt = await shop.company()
  await shop.office.sql('update "order" set language = $1 where id = $2', [language, debt.orderId])
  const id = await handed(debt)
  await shop.till.receive(debt.orderId, 100)
  await shop.look(id)
  const [recall] = await shop.office.sql<{ id: string }>('select id from debt_recall where case_id = $1', [
    id,
  ])
  for (const [kind, about] of [
    ['debt-handed-over', id],
    ['debt-recalled', recall!.id],
  ] as const) {
    const letter = await handOverMails[kind](shop.office.shop, { id: about, orderId: debt.orderId })
    const { text, html } = written(shop.office.shop, crypto.randomUUID(), kind, letter!)
    expect(text).toContain('ZIM-')
    expect(html).toContain(kind === 'debt-recalled' ? 'lang="en"' : 'Paraugpiedziņa')
    expect(text + html).not.toMatch(/handedOver\.|undefined|\{\w/)
  }
})

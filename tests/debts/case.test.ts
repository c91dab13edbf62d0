import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '../../src/platform/time.ts'
import * as charges from '../../src/receivables/dunning/charges.ts'
import { urlFor } from '../../src/urls.ts'
import { type Debt, type Debtors, openDebtors } from '../dunning/owing.ts'
import type { Client, Page } from '../support/client.ts'
import { pageOf } from './room.ts'

let shop: Debtors
let desk: Client & { readonly id: string }

beforeAll(async () => {
  shop = await openDebtors()
  desk = await shop.office.hire('owner')
})
afterAll(() => shop?.office.close())

const stepForm = (step: string) => new RegExp(`/steps/${step}$`)
const post = ({ invoiceId }: Debt, step: string, fields: Record<string, string> = {}) =>
  desk.post(urlFor('adminDebtStep', { invoice: invoiceId, step }), fields)
const facts = (page: Page) => page.texts('.debt-facts strong')

async function press(debt: Debt, step: string, fields: Record<string, string> = {}): Promise<Page> {
  return desk.follow(await desk.submit((await pageOf(desk, debt)).form(stepForm(step)), fields))
}

test('a debt is walked from its reminder to the hand-over on one page', async () => {
  const debt = await shop.person(40)
  expect((await pageOf(desk, debt)).text).toContain('Send a reminder')
  expect((await press(debt, 'remind')).text).toContain('The reminder is on its way.')
  await shop.past(`
    update reminder set asked_at = now() - interval '30 days' where invoice_id = '${debt.invoiceId}';
    update invoice set issued_at = now() - interval '60 days' where id = '${debt.invoiceId}'`)
  const due = await pageOf(desk, debt)
  expect(due.texts('h2')).toContain('Give notice of the debt')
  expect(due.text).toContain('Remind: reminded already')
  const given = await press(debt, 'notice')
  expect(given.text).toContain('The notice is on its way.')
  const letter = await desk.get(given.link(/^PDF/))
  expect(letter.headers.get('content-type')).toBe('application/pdf')
  const early = addDays(shop.till.around.today, -3)
  const refused = await post(debt, 'receipt', { receivedOn: early, proof: 'RR 4711 LV' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('Not before the day of the notice.')
  expect(refused.form(stepForm('receipt')).filled()).toMatchObject({ receivedOn: early, proof: 'RR 4711 LV' })
  const received = await press(debt, 'receipt', {
    receivedOn: shop.till.around.today,
    proof: 'RR 4711 LV',
  })
  expect(received.text).toContain('may object until')
  expect(facts(received).map((fact) => fact.split(/[,0-9]/)[0]!.trim())).toEqual([
    'Invoice',
    'Reminder',
    'Notice of the debt',
    'Notice received',
  ])
})

test('an objection stops everything until a person decides, with a reason that the debtor is told', async () => {
  const debt = await shop.company(40)
  const objected = await press(debt, 'objection', { objection: 'Trīs no astoņām zīmēm ir salauztas.' })
  expect(objected.texts('h2')).toContain('Decide the objection')
  expect(objected.text).toContain('Remind: the buyer objects')
  const objectionId = String(objected.form(stepForm('decision')).filled().objectionId)
  const silent = await post(debt, 'decision', { objectionId, upheld: 'no', decision: '' })
  expect(silent.status).toBe(422)
  expect(silent.form(stepForm('decision')).filled()).toMatchObject({ upheld: 'no', objectionId })
  const other = await shop.company(3)
  expect((await post(other, 'decision', { objectionId, upheld: 'no', decision: 'Nē.' })).status).toBe(404)
  const decided = await press(debt, 'decision', {
    upheld: 'no',
    decision: 'Piegādes brīdī viss bija vesels.',
  })
  expect(decided.text).toContain('Decided; the letter is on its way.')
  expect(facts(decided).at(-1)).toBe('Objection rejected')
  expect((await post(debt, 'decision', { objectionId, upheld: 'yes', decision: 'Tomēr.' })).status).toBe(409)
})

test('a promise and a hold wait, say so, and end', async () => {
  const debt = await shop.company(20)
  const yesterday = await post(debt, 'promise', { promisedOn: addDays(shop.till.around.today, -1) })
  expect(yesterday.status).toBe(422)
  expect(yesterday.text).toContain('This day is over.')
  const promised = await press(debt, 'promise', { promisedOn: addDays(shop.till.around.today, 5) })
  expect(promised.text).toContain('promised by')
  expect(promised.text).toContain('Remind: the buyer has promised to pay')
  expect((await post(debt, 'remind')).status).toBe(409)
  const held = await press(debt, 'hold', { holdReason: 'Direktors slims.' })
  expect(held.text).toContain('Direktors slims.')
  expect((await post(debt, 'hold', { holdReason: 'Vēlreiz.' })).status).toBe(409)
  expect((await press(debt, 'lift')).text).toContain('The hold is lifted.')
})

test('interest and costs are charged only where somebody chooses so', async () => {
  const debt = await shop.company(60)
  const page = await pageOf(desk, debt)
  expect(page.text).toContain('With interest and costs today:')
  expect((await post(debt, 'charge')).status).toBe(422)
  expect((await press(debt, 'charge', { charge: 'interest' })).text).toContain('is on its way')
  const after = await pageOf(desk, debt)
  expect(after.form(stepForm('charge')).names).toEqual(['charge'])
  const charge = await desk.get(after.link(/^ZIM-.*(?<!\(PDF\))$/))
  expect(charge.h1).toContain('Debt: interest invoice')
  const taken = await desk.follow(await desk.submit(charge.form(stepForm('charge-credit'))))
  expect(taken.text).toContain('The interest invoice is taken back.')
  expect(taken.text).toContain('settled')
  expect(taken.text).not.toContain('Take it back')
  const papers = await desk.get(urlFor('adminOrderDocuments', { id: debt.orderId }))
  expect(papers.body.match(/\/ubl"/g)).toHaveLength(1)
})

test('what ended the contract is told with its day, and a write-off is undone all the same', async () => {
  const [debt, paid] = [await shop.person(100), await shop.person(100)]
  for (const { orderId } of [debt, paid])
    await shop.past(`insert into shipment_delivery (shipment_id, order_id, delivered_on, withdrawal_until, source)
      select id, order_id, '2026-01-02', '2026-01-16', 'carrier' from shipment where order_id = '${orderId}'`)
  await shop.till.receive(paid.orderId, paid.total)
  const ended = await pageOf(desk, paid)
  expect(ended.text).not.toContain('Anna')
  expect(ended.text).not.toContain('1970')
  const gone = await press(debt, 'write-off', { cause: 'small', writeOffReason: 'Sīkums.' })
  expect(gone.text).not.toContain('Anna')
  expect((await press(debt, 'write-off-reversal')).text).toContain('Still open €103.99')
})

test('a step that is none and an id that is none are refused in words', async () => {
  const debt = await shop.person(20)
  expect((await post(debt, 'constructor')).status).toBe(404)
  const decision = { objectionId: 'x', upheld: 'no', decision: 'Nē.' }
  expect((await post(debt, 'decision', decision)).status).toBe(422)
  const bulk = await desk.post(urlFor('adminDebtsBulk'), { 'debt[]': 'x', action: 'remind' })
  expect(bulk.status).toBe(422)
})

test('what is written off is owed no longer, and again once that is undone', async () => {
  const debt = await shop.person(100)
  expect((await post(debt, 'write-off', { cause: 'small', writeOffReason: '' })).status).toBe(422)
  const gone = await press(debt, 'write-off', {
    cause: 'insolvent',
    writeOffReason: 'Maksātnespēja pasludināta.',
  })
  expect(gone.text).toContain('Still open €0.00')
  expect(facts(gone).some((fact) => fact.startsWith('Written off: insolvency'))).toBe(true)
  expect((await post(debt, 'remind')).status).toBe(409)
  expect((await press(debt, 'write-off-reversal')).text).toContain('Still open €103.99')
})

test('of somebody whose data are restricted no name is shown; their objection is noted, and nothing else is offered', async () => {
  const debt = await shop.person(40)
  await shop.restrict(debt)
  const page = await pageOf(desk, debt)
  expect(page.text).toContain('restriction of processing')
  expect(page.text).not.toContain('Anna')
  expect(page.text).toContain('Remind: the data are restricted')
  expect(
    page.forms.map(({ action }) => action.split('/').at(-1)).filter((name) => name !== 'sign-out'),
  ).toEqual(['objection', 'write-off'])
  expect((await press(debt, 'objection', { objection: 'Said by telephone: it never came' })).status).toBe(200)
  expect(
    await shop.office.sql(`select noted_by from debt_objection where invoice_id = '${debt.invoiceId}'`),
  ).toEqual([{ noted_by: desk.id }])
  const twice = await post(debt, 'objection', { objection: 'Once more' })
  expect(twice.status).toBe(409)
  expect(twice.text).toContain('an objection waits for a decision already')
  await shop.past(`insert into debt_objection_decision (objection_id, order_id, upheld, reason, decided_by)
    select id, order_id, true, 'It never came.', '${desk.id}' from debt_objection where invoice_id = '${debt.invoiceId}'`)
  const upheld = await post(debt, 'objection', { objection: 'And once more' })
  expect(upheld.status).toBe(409)
  expect(upheld.text).toContain('an earlier objection was right')
})

test('an objection of a restricted person against what is charged stands on the charge', async () => {
  const debt = await shop.person(40)
  const { by, around, contract } = shop.till
  const charge = await contract((tx) => charges.charge(tx, { invoiceId: debt.invoiceId, by }, around))
  await shop.restrict(debt)
  expect(
    (await press({ ...debt, invoiceId: charge.id }, 'objection', { objection: 'Too much' })).status,
  ).toBe(200)
  expect(
    await shop.office.sql(`select invoice_id from debt_objection where order_id = '${debt.orderId}'`),
  ).toEqual([{ invoice_id: charge.id }])
})

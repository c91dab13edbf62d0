import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refundFileOf } from '../../src/payments/refund-file.ts'
import * as refunds from '../../src/payments/refunds.ts'
import { cents } from '../../src/platform/money.ts'
import type { IsoDate } from '../../src/platform/time.ts'
import { payBackUnused } from '../../src/receivables/paying-back.ts'
import { urlFor } from '../../src/urls.ts'
import type { Office } from '../admin/office.ts'
import type { Client, Page } from '../support/client.ts'
import { by, openTrade, type Trade } from '../withdrawals/trade.ts'

let office: Office
let desk: Client & { id: string }
let doors: Trade

beforeAll(async () => {
  ;({ office, desk, doors } = await openTrade())
})
afterAll(() => office.close())

const iban = 'LV80BANK0000435195001'

/** A refund of one piece, by the means of its payment. */
async function refund(
  means: 'transfer' | 'cash' = 'transfer',
): Promise<{ orderId: string; number: string; id: string }> {
  const order = await doors.order([{ quantity: 2, unitPriceCents: 1000 }])
  await doors.pay(order.id, 2399, means)
  await doors.send(order.id, 1)
  const pieces = [{ orderLineId: order.lines[0]!, quantity: 1 }]
  await doors.settle(await doors.withdraw(order.id, pieces), { pieces })
  const [asked] = await doors.contract((tx) => refunds.ofOrder(tx, order.id))
  return { orderId: order.id, number: order.number, id: asked!.id }
}

const outcome = (id: string, fields: Record<string, string>): Promise<Page> =>
  desk.post(urlFor('adminRefundOutcome', { id }), { happenedOn: office.shop.clock.today(), ...fields })

const mails = (kind: string, about: string) =>
  office.sql('select id from mail where kind = $1 and about_id = $2', [kind, about])

test('a transfer waits for its account, goes into the bank’s file, and is done', async () => {
  const { id, orderId, number } = await refund()
  const list = await desk.get(urlFor('adminRefunds'))
  expect(list.text).toContain('account awaited')
  expect((await desk.post(urlFor('adminRefundFile'), { refund: id })).status).toBe(409)
  const wrong = await desk.post(urlFor('adminRefundAccount', { id }), {
    holder: 'A',
    iban: 'LV81BANK0000435195001',
  })
  expect(wrong.status).toBe(422)
  const form = (await desk.get(urlFor('adminRefund', { id }))).form(/account$/)
  expect(
    (await desk.submit(form, { holder: 'Anna Bērziņa', iban: 'lv80 bank 0000 4351 95001' })).status,
  ).toBe(303)
  const file = await desk.post(urlFor('adminRefundFile'), { refund: id })
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="pain\.001-/)
  expect(XMLValidator.validate(file.body)).toBe(true)
  const { Document } = new XMLParser({ parseTagValue: false }).parse(file.body)
  const { PmtInf } = Document.CstmrCdtTrfInitn
  expect(PmtInf.CdtTrfTxInf).toMatchObject({
    PmtId: { EndToEndId: id.replaceAll('-', '') },
    Cdtr: { Nm: 'Anna Berzina' },
    CdtrAcct: { Id: { IBAN: iban } },
    RmtInf: { Ustrd: `Atmaksa, pasutijums ${number}` },
  })
  const told = await office.sql(`select id from disclosure where what = 'refund-file' and unit_id = $1`, [
    orderId,
  ])
  expect(told).toHaveLength(1)
  // What stood in a file stays as it was.
  expect((await desk.post(urlFor('adminRefundAccount', { id }), { holder: 'B', iban })).status).toBe(409)
  expect((await outcome(id, { outcome: 'done' })).status).toBe(303)
  expect(await mails('refund-asked', id)).toHaveLength(1)
  expect(await mails('refund-done', id)).toHaveLength(1)
  expect((await desk.get(urlFor('adminRefunds'))).text).not.toContain(number)
})

test('cash goes back with the number of its receipt', async () => {
  const { id } = await refund('cash')
  expect((await outcome(id, { outcome: 'done' })).status).toBe(422)
  expect((await outcome(id, { outcome: 'done', receiptNumber: 'KIO-7' })).status).toBe(303)
})

test('a refund that went is not said to have failed, and a file of nothing says what to choose', async () => {
  const { id } = await refund('cash')
  await outcome(id, { outcome: 'done', receiptNumber: 'KIO-9' })
  const other = await outcome(id, { outcome: 'failed', receiptNumber: 'KIO-9' })
  expect(other.status).toBe(409)
  expect(other.text).toContain('marked as sent already; nothing was changed')
  const nothing = await desk.post(urlFor('adminRefundFile'), {})
  expect(nothing.status).toBe(422)
  expect(nothing.text).toContain('Tick at least one refund')
})

test('a refund that failed goes another way, once, and the books stay whole', async () => {
  const { id, orderId } = await refund()
  expect((await outcome(id, { outcome: 'failed' })).status).toBe(303)
  const shown = await desk.get(urlFor('adminRefund', { id }))
  expect((await desk.submit(shown.form(/again$/), {}, 'In cash')).status).toBe(303)
  expect((await desk.post(urlFor('adminRefundAgain', { id }), { means: 'transfer' })).status).toBe(409)
  const all = await doors.contract((tx) => refunds.ofOrder(tx, orderId))
  expect(all.map(({ means, outcome: end, amountCents }) => [means, end, amountCents])).toEqual([
    ['transfer', 'failed', 1000],
    ['cash', null, 1000],
  ])
  const [row] = await office.sql<{ paid: number; due: number }>(
    'select shop_paid_cents($1) as paid, shop_due_cents($1) as due',
    [orderId],
  )
  expect(row).toEqual({ paid: 1399, due: 1399 })
})

test('the buyer says where the money goes, and puts it right until the bank has it', async () => {
  const { orderId } = await refund()
  const buyer = office.visitor()
  const stranger = await buyer.get(urlFor('refundAccount', 'lv', { id: orderId }))
  expect(stranger.status).toBe(404)
  const { make } = await import('../../src/orders/keys.ts')
  const secret = await doors.contract((tx) => make(tx, orderId))
  await buyer.get(urlFor('orderOpen', 'lv', { token: secret }))
  const page = await buyer.get(urlFor('refundAccount', 'lv', { id: orderId }))
  const back = await buyer.submit(page.form(/atmaksa$/), { iban: 'LV00' })
  expect(back.status).toBe(422)
  const done = await buyer.follow(await buyer.submit(back.form(/atmaksa$/), { iban }))
  expect(done.text).toContain('Konts atmaksai ir saglabāts.')
  expect(done.text).not.toContain('4351')
  const [kept] = await office.sql<{ iban: string }>('select iban from refund_account where order_id = $1', [
    orderId,
  ])
  expect(kept!.iban).toBe(iban)
})

test('what settles nothing goes back first, and never twice', async () => {
  const order = await doors.order([{ quantity: 1, unitPriceCents: 1000 }], 0)
  await doors.pay(order.id, 1300)
  const back = () => doors.contract((tx) => payBackUnused(tx, order.id, { cause: 'overpaid', by }))
  const both = await Promise.all([back(), back()])
  expect(both.flat()).toHaveLength(1)
  const [row] = await office.sql<{ cents: number }>(
    'select amount_cents as cents from refund where order_id = $1',
    [order.id],
  )
  expect(row!.cents).toBe(300)
})

test('a file for the bank holds nothing that a bank refuses', () => {
  const transfer = { refundId: '00000000-0000-4000-8000-00000000000a', iban, words: 'x'.repeat(200) }
  const xml = refundFileOf({
    id: '00000000-0000-4000-8000-00000000000b',
    now: new Date('2026-11-22T13:00:00Z'),
    today: '2026-11-22' as IsoDate,
    payer: { accountHolder: 'SIA "ZĪMES" & Co', iban, bic: null },
    transfers: [
      { ...transfer, holder: 'Łukasz <b>Ørsted</b> Straße', amountCents: cents(5) },
      { ...transfer, holder: '株式会社', amountCents: cents(1_234_567) },
    ],
  })
  expect(xml).toContain('<CtrlSum>12345.72</CtrlSum>')
  expect(xml).toContain('<InstdAmt Ccy="EUR">0.05</InstdAmt>')
  expect(xml).toContain('<Nm>Lukasz b Orsted /b Strasse</Nm>')
  expect(xml).toContain('<Nm>NOTPROVIDED</Nm>')
  expect(xml).toContain('<Nm>SIA ZIMES + Co</Nm>')
  expect(xml).toContain(`<Ustrd>${'x'.repeat(140)}</Ustrd>`)
  expect(xml).toContain('<Othr>')
})

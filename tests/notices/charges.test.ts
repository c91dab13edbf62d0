import { afterAll, beforeAll, expect, test } from 'vitest'
import { journalOf } from '../../src/bookkeeping/journal.ts'
import { firstOpenItems } from '../../src/bookkeeping/open-items.ts'
import { registerOf } from '../../src/bookkeeping/register.ts'
import { taxedSums } from '../../src/bookkeeping/vat-return.ts'
import { written } from '../../src/correspondence/jobs.ts'
import { ensureDocument } from '../../src/invoicing/jobs.ts'
import { invoiceMails } from '../../src/invoicing/mails.ts'
import { cents } from '../../src/platform/money.ts'
import { addDays } from '../../src/platform/time.ts'
import { calculationOf } from '../../src/receivables/dunning/interest.ts'
import * as writeOffs from '../../src/receivables/hand-over/write-offs.ts'
import { has } from '../support/programs.ts'
import { type Debt, type Owing, openOwing } from './owing.ts'
import { textOf } from './pdf-text.ts'

let owing: Owing

beforeAll(async () => {
  owing = await openOwing()
})
afterAll(() => owing.close())

const calculated = ({ invoiceId }: Debt, today = owing.around.today) =>
  owing.till.contract((tx) => calculationOf(tx, invoiceId, owing.around.settings, today))
const chargeOf = async ({ orderId }: Debt) =>
  (await owing.till.books(orderId)).find(({ kind }) => kind === 'charge')!

test('a company owes late interest and forty euros, a person costs only after a notice', async () => {
  const company = await calculated(await owing.company(30))
  expect(company).toMatchObject({ principalCents: 10_399, costsCents: 4000 })
  expect(company.interestCents).toBeGreaterThan(80)
  const debt = await owing.person(30)
  expect((await calculated(debt)).costsCents).toBe(0)
  await owing.give(debt)
  expect((await calculated(debt)).costsCents).toBe(700)
})

test('a charge is a document of its own: numbered as invoices, due, mailed, without VAT and without UBL', async () => {
  const debt = await owing.company(30, { language: 'nl' })
  const { interestCents } = await calculated(debt)
  const { id, number, grossCents } = await owing.charge(debt)
  expect(grossCents).toBe(interestCents + 4000)
  const charge = await chargeOf(debt)
  expect(charge).toMatchObject({ gross: grossCents, open: grossCents, vat: 0 })
  expect(charge.dueOn! > owing.around.today).toBe(true)
  expect((await owing.mails(debt)).at(-1)).toEqual({ kind: 'order-invoice', id })

  const letter = await invoiceMails['order-invoice'](owing.office.shop, { id, orderId: debt.orderId })
  expect(letter!.subject).toBe(`Renteberekening ${number}`)
  const { text: words } = written(owing.office.shop, crypto.randomUUID(), 'order-invoice', letter!)
  expect(words).toMatch(/Totaal: €\s/)
  expect(words).not.toContain('incl. btw')
  const pdf = await ensureDocument(owing.office.shop.database.worker, id)
  if (has('pdftotext')) {
    const text = textOf(pdf)
    expect(text).toContain('Wettelijke rente en incassokosten')
    expect(text).toContain('Nokavējuma procentu un izdevumu aprēķins')
    expect(text).toMatch(/: 30 dagen over € 103,99,.* 10,15% per jaar/)
    expect(text).toContain('er wordt geen btw berekend')
  }
  await expect(ensureDocument(owing.office.shop.database.worker, id, 'ubl')).rejects.toThrow()
})

test('whoever pays all that the notice asked for can still be charged, after the days of withdrawal too', async () => {
  const debt = await owing.company(40)
  await owing.till.handOver(debt.orderId)
  await owing.give(debt)
  await owing.office.sql(
    `update shipment_delivery set delivered_on = delivered_on - 60, withdrawal_until = withdrawal_until - 60
      where order_id = '${debt.orderId}'`,
  )
  const { principalCents, interestCents, costsCents } = await calculated(debt)
  const asked = principalCents + interestCents + costsCents
  await owing.till.receive(debt.orderId, asked, { moreReceived: true })
  const over = async () =>
    (
      await owing.office.sql<{ over: boolean }>(`select not shop_contract_open('${debt.orderId}') as over`)
    )[0]!.over
  expect(await over()).toBe(false)
  const { grossCents } = await owing.charge(debt)
  expect(principalCents + grossCents).toBe(asked)
  expect((await chargeOf(debt)).open).toBe(0)
  expect(await over()).toBe(true)
})

test('money settles the invoice first, then the charge', async () => {
  const debt = await owing.company(30)
  const { grossCents } = await owing.charge(debt)
  await owing.till.receive(debt.orderId, debt.total + 1000)
  const [invoice] = await owing.till.books(debt.orderId)
  expect(invoice!.open).toBe(0)
  expect((await chargeOf(debt)).open).toBe(grossCents - 1000)
  await owing.till.receive(debt.orderId, grossCents - 1000)
  expect((await owing.till.order(debt.orderId)).settled).toBe(true)
})

test('what came beside the invoice waits for the charge, and settles it', async () => {
  const debt = await owing.company(30)
  const { interestCents, costsCents } = await calculated(debt)
  await owing.till.receive(debt.orderId, debt.total + interestCents + costsCents, {
    moreReceived: true,
    receivedOn: owing.around.today,
  })
  await owing.charge(debt, { interest: false, costs: true })
  expect((await chargeOf(debt)).open).toBe(0)
})

test('nothing is charged twice, and interest goes on from the day it was charged', async () => {
  const debt = await owing.company(30)
  await owing.charge(debt)
  await expect(owing.charge(debt)).rejects.toMatchObject({ code: 'nothing-to-charge' })
  const now = await calculated(debt)
  const later = await calculated(debt, addDays(owing.around.today, 73))
  expect(later.costsCents).toBe(now.costsCents)
  // 103.99 at 10.15 % for 73 days.
  expect(later.interestCents - now.interestCents).toBe(211)
})

test('costs that are charged alone leave the interest to be charged', async () => {
  const debt = await owing.company(30)
  const before = await calculated(debt)
  await owing.charge(debt, { interest: false, costs: true })
  expect(await calculated(debt)).toMatchObject({
    interestCents: before.interestCents,
    costsCents: before.costsCents,
  })
})

test('a charge that was a mistake is credited whole, once, and its money goes back', async () => {
  const debt = await owing.company(30)
  const { id, grossCents } = await owing.charge(debt)
  await owing.till.receive(debt.orderId, debt.total + grossCents)
  const { refunds } = await owing.takeBack(id)
  expect(refunds).toHaveLength(1)
  expect((await owing.till.order(debt.orderId)).settled).toBe(true)
  await expect(owing.takeBack(id)).rejects.toMatchObject({ code: 'credited' })
  expect((await calculated(debt)).parts.charges).toEqual([])
})

test('who disputes the invoice is asked for the charge on it no more', async () => {
  const debt = await owing.company(30)
  const { id } = await owing.charge(debt)
  expect((await owing.problems({ ...debt, invoiceId: id })).dunning).toEqual([])
  await owing.raise(debt)
  expect((await owing.problems({ ...debt, invoiceId: id })).dunning).toEqual(['objection'])
})

test('nobody charges a debt that is disputed, held or not due', async () => {
  const debt = await owing.company(30)
  await owing.raise(debt)
  await expect(owing.charge(debt)).rejects.toMatchObject({ code: 'not-now' })
  const fresh = await owing.company(-3)
  await expect(owing.charge(fresh)).rejects.toMatchObject({ code: 'nothing-to-charge' })
})

test('the books know it as income of its own and as an open item, the register and the VAT return do not', async () => {
  const debt = await owing.company(30)
  const before = await owing.accounting((tx) => taxedSums(tx, month()))
  const { id, number, grossCents } = await owing.charge(debt)
  expect(await owing.accounting((tx) => taxedSums(tx, month()))).toEqual(before)
  const { settings } = owing.around
  const chart = { ...settings.bookkeeping, home: 'LV' }
  await owing.accounting(async (tx) => {
    const rows = []
    for await (const row of journalOf(tx, month(), chart)) if (row.number === number) rows.push(row)
    expect(rows.map(({ account, cents: amount }) => [account, amount])).toEqual([
      ['receivables', grossCents],
      ['interest', 4000 - grossCents],
      ['recovery', -4000],
    ])
    for await (const row of registerOf(tx, month())) expect(row.number).not.toBe(number)
    const { items } = await firstOpenItems(tx, owing.around.today, 1000)
    expect(items.find((item) => item.id === id)?.openCents).toBe(grossCents)
  })
  await owing.takeBack(id)
  await owing.accounting(async (tx) => {
    let left = 0
    for await (const row of journalOf(tx, month(), chart))
      if (row.account === 'interest' && row.orderNumber === (await orderNumber(debt))) left += row.cents
    expect(left).toBe(0)
  })
})

test('what is written off a debt makes neither interest nor the order owe it any more', async () => {
  const debt = await owing.company(30)
  await owing.till.contract((tx) =>
    writeOffs.writeOff(tx, {
      invoiceId: debt.invoiceId,
      cause: 'small',
      reason: 'Neatmaksājas.',
      by: owing.by,
      today: owing.around.today,
    }),
  )
  expect((await calculated(debt)).principalCents).toBe(cents(0))
  expect((await owing.till.order(debt.orderId)).settled).toBe(true)
})

async function orderNumber({ orderId }: Debt): Promise<string> {
  return (await owing.till.order(orderId)).number
}

function month() {
  const { today } = owing.around
  return { from: addDays(today, -60), until: addDays(today, 1) }
}

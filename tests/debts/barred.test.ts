import { afterAll, beforeAll, expect, test } from 'vitest'
import * as eraser from '../../src/privacy/retention/eraser.ts'
import * as debts from '../../src/receivables/debts.ts'
import * as charges from '../../src/receivables/dunning/charges.ts'
import { register } from '../../src/register.ts'
import { urlFor } from '../../src/urls.ts'
import type { Debt } from '../dunning/owing.ts'
import { type HandOvers, openHandOvers } from '../hand-over/ground.ts'
import { eachFilter, pageOf } from './room.ts'

let shop: HandOvers

beforeAll(async () => {
  shop = await openHandOvers()
})
afterAll(() => shop?.close())

const post = ({ invoiceId }: Debt, step: string, fields: Record<string, string> = {}) =>
  shop.desk.post(urlFor('adminDebtStep', { invoice: invoiceId, step }), fields)

/** Due so many years ago; where its goods came long ago too, its contract has ended. */
function long({ invoiceId }: Debt, years: number) {
  return shop.past(
    `update invoice set due_on = (shop_today() - interval '${years} years')::date - 1 where id = '${invoiceId}'`,
  )
}

function came({ orderId }: Debt, years: number) {
  const then = `shop_today() - interval '${years} years'`
  return shop.past(`update shipment_delivery set delivered_on = ${then}, withdrawal_until = ${then} + interval '14 days'
     where order_id = '${orderId}'`)
}

const charge = ({ invoiceId }: Debt) =>
  shop.till.contract((tx) => charges.charge(tx, { invoiceId, by: shop.till.by }, shop.till.around))

test('nobody is urged to ask a company for what is time-barred, though it never had a notice', async () => {
  const debt = await shop.company()
  await long(debt, 3)
  const asking = ['to-remind', 'notice-due', 'notice-sent', 'collectable', 'barring'] as const
  const found = await eachFilter(shop.desk, asking)
  expect(asking.filter((filter) => found[filter]!.includes(debt.invoiceId))).toEqual(['barring'])
  const page = await pageOf(shop.desk, debt)
  expect(page.texts('h2')).toContain('Write the debt off')
  expect(page.text).toContain('Remind: the debt is time-barred')
  expect(page.text).not.toContain('Send the reminder')
  for (const step of ['remind', 'notice']) expect((await post(debt, step)).status).toBe(409)
  const bulk = { action: 'notice', 'debt[]': debt.invoiceId }
  const told = await shop.desk.follow(await shop.desk.post(urlFor('adminDebtsBulk'), bulk))
  expect(told.text).toContain('1 not: the debt is time-barred.')
})

test('when its buyer is forgotten, what was time-barred is still written off', async () => {
  const debt = await shop.company()
  await long(debt, 3)
  await came(debt, 3)
  const read = () => shop.till.contract((tx) => debts.find(tx, debt.invoiceId))
  const { barredOn } = (await read())!
  const access = shop.office.shop.database.worker
  await eraser.run({ access, register }, { cause: 'retention', actor: 'command' })
  expect(await read()).toMatchObject({ debtorKind: null, barredOn, openCents: debt.total })
  expect((await eachFilter(shop.desk, ['barring'])).barring).toContain(debt.invoiceId)
  const page = await pageOf(shop.desk, debt)
  expect(page.text).not.toContain('Send the reminder')
  const given = { cause: 'time-barred', writeOffReason: 'Pagājuši trīs gadi.' }
  expect((await post(debt, 'write-off', given)).status).toBe(303)
  expect((await read())!.openCents).toBe(0)
})

test('what is charged on a debt brings it to life no more, and lengthens nothing', async () => {
  const debt = await shop.company()
  const { id } = await charge(debt)
  await long(debt, 12)
  await shop.past(`update invoice set due_on = shop_today() - 20 where id = '${id}'`)
  const [kept] = await shop.office.sql<object>(
    `select shop_barred_on('${id}') = shop_barred_on('${debt.invoiceId}') as together,
            shop_debt_barred_on('${debt.orderId}') < shop_today() - 3000 as long_ago`,
  )
  expect(kept).toEqual({ together: true, long_ago: true })
  const charged = { ...debt, invoiceId: id }
  expect(await shop.obstacles(debt)).toEqual(['barred'])
  expect(await shop.obstaclesOf(charged)).toEqual(['barred'])
  for (const each of [debt, charged]) {
    expect((await pageOf(shop.desk, each)).texts('h2')).toContain('Write the debt off')
    await expect(shop.confirm(each)).rejects.toMatchObject({ code: 'not-all' })
  }
  const other = await shop.company()
  await long(other, 12)
  await expect(charge(other)).rejects.toMatchObject({ code: 'not-now' })
})

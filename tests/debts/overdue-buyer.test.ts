import { afterAll, beforeAll, expect, test } from 'vitest'
import { companies, people } from '../../seed/cast.ts'
import * as payLater from '../../src/orders/pay-later.ts'
import { urlFor } from '../../src/urls.ts'
import { company, orders, person } from '../checkout/buyer.ts'
import { type Debtors, openDebtors } from '../dunning/owing.ts'
import type { Client } from '../support/client.ts'

let shop: Debtors
let desk: Client

beforeAll(async () => {
  shop = await openDebtors()
  desk = await shop.office.hire('owner')
})
afterAll(() => shop?.office.close())

/** Made up, with right check digits (identifiers.test.ts). */
const personalCode = '161175-19997'
const waits = 'We begin once we have approved your order'
const idIn = (path: string) => /[0-9a-f-]{36}/.exec(path)![0]
const asks = (buyer: Record<string, string>) => orders(shop.office.visitor(), { ...buyer, payment: 'later' })

test('a person with an overdue invoice waits for a person’s yes, who sees which it is', async () => {
  const asking = { ...person, personalCode }
  expect((await asks(asking)).text).toContain('days to pay')
  const debt = await shop.person(5, { by: people.oliver })
  const placed = await asks(asking)
  expect(placed.text).toContain(waits)
  const order = await desk.get(urlFor('adminOrder', { id: idIn(placed.path) }))
  const [{ number }] = (await shop.office.sql<{ number: string }>(
    `select number from invoice where id = '${debt.invoiceId}'`,
  )) as [{ number: string }]
  expect(order.text).toContain(`This buyer has 1 overdue invoice: ${number}`)
  expect((await desk.get(order.link(number))).h1).toBe(`Debt: invoice ${number}`)
  const approved = await desk.follow(await desk.submit(order.form(/pay-later$/)))
  expect(approved.text).toContain('May pay within')
})

test('a company with standing terms waits too, and not any more once it has paid', async () => {
  await shop.till.contract((tx) =>
    payLater.agree(tx, { ...companies.builders, country: 'LV' }, 45, shop.till.by),
  )
  const debt = await shop.company(5)
  expect((await asks(company)).text).toContain(waits)
  await shop.till.receive(debt.orderId, debt.total)
  expect((await asks(company)).text).toContain('45 days to pay')
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestMails } from '../../src/privacy/requests/mails.ts'
import { urlFor } from '../../src/urls.ts'
import { openTill } from '../receivables/till.ts'
import { type House, openHouse } from './person.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const url = (name: 'myData' | 'myDataRestriction' | 'myDataErasure') => urlFor(name, 'en')

let people = 0
async function somebody() {
  const email = `resting-${++people}@example.com`
  const order = await house.order({ party: { email } })
  return { email, order, client: await house.open(email) }
}

test('who restricted their data lifts that by themselves, and is told so', async () => {
  const { email, order, client } = await somebody()
  const form = (await client.get(url('myDataRestriction'))).form(url('myDataRestriction'))
  const restricted = await client.follow(await client.submit(form, { ground: 'accuracy' }))
  expect(restricted.text).not.toContain('Restrict the processing')
  const page = await client.get(restricted.link('Lift the restriction'))
  const lift = page.form(url('myDataRestriction'))
  const done = await client.follow(await client.submit(lift, {}, 'Lift the restriction'))
  expect(done.text).toContain('The restriction is lifted.')
  await client.submit(lift, {}, 'Lift the restriction')
  const requests = await house.sql<{ id: string; steps: string[]; closed: boolean; pinned: number }>(
    `select id, closed_at is not null as closed,
            array(select step from request_step where request_id = subject_request.id order by made_at) as steps,
            (select count(*)::int from restricted_order where order_id = $2) as pinned
       from subject_request where address = $1`,
    [email, order.id],
  )
  expect(requests).toMatchObject([{ closed: true, pinned: 0, steps: ['received', 'restricted', 'lifted'] }])
  const letter = await requestMails['request-done'](house.shop, { id: requests[0]!.id, orderId: null })
  expect(JSON.stringify(letter!.model)).toContain('lifted')
})

test('an order that came is neither awaited nor promised to vanish', async () => {
  const { order, client } = await somebody()
  expect((await client.get(url('myDataRestriction'))).text).toContain('an order that is not finished')
  const till = openTill(house.shop)
  await till.receive(order.id, (await till.order(order.id)).totalCents)
  await till.pack(order.id)
  await till.send(order.id)
  await till.handOver(order.id)
  expect((await client.get(url('myDataRestriction'))).text).not.toContain('an order that is not finished')
  const erasure = await client.get(url('myDataErasure'))
  expect(erasure.text).not.toContain('can be cancelled first')
  const [gone] = erasure.texts('.part dd')
  expect(gone!.replace(/in part: [^;]*/g, '')).not.toContain('orders, deliveries and payments')
})

test('codes of recipients and lines are words for whoever reads their data', async () => {
  const { order, client, email } = await somebody()
  const till = openTill(house.shop)
  await till.receive(order.id, (await till.order(order.id)).totalCents)
  await house.sql(
    `insert into disclosure (recipient_kind, recipient, unit, unit_id, purpose, categories, what)
       values ('accountant', null, 'order', $1, 'accounting', '{name}', 'month-list'),
              ('carrier', 'DPD', 'order', $1, 'order-contract', '{name}', 'parcel-file')`,
    [order.id],
  )
  const form = (await client.get(urlFor('myDataCorrection', 'en'))).form(urlFor('myDataCorrection', 'en'))
  await client.submit(form, { phone: '+371 20000777' })
  const [request] = await house.sql<{ id: string }>('select id from subject_request where address = $1', [
    email,
  ])
  const page = await client.get(urlFor('myDataRequest', 'en', { id: request!.id }))
  expect(page.text).toContain('DPD; the accountant')
  const own = await client.get(url('myData'))
  expect(own.text).toContain('prepayment')
})

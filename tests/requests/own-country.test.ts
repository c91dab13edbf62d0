import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { openTill } from '../receivables/till.ts'
import { type House, openHouse } from './person.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const abroad = {
  deliveryStreet: 'Kungsgatan 5',
  deliveryTown: 'Stockholm',
  deliveryPostcode: '111 22',
  deliveryCountry: 'SE',
}

/** Corrects the own address of whoever ordered, and reads what stands there now. */
async function corrected(orderId: string, email: string, values: Record<string, string>) {
  const client = await house.open(email)
  const at = urlFor('myDataCorrection', 'en')
  const done = await client.follow(await client.submit((await client.get(at)).form(at), values))
  const [party] = await house.sql<object>(
    'select country, delivery_country as sent, street from order_party where order_id = $1',
    [orderId],
  )
  return { party, text: done.text }
}

test('the country of one’s own address is put right, and the goods go where they went', async () => {
  const email = 'own-country@example.com'
  const { id } = await house.order({ party: { email, ...abroad } })
  const elsewhere = await corrected(id, email, { country: 'EE' })
  expect(elsewhere.text).toContain('The correction is saved')
  expect(elsewhere.party).toMatchObject({ country: 'EE', sent: 'SE' })
  const there = await corrected(id, email, { country: 'SE' })
  expect(there.party).toMatchObject({ country: 'SE', sent: null })
})

test('goods on their way to one’s own address are a person’s to look at; once they came, it is put right', async () => {
  const email = 'moved@example.com'
  const { id } = await house.order({ party: { email } })
  const open = await corrected(id, email, { country: 'SE' })
  expect(open.party).toMatchObject({ country: 'LV', sent: null })
  expect(open.text).not.toContain('The correction is saved')
  const till = openTill(house.shop)
  await till.receive(id, (await till.order(id)).totalCents)
  await till.pack(id)
  await till.send(id)
  await house.sql(
    `insert into shipment_delivery (shipment_id, order_id, delivered_on, withdrawal_until, source)
       select id, order_id, shop_today(), shop_today() + 14, 'carrier' from shipment where order_id = $1`,
    [id],
  )
  const came = await corrected(id, email, { country: 'SE', street: 'Kungsgatan 5' })
  expect(came.party).toEqual({ country: 'SE', sent: 'LV', street: 'Kungsgatan 5' })
})

test('the page of one’s data names both countries', async () => {
  const email = 'both@example.com'
  await house.order({ party: { email, ...abroad } })
  const page = await (await house.open(email)).get(urlFor('myData', 'en'))
  expect(page.text).toMatch(/country of delivery\s*Sweden/i)
})

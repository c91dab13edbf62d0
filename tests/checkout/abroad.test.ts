import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from '../admin/office.ts'
import { until } from '../correspondence/mail-room.ts'
import { openTill } from '../receivables/till.ts'
import { orders, person } from './buyer.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  // A zone with prices, as the settings' pages make it.
  await office.sql(`
    update setting set value = jsonb_set(jsonb_set(jsonb_set(value, '{countries}', '["LV", "SE"]'),
        '{zones}', (value -> 'zones') || '[{"key": "zviedrija", "name": "Zviedrija", "countries": ["SE"], "postcodes": []}]'),
        '{carriers}', (select jsonb_agg(case when one ->> 'key' = 'dpd'
           then jsonb_set(one, '{courier,rates}', (one #> '{courier,rates}') || jsonb_build_array((one #> '{courier,rates,0}') || '{"zone": "zviedrija"}'))
           else one end) from jsonb_array_elements(value -> 'carriers') one))
     where key = 'delivery'`)
  await office.sql(`update setting set value = value || '{"oneStopShop": true}' where key = 'vat'`)
  await until(
    async () =>
      office.shop.known().settings.delivery.countries.length === 2 &&
      office.shop.known().settings.vat.oneStopShop,
  )
})
afterAll(() => office.close())

test('a consumer in Sweden orders, and the invoice has the VAT of Sweden', async () => {
  const buyer = office.visitor({ audit: false })
  // The form comes back for the other country, with its prices of delivery.
  await orders(buyer, {
    ...person,
    country: 'SE',
    street: 'Kungsgatan 5',
    town: 'Stockholm',
    postcode: '111 22',
  })
  const [{ id }] = (await office.sql<{ id: string }>(
    'select id from "order" order by placed_at desc limit 1',
  )) as [{ id: string }]
  const till = openTill(office.shop)
  const { totalCents } = await till.order(id)
  await till.receive(id, totalCents)
  const [taxed] = await office.sql<object>(
    `select vat_country as country, rate, invoice_vat.vat_cents as vat from invoice join invoice_vat on invoice_id = invoice.id
      where order_id = '${id}'`,
  )
  expect(taxed).toEqual({ country: 'SE', rate: 2500, vat: Math.round(totalCents / 5) })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { companies } from '../../seed/cast.ts'
import { invoicingJobs } from '../../src/invoicing/jobs.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { until } from '../correspondence/mail-room.ts'
import { openVies } from '../invoicing/vies-double.ts'
import { openTill } from '../receivables/till.ts'
import type { Client, Fields, Page } from '../support/client.ts'
import { company, orderForm, person, send, stored } from './buyer.ts'

let office: Office
let vies: Awaited<ReturnType<typeof openVies>>
let desk: Client
beforeAll(async () => {
  office = await openOffice()
  vies = await openVies()
  office.shop.config.viesUrl = vies.url
  desk = await office.hire('owner')
  // Two zones with a price of their own, as the settings' pages make them.
  await office.sql(`
    update setting set value = jsonb_set(jsonb_set(jsonb_set(value, '{countries}', '["LV", "NL", "SE"]'), '{zones}', (value -> 'zones') || '[
          {"key": "zviedrija", "name": "Zviedrija", "countries": ["SE"], "postcodes": []},
          {"key": "niderlande", "name": "Nīderlande", "countries": ["NL"], "postcodes": []}]'),
        '{carriers}', (select jsonb_agg(case when one ->> 'key' = 'dpd'
           then jsonb_set(one, '{courier,rates}', (one #> '{courier,rates}')
             || jsonb_build_array((one #> '{courier,rates,0}') || '{"zone": "zviedrija", "freeFromCents": null, "bands": [{"upToGrams": 30000, "priceCents": 1990}]}',
                                  (one #> '{courier,rates,0}') || '{"zone": "niderlande", "freeFromCents": null, "bands": [{"upToGrams": 30000, "priceCents": 2490}]}'))
           else one end) from jsonb_array_elements(value -> 'carriers') one))
     where key = 'delivery'`)
  await office.sql(`update setting set value = value || '{"oneStopShop": true}' where key = 'vat'`)
  await until(
    async () =>
      office.shop.known().settings.delivery.countries.length === 3 &&
      office.shop.known().settings.vat.oneStopShop,
  )
})
afterAll(async () => {
  await vies.close()
  await office.close()
})

const inStockholm = { street: 'Kungsgatan 5', town: 'Stockholm', postcode: '111 22' }
const toStockholm = {
  deliveryCountry: 'SE',
  delivery: 'dpd-courier',
  deliveryStreet: 'Kungsgatan 5',
  deliveryTown: 'Stockholm',
  deliveryPostcode: '111 22',
}
const dutch = {
  ...company,
  companyName: companies.signposts.company,
  registrationNumber: '',
  vatNumber: companies.signposts.vatNumber,
  street: companies.signposts.address.street,
  town: companies.signposts.address.town,
  postcode: companies.signposts.address.postcode,
  deliveryCountry: 'NL',
  delivery: 'dpd-courier',
}

/** The form as it comes back for the country, with its prices of delivery. */
async function formFor(buyer: Client, deliveryCountry: string, path = '/en/checkout'): Promise<Page> {
  const form = (await orderForm(buyer, path)).form(/checkout$|pasutit$/)
  return buyer.post(path, { ...form.filled({ deliveryCountry }), action: 'refresh' })
}

/** Orders what is typed, and returns the order's id. */
async function orderedBy(values: Fields & { deliveryCountry: string }): Promise<string> {
  const buyer = office.visitor()
  const placed = await send(buyer, await formFor(buyer, values.deliveryCountry), values)
  expect([placed.status, placed.texts('.error-summary li')]).toEqual([303, []])
  return /[0-9a-f-]{36}/.exec(placed.location ?? '')![0]
}

/** Pays the whole price, and reads what was issued for it. */
async function invoiced(id: string) {
  const till = openTill(office.shop)
  const { totalCents } = await till.order(id)
  await till.receive(id, totalCents)
  const [row] = await office.sql<{ id: string; address: string[] }>(
    `select invoice.id, address, vat_country as country, delivered_to as arrival, category, rate, invoice_vat.vat_cents as vat
       from invoice join invoice_vat on invoice_vat.invoice_id = invoice.id join invoice_buyer on invoice_buyer.invoice_id = invoice.id
      where order_id = $1`,
    [id],
  )
  await office.render(row!.id)
  const { body } = await desk.get(urlFor('adminDocumentUbl', { id: row!.id }))
  const buyer = /<cac:AccountingCustomerParty>.*<\/cac:AccountingCustomerParty>/s.exec(body)![0]
  return { ...row!, totalCents, buyer }
}

function kept(id: string) {
  return office.sql<object>(
    `select country, delivery_country, registration_number, delivery_price_cents as price
       from order_party join "order" on "order".id = order_id where order_id = $1`,
    [id],
  )
}

test('a consumer in Sweden orders, and the invoice has the VAT of Sweden', async () => {
  const id = await orderedBy({ ...person, ...inStockholm, deliveryCountry: 'SE' })
  expect(await kept(id)).toMatchObject([{ country: 'SE', delivery_country: null, price: 1990 }])
  const { totalCents, buyer, ...invoice } = await invoiced(id)
  expect(invoice).toMatchObject({ country: 'SE', arrival: 'SE', rate: 2500, vat: Math.round(totalCents / 5) })
  expect(invoice.address).toEqual(['Kungsgatan 5', 'Stockholm, 111 22, Sweden'])
  expect(buyer).toContain('<cbc:IdentificationCode>SE</cbc:IdentificationCode>')
  // Staff put right where the buyer is at home; the goods went to Sweden all the same.
  const documents = await desk.get(urlFor('adminOrderDocuments', { id }))
  await desk.submit(documents.form(/corrective$/), { country: 'LV', postcode: 'LV-1010' })
  const [corrective] = await office.sql<object>(
    `select delivered_to as arrival, address from invoice join invoice_buyer on invoice_id = invoice.id
      where order_id = $1 and kind = 'corrective'`,
    [id],
  )
  expect(corrective).toEqual({ arrival: 'SE', address: ['Kungsgatan 5', 'Stockholm, LV-1010'] })
})

test('a company in Rīga sends to Sweden: it is asked where it is at home, and its invoice says Rīga', async () => {
  const buyer = office.visitor()
  const values = { ...company, street: 'Brīvības iela 1', town: 'Rīga', postcode: '1010', ...toStockholm }
  const asked = await send(buyer, await formFor(buyer, 'SE'), values)
  expect(asked.status).toBe(422)
  expect(asked.texts('.error-summary li').join()).toContain('Choose the country of this address')
  expect(asked.form(/checkout$/).filled()).toMatchObject({ ...values, country: '' })
  const id = await orderedBy({ ...values, country: 'LV' })
  expect(await kept(id)).toMatchObject([{ country: 'LV', delivery_country: 'SE', price: 1990 }])
  const { buyer: party, ...invoice } = await invoiced(id)
  expect(invoice).toMatchObject({ arrival: 'SE', address: ['Brīvības iela 1', 'Rīga, LV-1010'] })
  expect(party).toContain('<cbc:IdentificationCode>LV</cbc:IdentificationCode>')
  expect(party).toContain('schemeID="0218"')
  expect(party).not.toContain('SE')
  expect((await desk.get(urlFor('adminOrder', { id }))).text).toContain('Sweden')
})

test('a person in Rīga sends to Sweden: VAT is Swedish, the invoice’s address is not', async () => {
  const id = await orderedBy({ ...person, ...toStockholm, country: 'LV' })
  const invoice = await invoiced(id)
  expect(invoice).toMatchObject({ country: 'SE', rate: 2500 })
  expect(invoice.address.join()).not.toContain('Sweden')
})

test('a Dutch company with a VAT number and no other orders, and once VIES says yes it is an intra-Community supply', async () => {
  const id = await orderedBy(dutch)
  expect(await kept(id)).toMatchObject([{ country: 'NL', delivery_country: null, registration_number: null }])
  vies.says({ valid: true, requestIdentifier: 'WAPI2' })
  await invoicingJobs(office.shop)['ask-vies']!({ order: id }, {} as never)
  const documents = await desk.get(urlFor('adminOrderDocuments', { id }))
  await desk.submit(documents.forms.find(({ action }) => action.endsWith('/vat'))!)
  const { buyer, ...invoice } = await invoiced(id)
  expect(invoice).toMatchObject({ category: 'K', rate: 0, vat: 0, arrival: 'NL' })
  expect(buyer).toContain('<cbc:IdentificationCode>NL</cbc:IdentificationCode>')
  expect(buyer).toContain('schemeID="9944"')
  expect(buyer).not.toContain('0218')
})

test('a company with neither number is told so in its language and loses nothing typed; its own register’s number will do', async () => {
  const buyer = office.visitor()
  const form = await formFor(buyer, 'NL', '/pasutit')
  const before = await stored(office)
  const values = { ...dutch, vatNumber: '', note: 'Zvanīt pie vārtiem' }
  const refused = await send(buyer, form, values)
  expect(refused.status).toBe(422)
  expect(refused.find('#registrationNumber-error').textContent).toContain(
    'reģistrācijas numuru vai PVN numuru',
  )
  expect(refused.form(/pasutit$/).filled()).toMatchObject(values)
  expect(await stored(office)).toEqual(before)
  const { registrationNumber } = companies.signposts
  expect((await send(buyer, refused, { registrationNumber })).status).toBe(303)
})

test('a company at home needs the number of our register; goods that go to its own address go to its country', async () => {
  const buyer = office.visitor()
  const form = await orderForm(buyer)
  const latvian = await send(buyer, form, { ...company, registrationNumber: '' })
  expect(latvian.find('#registrationNumber-error').textContent).toContain('11 digits')
  const torn = await send(buyer, form, { ...dutch, country: 'NL', deliveryCountry: 'LV' })
  expect(torn.status).toBe(422)
  expect(torn.find('#country-error').textContent).toContain('Choose the same country for delivery')
})

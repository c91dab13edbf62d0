import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Carrier } from '../../src/settings/delivery.ts'
import { delivery as read } from '../../src/settings/flat-delivery.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Fields } from '../support/client.ts'

let office: Office
let owner: Client

beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
})
afterAll(() => office.close())

const hrefOf = (carrier: string) => urlFor('adminDeliveryCarrier', { carrier })
const settingsHref = urlFor('adminSettings', { section: 'delivery' })
const known = (key: string): Carrier | undefined =>
  office.shop.known().settings.delivery.carriers.find((carrier) => carrier.key === key)

async function fill(href: string, values: Fields) {
  return owner.submit((await owner.get(href)).form(href), values)
}

test.each([
  hrefOf('omniva'),
  hrefOf('dpd'),
  urlFor('adminDeliveryFile', { carrier: 'venipak' }),
  urlFor('adminDeliveryZone', { zone: 'riga' }),
])('%s is kept as it stands', async (href) => {
  const before = await office.sql("select value from setting where key = 'delivery'")
  expect((await fill(href, {})).status).toBe(303)
  expect(await office.sql("select value from setting where key = 'delivery'")).toEqual(before)
})

test('a price typed on a carrier’s page is on offer a moment later', async () => {
  const values = { 'locker-latvija-kg-1': '2,5', 'locker-latvija-price-1': '2.95', 'locker-latvija-free': '' }
  expect((await fill(hrefOf('omniva'), values)).status).toBe(303)
  await vi.waitFor(() =>
    expect(known('omniva')!.locker!.rates[0]!.bands[0]).toEqual({ upToGrams: 2500, priceCents: 295 }),
  )
  expect(known('omniva')!.locker!.rates[0]!.freeFromCents).toBeNull()
  expect((await owner.get(settingsHref)).text).toContain('from €2.95')
})

test.each([
  [{ 'locker-latvija-kg-2': '0,5' }, 'greater than in the row before'],
  [{ 'locker-latvija-price-1': '' }, 'Fill in this field'],
  [{ 'locker-latvija-kg-1': 'heavy' }, 'Write the weight in kilograms'],
  [{ 'locker-length-1': '' }, 'Fill in this field'],
  [{ 'locker-size-1': '' }, 'Fill in this field'],
  [{ 'locker-latvija-until': '1', 'locker-latvija-from': '2' }, 'Cannot be less'],
  [{ trackingLink: 'javascript:alert(1)//{number}' }, 'begins with https://'],
  [{ trackingLink: 'https://example.com/' }, 'contains {number}'],
])('a carrier with %j is refused, and nothing typed is lost', async (values, said) => {
  const page = await fill(hrefOf('omniva'), { name: 'Omniva tomorrow', ...values })
  expect(page.status).toBe(422)
  expect(page.text).toContain(said)
  expect(page.form(hrefOf('omniva')).filled()).toMatchObject({ name: 'Omniva tomorrow', ...values })
  expect(known('omniva')!.name).toBe('Omniva')
})

test('a new carrier without a name is asked for it beside its field', async () => {
  const before = office.shop.known().settings.delivery.carriers.length
  const refused = await owner.post(urlFor('adminDeliveryCarriers'), { newCarrier: ' ' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('New carrier: Fill in this field.')
  expect(refused.body).toContain('id="newCarrier-error"')
  expect(refused.link('Delivery')).toBe(settingsHref)
  expect(office.shop.known().settings.delivery.carriers).toHaveLength(before)
})

test('a carrier is added, opened and taken away; one that is on offer stays', async () => {
  const added = await owner.post(urlFor('adminDeliveryCarriers'), { newCarrier: '<script>Ātrais</script>' })
  expect(added.location).toBe(hrefOf('script-atrais-script'))
  const key = 'script-atrais-script'
  const page = await owner.follow(added)
  expect(page.status).toBe(200)
  expect(page.body).toContain('&lt;script&gt;Ātrais&lt;/script&gt;')
  const values = {
    'courier-open': 'yes',
    'courier-length-1': '1000',
    'courier-width-1': '500',
    'courier-height-1': '500',
    'courier-latvija-kg-1': '10',
    'courier-latvija-price-1': '4',
  }
  expect((await owner.submit(page.form(hrefOf(key)), values)).status).toBe(303)
  const remove = urlFor('adminDeliveryCarrierRemove', { carrier: key })
  await owner.post(remove, {})
  await vi.waitFor(() => expect(known(key)?.courier?.offered).toBe(true))
  await fill(hrefOf(key), { 'courier-open': [] })
  await vi.waitFor(() => expect(known(key)?.courier?.offered).toBe(false))
  await owner.post(remove, {})
  await vi.waitFor(() => expect(known(key)).toBeUndefined())
})

test('a zone has its postcodes, and only one is the whole country', async () => {
  const fresh = urlFor('adminDeliveryZone', { zone: 'new' })
  expect((await fill(fresh, { name: 'Latgale', postcodes: '54, LV-46, 4601-4699' })).status).toBe(303)
  await vi.waitFor(() =>
    expect(office.shop.known().settings.delivery.zones.at(-1)).toMatchObject({
      key: 'latgale',
      postcodes: ['54', '46', '4601-4699'],
    }),
  )
  const elsewhere = await fill(fresh, { name: 'Elsewhere', postcodes: '54, zz-11' })
  expect(elsewhere.status).toBe(422)
  expect(elsewhere.text).toContain('“ZZ-11” is not understood')
  expect((await fill(fresh, { name: 'Two', postcodes: '54 46' })).status).toBe(422)
  const wrong = await fill(fresh, { name: 'Wrong', postcodes: '4699-4601' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('“4699-4601” is not understood')
  expect((await fill(fresh, { name: 'All' })).text).toContain('has a zone for all of it already')
  expect((await fill(fresh, { name: 'Words', postcodes: 'abc' })).text).toContain('“ABC” is not understood')
  expect((await fill(fresh, { name: 'latgale', postcodes: '53' })).text).toContain(
    'zone of this name already',
  )
  const double = await fill(fresh, { name: 'Again', postcodes: '53, LV-4601-4699' })
  expect(double.status).toBe(422)
  expect(double.text).toContain('4601-4699 belongs to the zone “Latgale” already')
  await owner.post(urlFor('adminDeliveryZoneRemove', { zone: 'latgale' }), {})
  await vi.waitFor(() =>
    expect(office.shop.known().settings.delivery.zones.map(({ key }) => key)).toEqual(['latvija', 'riga']),
  )
})

test('a zone abroad opens its countries to buyers, and closes them when it goes', async () => {
  const fresh = urlFor('adminDeliveryZone', { zone: 'new' })
  const refused = await fill(fresh, { name: 'Abroad', countries: 'EE, XX' })
  expect([refused.status, refused.text.includes('Not known: XX')]).toEqual([422, true])
  const mixed = await fill(fresh, { name: 'Abroad', countries: 'EE, LT', postcodes: '10' })
  expect(mixed.text).toContain('Postcodes belong to one country')
  await fill(fresh, { name: 'Stockholm', countries: 'SE', postcodes: '114 55, SE-112' })
  await vi.waitFor(() =>
    expect(office.shop.known().settings.delivery.zones.at(-1)?.postcodes).toEqual(['11455', '112']),
  )
  await owner.post(urlFor('adminDeliveryZoneRemove', { zone: 'stockholm' }), {})
  await fill(fresh, { name: 'Baltics', countries: 'ee; LT' })
  const countries = () => office.shop.known().settings.delivery.countries
  await vi.waitFor(() => expect(countries()).toEqual(['LV', 'EE', 'LT']))
  await owner.post(urlFor('adminDeliveryZoneRemove', { zone: 'baltics' }), {})
  await vi.waitFor(() => expect(countries()).toEqual(['LV']))
})

test('the columns of a parcel file are those that were chosen', async () => {
  const href = urlFor('adminDeliveryFile', { carrier: 'venipak' })
  const form = (await owner.get(href)).form(href)
  const cleared = Object.fromEntries(
    form.names.filter((name) => /^(title|field|text)-/.test(name)).map((name) => [name, '']),
  )
  const values = { ...cleared, 'title-1': 'Nr', 'field-1': 'reference', 'field-2': 'fixed', 'text-2': 'EUR' }
  expect((await owner.submit(form, { ...values, encoding: 'windows-1257' })).status).toBe(303)
  await vi.waitFor(() =>
    expect(known('venipak')!.file).toMatchObject({
      encoding: 'windows-1257',
      columns: [
        { title: 'Nr', field: 'reference', text: '' },
        { title: '', field: 'fixed', text: 'EUR' },
      ],
    }),
  )
  const both = await fill(href, { separator: 'comma', decimal: 'comma' })
  expect(both.status).toBe(422)
  expect(both.text).toContain('cannot be parted by the same sign')
  expect((await fill(href, { 'title-1': '', 'field-1': '', 'field-2': '' })).status).toBe(422)
})

test('prices of a shop that had one for each way are read as that price for every weight', () => {
  const flat = {
    courier: { offered: true, priceCents: 700, days: 3 },
    locker: { offered: false, priceCents: 300, days: 2 },
    collection: { offered: true, priceCents: 0, days: 1 },
    freeFromCents: 5_000,
  }
  const now = read.parse(flat)
  expect(now.carriers.find(({ key }) => key === 'dpd')!.courier).toMatchObject({
    offered: true,
    rates: [{ freeFromCents: 5_000, days: { until: 3 }, bands: [{ upToGrams: 30_000, priceCents: 700 }] }],
  })
  expect(now.carriers.some(({ locker }) => locker?.offered)).toBe(false)
  expect(read.parse(now)).toEqual(now)
})

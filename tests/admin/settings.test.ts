import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import type { Client, Fields, Page } from '../support/client.ts'
import { take } from '../support/trade.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
let owner: Client

beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
})
afterAll(() => office.close())

const href = (section: string) => urlFor('adminSettings', 'lv', { section })

async function fill(section: string, values: Fields, form: string | RegExp = href(section)): Promise<Page> {
  const page = await owner.get(href(section))
  return owner.submit(page.form(form), values)
}

/** The form as it is shown can be sent as it is, and nothing changes. */
test.each([
  'identity',
  'bank',
  'delivery',
  'paying',
  'numbers',
  'vat',
  'languages',
  'bookkeeping',
])('%s is kept as it stands', async (section) => {
  const before = await office.sql('select key, value from setting order by key')
  expect((await fill(section, {})).status).toBe(303)
  const after = await office.sql('select key, value from setting order by key')
  expect(after).toEqual(before)
})

test.each([
  ['identity', { registrationNumber: '49999000015' }, 'Check the registration number'],
  ['identity', { vatNumber: 'LV49999000015' }, 'Check the VAT number'],
  ['identity', { email: 'nobody' }, 'Check the e-mail address'],
  ['identity', { phone: '12' }, 'Check the phone number'],
  ['identity', { postcode: '10' }, 'A postcode has four digits'],
  ['bank', { iban: 'LV81BANK0000435195001' }, 'its check digits do not match'],
  ['bank', { iban: 'LV80BANK' }, 'another length or form'],
  ['bank', { bic: 'X' }, 'A BIC has 8 or 11'],
  ['bank', { paymentDays: '0' }, 'a whole number from 1 to 60'],
  ['delivery', { collectionPrice: 'free' }, 'Enter an amount in euros'],
  ['delivery', { 'from-1': '18:00', 'until-1': '09:00' }, 'The end must come after the beginning'],
  ['numbers', { orderPrefix: 'ŽŽ' }, 'plain letters, digits'],
  ['closures', { from: '2027-01-05', until: '2027-01-04' }, 'The last day must be after the first'],
  ['closures', { from: '2020-01-05', until: '2027-01-04' }, 'cannot be more than a year ago'],
  ['closures', { from: '2099-01-05', until: '2100-02-04' }, 'a year at most'],
] as const)('%s refuses %j and keeps what was typed', async (section, values, message) => {
  const page = await fill(section, values)
  expect(page.status).toBe(422)
  expect(page.text).toContain(message)
  expect(page.form(href(section)).filled()).toMatchObject(
    Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string')),
  )
})

test('what is changed stands on the storefront', async () => {
  const page = await owner.follow(await fill('identity', { name: 'Jaunā zīme', phone: '67 123 456' }))
  expect(page.text).toContain('Saved.')
  expect(page.form(href('identity')).filled()).toMatchObject({ name: 'Jaunā zīme', phone: '67 123 456' })
  const visitor = office.visitor()
  await vi.waitFor(async () => expect((await visitor.get('/en')).text).toContain('Jaunā zīme'))
})

test('delivery prices are typed as each language writes them', async () => {
  expect((await fill('delivery', { collectionPrice: '7,5' })).status).toBe(303)
  const shown = (await owner.get(href('delivery'))).form(href('delivery')).filled()
  expect(shown).toMatchObject({ collectionPrice: '7.50' })
  const latvian = await office.hire('owner', 'lv')
  expect((await latvian.get(href('delivery'))).form(href('delivery')).filled().collectionPrice).toBe('7,50')
  await vi.waitFor(() => expect(office.shop.known().settings.delivery.collection.priceCents).toBe(750))
})

test('a shop that moved here goes on counting, and never backwards', async () => {
  expect(
    (await fill('numbers', { orderNext: '5000', invoicePrefix: 'ZIM-', invoiceNext: '321' })).status,
  ).toBe(303)
  expect((await owner.get(href('numbers'))).form(href('numbers')).filled()).toMatchObject({
    orderNext: '5000',
    invoiceNext: '321',
  })
  await vi.waitFor(() => expect(office.shop.known().settings.numbers.invoicePrefix).toBe('ZIM-'))
  const bought = await office.order()
  expect(bought.number).toContain('5000')
  await take(owner, bought, ['payment'])
  expect((await office.open(owner, bought)).text).toMatch(/Advance invoice ZIM-\d{4}-0321/)

  const shown = (await owner.get(href('numbers'))).form(href('numbers')).filled()
  expect(shown).toMatchObject({ orderNext: '5001', invoiceNext: '322' })
  const back = await fill('numbers', { orderNext: '5000' })
  expect(back.status).toBe(422)
  expect(back.text).toContain('given out already')
  for (const invoiceNext of ['321', '400']) {
    const jump = await fill('numbers', { invoiceNext })
    expect(jump.status).toBe(422)
    expect(jump.text).toContain('Invoices have been issued this year')
  }
  const half = await fill('numbers', { orderNext: '6000', invoiceNext: '1' })
  expect(half.status).toBe(422)
  expect((await owner.get(href('numbers'))).form(href('numbers')).filled().orderNext).toBe('5001')
})

test('terms are published as a new version, in one language at a time', async () => {
  const versions = async () => {
    const [row] = await office.sql<{ versions: number }>(
      "select count(*)::int as versions from terms_version where language = 'en'",
    )
    return row!.versions
  }
  const before = await versions()
  const page = await owner.get(href('terms'))
  const english = page.forms.find((form) => form.filled().language === 'en')!
  const markdown = '## Terms\n\nNew words of the terms.'
  expect((await owner.submit(english, { 'terms-en': markdown })).status).toBe(303)
  expect((await owner.submit(english, { 'terms-en': markdown })).status).toBe(303)
  expect(await versions()).toBe(before + 1)
  const visitor = office.visitor()
  await vi.waitFor(async () =>
    expect((await visitor.get(urlFor('terms', 'en'))).text).toContain('New words of the terms.'),
  )
  expect((await owner.submit(english, { 'terms-en': '' })).status).toBe(422)
})

test('what an order’s buyer read of the terms stays, also when the shop moves', async () => {
  const bought = await office.order()
  const [seen] = await office.sql<{ id: string; markdown: string }>(
    'select terms_version.id, markdown from terms_version join "order" on terms_version_id = terms_version.id where "order".id = $1',
    [bought.id],
  )
  const page = await owner.get(href('terms'))
  const english = page.forms.find((form) => form.filled().language === 'en')!
  await owner.submit(english, { 'terms-en': '## Seller\n\n{legalName}, {address}.' })
  expect((await fill('identity', { street: 'Jaunā iela 7' })).status).toBe(303)
  const visitor = office.visitor()
  await vi.waitFor(async () =>
    expect((await visitor.get(urlFor('terms', 'en'))).text).toContain('SIA "ZĪMES", Jaunā iela 7'),
  )
  const template = (await owner.get(href('terms'))).forms.find((form) => form.filled().language === 'en')!
  expect(template.filled()['terms-en']).toContain('{address}')
  const version = await visitor.get(urlFor('termsVersion', 'en', { id: seen!.id }))
  expect(version.text).not.toContain('SIA "ZĪMES", Jaunā iela 7')
  const [kept] = await office.sql<{ markdown: string }>('select markdown from terms_version where id = $1', [
    seen!.id,
  ])
  expect(kept!.markdown).toBe(seen!.markdown)
})

test('a closure is added and taken back; the public holidays are named', async () => {
  const [from, until] = ['2099-07-01', '2099-07-14']
  const page = await owner.follow(await fill('closures', { from, until, reason: 'Summer' }))
  expect(page.text).toContain('Summer')
  expect(page.text).toContain('New Year')
  const removed = await owner.follow(await owner.submit(page.form(/\/remove$/)))
  expect(removed.text).toContain('No closures planned.')
})

test('a language without terms cannot be opened, one that waits for a product’s text can', async () => {
  await office.sql(`delete from terms_version where language = 'sv'`)
  await office.sql(`delete from product_text where language in ('sv', 'nl')
    and product_id = (select product_id from product_text where slug = 'brass-door-plate')`)
  await office.sql(`update setting set value = '{"open":["lv","en","nl"]}' where key = 'languages'`)
  const page = await owner.get(href('languages'))
  expect(page.text).toContain('Svenska: cannot be opened yet')
  expect(page.text).toContain('Still to translate')
  expect((await owner.submit(page.form(href('languages')))).status).toBe(303)
  const forced = await owner.post(href('languages'), { 'open-sv': 'yes', 'open-nl': '' })
  expect(forced.status).toBe(422)
  const [kept] = await office.sql<{ open: string[] }>(
    `select value -> 'open' as open from setting where key = 'languages'`,
  )
  expect(kept?.open).toEqual(['lv', 'en', 'nl'])
  expect((await owner.post(href('languages'), { 'open-sv': '', 'open-nl': '' })).status).toBe(303)
  expect((await owner.post(href('languages'), { 'open-sv': '', 'open-nl': 'yes' })).status).toBe(303)
})

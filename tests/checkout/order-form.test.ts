import { afterAll, beforeAll, expect, test } from 'vitest'
import { companies } from '../../seed/cast.ts'
import { attribute } from '../support/html.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { company, lockerOn, orderForm, orders, person, putIn, send, stored, withWords } from './buyer.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

test('an order form without a cart leads to the cart', async () => {
  const visitor = house.visitor()
  expect((await visitor.get('/en/checkout')).location).toBe('/en/cart')
})

test('the order form shows the whole price of each way of delivery, and the words on the button are the statutory ones', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  expect(form.texts('main button')).toEqual(['Order with obligation to pay'])
  const goods = Number(form.form(/checkout$/).filled()['agreed-collection'])
  expect(Number(form.form(/checkout$/).filled()['agreed-dpd-courier'])).toBe(goods + 590)
  expect((await visitor.get('/pasutit')).texts('main button')).toEqual(['Pasūtījums ar pienākumu maksāt'])
})

test('no box is ticked beforehand', async () => {
  const form = await orderForm(house.visitor())
  expect(form.all('input[type="checkbox"]').filter((box) => box.hasAttribute('checked'))).toEqual([])
})

test('a person orders and lands on the order with everything needed to pay it', async () => {
  const visitor = house.visitor()
  const page = await orders(visitor)
  expect(page.status).toBe(200)
  expect(page.text).toContain('Thank you, we have your order.')
  const { bank } = house.shop.known().settings
  expect(page.text).toContain(bank.accountHolder)
  expect(page.text).toContain(bank.iban.replace(/(.{4})(?=.)/g, '$1 '))
  expect(page.text).toMatch(/RF\d\d [0-9A-Z]{4}/)
  expect((await visitor.get('/en')).all('.cart-link .count')).toEqual([])
  expect((await visitor.get('/en/cart')).text).toContain('The cart is empty')
})

test('a company orders with its numbers, its reference and its own e-mail for invoices', async () => {
  const page = await orders(house.visitor(), company)
  expect(page.text).toContain(companies.builders.company)
  const party = await partyOf(page.path)
  expect(party).toMatchObject({
    kind: 'company',
    company_name: companies.builders.company,
    registration_number: companies.builders.registrationNumber,
    vat_number: companies.builders.vatNumber,
    buyer_reference: 'PO 2026/17',
    invoice_email: companies.builders.invoiceEmail,
    locker: null,
  })
})

test('the whole order form works in Latvian, too', async () => {
  const visitor = house.visitor()
  await putIn(visitor, '/prece/emaljas-majas-numurs', { words: '27\nĢertrūdes iela' })
  const form = await visitor.get('/pasutit')
  const page = await visitor.follow(
    await send(visitor, form, {
      ...person,
      delivery: 'omniva-locker',
      'point-omniva-locker': lockerOn(form, 'omniva-locker', /Centrāltirgus/),
    }),
  )
  expect(page.text).toContain('Paldies, pasūtījums ir saņemts.')
  expect(page.text).toContain('Centrāltirgus')
  expect(await partyOf(page.path)).toMatchObject({
    point_id: lockerOn(form, 'omniva-locker', /Centrāltirgus/),
  })
})

test('what belongs to a way not chosen is neither checked nor kept', async () => {
  const values = {
    ...person,
    delivery: 'collection',
    phone: '',
    street: '',
    town: '',
    postcode: '',
    companyName: 'Nobody',
    vatNumber: 'nonsense',
    deliveryPostcode: 'nonsense',
  }
  const page = await orders(house.visitor(), values)
  expect(page.text).toContain('Thank you')
  expect(await partyOf(page.path)).toMatchObject({
    company_name: null,
    vat_number: null,
    delivery_postcode: null,
    locker: null,
    phone: null,
    street: null,
  })
})

test('a parcel may go elsewhere, and then the buyer’s own address is not needed', async () => {
  const elsewhere = {
    deliveryName: 'Anna',
    deliveryStreet: 'Jomas iela 1',
    deliveryTown: 'Jūrmala',
    deliveryPostcode: '2015',
  }
  const page = await orders(house.visitor(), { ...person, street: '', town: '', postcode: '', ...elsewhere })
  expect(page.text).toContain('Jomas iela 1')
  expect(await partyOf(page.path)).toMatchObject({
    street: null,
    delivery_postcode: 'LV-2015',
    delivery_name: 'Anna',
  })
})

test.each([
  ['the box about personal data is not ticked', { read: [] }, 'read'],
  ['no way of delivery is chosen', { delivery: [] }, 'delivery'],
  ['the courier has no address', { street: '' }, 'street'],
  ['the courier has no telephone', { phone: '' }, 'phone'],
  ['half of another address is given', { deliveryStreet: 'Jomas iela 1' }, 'deliveryTown'],
  ['no parcel locker is chosen', { delivery: 'omniva-locker' }, 'point-omniva-locker'],
  ['the e-mail address is none', { email: 'oliver' }, 'email'],
  ['the postcode is none', { postcode: '12' }, 'postcode'],
  ['the name is missing', { name: ' ' }, 'name'],
  ['no invoice can print the name', { name: 'Анна 🙂' }, 'name'],
  ['a call is wished without a number', { delivery: 'collection', phone: '', consentPhone: 'yes' }, 'phone'],
  ['a personal code stands in the note', { note: 'Mans kods ir 010190-12345' }, 'note'],
])('nothing is ordered and nothing typed is lost when %s', async (_, values, field) => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const before = await stored(house)
  const refused = await send(visitor, form, { ...person, ...values })
  expect(refused.status).toBe(422)
  expect(refused.all(`.error-summary a[href="#${field}"]`)).toHaveLength(1)
  expect(refused.all(`#${field}`)).toHaveLength(1)
  const { formKey } = form.form(/checkout$/).filled()
  const typed = Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'))
  expect(refused.form(/checkout$/).filled()).toMatchObject({ email: person.email, ...typed, formKey })
  expect(await stored(house)).toEqual(before)
})

test.each([
  ['a company without a name', { companyName: '' }, 'companyName'],
  ['a registration number with a slip', { registrationNumber: '49999000028' }, 'registrationNumber'],
  ['a personal code for a registration number', { registrationNumber: '010190-12345' }, 'registrationNumber'],
  ['a VAT number with a slip', { vatNumber: 'LV49999000028' }, 'vatNumber'],
  ['a personal code as order reference', { orderReference: '010190-12345' }, 'orderReference'],
  ['a company without an address', { street: '' }, 'street'],
])('%s is refused beside its field', async (_, values, field) => {
  const visitor = house.visitor()
  const refused = await send(visitor, await orderForm(visitor), { ...company, ...values })
  expect(refused.status).toBe(422)
  expect(refused.all(`#${field}-error`)).toHaveLength(1)
})

test('a name that no invoice can print is answered with the characters it lacks', async () => {
  const visitor = house.visitor()
  const refused = await send(visitor, await orderForm(visitor), { ...company, companyName: 'Firma 漢' })
  expect(refused.find('#companyName-error').textContent).toContain('漢')
})

test('without scripts, too, what was typed goes along into another language; what was agreed to does not', async () => {
  const visitor = house.visitor()
  const form = await orderForm(visitor)
  const before = await stored(house)
  const sent = form.form(/checkout$/).filled({ ...person, note: 'Zvanīt pie vārtiem', consentEmail: 'yes' })
  const button = form.all('#languages button').find(({ textContent }) => textContent === 'Latviešu')!
  expect(attribute(button, 'form')).toBe(form.form(/checkout$/).id)
  const action = attribute(button, 'formaction')!
  const page = await visitor.post(action, {
    ...sent,
    [attribute(button, 'name')!]: attribute(button, 'value')!,
  })
  expect([page.status, page.path]).toEqual([200, '/pasutit'])
  const shown = page.form(/pasutit$/).filled()
  const { noticeVersion: _, termsVersion: _terms, read: _read, consentEmail: _email, ...typed } = sent
  expect(shown).toMatchObject(typed)
  expect([shown.read, shown.consentEmail]).toEqual([undefined, undefined])
  expect((await visitor.follow(await send(visitor, page, { read: 'yes' }))).text).toContain('Paldies')
  expect((await stored(house))['"order"']).toBe(before['"order"']! + 1)
})

test('a form of the page in another language says so, and that nothing has changed', async () => {
  const visitor = house.visitor()
  await putIn(visitor)
  const latvian = (await visitor.get('/pasutit')).form(/pasutit$/).filled(person)
  const page = await visitor.post('/en/checkout', latvian)
  expect(page.status).toBe(409)
  expect(page.text).toContain('This form comes from the page in another language')
  expect((await send(visitor, page, {})).status).toBe(303)
})

test('a telephone number in the note is not taken for a personal code', async () => {
  const page = await orders(house.visitor(), { ...person, note: 'Zvaniet +371 20000101 vai +37120000101' })
  expect(page.text).toContain('Thank you')
})

test('each yes is kept with the words it was given to, and a no as a no', async () => {
  await orders(house.visitor(), {
    ...person,
    email: 'yes@example.com',
    consentEmail: 'yes',
    consentPhone: 'yes',
    noSimilarGoods: 'yes',
  })
  const [given, against] = await withSql(house.database.url, async (sql) => [
    await sql`select consent.purpose, address, words, form from consent join consent_text on hash = text_hash where address in ('yes@example.com', ${`+371${person.phone.slice(-8)}`}) order by 1`,
    await sql`select purpose from objection`,
  ])
  expect(given).toEqual([
    {
      purpose: 'marketing-email',
      address: 'yes@example.com',
      words: house.shop.t('en')('consent.marketing-email'),
      form: 'order',
    },
    {
      purpose: 'marketing-phone',
      address: expect.stringMatching(/^\+371/),
      words: house.shop.t('en')('consent.marketing-phone'),
      form: 'order',
    },
  ])
  expect(against).toContainEqual({ purpose: 'marketing-similar-goods' })
})

test('a purpose that is switched off asks for nothing, and what is sent for it is ignored', async () => {
  const visitor = house.visitor()
  await switchPurpose('marketing-email', false)
  try {
    await expect.poll(() => house.shop.known().purposesOn.has('marketing-email')).toBe(false)
    const form = await orderForm(visitor)
    expect(form.all('#consentEmail')).toEqual([])
    const sent = { ...form.form(/checkout$/).filled(person), email: 'off@example.com', consentEmail: 'yes' }
    expect((await visitor.post('/en/checkout', sent)).status).toBe(303)
    const rows = await withSql(
      house.database.url,
      (sql) => sql`select from consent where address = 'off@example.com'`,
    )
    expect(rows).toHaveLength(0)
  } finally {
    await switchPurpose('marketing-email', true)
    await expect.poll(() => house.shop.known().purposesOn.has('marketing-email')).toBe(true)
  }
})

test('a sign with own words carries the note about withdrawal on the form and on the order', async () => {
  const visitor = house.visitor()
  await putIn(visitor, withWords, { words: '27' })
  const form = await visitor.get('/en/checkout')
  expect(form.text).toContain('the right of withdrawal does not apply')
  const order = await visitor.follow(await send(visitor, form))
  expect(order.text).toContain('the right of withdrawal does not apply')
})

function partyOf(path: string): Promise<Record<string, unknown>> {
  const [id = ''] = /[0-9a-f-]{36}/.exec(path) ?? []
  return withSql(house.database.url, async (sql) => {
    const [row] = await sql`select * from order_party where order_id = ${id}`
    return row!
  })
}

function switchPurpose(purpose: string, on: boolean): Promise<unknown> {
  return withSql(
    house.database.url,
    (sql) => sql`update purpose_switch set switched_on = ${on} where purpose = ${purpose}`,
  )
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Settings } from '../../src/settings/settings.ts'
import { countriesSentTo, kindsOffered } from '../../src/settings/ways-to-receive.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice, ownWords, shelf } from '../admin/office.ts'
import { putIntoCart } from '../support/trade.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

async function set(group: 'paying' | 'delivery', change: Partial<Settings['paying'] & Settings['delivery']>) {
  const before = office.shop.known().settings[group]
  const value = { ...before, ...change }
  await office.sql(`update setting set value = '${JSON.stringify(value)}'::jsonb where key = '${group}'`)
  await expect.poll(() => office.shop.known().settings[group], { timeout: 10_000 }).toEqual(value)
}

const read = async (path: string) => (await office.visitor().get(path)).find('main').textContent

test('the page about delivery and payment lists the ways to pay that are on, and when each is possible', async () => {
  const page = await read(urlFor('deliveryPage', 'en'))
  expect(page).toContain('Bank transfer')
  expect(page).not.toContain('By card')
  expect(page).toContain('Not for goods that are made to order.')
  expect(page).toMatch(/orders of up to €150\.00/)
  expect(page).toMatch(/Where we send\s*Latvia/)
})

test('a buyer who collects reads the same hours and directions there as in the order form', async () => {
  const page = await read(urlFor('deliveryPage', 'en'))
  expect(page).toContain('09:00–17:00')
  expect(page).toContain('Enter through the courtyard')
})

test('the way to withdraw by a button stands there, too', async () => {
  const page = (await office.visitor().get(urlFor('deliveryPage', 'en'))).find('main')
  expect(page.textContent).toContain('“Withdraw from contract here”')
  expect(page.querySelectorAll('a[href="/en/withdraw-from-contract"]')).toHaveLength(1)
})

test('before the order form the cart says how one can pay and where goods go', async () => {
  const visitor = office.visitor()
  await putIntoCart(visitor, 'en', shelf)
  const cart = async () => (await visitor.get(urlFor('cart', 'en'))).text
  expect(await cart()).toContain(
    'You can pay by bank transfer, on the spot when you collect or later by invoice. We send to Latvia.',
  )
  await putIntoCart(visitor, 'en', ownWords, 'Oliver')
  // What is made is not paid for over the counter.
  expect(await cart()).toContain('You can pay by bank transfer or later by invoice.')
})

test('what is switched off is named on no page', async () => {
  await set('paying', { transfer: false, persons: null, companies: null })
  for (const path of [urlFor('deliveryPage', 'en'), urlFor('home', 'en')])
    await expect
      .poll(() => read(path), { timeout: 10_000 })
      .not.toMatch(/bank transfer\.|Bank transfer\s|by invoice/)
  expect(await read(urlFor('home', 'en'))).toContain('You can pay on the spot when you collect.')
})

test('who only lets goods be collected sends nowhere', () => {
  const { delivery } = office.shop.known().settings
  const closed = { ...delivery, carriers: [] }
  expect([countriesSentTo(delivery), kindsOffered(delivery)]).toEqual([
    ['LV'],
    ['courier', 'locker', 'collection'],
  ])
  expect([countriesSentTo(closed), kindsOffered(closed)]).toEqual([[], ['collection']])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { orderForm, orders, person, stored } from '../checkout/buyer.ts'
import { type TestShop, testShop } from '../support/shop.ts'

const bodies = 2000

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

/** Always the same bodies, so that what was found once is found again (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const values = [
  '',
  ' ',
  '0',
  '-1',
  '1',
  '1.5',
  '1e309',
  'NaN',
  '999',
  '1000',
  '99999999999999999999',
  'yes',
  'null',
  '[object Object]',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '\u0000',
  '\ud800',
  '\u202e',
  '🏠'.repeat(50),
  'x'.repeat(5000),
  '../../etc/passwd',
  'fire-extinguisher',
  'enamel-house-number',
  'person',
  'company',
  'dpd-courier',
  'omniva-locker',
  'collection',
  'transfer',
  'approve',
  'change',
  'remove',
  '00000000-0000-0000-0000-000000000000',
  'LV-1010',
  'a@b.lv',
  '+37120000101',
  '%00',
  '%',
  '__proto__',
  '1\n2',
  '\r\n',
]
const names = [
  'product',
  'variant',
  'words',
  'quantity',
  'line',
  'action',
  'formKey',
  'noticeVersion',
  'termsVersion',
  'agreed-dpd-courier',
  'buyer',
  'name',
  'email',
  'phone',
  'street',
  'town',
  'postcode',
  'delivery',
  'deliveryTown',
  'lockerTown',
  'payment',
  'note',
  'read',
  'consentEmail',
  'answer',
  'change',
  '__proto__',
  'constructor',
  'x'.repeat(300),
  '',
]

test(`${bodies} random bodies on every form of the storefront: a clear refusal each, and nothing stored`, async () => {
  const visitor = house.visitor({ audit: false })
  const order = (await orders(visitor)).path.split('?')[0]!
  const form = (await orderForm(visitor)).form(/checkout$/).filled(person)
  const before = await stored(house)
  const routes = [
    '/en/cart/add',
    '/grozs/likt',
    '/en/cart/change',
    '/grozs/mainit',
    '/en/checkout',
    '/pasutit',
    `${order}/proof/${crypto.randomUUID()}`,
    `${order}/proof/x`,
  ]
  const roll = chance(20261122)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)]!
  const statuses = new Set<number>()
  const faults: object[] = []
  for (let sent = 0; sent < bodies; sent += routes.length) {
    const asked = routes.map((route) => ({
      route,
      body: randomBody(route, form, pick, roll),
      headers: broken(roll),
    }))
    const answers = await Promise.all(
      asked.map(({ route, body, headers }) => visitor.post(route, body, headers)),
    )
    answers.forEach(({ status }, index) => {
      statuses.add(status)
      if (status >= 500) faults.push({ status, ...asked[index] })
    })
  }
  expect(faults).toEqual([])
  expect([...visitor.jar.keys()].every((name) => house.shop.cookies.names.includes(name))).toBe(true)
  expect(statuses).not.toContain(200)
  expect(await stored(house)).toEqual(before)
}, 300_000)

type Pick = <T>(list: readonly T[]) => T

/** Nonsense, or a good order form with some of it replaced by nonsense; the box that must be ticked never is. */
function randomBody(route: string, form: object, pick: Pick, roll: () => number): Record<string, string> {
  const good = /checkout$|pasutit$/.test(route) && roll() < 0.5 ? { ...form, read: '' } : {}
  const count = Math.floor(roll() * 8)
  const wrong = Object.fromEntries(Array.from({ length: count }, () => [pick(names), pick(values)]))
  return { ...good, ...wrong, read: '' } as Record<string, string>
}

function broken(roll: () => number): Record<string, string> {
  const odd = [
    'application/json',
    'text/plain',
    'multipart/form-data',
    'application/x-www-form-urlencoded; charset=utf-7',
  ]
  return roll() < 0.1 ? { 'content-type': odd[Math.floor(roll() * odd.length)]! } : {}
}

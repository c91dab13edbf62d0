import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlState } from '../../src/platform/database/client.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { attribute } from '../support/html.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import { company, orderForm, orders, person, send } from './buyer.ts'

/** Made up, with right check digits (identifiers.test.ts). */
const code = '161175-19997'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

const idIn = (path: string) => /[0-9a-f-]{36}/.exec(path)![0]

function factsOf(path: string) {
  return withSql(house.database.url, async (sql) => {
    const [row] = await sql<{ method: string; days: number | null; codes: number }[]>`
      select payment_method as method, (select net_days from pay_later where order_id = "order".id) as days,
             (select count(*)::int from personal_code where order_id = "order".id) as codes
        from "order" where id = ${idIn(path)}`
    return row
  })
}

async function setPaying(paying: Settings['paying']): Promise<void> {
  await withSql(
    house.database.url,
    (sql) => sql`update setting set value = ${JSON.stringify(paying)}::jsonb where key = 'paying'`,
  )
  await expect.poll(() => house.shop.known().settings.paying, { timeout: 10_000 }).toEqual(paying)
}

test('cards are not offered where no provider is set up', async () => {
  const page = await orderForm(house.visitor())
  const offered = page.all('input[name="payment"]').map((input) => attribute(input, 'value'))
  expect(offered).toEqual(['transfer', 'collection', 'later'])
})

test('who collects may pay over the counter, and who does not may not', async () => {
  const elsewhere = house.visitor()
  const refused = await send(elsewhere, await orderForm(elsewhere), { ...person, payment: 'collection' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('You can pay on the spot only if you collect the goods from us.')
  const page = await orders(house.visitor(), { ...person, delivery: 'collection', payment: 'collection' })
  expect(page.text).toContain('You pay when you collect the goods from us')
  expect(await factsOf(page.path)).toMatchObject({ method: 'collection', days: null })
})

test('a person who pays later gives a personal code, which is sealed at once and shown nowhere', async () => {
  const visitor = house.visitor()
  const without = await send(visitor, await orderForm(visitor), { ...person, payment: 'later' })
  expect(without.status).toBe(422)
  const wrong = await send(visitor, without, { ...person, payment: 'later', personalCode: '010180-12346' })
  expect(wrong.text).toContain('This is not a valid personal code.')
  const page = await visitor.follow(
    await send(visitor, wrong, { ...person, payment: 'later', personalCode: code }),
  )
  expect(page.text).toContain('you then have 14 days to pay')
  expect(page.text).not.toContain(code)
  expect(await factsOf(page.path)).toEqual({ method: 'later', days: 14, codes: 1 })
})

test('what is too dear to be paid later is refused beside the choice, and nothing typed is lost', async () => {
  const { settings } = house.shop.known()
  const small = { ...settings.paying, persons: { days: 14, mostCents: 100 } }
  await setPaying(small)
  const visitor = house.visitor()
  const refused = await send(visitor, await orderForm(visitor), {
    ...person,
    payment: 'later',
    personalCode: code,
  })
  await setPaying(settings.paying)
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('This amount cannot be paid later.')
  expect(refused.form(/checkout$/).filled()).toMatchObject({ name: person.name, payment: 'later' })
})

test('a company waits for approval, unless its terms stand', async () => {
  const waiting = await orders(house.visitor(), { ...company, payment: 'later' })
  expect(waiting.text).toContain('We begin once we have approved your order')
  expect(await factsOf(waiting.path)).toEqual({ method: 'later', days: null, codes: 0 })
  await withSql(
    house.database.url,
    (sql) =>
      sql`insert into standing_terms (registration_number, net_days, agreed_by)
          values (${company.registrationNumber}, 45, gen_random_uuid())`,
  )
  const trusted = await orders(house.visitor(), { ...company, payment: 'later' })
  expect(trusted.text).toContain('you then have 45 days to pay')
  expect(await factsOf(trusted.path)).toMatchObject({ days: 45 })
})

test('the storefront’s login reads no personal code of anybody under another purpose', async () => {
  const reading = withPurpose(house.shop.database.storefront, 'order-contract', 'guest', (tx) =>
    tx.execute('select sealed from personal_code'),
  )
  expect(await reading.catch(sqlState)).toBe('42501')
})

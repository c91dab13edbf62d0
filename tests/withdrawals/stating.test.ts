import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '../../seed/cast.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { placed } from '../orders/placed.ts'
import type { Client, Page } from '../support/client.ts'
import type { Bought } from '../support/trade.ts'
import { words } from './trade.ts'

let office: Office
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

/** Somebody of whom not too many statements wait. */
function somebody() {
  return { name: 'Anna Kalniņa', email: `${crypto.randomUUID().slice(0, 8)}@example.com` }
}

function kept(where: string, value: string) {
  return office.sql<{ id: string; orderId: string | null; address: string; lines: number }>(
    `select id, order_id as "orderId", address,
            (select count(*)::int from withdrawal_line where withdrawal_id = withdrawal.id) as lines
       from withdrawal where ${where} = $1`,
    [value],
  )
}

/** Both steps, as their buttons say. */
async function state(client: Client, form: Page, fields: Record<string, string>): Promise<Page> {
  const review = await client.submit(form.form('withdrawal'), fields, words.en[0])
  expect(review.status).toBe(200)
  return client.submit(review.form('withdrawal'), {}, words.en[1])
}

test.each(languages)('%s: the function stands on every page, in the words of the law', async (language) => {
  const visitor = office.visitor()
  const who = somebody()
  const home = await visitor.get(urlFor('home', language))
  const [first, second] = words[language]
  const form = await visitor.get(home.link(first))
  expect(form.h1).toBe(first)
  expect(form.texts('form#withdrawal button')).toEqual([first])
  const review = await visitor.submit(form.form('withdrawal'), { ...who, contract: `X-${language}` }, first)
  expect(review.texts('form#withdrawal button')[0]).toBe(second)
  const done = await visitor.follow(await visitor.submit(review.form('withdrawal'), {}, second))
  expect(done.status).toBe(200)
  expect(done.text).not.toContain(who.email)
  expect(await kept('contract', `X-${language}`)).toMatchObject([{ orderId: null, address: who.email }])
})

test('the page of an order offers it with the whole order, before delivery too', async () => {
  const order = await placed(office.shop, office.visitor(), { language: 'en', quantity: 3 })
  const page = await order.buyer.get(urlFor('order', 'en', { id: order.id }))
  const form = await order.buyer.get(page.link(words.en[0]))
  expect(form.text).toContain(order.number)
  const done = await order.buyer.follow(await state(order.buyer, form, {}))
  expect(done.text).toContain('Your withdrawal is received')
  const [one] = await kept('order_id', order.id)
  expect(one).toMatchObject({ lines: 1, address: people.anna.email.toLowerCase() })
  const after = await order.buyer.get(urlFor('order', 'en', { id: order.id }))
  expect(after.text).toContain('Withdrawal received on')
  expect(after.texts('aside a')).not.toContain(words.en[0])
})

test('a form sent twice withdraws once, and what was typed is not lost', async () => {
  const visitor = office.visitor()
  const who = somebody()
  const form = await visitor.get(urlFor('withdrawal', 'en'))
  const back = await visitor.submit(
    form.form('withdrawal'),
    { ...who, email: 'nobody', contract: 'T-1' },
    words.en[0],
  )
  expect(back.status).toBe(422)
  expect(back.find('input[name="name"]').attributes).toBeDefined()
  expect(back.body).toContain('value="T-1"')
  const review = await visitor.submit(back.form('withdrawal'), who, words.en[0])
  const changed = await visitor.submit(review.form('withdrawal'), {}, 'Change')
  expect(changed.body).toContain('value="T-1"')
  const again = await visitor.submit(changed.form('withdrawal'), {}, words.en[0])
  const first = await visitor.submit(again.form('withdrawal'), {}, words.en[1])
  const second = await visitor.submit(again.form('withdrawal'), {}, words.en[1])
  expect([first.status, second.status, second.location]).toEqual([303, 303, first.location])
  expect(await kept('contract', 'T-1')).toHaveLength(1)
})

test('number and address together find the order; a number alone does not', async () => {
  const order = await placed(office.shop, office.visitor(), { language: 'en' })
  const stranger = office.visitor()
  const form = await stranger.get(urlFor('withdrawal', 'en'))
  await state(stranger, form, { ...somebody(), contract: order.number })
  expect((await kept('contract', order.number))[0]).toMatchObject({ orderId: null })
  const own = await stranger.get(urlFor('withdrawal', 'en'))
  await state(stranger, own, {
    name: 'Anna',
    email: people.anna.email.toUpperCase(),
    contract: ` ${order.number.toLowerCase()} `,
  })
  expect((await kept('order_id', order.id)).map(({ orderId }) => orderId)).toEqual([order.id])
})

test('goods with the buyer’s own words are shown and cannot be chosen', async () => {
  const order = await placed(office.shop, office.visitor(), { language: 'en', words: 'K. Bērziņš' })
  const form = await order.buyer.get(`${urlFor('withdrawal', 'en')}?order=${order.id}`)
  expect(form.text).toContain('There is no right of withdrawal')
  expect(form.all('input[type="number"]')).toHaveLength(0)
  await state(order.buyer, form, { which: 'The sign all the same' })
  const queue = await desk.get(urlFor('adminWithdrawals'))
  expect(queue.text).toContain('goods named in words')
})

test('who floods one address with statements is stopped, and nobody else', async () => {
  const visitor = office.visitor({ audit: false })
  const flood = async () => {
    const form = await visitor.get(urlFor('withdrawal', 'en'))
    return state(visitor, form, { name: 'F', email: 'flood@example.com', contract: '?' })
  }
  for (let i = 0; i < 5; i += 1) expect((await flood()).status).toBe(303)
  expect((await flood()).status).toBe(429)
})

test('an order of somebody else is nobody’s in the form', async () => {
  const order: Bought = await placed(office.shop, office.visitor(), { language: 'en' })
  const form = await office.visitor().get(`${urlFor('withdrawal', 'en')}?order=${order.id}`)
  expect(form.text).not.toContain(order.number)
})

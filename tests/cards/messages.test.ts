import { afterAll, beforeAll, expect, test } from 'vitest'
import * as payments from '../../src/payments/payments.ts'
import { cents } from '../../src/platform/money.ts'
import * as receipts from '../../src/receivables/receipts.ts'
import { contract } from '../delivery/ground.ts'
import { testShop } from '../support/shop.ts'
import { stripeKey } from '../support/stripe.ts'
import { type CardShop, openCardShop } from './ground.ts'

let shop: CardShop

beforeAll(async () => {
  shop = await openCardShop()
})
afterAll(() => shop?.close())

test('without a secret nobody is listened to', async () => {
  const deaf = await testShop({ STRIPE_SECRET_KEY: stripeKey })
  try {
    const event = { id: 'evt_1', object: 'event', type: 'checkout.session.completed' }
    const { body, headers } = shop.stripe.post(event)
    const answer = await deaf.app.request('/webhooks/stripe', { method: 'POST', body, headers })
    expect(answer.status).toBe(503)
  } finally {
    await deaf.close()
  }
})

test('a forged, stale, oversized or foreign message changes nothing', async () => {
  const order = await shop.begun()
  const [event] = shop.stripe.act(order.page, 'paid')
  const hourAgo = Math.floor(Date.now() / 1000) - 3600
  expect(await shop.tell([event!], { secret: 'whsec_forged' })).toEqual([400])
  expect(await shop.tell([event!], { at: hourAgo })).toEqual([400])
  const { body, headers } = shop.stripe.post(event!)
  const post = (init: RequestInit) =>
    shop.app.request('/webhooks/stripe', { method: 'POST', body, headers, ...init })
  const refused = await Promise.all([
    post({ body: body.replace('"evt_', '"evt_x') }),
    post({ headers: { 'content-type': 'application/json' } }),
    post({ headers: { ...headers, 'content-type': 'text/plain' } }),
    post({ body: `${body}${' '.repeat(300_000)}` }),
    post({ body: 'null', headers: shop.stripe.post({} as never).headers }),
  ])
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
  await shop.settled()
  expect(await shop.books(order.id)).toMatchObject({ payments: 0, documents: 0, attempts: ['open'] })
  expect(await shop.tell([event!])).toEqual([200])
  await shop.settled()
  expect(await shop.books(order.id)).toMatchObject({ payments: 1 })
})

test('the same told five times at once, and once more as another message, is one payment', async () => {
  const order = await shop.begun()
  const told = [...shop.stripe.act(order.page, 'paid'), ...shop.stripe.act(order.page, 'paid')]
  shop.stripe.things.get(order.page)!.payment_intent = order.payment()
  await shop.tell([...told, ...told, ...told, ...told, ...told])
  await shop.settled()
  await shop.tell(told)
  await shop.settled()
  expect(await shop.books(order.id)).toMatchObject({
    payments: 1,
    documents: 1,
    problems: [],
    attempts: ['paid'],
  })
})

test.for([
  ['amount', { amount_total: 1 }],
  ['currency', { currency: 'sek' }],
] as const)('a page with another %s changes nothing, and staff see it', async ([code, other]) => {
  const order = await shop.begun()
  const told = shop.stripe.act(order.page, 'paid')
  Object.assign(shop.stripe.things.get(order.page)!, other)
  await shop.tell(told)
  await shop.settled()
  expect(await shop.books(order.id)).toMatchObject({ payments: 0, problems: [code], attempts: ['open'] })
})

test('a page that names another order changes neither, and staff see it', async () => {
  const [own, other] = [await shop.begun(), await shop.begun()]
  const told = shop.stripe.act(own.page, 'paid')
  shop.stripe.things.get(own.page)!.metadata = { order: other.id, attempt: '1' }
  await shop.tell(told)
  await shop.settled()
  expect(await shop.books(own.id)).toMatchObject({ payments: 0 })
  expect(await shop.books(other.id)).toMatchObject({ payments: 0, problems: ['unknown'], attempts: ['open'] })
})

test('what a message says of itself counts for nothing: the page is asked', async () => {
  const order = await shop.begun()
  const [event] = shop.stripe.act(order.page, 'paid')
  Object.assign(shop.stripe.things.get(order.page)!, { status: 'open', payment_status: 'unpaid' })
  await shop.tell([event!])
  await shop.settled()
  expect(await shop.books(order.id)).toMatchObject({ payments: 0, attempts: ['open'] })
})

test('money for a cancelled order and money that came twice wait for staff', async () => {
  const [late, twice] = [await shop.begun(), await shop.begun()]
  await shop.rows((sql) => sql`insert into cancellation (order_id, reason) values (${late.id}, 'Gave up.')`)
  await contract(shop.shop, async (tx) => {
    const { dueCents } = await payments.standing(tx, twice.id)
    const transfer = {
      means: 'transfer',
      amountCents: cents(dueCents),
      payerName: null,
      notedBy: null,
    } as const
    const today = shop.shop.clock.today()
    const around = { settings: shop.shop.known().settings, today, t: shop.shop.t }
    await receipts.receive(tx, { orderId: twice.id, receivedOn: today, ...transfer }, around)
  })
  const told = [late, twice].flatMap(({ page }) => shop.stripe.act(page, 'paid'))
  await shop.tell(told)
  await shop.settled()
  expect(await shop.books(late.id)).toMatchObject({ payments: 1, documents: 0, problems: ['late'] })
  expect(await shop.books(twice.id)).toMatchObject({ payments: 2, problems: ['overpaid'] })
})

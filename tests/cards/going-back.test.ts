import { afterAll, beforeAll, expect, test } from 'vitest'
import * as refunds from '../../src/payments/refunds.ts'
import { cents } from '../../src/platform/money.ts'
import { contract } from '../delivery/ground.ts'
import { type CardShop, openCardShop } from './ground.ts'

let shop: CardShop

beforeAll(async () => {
  shop = await openCardShop()
})
afterAll(() => shop?.close())

/** A part of a paid order goes back. */
async function asked(amount: number) {
  const order = await shop.paid()
  const refundId = await contract(shop.shop, async (tx) => {
    const [payment] = await refunds.refundable(tx, order.id)
    return refunds.ask(tx, {
      orderId: order.id,
      paymentId: payment!.paymentId,
      means: 'card',
      amountCents: cents(amount),
      cause: 'goodwill',
      askedBy: null,
    })
  })
  return { ...order, refundId }
}

function outcomeOf(refundId: string) {
  return shop.rows<{ outcome: string; reference: string }>(
    (sql) =>
      sql`select outcome, provider_reference as reference from refund_outcome where refund_id = ${refundId}`,
  )
}

function refundAt(payment: string): string {
  return [...shop.stripe.things.values()].findLast(
    ({ object, payment_intent: of }) => object === 'refund' && of === payment,
  )!.id
}

test('a refund goes back by the card, once, and its outcome is noted', async () => {
  const { refundId, payment, id } = await asked(500)
  await shop.settled()
  const sent = shop.stripe.asked.filter(
    ({ method, path, key }) => method === 'POST' && path === '/v1/refunds' && key === refundId,
  )
  expect(sent).toHaveLength(1)
  expect(Object.fromEntries(sent[0]!.params)).toEqual({
    payment_intent: payment,
    amount: '500',
    'metadata[refund]': refundId,
  })
  await shop.tell([...shop.stripe.events.slice(-2), ...shop.stripe.events.slice(-2)])
  await shop.settled()
  expect(await outcomeOf(refundId)).toEqual([{ outcome: 'done', reference: refundAt(payment) }])
  expect((await shop.books(id)).problems).toEqual([])
})

test('a refund that takes its time is done when the message comes, and one that fails is seen by staff', async () => {
  shop.stripe.refundsBegin('pending')
  const [slow, failing] = [await asked(300), await asked(300)]
  await shop.settled()
  shop.stripe.refundsBegin('succeeded')
  expect([...(await outcomeOf(slow.refundId)), ...(await outcomeOf(failing.refundId))]).toEqual([])
  const told = [
    ...shop.stripe.refundTurns(refundAt(slow.payment), 'succeeded'),
    ...shop.stripe.refundTurns(refundAt(failing.payment), 'failed'),
  ]
  await shop.tell(told)
  await shop.settled()
  expect(await outcomeOf(slow.refundId)).toMatchObject([{ outcome: 'done' }])
  expect(await outcomeOf(failing.refundId)).toMatchObject([{ outcome: 'failed' }])
  expect((await shop.books(failing.id)).problems).toEqual(['refund-failed'])
})

test('a refund that had arrived and comes back is one that failed', async () => {
  const { refundId, payment, id } = await asked(200)
  await shop.settled()
  await shop.tell(shop.stripe.refundTurns(refundAt(payment), 'failed'))
  await shop.settled()
  expect(await outcomeOf(refundId)).toMatchObject([{ outcome: 'failed' }])
  expect((await shop.books(id)).problems).toEqual(['refund-returned'])
})

test('money sent back at Stripe’s own desk is told to staff, and the books stay as they are', async () => {
  const order = await shop.paid()
  const before = await shop.books(order.id)
  await shop.tell(shop.stripe.refundByHand(order.payment, 100))
  await shop.settled()
  expect(await shop.books(order.id)).toEqual({ ...before, problems: ['refund-elsewhere'] })
})

test('a dispute holds its order until it is decided, whatever comes first', async () => {
  const order = await shop.begun()
  const paid = shop.stripe.act(order.page, 'paid')
  const opened = shop.stripe.dispute(order.payment())
  // The news of the dispute overtakes that of the money.
  await shop.tell([...opened, ...opened])
  await shop.settled()
  await shop.tell(paid)
  await shop.settled()
  expect(await shop.books(order.id)).toMatchObject({ payments: 1, documents: 1, problems: [] })
  const dispute = String((opened[0]!.data as { object: { id: string } }).object.id)
  const holds = () =>
    shop.rows<{ reason: string; over: boolean }>(
      (sql) => sql`select reason, lifted_at is not null as over from hold where order_id = ${order.id}`,
    )
  expect(await holds()).toEqual([{ reason: `Stripe ${dispute}`, over: false }])
  const closed = shop.stripe.closeDispute(dispute, 'lost')
  await shop.tell([...closed, ...opened, ...closed])
  await shop.settled()
  expect(await holds()).toEqual([{ reason: `Stripe ${dispute}`, over: true }])
  expect(await shop.books(order.id)).toMatchObject({ payments: 1, problems: ['dispute-lost'] })
})

test('a payout is kept with what Stripe took from each payment', async () => {
  const [one, two] = [await shop.paid(), await shop.paid()]
  const told = shop.stripe.payout([one.payment, two.payment])
  await shop.tell([...told, ...told])
  await shop.settled()
  const [payout] = await shop.rows(
    (
      sql,
    ) => sql`select amount_cents as amount, (select sum(net_cents)::int from card_fee where payout_id = card_payout.id) as net,
      array(select provider_reference from card_fee where payout_id = card_payout.id) as payments from card_payout`,
  )
  expect(payout!.net).toBe(payout!.amount)
  expect(new Set(payout!.payments as string[])).toEqual(new Set([one.payment, two.payment]))
})

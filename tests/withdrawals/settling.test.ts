import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Office } from '../admin/office.ts'
import { type Goods, openTrade, type Trade } from './trade.ts'

let office: Office
let doors: Trade

beforeAll(async () => {
  ;({ office, doors } = await openTrade())
})
afterAll(() => office.close())

/** A small generator, so that a failure can be repeated (mulberry32). */
function chance(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return (most: number) => Math.floor(next() * (most + 1))
}

interface Books {
  invoiced: number
  credited: number
  vat: number
  vatBack: number
  refunded: number
  paid: number
  due: number
  open: number
}

async function books(orderId: string): Promise<Books> {
  const [row] = await office.sql<Books>(
    `select
       (select coalesce(sum(gross_cents), 0)::int from invoice where order_id = $1 and kind <> 'credit-note') as invoiced,
       (select coalesce(sum(gross_cents), 0)::int from invoice where order_id = $1 and kind = 'credit-note') as credited,
       (select coalesce(sum(vat_cents), 0)::int from invoice where order_id = $1 and kind <> 'credit-note') as vat,
       (select coalesce(sum(vat_cents), 0)::int from invoice where order_id = $1 and kind = 'credit-note') as "vatBack",
       (select coalesce(sum(amount_cents), 0)::int from refund where order_id = $1) as refunded,
       shop_paid_cents($1) as paid, shop_due_cents($1) as due,
       (select coalesce(sum(shop_open_cents(id)), 0)::int from invoice where order_id = $1 and kind in ('invoice', 'advance', 'final')) as open`,
    [orderId],
  )
  return row!
}

const priceOf = ({ quantity, unitPriceCents, discountCents = 0 }: Goods) =>
  quantity * unitPriceCents - discountCents

test.each([
  1, 2, 3, 4, 5, 6,
])('piece by piece everything goes back to the cent: quantities, discounts, rates, delivery (%i)', async (seed) => {
  const upTo = chance(seed)
  const rates = [2100, 1200, 500] as const
  const goods = Array.from({ length: 1 + upTo(3) }, (): Goods => {
    const quantity = 1 + upTo(6)
    const unitPriceCents = 33 + upTo(4000)
    return {
      quantity,
      unitPriceCents,
      discountCents: upTo(quantity * unitPriceCents - 1),
      vatRate: rates[upTo(2)]!,
    }
  })
  const deliveryCents = seed % 3 === 0 ? 0 : 101 + upTo(900)
  const order = await doors.order(goods, deliveryCents)
  const total = goods.reduce((all, one) => all + priceOf(one), deliveryCents)
  // Half of them in two payments.
  const first = seed % 2 === 0 ? total : 1 + upTo(total - 2)
  await doors.pay(order.id, first)
  if (first < total) await doors.pay(order.id, total - first)
  await doors.send(order.id, 3)

  const left = goods.map(({ quantity }) => quantity)
  const paidFor = goods.map(priceOf)
  let expected = 0
  while (left.some((pieces) => pieces > 0)) {
    const taken = left.map((pieces) => (pieces === 0 ? 0 : upTo(pieces)))
    const pieces = taken.flatMap((quantity, i) =>
      quantity > 0 ? [{ orderLineId: order.lines[i]!, quantity }] : [],
    )
    if (pieces.length === 0) continue
    const worth = taken.map((quantity, i) => share(paidFor[i]!, quantity, left[i]!))
    if (worth.every((cents) => cents === 0)) continue
    taken.forEach((quantity, i) => {
      left[i]! -= quantity
      paidFor[i]! -= worth[i]!
    })
    const last = left.every((rest) => rest === 0)
    const id = await doors.withdraw(order.id, pieces)
    await doors.settle(id, { pieces, deliveryCents: last ? deliveryCents : 0 })
    expected += worth.reduce((all, one) => all + one, last ? deliveryCents : 0)
    const now = await books(order.id)
    expect({ credited: now.credited, refunded: now.refunded }).toEqual({
      credited: expected,
      refunded: expected,
    })
  }
  const end = await books(order.id)
  expect(end).toMatchObject({ credited: total, refunded: total, vatBack: end.vat, paid: 0, due: 0, open: 0 })
})

/** What was paid for some of the pieces: half a cent is rounded up, in the buyer's favour. */
function share(paid: number, quantity: number, pieces: number): number {
  return quantity === 0
    ? 0
    : Number((2n * BigInt(paid) * BigInt(quantity) + BigInt(pieces)) / (2n * BigInt(pieces)))
}

test('an order that has not left is cancelled with its money, and is not sent meanwhile', async () => {
  const order = await doors.order([{ quantity: 2, unitPriceCents: 1250 }])
  await doors.pay(order.id, 2899)
  const id = await doors.withdraw(order.id, [{ orderLineId: order.lines[0]!, quantity: 2 }])
  await expect(doors.send(order.id)).rejects.toMatchObject({ code: 'not-ready' })
  await doors.settle(id, { pieces: [{ orderLineId: order.lines[0]!, quantity: 2 }] })
  expect(await books(order.id)).toMatchObject({ credited: 2899, refunded: 2899, paid: 0, due: 0 })
  const [row] = await office.sql<{ cancelled: boolean }>(
    'select exists (select from cancellation where order_id = $1) as cancelled',
    [order.id],
  )
  expect(row!.cancelled).toBe(true)
})

test('a part that has not left is credited, and the rest is sent with an invoice of the rest', async () => {
  const order = await doors.order([
    { quantity: 3, unitPriceCents: 1000, discountCents: 100 },
    { quantity: 1, unitPriceCents: 777 },
  ])
  await doors.pay(order.id, 2900 + 777 + 399)
  const pieces = [{ orderLineId: order.lines[0]!, quantity: 1 }]
  await doors.settle(await doors.withdraw(order.id, pieces), { pieces })
  expect(await books(order.id)).toMatchObject({ credited: 967, refunded: 967, due: 2900 + 777 + 399 - 967 })
  await doors.send(order.id, 1)
  const end = await books(order.id)
  expect(end).toMatchObject({ open: 0, paid: end.due, invoiced: 2900 + 777 + 399 })
})

test('the rest of an order whose part was withdrawn is withdrawn whole', async () => {
  const order = await doors.order([
    { quantity: 2, unitPriceCents: 999, vatRate: 500 },
    { quantity: 2, unitPriceCents: 1001 },
  ])
  await doors.pay(order.id, 4000 + 399)
  const part = [{ orderLineId: order.lines[0]!, quantity: 1 }]
  await doors.settle(await doors.withdraw(order.id, part), { pieces: part })
  const rest = [
    { orderLineId: order.lines[0]!, quantity: 1 },
    { orderLineId: order.lines[1]!, quantity: 2 },
  ]
  await doors.settle(await doors.withdraw(order.id, rest), { pieces: rest })
  const end = await books(order.id)
  expect(end).toMatchObject({ credited: 4399, refunded: 4399, vatBack: end.vat, paid: 0, due: 0 })
})

test('what goods lost by use is taken off, and no more than they cost', async () => {
  const order = await doors.order([{ quantity: 2, unitPriceCents: 1500 }], 0)
  await doors.pay(order.id, 3000)
  await doors.send(order.id, 2)
  const pieces = [{ orderLineId: order.lines[0]!, quantity: 1 }]
  const id = await doors.withdraw(order.id, pieces)
  const off = (cents: number) => new Map([[order.lines[0]!, cents]])
  await expect(doors.settle(id, { pieces, reductions: off(1501) })).rejects.toMatchObject({
    code: 'too-much-off',
  })
  await doors.settle(id, { pieces, reductions: off(400), words: 'Saskrāpēta.' })
  expect(await books(order.id)).toMatchObject({ credited: 1100, refunded: 1100 })
})

test('of an unpaid order nothing goes back, and a settled withdrawal is not settled twice', async () => {
  const order = await doors.order([{ quantity: 1, unitPriceCents: 500 }])
  const pieces = [{ orderLineId: order.lines[0]!, quantity: 1 }]
  const id = await doors.withdraw(order.id, null)
  await doors.settle(id, { pieces })
  expect(await books(order.id)).toMatchObject({ invoiced: 0, credited: 0, refunded: 0 })
  await expect(doors.settle(id, { pieces })).rejects.toMatchObject({ code: 'withdrawal-over' })
})

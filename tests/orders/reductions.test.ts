import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '../../seed/cast.ts'
import { orderMails } from '../../src/orders/mails.ts'
import { takeOut } from '../../src/receivables/reductions.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice, ownWords, shelf } from '../admin/office.ts'
import { openTill } from '../receivables/till.ts'
import type { Client } from '../support/client.ts'
import { order, putIntoCart } from '../support/trade.ts'

let office: Office
let desk: Client
let till: ReturnType<typeof openTill>

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
  till = openTill(office.shop)
})
afterAll(() => office.close())

/** Three pieces from the shelf and a sign with the buyer's own words. */
async function bought() {
  const buyer = office.visitor({ audit: false })
  await putIntoCart(buyer, 'en', shelf, undefined, 3)
  await putIntoCart(buyer, 'en', ownWords, 'Dr. Ozols')
  const { id } = await order(buyer, 'en', people.oliver)
  const facts = await till.order(id)
  const [pieces, sign] = facts.lines.toSorted(
    (one, other) => Number(one.madeToOrder) - Number(other.madeToOrder),
  )
  return { id, buyer, pieces: pieces!, sign: sign!, totalCents: facts.totalCents }
}

const takesOut = (orderId: string, ...out: { lineId: string; pieces: number }[]) =>
  till.contract((tx) => takeOut(tx, orderId, { out, reason: 'Asked by telephone.' }, till.acting))

async function stockOf(variantId: string): Promise<number> {
  const [row] = await office.sql<{ stock: number }>('select stock from variant where id = $1', [variantId])
  return row!.stock
}

test('pieces go back to the shelf, the price falls, and a line taken out whole is gone', async () => {
  const { id, pieces, sign, totalCents } = await bought()
  const stock = await stockOf(pieces.variantId)
  await takesOut(id, { lineId: pieces.id, pieces: 2 }, { lineId: sign.id, pieces: 1 })
  const after = await till.order(id)
  expect(after.lines.map((line) => [line.id, line.quantity])).toEqual([[pieces.id, 1]])
  expect(after.totalCents).toBe(totalCents - 2 * pieces.unitPriceCents - sign.unitPriceCents)
  expect(await stockOf(pieces.variantId)).toBe(stock + 2)
  // The sign is not waited for any more: paid, the rest may be packed and sent, and its invoice has one line.
  await till.receive(id, after.totalCents)
  await till.pack(id)
  await till.send(id)
  const books = await till.books(id)
  expect(books.map(({ kind, open }) => [kind, open])).toEqual([
    ['advance', 0],
    ['final', 0],
  ])
})

test('what a cancellation gives back is what is left', async () => {
  const { id, pieces } = await bought()
  const stock = await stockOf(pieces.variantId)
  await takesOut(id, { lineId: pieces.id, pieces: 1 })
  const page = await office.open(desk, { id })
  await desk.submit(page.form(/cancellation$/), { reason: 'No longer wanted.' })
  expect(await stockOf(pieces.variantId)).toBe(stock + 3)
})

test('a discount goes down with its goods', async () => {
  const { id, pieces } = await bought()
  await office
    .sql("insert into discount_code (code, kind, percent) values ('X', 'percent', 10)")
    .catch(() => [])
  await office.sql('update order_line set discount_cents = 100 where id = $1', [pieces.id])
  await office.sql(
    `update "order" set discount_cents = 100, total_cents = total_cents - 100, discount_code = 'X',
            discount_id = (select id from discount_code limit 1) where id = $1`,
    [id],
  )
  const before = (await till.order(id)).totalCents
  await takesOut(id, { lineId: pieces.id, pieces: 1 })
  const after = await till.order(id)
  expect(after.lines.find((line) => line.id === pieces.id)).toMatchObject({ quantity: 2, discountCents: 66 })
  expect(after.totalCents).toBe(before - pieces.unitPriceCents + 34)
})

test('an advance stands on what is left, and no more is taken out than it leaves', async () => {
  const { id, pieces, sign, totalCents } = await bought()
  const paid = totalCents - sign.unitPriceCents - pieces.unitPriceCents
  await till.receive(id, paid)
  await expect(
    takesOut(id, { lineId: sign.id, pieces: 1 }, { lineId: pieces.id, pieces: 2 }),
  ).rejects.toMatchObject({ code: 'paid-more' })
  await takesOut(id, { lineId: sign.id, pieces: 1 })
  expect(await till.order(id)).toMatchObject({ settled: false })
  await takesOut(id, { lineId: pieces.id, pieces: 1 })
  expect(await till.order(id)).toMatchObject({ settled: true, totalCents: paid })
  await till.pack(id)
  await till.send(id)
  const books = await till.books(id)
  expect(books.map(({ kind, gross }) => [kind, gross])).toEqual([
    ['advance', paid],
    ['final', 0],
  ])
})

test('nothing is taken out of what is paid, packed or cancelled, nor more than there is, nor everything', async () => {
  const { id, pieces, sign, totalCents } = await bought()
  const all = { lineId: pieces.id, pieces: 3 }
  await expect(takesOut(id, { lineId: pieces.id, pieces: 4 })).rejects.toMatchObject({ code: 'too-many' })
  await expect(takesOut(id, all, { lineId: sign.id, pieces: 1 })).rejects.toMatchObject({
    code: 'nothing-left',
  })
  const other = await bought()
  await expect(takesOut(id, { lineId: other.sign.id, pieces: 1 })).rejects.toMatchObject({ code: 'too-many' })
  await till.receive(id, totalCents)
  await expect(takesOut(id, all)).rejects.toMatchObject({ code: 'not-reducible' })
  const two = [takesOut(other.id, { lineId: other.pieces.id, pieces: 2 })]
  const settled = await Promise.allSettled([
    ...two,
    takesOut(other.id, { lineId: other.pieces.id, pieces: 2 }),
  ])
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('the same click twice takes out once', async () => {
  const { id, pieces } = await bought()
  const page = urlFor('adminOrderReduction', 'lv', { id })
  const form = (await desk.get(page)).form(page)
  const click = () => desk.submit(form, { [`out-${pieces.id}`]: '1', reductionReason: 'One too many.' })
  const clicks = await Promise.all([click(), click()])
  expect(clicks.map(({ status }) => status).sort()).toEqual([303, 409])
  expect((await till.order(id)).lines.find((line) => line.id === pieces.id)).toMatchObject({ quantity: 2 })
})

test('staff take out by a form, the buyer is written to, and the history says so', async () => {
  const { id, pieces, sign, buyer } = await bought()
  const page = urlFor('adminOrderReduction', 'lv', { id })
  expect((await office.open(desk, { id })).text).toContain('Take goods out of the order')
  const form = (await desk.get(page)).form(page)
  const none = await desk.submit(form, { reductionReason: 'Nothing' })
  expect([none.status, none.text.includes('Name at least one piece')]).toEqual([422, true])
  const many = await desk.submit(form, { [`out-${pieces.id}`]: '7', reductionReason: 'Too many' })
  expect(many.status).toBe(422)
  const all = await desk.submit(form, {
    [`out-${pieces.id}`]: '3',
    [`out-${sign.id}`]: '1',
    reductionReason: 'All of it',
  })
  expect([all.status, all.text.includes('cancel the order')]).toEqual([409, true])
  const done = await desk.follow(
    await desk.submit(form, { [`out-${sign.id}`]: '1', reductionReason: 'Asked by telephone.' }),
  )
  expect(done.text).toContain('The goods were taken out')
  expect(done.text).toContain('Goods taken out')
  const seen = await buyer.get(urlFor('order', 'en', { id }))
  expect(seen.text).not.toContain('Dr. Ozols')
  const [mail] = await office.sql<{ about: string }>(
    "select about_id as about from mail where order_id = $1 and kind = 'order-reduced'",
    [id],
  )
  const letter = await orderMails['order-reduced'](office.shop, { id: mail!.about, orderId: id })
  expect(letter).toMatchObject({
    subject: expect.stringContaining('new amount'),
    model: { reason: 'Asked by telephone.', out: [{ pieces: 1 }], lines: [{ quantity: 3 }] },
  })
})

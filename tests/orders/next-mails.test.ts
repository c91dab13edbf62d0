import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invoiceMails } from '../../src/invoicing/mails.ts'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import * as proofs from '../../src/orders/proofs.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { type MailRoom, type Ordered, openMailRoom, seen, staffId } from '../correspondence/mail-room.ts'

let room: MailRoom
beforeAll(async () => {
  room = await openMailRoom()
})
afterAll(() => room?.close())

const ordered = (words: string | null = 'Ozols') => room.order({ language: 'en', words, silently: true })

async function draw({ id }: Ordered): Promise<string> {
  const lineId = await lineOf(id)
  const drawn = { orderId: id, lineId, words: 'Ozols', picture: Buffer.from('x'), seen: 0, by: staffId }
  await room.contract((tx) => proofs.send(tx, drawn))
  return lineId
}

async function lineOf(orderId: string): Promise<string> {
  const [line] = await room.look<{ id: string }>(
    `select id from order_line where order_id = '${orderId}' and made_to_order`,
  )
  return line!.id
}

async function approve({ id }: Ordered): Promise<void> {
  const [drawn] = await room.look<{ id: string }>(`select id from proof where order_id = '${id}'`)
  await room.contract((tx) => proofs.answer(tx, id, drawn!.id, { approved: true }))
}

/** What the letter about the money says comes next. */
async function next(order: Ordered, invoiceId: string): Promise<unknown> {
  const letter = await invoiceMails['order-invoice'](room.shop, { id: invoiceId, orderId: order.id })
  return letter?.model.next
}

describe('the letter that follows the money says what comes next', () => {
  test('a proof, while none was sent', async () => {
    const order = await ordered()
    expect(await next(order, await room.pay(order))).toBe('proof')
  })

  test('a proof, too, where the buyer sent nothing but a file', async () => {
    const order = await ordered()
    await room.look(`delete from artwork where order_id = '${order.id}'`)
    expect(await next(order, await room.pay(order))).toBe('proof')
  })

  test('the buyer’s answer, once the proof was sent', async () => {
    const order = await ordered()
    await draw(order)
    expect(await next(order, await room.pay(order))).toBe('answer')
  })

  test('the making, once the proof is approved, and the sending, once it is made', async () => {
    const order = await ordered()
    const lineId = await draw(order)
    await approve(order)
    const invoiceId = await room.pay(order)
    expect(await next(order, invoiceId)).toBe('make')
    await room.contract((tx) => fulfilment.make(tx, order.id, lineId, staffId))
    expect(await next(order, invoiceId)).toBe('send')
  })

  test('the sending of goods from the shelf', async () => {
    const order = await ordered(null)
    expect(await next(order, await room.pay(order))).toBe('send')
  })
})

test.each(languages)('the letter in %s says that the sign is being made', async (language) => {
  const order = await room.order({ language, words: 'Ozols', silently: true })
  await draw(order)
  await approve(order)
  await room.pay(order)
  const said = room.shop.t(language)('mail.invoice.next.make')
  const mail = await room.server.waitFor(
    (one) => one.to.includes(order.email) && seen(one.text).includes(said),
    20_000,
  )
  expect(mail.html).toContain(said)
})

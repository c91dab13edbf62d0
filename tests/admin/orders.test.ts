import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import type { Client } from '../support/client.ts'
import { take } from '../support/trade.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
let owner: Client & { id: string }
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const href = (name: Parameters<typeof urlFor>[0], params: Record<string, string>) =>
  urlFor(name, 'lv', params)

describe('an order of goods from the shelf', () => {
  test('goes from the transfer over parcel and carrier to the buyer', async () => {
    const bought = await office.order()
    let page = await office.open(desk, bought)
    expect(page.text).toContain('Awaiting payment')
    expect(page.text).toContain('Oliver Hart')

    const paid = await desk.submit(page.form(/\/payment$/))
    expect(paid.status).toBe(303)
    page = await desk.follow(paid)
    expect(page.text).toContain('its document is issued')
    expect(page.text).toContain('To send')
    expect(page.text).toMatch(/Advance invoice \S*\d{4}-\d{4}/)

    page = await desk.follow(await desk.submit(page.form(/\/packing$/)))
    expect(page.text).toContain('The order is packed.')
    page = await desk.follow(
      await desk.submit(page.form(/\/dispatch$/), { carrier: 'Omniva', tracking: 'CC123456789EE' }),
    )
    expect(page.text).toContain('Omniva CC123456789EE')
    page = await desk.follow(await desk.submit(page.form(/\/delivery$/)))
    expect(page.text).toContain('Receipt recorded.')
    expect(page.all('main form').map((form) => form.getAttributeValue('action'))).not.toContain(
      href('adminCancellation', { id: bought.id }),
    )
    const history = page.texts('#history-heading ~ ol li').join('; ')
    for (const what of [
      'Order received',
      'Payment recorded',
      'Invoice issued',
      'Packed',
      'Sent or ready',
      'Received',
    ]) {
      expect(history).toContain(what)
    }
    expect(history).toContain('administrator en')
    expect(history).toContain('Buyer')
  })

  test('has its invoice document to open, as soon as it is rendered', async () => {
    const bought = await office.order()
    await take(desk, bought, ['payment'])
    const link = (await office.open(desk, bought)).link(/^Advance invoice \S+-\d/)
    const early = await desk.get(link)
    expect(early.status).toBe(409)
    expect(early.text).toContain('still being prepared')
    await office.render(link.split('/').at(-1)!)
    const ready = await desk.get(link)
    expect(ready.status).toBe(200)
    expect(ready.headers.get('content-type')).toBe('application/pdf')
    expect(ready.headers.get('cache-control')).toBe('no-store')
    const other = await office.order()
    const foreign = await desk.get(link.replace(bought.id, other.id))
    expect(foreign.status).toBe(404)
  })

  test('that is collected is made ready without a carrier', async () => {
    const bought = await office.order(undefined, { delivery: 'collection' })
    await take(desk, bought, ['payment', 'packing'])
    const page = await office.open(desk, bought)
    const dispatch = page.form(/\/dispatch$/)
    expect(dispatch.names).toEqual([])
    const done = await desk.follow(await desk.submit(dispatch))
    expect(done.text).toContain('Dispatch recorded')
    expect(done.text).toContain('Ready for collection')
  })
})

describe('a transfer', () => {
  test('in two parts shows what is still to come, and each part has its advance invoice', async () => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/payment$/)
    const part = await desk.follow(await desk.submit(form, { amount: '5,5', payer: 'O. Hart' }))
    expect(part.text).toContain('Part payment recorded')
    expect(part.text).toContain('€5.50')
    expect(part.text).toContain('Still to come')
    expect(part.text).toMatch(/Advance invoice \S*\d{4}-\d{4}/)

    const [before] = await office.sql<{ total: number }>(
      'select total_cents as total from "order" where id = $1',
      [bought.id],
    )
    const rest = part.form(/\/payment$/)
    expect(rest.filled().amount).toBe(((before!.total - 550) / 100).toFixed(2))
    const paid = await desk.follow(await desk.submit(rest))
    expect(paid.text).toContain('its document is issued')
    const settled = await office.sql<{ sum: string }>(
      'select sum(settlement.amount_cents) from settlement join invoice on invoice.id = invoice_id where order_id = $1',
      [bought.id],
    )
    expect(Number(settled[0]!.sum)).toBe(before!.total)
  })

  test('may be as large as the largest order', async () => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/payment$/)
    expect((await desk.submit(form, { amount: '20 000 000,01' })).status).toBe(422)
    const asked = await desk.submit(form, { amount: '20 000 000' })
    const paid = await desk.follow(await desk.submit(asked.form(/\/payment$/), { moreReceived: 'yes' }))
    expect(paid.text).toContain('its document is issued')
  })

  test('of more than is open is asked about once, and what is to be paid back is shown', async () => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/payment$/)
    expect(form.names).not.toContain('moreReceived')
    const total = Number(form.filled().amount)
    const asked = await desk.submit(form, { amount: (total + 1.5).toFixed(2) })
    expect(asked.status).toBe(409)
    expect(asked.text).toContain('more than is still to come')
    expect(asked.form(/\/payment$/).filled().amount).toBe((total + 1.5).toFixed(2))
    const paid = await desk.follow(await desk.submit(asked.form(/\/payment$/), { moreReceived: 'yes' }))
    expect(paid.text).toContain('Overpaid: €1.50 to be paid back')
  })

  test('does not come before its order', async () => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/payment$/)
    const page = await desk.submit(form, { receivedOn: '2020-01-01' })
    expect(page.status).toBe(422)
    expect(page.text).toContain('cannot be before the day of the order')
    expect(page.texts('.error-summary').join()).toContain('Received on:')
  })

  test('noted by mistake is undone while no invoice stands on it, and the order can be cancelled again', async () => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/payment$/)
    const part = await desk.follow(await desk.submit(form, { amount: '3.00' }))
    expect(part.text).toContain('Money is recorded for this order, so it cannot be cancelled')
    expect(part.forms.map(({ action }) => action)).not.toContain(href('adminCancellation', { id: bought.id }))
    const undo = part.form(/\/reversal$/)
    expect((await desk.submit(undo)).status).toBe(422)
    const undone = await desk.follow(await desk.submit(undo, { reversalReason: 'Another order' }))
    expect(undone.text).toContain('The payment is undone.')
    expect(undone.texts('#history-heading ~ ol li').join('; ')).toContain('Payment undone')
    expect(undone.text).not.toContain('€3.00')
    expect((await desk.submit(undo, { reversalReason: 'Again' })).status).toBe(303)
    expect((await desk.submit(form)).status).toBe(409)
    await take(desk, bought, ['cancellation'])
  })

  test('that an advance invoice stands on is undone with a credit note, until the goods have left', async () => {
    const bought = await office.order()
    await take(desk, bought, ['payment'])
    const undo = (await office.open(desk, bought)).form(/\/reversal$/)
    const undone = await desk.follow(await desk.submit(undo, { reversalReason: 'Another order' }))
    expect(undone.text).toContain('The payment is undone.')
    expect(undone.text).toMatch(/Credit note \S*\d{4}-\d{4}/)
    expect(undone.text).toContain('Awaiting payment')

    await take(desk, bought, ['payment', 'packing', 'dispatch'])
    const page = await office.open(desk, bought)
    expect(page.forms.map(({ action }) => action).filter((action) => /reversal$/.test(action))).toEqual([])
    const [paid] = await office.sql<{ id: string }>(
      'select id from payment where order_id = $1 order by noted_at desc limit 1',
      [bought.id],
    )
    const forced = await desk.post(href('adminPaymentReversal', { id: bought.id, paymentId: paid!.id }), {
      reversalReason: 'By hand',
    })
    expect(forced.status).toBe(409)
    expect(forced.text).toContain('A final invoice stands on this money')
    const other = await office.order()
    const foreign = await desk.post(href('adminPaymentReversal', { id: other.id, paymentId: paid!.id }), {
      reversalReason: 'By hand',
    })
    expect(foreign.status).toBe(409)
  })

  test('that was undone settles nothing any more', async () => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/payment$/)
    const part = await desk.follow(await desk.submit(form, { amount: '3.00' }))
    await desk.submit(part.form(/\/reversal$/), { reversalReason: 'Another order' })
    const rest = (await office.open(desk, bought)).form(/\/payment$/)
    await desk.submit(rest)
    await expect(
      office.sql(
        `insert into settlement (payment_id, invoice_id, amount_cents)
           select payment_id, invoice.id, 1 from payment_reversal join invoice using (order_id) where order_id = $1`,
        [bought.id],
      ),
    ).rejects.toThrow('the payment was reversed')
  })

  test('noted by two clicks at once is one payment and one invoice', async () => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/payment$/)
    const clicks = await Promise.all([desk.submit(form), owner.submit(form), desk.submit(form)])
    expect(clicks.map(({ status }) => status).sort()).toEqual([303, 409, 409])
    expect(clicks.find(({ status }) => status === 409)!.text).toContain('already paid')
    const [kept] = await office.sql<{ payments: string; invoices: string }>(
      `select (select count(*) from payment where order_id = $1) as payments,
              (select count(*) from invoice where order_id = $1) as invoices`,
      [bought.id],
    )
    expect(kept).toEqual({ payments: '1', invoices: '1' })
  })

  test('in part noted by two clicks is noted once, and the page tells what happened', async () => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/payment$/)
    const typed = { amount: '3.00', payer: 'Somebody Else' }
    const clicks = await Promise.all([desk.submit(form, typed), desk.submit(form, typed)])
    expect(clicks.map(({ status }) => status).sort()).toEqual([303, 409])
    const refused = clicks.find(({ status }) => status === 409)!
    expect(refused.text).toContain('Another payment was just recorded')
    expect(refused.form(/\/payment$/).filled()).toMatchObject({
      payer: 'Somebody Else',
      amount: '3.00',
      seen: '1',
    })
  })

  test.each([
    [{ amount: '12,505' }, 'Enter an amount in euros'],
    [{ amount: '-5' }, 'Enter an amount in euros'],
    [{ amount: '0' }, 'Enter an amount in euros'],
    [{ amount: '1e9' }, 'Enter an amount in euros'],
    [{ amount: '99999999' }, 'At most '],
    [{ receivedOn: '2999-01-01' }, 'cannot be in the future'],
    [{ receivedOn: '2026-02-30' }, 'a date that is in the calendar'],
  ])('with %j is refused beside its field, and nothing typed is lost', async (wrong, message) => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/payment$/)
    const page = await desk.submit(form, { payer: 'O. H. & Sons', ...wrong })
    expect(page.status).toBe(422)
    expect(page.text).toContain(message)
    expect(page.form(/\/payment$/).filled()).toMatchObject({ payer: 'O. H. & Sons', ...wrong })
  })
})

test('the days to withdraw end on a working day', async () => {
  const bought = await office.order()
  await take(desk, bought, ['payment', 'packing', 'dispatch', 'delivery'])
  const [kept] = await office.sql<{ enough: boolean; weekday: number }>(
    `select withdrawal_until - delivered_on between 14 and 21 as enough,
            extract(isodow from withdrawal_until)::int as weekday
       from shipment_delivery where order_id = $1`,
    [bought.id],
  )
  expect(kept!.enough).toBe(true)
  expect(kept!.weekday).toBeLessThanOrEqual(5)
})

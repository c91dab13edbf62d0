import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import type { Client } from '../support/client.ts'
import { take } from '../support/trade.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const href = (name: Parameters<typeof urlFor>[0], params: Record<string, string>) =>
  urlFor(name, 'lv', params)

describe('an order whose contract has ended', () => {
  test('shows no buyer, and opens for claims as long as they last, naming the purpose', async () => {
    const bought = await office.order()
    await take(desk, bought, ['payment', 'packing', 'dispatch', 'delivery'])
    await office.sql(
      'update shipment_delivery set delivered_on = shop_today() - 20, withdrawal_until = shop_today() - 6 where order_id = $1',
      [bought.id],
    )
    const page = await office.open(desk, bought)
    expect(page.text).toContain('The contract has ended')
    expect(page.text).toContain('its letters are not shown any more')
    expect(page.text).not.toContain('Oliver Hart')
    const claims = await desk.get(page.link('Open for a conformity claim'))
    expect(claims.text).toContain('shown for the purpose: Claims for non-conformity')
    expect(claims.text).toContain('Oliver Hart')

    await office.sql(
      "update shipment_delivery set delivered_on = shop_today() - interval '3 years' where order_id = $1",
      [bought.id],
    )
    const later = await desk.get(`${page.path}?for=conformity-claims`)
    expect(later.text).not.toContain('Oliver Hart')
    expect(later.text).not.toContain('Open for a conformity claim')
    const list = await desk.get('/admin/orders?state=done')
    expect(list.text).toContain('contract ended')
  })
})

describe('the list', () => {
  test('finds by number, name, telephone and invoice, and the words stay out of the address', async () => {
    const bought = await office.order()
    await take(desk, bought, ['payment'])
    const invoice = (await office.open(desk, bought))
      .texts('a')
      .find((text) => /^Advance invoice \S+-\d/.test(text))!
      .slice('Advance invoice '.length)
    const form = (await desk.get('/admin/orders')).form(/search$/)
    for (const search of [bought.number, 'oliver h', '20000104', '+371 20000104', invoice]) {
      const found = await desk.submit(form, { search })
      expect(found.status, search).toBe(200)
      expect(found.path).toBe('/admin/orders/search')
      expect(found.text, search).toContain(bought.number)
      expect(found.text).not.toMatch(/value="oliver h"/)
    }
    const none = await desk.submit(form, { search: '%' })
    expect(none.text).toContain('No such order')
    expect((await desk.submit(form, { search: ' ' })).location).toBe('/admin/orders')
  })

  test('shows one group of states, and nonsense shows all', async () => {
    const waiting = await office.order()
    const listed = await desk.get('/admin/orders?state=awaiting-payment')
    expect(listed.text).toContain(waiting.number)
    expect((await desk.get('/admin/orders?state=cancelled')).text).not.toContain(waiting.number)
    const nonsense = await desk.get('/admin/orders?state=x&page=-1')
    expect(nonsense.status).toBe(200)
    expect(nonsense.text).toContain(waiting.number)
    expect((await desk.get('/admin')).text).toContain('Payment to check')
  })

  test('tells what was sent from what was received, and says so where a state has no orders', async () => {
    expect((await desk.get('/admin/orders?state=sent')).text).toContain('No order is in this state')
    const bought = await office.order()
    await take(desk, bought, ['payment', 'packing', 'dispatch'])
    expect((await desk.get('/admin/orders?state=sent')).text).toContain(bought.number)
    expect((await desk.get('/admin/orders?state=done')).text).not.toContain(bought.number)
    expect((await desk.get('/admin')).text).toContain('1 Sent, not received yet')
    await take(desk, bought, ['delivery'])
    expect((await desk.get('/admin/orders?state=done')).text).toContain(bought.number)
  })

  test('or an order stands behind the address of each of its forms', async () => {
    const bought = await office.order()
    const order = href('adminOrder', { id: bought.id })
    for (const form of ['payment', 'packing', 'cancellation', `lines/${bought.id}/proof`])
      expect(await desk.get(`${order}/${form}`)).toMatchObject({ status: 303, location: order })
    expect((await desk.get('/admin/orders/search')).location).toBe('/admin/orders')
    const guest = await office.visitor().get(`${order}/payment`)
    expect(guest.location).toBe(`/admin/sign-in?next=${encodeURIComponent(`${order}/payment`)}`)
  })

  test('is shown fifty at a time', async () => {
    await office.sql(
      `insert into "order" select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'number', 'OLD-' || n,
          'form_key_hash', sha256(n::text::bytea), 'placed_at', now() - interval '1 year'))).*
        from (select o as one from "order" o limit 1) found, generate_series(1, 101) n`,
    )
    const first = await desk.get('/admin/orders')
    expect(first.all('tbody tr')).toHaveLength(50)
    const second = await desk.get(first.link('Next page'))
    expect(second.path).toBe('/admin/orders?page=2')
    expect(second.link('Previous page')).toBe('/admin/orders')
    const beyond = await desk.get('/admin/orders?page=99')
    expect(beyond.text).toContain('The list ends before this page')
    expect(beyond.link('To the beginning of the list')).toBe('/admin/orders')
  })

  test('of an unknown order is a page that is not there', async () => {
    for (const id of [crypto.randomUUID(), 'x']) {
      expect((await desk.get(`/admin/orders/${id}`)).status).toBe(404)
    }
    expect((await desk.post(href('adminPacking', { id: crypto.randomUUID() }), {})).status).toBe(404)
    expect(
      (await desk.post(href('adminCancellation', { id: crypto.randomUUID() }), { reason: 'x' })).status,
    ).toBe(404)
  })
})

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

describe('a cancellation', () => {
  const stock = async () => {
    const [row] = await office.sql<{ stock: string }>('select sum(stock) as stock from variant')
    return Number(row!.stock)
  }

  test('gives the pieces back, asks for a reason, and ends the contract once it is wound up', async () => {
    const before = await stock()
    const bought = await office.order()
    expect(await stock()).toBe(before - 1)
    const form = (await office.open(desk, bought)).form(/\/cancellation$/)
    const without = await desk.submit(form)
    expect(without.status).toBe(422)
    const page = await desk.follow(await desk.submit(form, { reason: 'The buyer asked for it' }))
    expect(page.text).toContain('The order is cancelled')
    expect(page.text).toContain('The buyer asked for it')
    expect(page.text).toContain('Oliver Hart')
    expect(await stock()).toBe(before)
    const twice = await desk.submit(form, { reason: 'Again' })
    expect(twice.status).toBe(409)
    expect(await stock()).toBe(before)
    await office.sql(
      "update cancellation set cancelled_at = now() - interval '15 days' where order_id = $1",
      [bought.id],
    )
    const later = await office.open(desk, bought)
    expect(later.text).toContain('The contract has ended')
    expect(later.text).not.toContain('Oliver Hart')
    expect(later.forms.map(({ action }) => action)).not.toContain(href('adminPayment', { id: bought.id }))
  })

  test('gives back only the pieces that were counted when they were ordered', async () => {
    const bought = await office.order('Made')
    const [line] = await office.sql<{ id: string }>(
      'select variant_id as id from order_line where order_id = $1',
      [bought.id],
    )
    await office.sql('update variant set stock = 5 where id = $1', [line!.id])
    await take(desk, bought, ['cancellation'])
    const [after] = await office.sql<{ stock: number }>('select stock from variant where id = $1', [line!.id])
    expect(after!.stock).toBe(5)
    await office.sql('update variant set stock = null where id = $1', [line!.id])
  })

  test('leaves room to note money that comes late: it is to be paid back, and nothing is invoiced', async () => {
    const bought = await office.order()
    await take(desk, bought, ['cancellation'])
    const page = await desk.follow(await desk.submit((await office.open(desk, bought)).form(/\/payment$/)))
    expect(page.text).toContain('no invoice is issued')
    expect(page.text).toMatch(/Money received for a cancelled order: €[\d.]+ to be paid back/)
    const [kept] = await office.sql<{ payments: string; invoices: string }>(
      `select (select count(*) from payment where order_id = $1) as payments,
              (select count(*) from invoice where order_id = $1) as invoices`,
      [bought.id],
    )
    expect(kept).toEqual({ payments: '1', invoices: '0' })
    const guest = await bought.buyer.get(urlFor('order', 'en', { id: bought.id }))
    expect(guest.text).not.toContain('How to pay')
  })

  test('is refused once money has come', async () => {
    const bought = await office.order()
    const form = (await office.open(desk, bought)).form(/\/cancellation$/)
    await take(desk, bought, ['payment'])
    const page = await desk.submit(form, { reason: 'Too late' })
    expect(page.status).toBe(409)
    expect(page.text).toContain('paid, packed or already cancelled')
  })
})

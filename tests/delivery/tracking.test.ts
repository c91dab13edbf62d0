import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTracking } from '../../src/orders/parcel-tracking.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { sendable } from './ground.ts'

let office: Office
let desk: Client

beforeAll(async () => {
  office = await openOffice()
  desk = await office.hire('owner')
})
afterAll(() => office.close())

const address = urlFor('adminTracking')

async function upload(csv: string, carrier = 'omniva') {
  const page = await desk.get(address)
  return desk.submit(page.form(address), {
    carrier,
    file: new File([csv], 'answer.csv', { type: 'text/csv' }),
  })
}

async function dispatches(id: string) {
  return office.sql<{ carrier: string; number: string }>(
    'select carrier, tracking_number as number from shipment_dispatch where order_id = $1',
    [id],
  )
}

async function mails(id: string) {
  return office.sql("select id from mail where kind = 'order-dispatched' and order_id = $1", [id])
}

test('columns are found by their titles in any order; without titles the first two count', () => {
  const read = (csv: string) => readTracking(Buffer.from(csv))
  expect(read('Barcode;Receiver;Reference\nCC1234EE;Anna;Z-1\n')).toEqual([
    { line: 2, order: 'Z-1', tracking: 'CC1234EE' },
  ])
  expect(read('Z-1,CC1234EE\n\nZ-2,"CC;5678"')).toEqual([
    { line: 1, order: 'Z-1', tracking: 'CC1234EE' },
    { line: 3, order: 'Z-2', tracking: 'CC;5678' },
  ])
  expect(read('Sendung;Paket\nZ-1;CC1234EE\n')).toEqual([{ line: 2, order: 'Z-1', tracking: 'CC1234EE' }])
  expect(read('a;"b')).toEqual({ brokenAt: 1 })
  expect(read('one column')).toEqual({ brokenAt: null })
})

test('the numbers are shown first, and then send each order once, with one mail', async () => {
  const { id, number } = await sendable(office.shop)
  const preview = await upload(`Order;Tracking\n${number};CC123456789EE\n`)
  expect(preview.status).toBe(200)
  expect(preview.text).toContain('1 order will be sent')
  expect(await dispatches(id)).toEqual([])

  const form = preview.form(address)
  const done = await desk.follow(await desk.submit(form))
  expect(done.text).toContain('1 order was sent')
  expect(await dispatches(id)).toEqual([{ carrier: 'Omniva', number: 'CC123456789EE' }])
  const twice = await desk.follow(await desk.submit(form))
  expect(twice.text).toContain('No order was sent')
  expect(await dispatches(id)).toHaveLength(1)
  expect(await mails(id)).toHaveLength(1)
})

test('two who confirm the same list at once send each order once', async () => {
  const { id, number } = await sendable(office.shop)
  const form = (await upload(`${number};CC987654321EE`)).form(address)
  await Promise.all([desk.submit(form), desk.submit(form), desk.submit(form)])
  expect(await dispatches(id)).toHaveLength(1)
  expect(await mails(id)).toHaveLength(1)
})

test('each line that cannot be used says why', async () => {
  const packed = await sendable(office.shop)
  const unpacked = await sendable(office.shop, { until: 'paid' })
  const unpaid = await sendable(office.shop, { until: 'placed' })
  const collected = await sendable(office.shop, { method: 'collection' })
  const lines = [
    'Order;Tracking',
    `${packed.number};CC111111111EE`,
    `${packed.number};CC222222222EE`,
    'Z-nothing;CC333333333EE',
    `${unpacked.number};CC444444444EE`,
    `${unpaid.number};CC555555555EE`,
    `${collected.number};CC666666666EE`,
    ';CC777777777EE',
    `${packed.number};=HYPERLINK("x")`,
    'Z<script>alert(1)</script>;CC888888888EE',
  ]
  const page = await upload(lines.join('\n'))
  for (const said of [
    'Line 3',
    'stands further up already',
    'Line 4 Z-nothing CC333333333EE There is no such order.',
    'Line 5',
    'It is not packed yet.',
    'It is not paid or not made yet.',
    'This order is collected from us.',
    'The order number is missing.',
    'The parcel’s number is missing or not valid.',
    '1 order will be sent',
  ])
    expect(page.text).toContain(said)
  expect(page.body).toContain('Z&lt;script&gt;alert(1)&lt;/script&gt;')
  await desk.submit(page.form(address))
  expect(await dispatches(packed.id)).toEqual([{ carrier: 'Omniva', number: 'CC111111111EE' }])
  expect(await dispatches(unpacked.id)).toEqual([])
})

test('a parcel of another carrier than its buyer chose is not sent with this one', async () => {
  const omniva = await sendable(office.shop)
  const nobodys = await sendable(office.shop, { method: 'courier', carrier: null })
  const list = `Order;Tracking\n${omniva.number};05111111111111\n${nobodys.number};05222222222222\n`
  const page = await upload(list, 'dpd')
  expect(page.text).toContain(`${omniva.number} 05111111111111 The buyer chose another carrier: Omniva.`)
  expect(page.text).toContain('1 order will be sent')
  const done = await desk.post(address, { carrier: 'dpd', pairs: `${omniva.number}|05111111111111` })
  expect((await desk.follow(done)).text).toContain('No order was sent')
  expect(await dispatches(omniva.id)).toEqual([])
  expect(await mails(omniva.id)).toEqual([])
})

test('a list that was tampered with sends nothing that could not be sent', async () => {
  const unpaid = await sendable(office.shop, { until: 'placed' })
  const done = await desk.post(address, { carrier: 'omniva', pairs: `${unpaid.number}|CC999999999EE` })
  expect((await desk.follow(done)).text).toContain('No order was sent')
  expect((await desk.post(address, { carrier: 'nobody', pairs: 'x|y' })).status).toBe(422)
  expect((await upload('')).status).toBe(422)
})

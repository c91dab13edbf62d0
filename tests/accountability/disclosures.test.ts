import { afterAll, beforeAll, expect, test } from 'vitest'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import * as parcels from '../../src/orders/parcels.ts'
import { sqlState } from '../../src/platform/database/client.ts'
import * as disclosures from '../../src/privacy/accountability/disclosures.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { type MailRoom, openMailRoom, until } from '../correspondence/mail-room.ts'
import { contract, sendable } from '../delivery/ground.ts'
import { withSql } from '../support/postgres.ts'

let office: Office
let room: MailRoom
let owner: Awaited<ReturnType<Office['hire']>>

beforeAll(async () => {
  office = await openOffice()
  room = await openMailRoom()
  owner = await office.hire('owner')
})
afterAll(() => Promise.all([office.close(), room.close()]))

const ofOrder = (id: string) =>
  withPurpose(office.shop.database.backoffice, 'accountability', 'command', (tx) =>
    disclosures.ofUnit(tx, 'order', id),
  )

test('a carrier that is told of parcels is noted for each of them, in the same transaction', async () => {
  const orders = [await sendable(office.shop), await sendable(office.shop)]
  const by = crypto.randomUUID()
  const told = { carrier: 'omniva', called: 'Omniva', orderIds: orders.map(({ id }) => id), by }
  await contract(office.shop, (tx) => parcels.tellCarrier(tx, told))
  for (const { id } of orders)
    expect(await ofOrder(id)).toMatchObject([
      { recipientKind: 'carrier', recipient: 'Omniva', what: 'parcel-file', times: 1 },
    ])

  const failing = contract(office.shop, async (tx) => {
    await parcels.tellCarrier(tx, told)
    throw new Error('the answer never left')
  })
  await expect(failing).rejects.toThrow()
  expect(await ofOrder(orders[0]!.id)).toMatchObject([{ times: 1 }])
})

test('a parcel that was entered at its carrier by hand is noted once, one that its file told of is not noted again', async () => {
  const [byHand, byFile] = [await sendable(office.shop), await sendable(office.shop)]
  const by = crypto.randomUUID()
  await contract(office.shop, async (tx) => {
    await parcels.tellCarrier(tx, { carrier: 'omniva', called: 'Omniva', orderIds: [byFile.id], by })
    for (const { id } of [byHand, byFile]) {
      await fulfilment.dispatch(tx, id, { carrier: 'Omniva', trackingNumber: 'CE1', by })
    }
  })
  const told = async (id: string) => (await ofOrder(id)).map(({ what, recipient }) => `${what} ${recipient}`)
  expect(await told(byHand.id)).toEqual(['parcel Omniva'])
  expect(await told(byFile.id)).toEqual(['parcel-file Omniva'])
})

test('the database refuses a parcel that a carrier is told of without a word', async () => {
  const { id } = await sendable(office.shop)
  const silent = withSql(office.database.url, (sql) =>
    sql.begin(async (tx) => {
      const [file] =
        await tx`insert into parcel_file (carrier, made_by) values ('omniva', ${id}) returning id`
      await tx`insert into parcel_file_order (parcel_file_id, order_id) values (${file!.id}, ${id})`
    }),
  )
  await expect(silent).rejects.toMatchObject({ code: '23514', constraint_name: 'disclosed' })
})

test('a purpose that hands nothing to anybody cannot note a transfer', async () => {
  const work = withPurpose(office.shop.database.backoffice, 'conformity-claims', 'command', (tx) =>
    disclosures.note(tx as never, {
      to: 'carrier',
      unit: 'order',
      ids: [crypto.randomUUID()],
      categories: ['name'],
      what: 'parcel-file',
    }),
  )
  expect(await work.then(() => 'done', sqlState)).toBe('42501')
})

test('a letter that left is known to the mail’s provider; one that was only kept is not', async () => {
  const order = await room.order({})
  const rows = () =>
    room.look<{ recipient: string; about_id: string; purpose: string }>(
      `select recipient, about_id, purpose from disclosure where unit = 'order' and unit_id = '${order.id}'`,
    )
  const [found] = await until(async () => {
    const noted = await rows()
    return noted.length > 0 && noted
  })
  const [mail] = await room.look<{ id: string }>(`select id from mail where order_id = '${order.id}'`)
  expect(found).toEqual({ recipient: '127.0.0.1', about_id: mail!.id, purpose: 'service-messages' })
})

test('the database refuses a sent letter without its disclosure', async () => {
  const { id } = await sendable(office.shop)
  const silent = withSql(office.database.url, (sql) =>
    sql.begin(async (tx) => {
      const [mail] =
        await tx`insert into mail (kind, about_id, order_id) values ('order-confirmation', ${id}, ${id}) returning id`
      await tx`insert into mail_copy (mail_id, recipient, subject, body, html, attachments, sent_at)
        values (${mail!.id}, 'a@example.com', 's', 'b', 'h', '{}', now())`
    }),
  )
  await expect(silent).rejects.toMatchObject({ code: '23514', constraint_name: 'disclosed' })
})

test('the accountant’s month is one disclosure a day for each order, an invoice one each time', async () => {
  const order = await office.order()
  const desk = await office.hire('administrator')
  const page = await office.open(desk, order)
  await desk.submit(page.form(/\/payment$/))
  const [invoice] = await office.sql<{ id: string }>('select id from invoice where order_id = $1', [order.id])
  await office.render(invoice!.id)
  const books = await office.hire('accountant')
  await books.get(urlFor('accountantDocuments'))
  await books.get(urlFor('accountantDocuments'))
  await books.get(urlFor('accountantInvoice', { id: invoice!.id }))
  const told = (await ofOrder(order.id)).filter(({ recipientKind }) => recipientKind === 'accountant')
  expect(told.map(({ what, times }) => `${what} ${times}`).sort()).toEqual(['invoice 1', 'month-list 1'])

  await owner.get(urlFor('accountantDocuments'))
  expect(await ofOrder(order.id)).toHaveLength(told.length)

  const list = await desk.get(urlFor('adminDisclosures'))
  expect(list.text).toContain('the accountant')
  const narrowed = await desk.get(`${urlFor('adminDisclosures')}?to=carrier`)
  expect(narrowed.texts('tbody th').join()).not.toContain('the accountant')
  expect((await office.open(desk, order)).text).toContain('list of the month’s invoices')
})

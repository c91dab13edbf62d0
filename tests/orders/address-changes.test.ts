import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { companies, people } from '../../seed/cast.ts'
import * as corrections from '../../src/orders/corrections.ts'
import { orderMails } from '../../src/orders/mails.ts'
import { sqlState } from '../../src/platform/database/client.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Page } from '../support/client.ts'
import { type Bought, take } from '../support/trade.ts'
import { placed, type Wanted } from './placed.ts'

let office: Office
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const bought = (wanted: Wanted = {}) => placed(office.shop, office.visitor(), { language: 'en', ...wanted })

function form({ id, buyer }: Bought): Promise<Page> {
  return buyer.get(urlFor('orderCorrection', 'en', { id }))
}

async function correct(order: Bought, values: Record<string, string>, from?: Page): Promise<Page> {
  return order.buyer.submit((from ?? (await form(order))).form(/correct$/), values)
}

async function party({ id }: Bought): Promise<Record<string, string | null>> {
  const [row] = await office.sql<Record<string, string | null>>(
    'select * from order_party where order_id = $1',
    [id],
  )
  return row!
}

async function mailsOf({ id }: Bought): Promise<{ kind: string; aboutId: string }[]> {
  return office.sql(
    'select kind, about_id as "aboutId" from mail where order_id = $1 order by queued_at, kind',
    [id],
  )
}

const packed = (order: Bought) => take(desk, order, ['payment', 'packing'])

describe('until it is packed', () => {
  test('a buyer sends the parcel elsewhere; the invoice’s address and the price stay', async () => {
    const order = await bought()
    const before = await party(order)
    const page = await order.buyer.follow(
      await correct(order, {
        deliveryStreet: 'Jauna iela 1',
        deliveryTown: 'Cēsis',
        deliveryPostcode: '4101',
      }),
    )
    expect(page.text).toContain('Your changes are saved.')
    expect(page.text).toContain('Jauna iela 1')
    const after = await party(order)
    expect(after).toEqual({
      ...before,
      delivery_street: 'Jauna iela 1',
      delivery_town: 'Cēsis',
      delivery_postcode: 'LV-4101',
    })
    expect((await office.open(desk, order)).text).toContain('Address or contact corrected Buyer')
    expect(await mailsOf(order)).toMatchObject([{ kind: 'order-corrected' }])
  })

  test('what is wrong comes back beside its field, and nothing is lost', async () => {
    const order = await bought()
    const back = await correct(order, { deliveryStreet: '', email: 'nobody', deliveryTown: 'Cēsis' })
    expect(back.status).toBe(422)
    expect(back.all('.error-summary a')).toHaveLength(2)
    expect(back.find('#deliveryTown').getAttributeValue('value')).toBe('Cēsis')
    expect(back.find('#deliveryStreet').getAttributeValue('value')).toBe('')
  })

  test('a likely slip in the address is asked about once', async () => {
    const order = await bought()
    const asked = await correct(order, { email: 'anna@gmial.com' })
    expect(asked.status).toBe(422)
    expect(asked.find('#email-error').textContent).toContain('Did you mean anna@gmail.com?')
    expect((await party(order)).email).not.toBe('anna@gmial.com')
    expect((await correct(order, {}, asked)).status).toBe(303)
    expect((await party(order)).email).toBe('anna@gmial.com')
    expect((await correct(order, { phone: '+371 20000199' })).status).toBe(303)
  })

  test('a parcel goes to another locker of the same carrier, and to no other', async () => {
    const order = await bought({ delivery: 'locker', carrier: 'omniva' })
    const page = await form(order)
    const [, chosen] = page.all('#point option').map((option) => option.getAttributeValue('value'))
    expect((await correct(order, { point: chosen! }, page)).status).toBe(303)
    const after = await party(order)
    expect(after.point_id).toBe(chosen)
    const [point] = await office.sql<{ name: string }>('select name from pickup_point where id = $1', [
      chosen!,
    ])
    expect(after.locker).toContain(point!.name)
    const [foreign] = await office.sql<{ id: string }>(
      `select id from pickup_point where carrier <> 'omniva' limit 1`,
    )
    const values = { ...page.form(/correct$/).filled(), point: foreign!.id }
    expect((await order.buyer.post(urlFor('orderCorrection', 'en', { id: order.id }), values)).status).toBe(
      422,
    )
  })

  test('who was mistyped gets no news', async () => {
    const order = await office.order(undefined, { email: 'mistyped@zimes.example', consentEmail: 'yes' })
    const kept = () => office.sql("select purpose from subscription where address = 'mistyped@zimes.example'")
    expect(await kept()).toHaveLength(2)
    await correct(order, { email: 'rightly@zimes.example' })
    expect(await kept()).toEqual([])
    const [consent] = await office.sql(
      'select withdrawn_at is not null as over from consent left join consent_withdrawal on consent_id = consent.id where order_id = $1',
      [order.id],
    )
    expect(consent).toEqual({ over: true })
  })

  test('a new e-mail gets the confirmation, the former one a note without a name or a link', async () => {
    const order = await bought({ by: people.anna })
    await correct(order, { email: 'new.anna@example.com' })
    const queued = await mailsOf(order)
    expect(queued.map(({ kind }) => kind).sort()).toEqual(['order-confirmation', 'order-corrected'])
    const { aboutId } = queued.find(({ kind }) => kind === 'order-corrected')!
    const note = await orderMails['order-corrected'](office.shop, { id: aboutId, orderId: order.id })
    expect(note?.to).toBe(people.anna.email)
    const text = office.shop.views.render('mail/order-corrected.text', {
      ...note!.model,
      language: 'en',
      sender: office.shop.known().settings.identity,
    })
    for (const unsaid of [people.anna.name, 'new.anna', '/open/', note!.secret!])
      expect(text).not.toContain(unsaid)
    const confirmation = await orderMails['order-confirmation'](office.shop, {
      id: order.id,
      orderId: order.id,
    })
    expect(confirmation?.to).toBe('new.anna@example.com')
    const [customer] = await office.sql<{ email: string }>(
      'select customer.email from customer join "order" on customer_id = customer.id where "order".id = $1',
      [order.id],
    )
    expect(customer!.email).toBe('new.anna@example.com')
    expect((await order.buyer.get(urlFor('order', 'en', { id: order.id }))).status).toBe(200)
  })

  test('the links in letters to the former address open nothing any more', async () => {
    const order = await bought()
    const letter = await orderMails['order-confirmation'](office.shop, { id: order.id, orderId: order.id })
    const opened = () =>
      office.visitor({ audit: false }).get(urlFor('orderOpen', 'en', { token: letter!.secret! }))
    expect((await opened()).status).toBe(303)
    await correct(order, { deliveryTown: 'Cēsis' })
    expect((await opened()).status).toBe(303)
    await correct(order, { email: 'right@example.com' })
    expect((await opened()).status).toBe(410)
    expect((await order.buyer.get(urlFor('order', 'en', { id: order.id }))).status).toBe(200)
  })

  test('nobody has the shop write to one address after another', async () => {
    const order = await bought()
    for (const name of ['a', 'b', 'c'])
      expect((await correct(order, { email: `${name}@example.com` })).status).toBe(303)
    const fourth = await correct(order, { email: 'd@example.com' })
    expect(fourth.status).toBe(409)
    expect((await party(order)).email).toBe('c@example.com')
  })

  test('a company mends its reference until the invoice is issued', async () => {
    const order = await bought({ by: companies.builders, delivery: 'collection' })
    const early = await form(order)
    expect((await correct(order, { orderReference: 'PO 7' }, early)).status).toBe(303)
    expect((await party(order)).buyer_reference).toBe('PO 7')
    await take(desk, order, ['payment'])
    expect((await form(order)).all('#orderReference')).toHaveLength(0)
    expect(await guest((tx) => corrections.correct(tx, order.id, { buyerReference: 'PO 8' }, 'buyer'))).toBe(
      'invoiced',
    )
    expect(await guest(update(order, sql`buyer_reference = 'PO 9'`))).toBe('23514')
  })
})

describe('once it is packed', () => {
  test('the parcel goes where it says, for the page, for a form that was open and for SQL', async () => {
    const order = await bought()
    const open = await form(order)
    await packed(order)
    const late = await correct(order, { deliveryStreet: 'Vēla iela 9' }, open)
    expect([303, 409]).toContain(late.status)
    expect((await form(order)).text).toContain('nothing can be corrected here any more')
    const wanted = { deliveryStreet: 'Vēla iela 9', deliveryTown: 'Rīga', deliveryPostcode: 'LV-1010' }
    expect(await guest((tx) => corrections.correct(tx, order.id, wanted, 'buyer'))).toBe('packed')
    for (const change of [
      sql`delivery_street = 'x'`,
      sql`phone = 'x'`,
      sql`town = 'x'`,
      sql`email = 'x@example.com'`,
    ])
      expect(await guest(update(order, change))).toBe('23514')
    expect((await party(order)).delivery_street).toBeNull()
  })

  test('staff still mend where news goes, and nothing on the parcel', async () => {
    const order = await bought()
    await packed(order)
    const page = await desk.get(urlFor('adminCorrection', 'lv', { id: order.id }))
    expect(page.form(/correction$/).names).toEqual(['email'])
    const done = await desk.follow(
      await desk.submit(page.form(/correction$/), { email: 'right@example.com' }),
    )
    expect(done.text).toContain('the customer is being told')
    expect((await party(order)).email).toBe('right@example.com')
  })
})

test('a stranger corrects nothing', async () => {
  const order = await bought()
  const stranger = office.visitor({ audit: false })
  const path = urlFor('orderCorrection', 'en', { id: order.id })
  expect((await stranger.get(path)).status).toBe(404)
  expect((await stranger.post(path, { email: 'x@example.com' })).status).toBe(404)
})

const update =
  ({ id }: Bought, change: ReturnType<typeof sql>) =>
  (tx: Tx<'order-contract'>) =>
    tx.execute(sql`update order_party set ${change} where order_id = ${id}`)

/** How something that a buyer's login tries under the contract ends: with a code, or done. */
function guest(work: (tx: Tx<'order-contract'>) => Promise<unknown>): Promise<string | undefined> {
  return withPurpose(office.shop.database.storefront, 'order-contract', 'guest', work).then(
    () => 'done',
    (error) => sqlState(error) ?? error.code,
  )
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invoicingJobs } from '../../src/invoicing/jobs.ts'
import { cents } from '../../src/platform/money.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import * as receipts from '../../src/receivables/receipts.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { openVies } from './vies-double.ts'

let office: Office
let vies: Awaited<ReturnType<typeof openVies>>
let desk: Client
beforeAll(async () => {
  office = await openOffice()
  vies = await openVies()
  office.shop.config.viesUrl = vies.url
  desk = await office.hire('owner')
})
afterAll(async () => {
  await vies.close()
  await office.close()
})

const at = (id: string) => urlFor('adminOrderDocuments', { id })

/** The whole price comes in, so that an advance invoice stands. */
async function paid(id: string): Promise<string> {
  const { shop } = office
  const [order] = await office.sql<{ total: number }>(
    'select total_cents as total from "order" where id = $1',
    [id],
  )
  const today = shop.clock.today()
  const received = {
    orderId: id,
    means: 'transfer',
    amountCents: cents(order!.total),
    receivedOn: today,
  } as const
  const { documentId } = await withPurpose(shop.database.backoffice, 'order-contract', 'job:test', (tx) =>
    receipts.receive(
      tx,
      { ...received, payerName: null, notedBy: null },
      { settings: shop.known().settings, today, t: shop.t },
    ),
  )
  return documentId!
}

/** An order whose buyer is a company in Estonia. */
async function toEstonia(): Promise<string> {
  const { id } = await office.order()
  await office.sql(
    `update order_party set kind = 'company', company_name = 'Märgid OÜ', vat_number = 'EE100931558', country = 'EE'
      where order_id = $1`,
    [id],
  )
  return id
}

/** The questions that wait are asked, as the worker does. */
async function workVies(): Promise<void> {
  const waiting = await office.sql<{ id: string }>('select id from vies_check where outcome is null')
  for (const { id } of waiting) await invoicingJobs(office.shop)['ask-vies']!({ check: id }, {} as never)
}

describe('the room of documents', () => {
  test('lists what was issued, by kind and month, and finds it by number', async () => {
    const { id } = await office.order()
    const documentId = await paid(id)
    await office.render(documentId)
    const page = await desk.get(urlFor('adminDocuments'))
    expect(page.text).toContain('Advance invoice')
    const [{ number } = { number: '' }] = await office.sql<{ number: string }>(
      'select number from invoice where id = $1',
      [documentId],
    )
    const found = await desk.post(urlFor('adminDocuments'), { search: number })
    expect(found.text).toContain(number)
    expect((await desk.get(`${urlFor('adminDocuments')}?kind=credit-note`)).text).toContain(
      'No documents here',
    )
    expect((await desk.get(`${urlFor('adminDocuments')}?month=1999-01&state=x`)).status).toBe(200)
    const ubl = await desk.get(urlFor('adminDocumentUbl', { id: documentId }))
    expect(ubl.headers.get('content-type')).toContain('application/xml')
    expect(ubl.body).toContain('<cbc:InvoiceTypeCode>386</cbc:InvoiceTypeCode>')
    expect(ubl.body).toContain(number)
  })

  test('a public buyer has the UBL as the original, and its sending is noted once', async () => {
    const { id } = await office.order()
    await paid(id)
    let page = await desk.get(at(id))
    page = await desk.follow(await desk.submit(page.form(/public$/)))
    expect(page.text).toContain('the UBL file is the original')
    // An advance is not what an institution waits for.
    expect(page.text).not.toContain('Note as sent')
    const corrective = page.form(/corrective$/)
    page = await desk.follow(await desk.submit(corrective, { name: 'Oliver Berg', street: 'Other Street 5' }))
    expect(page.text).toContain('Corrected invoice')
    expect((await desk.get(`${urlFor('adminDocuments')}?state=to-send`)).text).toContain('To be sent')
    const sending = page.form(/sending$/)
    const wrong = await desk.submit(sending, { sentOn: '2999-01-01', way: 'peppol', reference: 'MSG-1' })
    expect(wrong.status).toBe(422)
    page = await desk.follow(await desk.submit(sending, { way: 'peppol', reference: 'MSG-1' }))
    expect(page.text).toContain('Peppol network, MSG-1')
    const again = await desk.post(
      urlFor('adminOrderSending', { id }),
      sending.filled({ way: 'peppol' }) as never,
    )
    expect(again.status).toBe(409)
    expect(again.text).toContain('noted already')
  })
})

describe('a business elsewhere in the Union', () => {
  test('pays no VAT once VIES has said yes, and the proof of transport is asked for', async () => {
    const id = await toEstonia()
    const before = await totals(id)
    vies.says({ valid: true, requestIdentifier: 'WAPI1' })
    await desk.submit((await desk.get(at(id))).form(/vies$/))
    expect((await desk.get(at(id))).text).toContain('VIES has not answered yet')
    await workVies()
    let page = await desk.get(at(id))
    expect(page.text).toContain('WAPI1')
    const [takeOff] = page.forms.filter(({ action }) => action.endsWith('/vat'))
    page = await desk.follow(await desk.submit(takeOff!))
    expect(page.text).toContain('VAT 0% (K)')
    const after = await totals(id)
    expect(after.categories).toEqual(['K'])
    expect(Math.abs(after.total - before.total / 1.21)).toBeLessThan(3)
    const told = await office.sql(`select from mail where order_id = $1 and kind = 'vat-taken-off'`, [id])
    expect(told).toHaveLength(1)
    expect(page.text).toContain('0% stands only with proof')
    const nobodys = urlFor('adminTransportProof', { id: crypto.randomUUID() })
    expect((await desk.post(nobodys, { words: 'CMR 4711' })).status).toBe(404)
    page = await desk.follow(await desk.submit(page.form(/transport$/), { words: 'CMR 4711' }))
    expect(page.text).toContain('CMR 4711')
  })

  test('keeps Latvian VAT while VIES is down or says no: nothing is lost, and staff choose', async () => {
    const id = await toEstonia()
    const early = await desk.post(urlFor('adminTransportProof', { id }), { words: 'CMR 4712' })
    expect([early.status, early.text.includes('no proof of transport is needed')]).toEqual([409, true])
    vies.says('down', 503)
    await desk.submit((await desk.get(at(id))).form(/vies$/))
    await workVies()
    let page = await desk.get(at(id))
    expect(page.text).toContain('VIES does not answer')
    expect(page.text).not.toContain('Take VAT off')
    const forced = await desk.post(urlFor('adminOrderVat', { id }), { vat: 'intra-community' })
    expect(forced.status).toBe(409)
    const [keep] = page.forms.filter(({ action }) => action.endsWith('/vat'))
    page = await desk.follow(await desk.submit(keep!))
    expect(page.text).toContain('Latvian VAT')
    expect((await totals(id)).categories).toEqual(['S'])
  })

  test('money that came first leaves the VAT where it is', async () => {
    const id = await toEstonia()
    vies.says({ valid: true })
    await desk.submit((await desk.get(at(id))).form(/vies$/))
    await workVies()
    await paid(id)
    expect((await desk.get(at(id))).text).not.toContain('Take VAT off')
    const forced = await desk.post(urlFor('adminOrderVat', { id }), { vat: 'intra-community' })
    expect(forced.text).toContain('cannot be taken off any more')
  })
})

async function totals(id: string): Promise<{ total: number; categories: string[] }> {
  const [row] = await office.sql<{ total: number; categories: string[] }>(
    `select total_cents as total, (select array_agg(distinct vat_category) from order_line where order_id = "order".id) as categories
       from "order" where id = $1`,
    [id],
  )
  return row!
}

test('the owner says since when the shop is registered, and that it uses the One-Stop-Shop', async () => {
  const page = await desk.get(urlFor('adminSettings', { section: 'vat' }))
  const form = page.form(/vat$/)
  expect((await desk.submit(form, { change: 'left', from: '' })).status).toBe(422)
  const saved = await desk.follow(
    await desk.submit(form, { change: 'left', from: '2999-01-01', oneStopShop: 'yes' }),
  )
  expect(saved.text).toContain('1 January 2999')
  const [row] = await office.sql<{ value: unknown }>("select value from setting where key = 'vat'")
  expect(row!.value).toEqual({
    periods: [
      { from: '2000-01-01', registered: true },
      { from: '2999-01-01', registered: false },
    ],
    oneStopShop: true,
  })
})

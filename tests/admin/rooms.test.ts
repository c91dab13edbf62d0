import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { take } from '../support/trade.ts'
import { type Office, openOffice } from './office.ts'

let office: Office
let owner: Client
let administrator: Client
let accountant: Client

beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
  administrator = await office.hire('administrator')
  accountant = await office.hire('accountant', 'lv')
})
afterAll(() => office.close())

/** The copy that the worker keeps of a mail. */
function keep(mailId: string, body: string) {
  return office.sql(
    `insert into mail_copy (mail_id, recipient, subject, body, html, attachments, captured_at)
     values ($1, 'oliver.hart@example.com', 'Your order', $2, '<p></p>', '{}', now())`,
    [mailId, body],
  )
}

test('a kept mail is read with its links, and sent again from its order', async () => {
  const bought = await office.order()
  const [mail] = await office.sql<{ id: string }>('select id from mail where order_id = $1', [bought.id])
  expect((await administrator.get(`/admin/mails/${mail!.id}`)).text).toContain('not written yet')
  const link = `${office.shop.origin}/en/open/${'x'.repeat(43)}`
  await keep(mail!.id, `Good day\n\n${link}\nhttps://evil.example/x`)

  const list = await administrator.get('/admin/mails')
  const page = await administrator.get(list.link('Your order'))
  expect(page.text).toContain('Good day')
  expect(page.link(link)).toBe(link)
  expect(page.all('main a').map((a) => a.getAttributeValue('href'))).not.toContain('https://evil.example/x')
  expect(page.link(bought.number)).toBe(`/admin/orders/${bought.id}`)

  const back = await administrator.submit(page.form(/\/resend$/))
  expect(back.location).toBe(`/admin/orders/${bought.id}?done=mail-resent`)
  expect((await administrator.follow(back)).text).toContain('The mail is in the queue.')
  const [mails] = await office.sql<{ count: string }>('select count(*) from mail where order_id = $1', [
    bought.id,
  ])
  expect(mails!.count).toBe('2')
})

test('an invitation that was kept is read by the owner alone: its link makes somebody staff', async () => {
  const people = await owner.get('/admin/staff')
  const invite = people.form('/admin/staff')
  await owner.submit(invite, {
    name: 'New Owner',
    email: 'new.owner@zimes.example',
    role: 'owner',
    language: 'en',
  })
  const [mail] = await office.sql<{ id: string }>("select id from mail where kind = 'staff-invitation'")
  await keep(mail!.id, `${office.shop.origin}/admin/invitation/${'y'.repeat(43)}`)
  expect((await owner.get(`/admin/mails/${mail!.id}`)).text).toContain('/admin/invitation/')
  expect((await administrator.get(`/admin/mails/${mail!.id}`)).status).toBe(403)
  expect((await administrator.post(`/admin/mails/${mail!.id}/resend`, {})).status).toBe(403)
  expect((await administrator.get('/admin/mails')).body).not.toContain(mail!.id)
})

test('a job that used up its attempts is shown and tried again', async () => {
  await office.order()
  await office.sql(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'ECONNREFUSED'
      where id = (select min(id) from graphile_worker._private_jobs)`,
  )
  expect((await administrator.get('/admin')).text).toContain('1 job failed')
  const page = await administrator.get('/admin/jobs')
  expect(page.text).toContain('send-mail')
  expect(page.text).toContain('ECONNREFUSED')
  const retry = page.form(/\/retry$/)
  const after = await administrator.follow(await administrator.submit(retry))
  expect(after.text).toContain('is being tried again')
  expect(after.text).toContain('Everything succeeded')
  expect((await administrator.submit(retry)).status).toBe(404)
})

test('the accountant sees the invoices of a month, their totals by rate and the documents', async () => {
  const bought = await office.order()
  await take(owner, bought, ['payment'])
  const page = await accountant.get('/accountant/documents')
  expect(page.find('html').getAttributeValue('lang')).toBe('lv')
  expect(page.text).toContain('Oliver Hart')
  expect(page.text).toContain('21%')
  const [sums] = await office.sql<{ gross: string }>('select sum(gross_cents) as gross from invoice')
  const gross = `${(Number(sums!.gross) / 100).toFixed(2).replace('.', ',')} €`
  expect(page.texts('td').map((text) => text.replace(/\s/g, ' '))).toContain(gross)

  const link = page.all('tbody a')[0]!.getAttributeValue('href')!
  const file = `/accountant/invoices/${link.split('/').at(-1)!}`
  expect((await accountant.get(link)).status).toBe(200)
  expect((await accountant.get(file)).status).toBe(503)
  await office.render(link.split('/').at(-1)!)
  const document = await accountant.get(file)
  expect(document.status).toBe(200)
  expect(document.headers.get('content-type')).toBe('application/pdf')

  const before = await accountant.get('/accountant/documents?month=2026-01')
  expect(before.text).toContain('Šajā mēnesī dokumentu nav')
  expect((await accountant.get('/accountant/documents?month=2026-13')).status).toBe(200)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

test('a kept letter of a newsletter is not sent again, and nobody is told that it is', async () => {
  const desk = await office.hire('owner')
  const id = crypto.randomUUID()
  await office.sql(`insert into mail (id, kind, about_id) values ($1, 'newsletter', $1)`, [id])
  await office.sql(
    `insert into mail_copy (mail_id, recipient, subject, body, html, attachments, captured_at)
     values ($1, 'reader@example.com', 'News', 'Good day', '', '{}', now())`,
    [id],
  )
  const page = await desk.get(`/admin/mails/${id}`)
  expect(page.forms.some(({ action }) => action.endsWith('/resend'))).toBe(false)
  expect(page.text).toContain('sent once to each reader')
  const refused = await desk.post(`/admin/mails/${id}/resend`, {})
  expect([refused.status, refused.text.includes('not sent again from here')]).toEqual([409, true])
  expect(await office.sql(`select from mail where kind = 'newsletter'`)).toHaveLength(1)
})

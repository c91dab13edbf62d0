import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type MailServer, startSmtp } from '../../support/smtp.ts'

let server: MailServer
const mail = { from: 'veikals@zimes.example', to: 'anna@example.lv', subject: 'Pasūtījums', text: 'Paldies!' }

beforeEach(async () => {
  server = await startSmtp()
})
afterEach(() => server.stop())

test('a mail arrives with its text, letters and attachment', async () => {
  const attachment = {
    filename: 'rēķins.pdf',
    content: Buffer.from('%PDF-1.7'),
    contentType: 'application/pdf',
  }
  await createTransport(server.url).sendMail({ ...mail, html: '<p>Paldies!</p>', attachments: [attachment] })
  const got = await server.waitFor((one) => one.to.includes('anna@example.lv'))
  expect(got).toMatchObject({
    from: mail.from,
    subject: 'Pasūtījums',
    html: expect.stringContaining('<p>Paldies!'),
  })
  expect(got.text.trim()).toBe('Paldies!')
  expect(got.headers['message-id']).toMatch(/^<.+>$/)
  expect(got.attachments).toEqual([
    { name: 'rēķins.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') },
  ])
})

test('a refused sender is told the code, the next one is served', async () => {
  server.refuseNext(451)
  const transport = createTransport(server.url)
  await expect(transport.sendMail(mail)).rejects.toMatchObject({ responseCode: 451 })
  await transport.sendMail(mail)
  expect(server.mails).toHaveLength(1)
})

test('a line broken after the data leaves the sender in doubt though the mail is there', async () => {
  server.dropAfterData()
  await expect(createTransport(server.url).sendMail(mail)).rejects.toThrow()
  expect(server.mails).toHaveLength(1)
})

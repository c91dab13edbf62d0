import { expect, test } from 'vitest'
import { type Message, openTransport } from '../../../src/platform/mail/transport.ts'
import { startSmtp } from '../../support/smtp.ts'

const message: Message = {
  messageId: '<1@shop.test>',
  from: { name: 'ZĪMES', address: 'veikals@zimes.example' },
  to: 'anna@example.lv',
  subject: 'Pasūtījums',
  language: 'lv',
  date: new Date('2026-11-22T08:00:00Z'),
  text: 'Paldies!',
  html: '<p>Paldies!</p>',
  attachments: [],
}

test('a server on another machine that offers no TLS is handed nothing', async () => {
  const server = await startSmtp()
  // Asked for STARTTLS, it answers 500. An address that leads to this machine and does not say so.
  const away = openTransport(server.url.replace('127.0.0.1', '0.0.0.0'))
  await expect(away.send(message)).rejects.toMatchObject({ name: 'MailRefused', code: 'SMTP_500' })
  expect(server.mails).toEqual([])
  const here = openTransport(server.url)
  await here.send(message)
  expect(server.mails).toHaveLength(1)
  away.close()
  here.close()
  await expect.poll(server.senders).toBe(0)
  await server.stop()
})

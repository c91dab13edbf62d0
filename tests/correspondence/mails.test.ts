import { afterAll, beforeAll, expect, test } from 'vitest'
import * as copies from '../../src/correspondence/copies.ts'
import { mailHandler } from '../../src/correspondence/jobs.ts'
import * as mails from '../../src/correspondence/mails.ts'
import { MailRefused, openTransport } from '../../src/platform/mail/transport.ts'
import { withoutPurpose, withPurpose } from '../../src/privacy/with-purpose.ts'
import { openStaffAuth } from '../../src/staff/auth.ts'
import { staffMails } from '../../src/staff/mails.ts'
import * as staff from '../../src/staff/staff.ts'
import { startSmtp } from '../support/smtp.ts'
import { type MailRoom, type Ordered, openMailRoom, origin, until } from './mail-room.ts'

let room: MailRoom
let quiet: MailRoom
beforeAll(async () => {
  ;[room, quiet] = await Promise.all([openMailRoom(), openMailRoom({ captured: true })])
})
afterAll(async () => {
  await Promise.all([room?.close(), quiet?.close()])
})

const none: ReadonlySet<string> = new Set()
const token = /[\w-]{43}/

function mailsTo({ email }: Ordered) {
  return room.server.mails.filter((mail) => mail.to.includes(email))
}

async function mailOf(at: MailRoom, order: Ordered): Promise<string> {
  const [row] = await at.look<{ id: string }>(`select id from mail where order_id = '${order.id}'`)
  return row!.id
}

/** The mail once its copy is kept. */
function copyOf(at: MailRoom, id: string): Promise<copies.OpenedMail> {
  return until(async () => {
    const mail = await at.messages((tx) => copies.find(tx, id, none))
    return mail.state !== 'waiting' && mail
  })
}

test('a mail says who writes, in which language, and that no person wrote it', async () => {
  const order = await room.order({ language: 'en' })
  const mail = await room.server.waitFor(({ to }) => to.includes(order.email))
  expect(mail.from).toBe('pasutijumi@zimes.example')
  expect(mail.headers.from).toMatch(/<pasutijumi@zimes\.example>$/)
  expect(mail.headers['message-id']).toBe(`<${await mailOf(room, order)}@shop.test>`)
  expect(mail.headers['auto-submitted']).toBe('auto-generated')
  expect(mail.headers['content-language']).toBe('en')
  expect(mail.html).toMatch(/^<!DOCTYPE html>\s*<html lang="en">/)
})

test('the copy of a sent mail holds no secret', async () => {
  const order = await room.order({})
  const mail = await room.server.waitFor(({ to }) => to.includes(order.email))
  const id = await mailOf(room, order)
  const copy = await copyOf(room, id)
  expect(mail.text).toMatch(token)
  expect(copy).toMatchObject({ state: 'mail-sent', recipient: order.email, subject: mail.subject, links: [] })
  expect(copy.text).toContain(`${origin}/atvert/…`)
  const [kept] = await room.look<{ row: string }>(
    `select mail_copy::text as row from mail_copy where mail_id = '${id}'`,
  )
  expect(kept!.row.replaceAll(/[0-9a-f]{64}/g, '')).not.toMatch(token)
})

test('a mail that is put off leaves a code and an id in the queue and arrives later, once', async () => {
  room.server.refuseNext(451)
  const order = await room.order({})
  const id = await mailOf(room, order)
  const job = await until(async () => {
    const [waiting] = await room.look<{ payload: unknown; last_error: string | null }>(
      `select payload, last_error from graphile_worker._private_jobs where payload->>'mail' = '${id}'`,
    )
    return waiting?.last_error && waiting
  })
  expect(job).toEqual({ payload: { mail: id }, last_error: 'SMTP_451' })
  await room.hurry()
  const mail = await room.server.waitFor(({ to }) => to.includes(order.email))
  expect(mail.headers['message-id']).toBe(`<${id}@shop.test>`)
  await copyOf(room, id)
  expect(mailsTo(order)).toHaveLength(1)
})

test('a mail whose fate is unknown goes again under the same Message-ID', async () => {
  room.server.dropAfterData()
  const order = await room.order({})
  await until(async () => mailsTo(order).length === 1)
  const id = await mailOf(room, order)
  await until(async () => {
    await room.hurry()
    return mailsTo(order).length === 2
  })
  await copyOf(room, id)
  expect(new Set(mailsTo(order).map((mail) => mail.headers['message-id']))).toEqual(
    new Set([`<${id}@shop.test>`]),
  )
})

test('a mail with a copy is not sent again', async () => {
  const order = await room.order({})
  const id = await mailOf(room, order)
  await copyOf(room, id)
  const unexpected = () => Promise.reject(new Error('it was built again'))
  const builders = new Proxy({}, { get: () => unexpected }) as Parameters<typeof mailHandler>[2]
  await mailHandler(room.shop, openTransport(room.server.url), builders)({ mail: id }, {} as never)
  expect(mailsTo(order)).toHaveLength(1)
})

test('sending again writes the mail anew, with a link of its own', async () => {
  const order = await room.order({})
  const first = await mailOf(room, order)
  await copyOf(room, first)
  const second = await room.messages((tx) => copies.resend(tx, first))
  await copyOf(room, second)
  const links = mailsTo(order).map(({ text }) => /\/atvert\/([\w-]{43})/.exec(text)?.[1])
  expect(new Set(links).size).toBe(2)
  const listed = await room.messages((tx) => copies.ofOrder(tx, order.id, none))
  expect(listed.map(({ id, state }) => [id, state])).toEqual([
    [second, 'mail-sent'],
    [first, 'mail-sent'],
  ])
})

test('nobody is written to about an order whose contract has ended', async () => {
  const order = await room.order({ silently: true })
  await room.look(`delete from order_party where order_id = '${order.id}'`)
  const id = await room.contract((tx) =>
    mails.queue(tx, 'order-confirmation', { id: order.id, orderId: order.id }),
  )
  await until(async () => {
    const [job] = await room.look(
      `select from graphile_worker._private_jobs where payload->>'mail' = '${id}'`,
    )
    return job === undefined
  })
  expect(mailsTo(order)).toEqual([])
  const [keys] = await room.look<{ count: number }>(
    `select count(*)::int from order_key where order_id = '${order.id}'`,
  )
  expect(keys!.count).toBe(0)
})

test('a refusal is told by a code, without the address it was about', async () => {
  const message = {
    messageId: '<one@shop.test>',
    from: { name: 'ZĪMES', address: 'pasutijumi@zimes.example' },
    to: 'anna@example.com',
    subject: 'Viens',
    language: 'lv',
    date: room.shop.clock.now(),
    text: 'Viens',
    html: '<p>Viens</p>',
    attachments: [],
  }
  const failure = async (url: string) => {
    const transport = openTransport(url)
    const error = await transport.send(message).catch((thrown: unknown) => thrown)
    transport.close()
    expect(error).toBeInstanceOf(MailRefused)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('anna@')
    return (error as MailRefused).code
  }
  expect(await failure('smtp://127.0.0.1:1')).toBe('ESOCKET')
  const strict = await startSmtp()
  strict.refuseNext(550)
  expect(await failure(strict.url)).toBe('SMTP_550')
  await strict.stop()
})

test('a worker that has ended holds no line to the mail server', async () => {
  const other = await openMailRoom()
  const { email } = await other.order({})
  await other.server.waitFor(({ to }) => to.includes(email))
  expect(other.server.senders()).toBe(1)
  await other.stopWork()
  await expect.poll(other.server.senders).toBe(0)
  await other.close()
})

test('without a mail server the mail stays to be read, and its links work', async () => {
  const order = await quiet.order({ language: 'en' })
  const copy = await copyOf(quiet, await mailOf(quiet, order))
  expect(copy.state).toBe('captured')
  const link = copy.links.find((href) => href.startsWith(`${origin}/en/open/`))
  expect(link).toMatch(token)
  expect(quiet.server.mails).toEqual([])
})

test('the list tells what waits, what failed and what it is about', async () => {
  const order = await quiet.order({ silently: true })
  const { id, rows, total } = await quiet.contract(async (tx) => {
    const id = await mails.queue(tx, 'order-cancelled', { id: order.id, orderId: order.id })
    // Before the commit the worker knows nothing of it.
    const listed = await tx.under('service-messages', (read) =>
      copies.list(read, { limit: 5, offset: 0 }, none),
    )
    return { id, rows: listed.mails, total: listed.total }
  })
  expect(total).toBeGreaterThanOrEqual(rows.length)
  const waiting = rows.find((row) => row.id === id)!
  expect(waiting).toMatchObject({ state: 'waiting', subject: null, recipient: null, kind: 'order-cancelled' })
  expect(copies.subjectOf(waiting, quiet.shop.t('en'))).toBe('Notice of cancellation')
  const failed = await quiet.messages((tx) => copies.find(tx, id, new Set([id])))
  expect(failed).toMatchObject({ state: 'failed', text: '', links: [], attachments: [] })
  // The order is not cancelled: its letter is not to go.
  const found = () => quiet.messages((tx) => copies.find(tx, id, none))
  await expect.poll(async () => (await found()).state, { timeout: 10_000 }).toBe('dropped')
})

test('of somebody whose data are restricted the list does not say that a mail waits which has been sent', async () => {
  const order = await room.order({})
  const id = await mailOf(room, order)
  await copyOf(room, id)
  await room.look(`insert into restricted_order (order_id) values ('${order.id}')`)
  const mail = await room.messages((tx) => copies.find(tx, id, none))
  expect(mail).toMatchObject({ state: 'restricted', subject: null, recipient: null, text: '' })
})

test('a mail whose job is parked counts as failed', async () => {
  const order = await room.order({ silently: true })
  const id = await room.contract((tx) =>
    mails.queue(tx, 'order-invoice', { id: crypto.randomUUID(), orderId: order.id }),
  )
  await until(async () => {
    await room.look(
      `update graphile_worker._private_jobs set max_attempts = 1 where payload->>'mail' = '${id}' and attempts = 1`,
    )
    const failed = await withoutPurpose(room.shop.database.backoffice, 'command', copies.failedMails)
    return failed.has(id)
  })
})

test.each(['lv', 'en'] as const)('somebody invited to the staff reads it in %s', async (language) => {
  const email = `${crypto.randomUUID()}@zimes.example`
  const invitationId = await withPurpose(
    room.shop.database.signin,
    'staff-accounts',
    'command',
    async (tx) => {
      const { shop } = room
      const auth = openStaffAuth({ secret: shop.secret, clock: shop.clock, database: shop.database.signin })
      const person = { email, name: 'Dzintra Ozola', role: 'accountant', language } as const
      const invited = await staff.invite(auth, tx, { id: null as never }, person)
      await mails.queue(tx, 'staff-invitation', { id: invited.invitationId })
      return invited.invitationId
    },
  )
  const mail = await room.server.waitFor(({ to }) => to.includes(email))
  expect(mail.headers['content-language']).toBe(language)
  for (const body of [mail.text, mail.html]) {
    expect(body).toContain('Dzintra Ozola')
    expect(body).toMatch(new RegExp(`${origin}/admin/invitation/[\\w-]{43}`))
  }
  const [row] = await room.look<{ id: string }>(`select id from mail where about_id = '${invitationId}'`)
  expect((await copyOf(room, row!.id)).text).toContain(`${origin}/admin/invitation/…`)
  expect(
    await staffMails['staff-invitation'](room.shop, { id: crypto.randomUUID(), orderId: null }),
  ).toBeUndefined()
})

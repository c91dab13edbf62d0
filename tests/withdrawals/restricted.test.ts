import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailBuilders, mailHandler } from '../../src/correspondence/jobs.ts'
import * as restrictions from '../../src/privacy/restrictions.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import { withdrawalMails } from '../../src/withdrawals/mails.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { placed } from '../orders/placed.ts'
import type { Bought } from '../support/trade.ts'
import { words } from './trade.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
})
afterAll(() => office.close())

let people = 0
/** Somebody with an order, whose data are left alone. */
async function restricted(): Promise<Bought & { readonly email: string }> {
  const email = `rested-${++people}@example.com`
  const order = await placed(office.shop, office.visitor(), { language: 'en', party: { email } })
  await withPurpose(office.shop.database.backoffice, 'rights-requests', 'command', (tx) =>
    restrictions.restrict(tx, {
      address: email,
      addressKey: Buffer.alloc(32, 1),
      ground: 'accuracy',
      requestId: null,
    }),
  )
  return { ...order, email }
}

async function withdraw(email: string, contract: string) {
  const visitor = office.visitor()
  const form = await visitor.get(urlFor('withdrawal', 'en'))
  const stated = { name: 'Anna Kalniņa', email, contract }
  const review = await visitor.submit(form.form('withdrawal'), stated, words.en[0])
  const done = await visitor.submit(review.form('withdrawal'), {}, words.en[1])
  const again = await visitor.submit(review.form('withdrawal'), {}, words.en[1])
  expect(again.location).toBe(done.location)
  return visitor.follow(done)
}

function kept(email: string) {
  return office.sql<{ id: string; orderId: string | null }>(
    'select id, order_id as "orderId" from withdrawal where address = $1',
    [email],
  )
}

/** Sends what is queued about a statement; gives the letter as it was kept. */
async function receiptOf(id: string) {
  const [queued] = await office.sql<{ id: string }>('select id from mail where about_id = $1', [id])
  const send = mailHandler(office.shop, undefined, withdrawalMails as MailBuilders)
  await send({ mail: queued!.id }, {} as never)
  const [copy] = await office.sql<{ recipient: string; body: string }>(
    'select recipient, body from mail_copy where mail_id = $1',
    [queued!.id],
  )
  return copy
}

test('whose data are restricted withdraws: it is taken down, receipted, and waits for staff', async () => {
  const order = await restricted()
  const page = await withdraw(order.email, order.number)
  expect(page.status).toBe(200)
  expect(page.text).toContain('Your withdrawal is received')
  const rows = await kept(order.email)
  expect(rows).toMatchObject([{ orderId: order.id }])
  const receipt = await receiptOf(rows[0]!.id)
  expect(receipt).toMatchObject({ recipient: order.email })
  expect(receipt!.body).toContain('This letter is your receipt')
  expect(receipt!.body).toContain('A person will look at your withdrawal')
  const desk = await office.hire('administrator')
  const list = await desk.get(urlFor('adminWithdrawals'))
  expect(list.text).toContain('processing is restricted')
  const one = await desk.get(urlFor('adminWithdrawal', { id: rows[0]!.id }))
  expect(one.text).toContain('the withdrawal can be settled')
  expect((await desk.get(urlFor('admin'))).text).toMatch(/1 withdrawal/i)
})

test('lifted, its pieces are chosen by a person, as of any withdrawal that needs one', async () => {
  const order = await restricted()
  await withdraw(order.email, order.number)
  const [{ id } = { id: '' }] = await kept(order.email)
  await withPurpose(office.shop.database.backoffice, 'rights-requests', 'command', (tx) =>
    restrictions.lift(tx, order.email, null),
  )
  const desk = await office.hire('administrator')
  const page = await desk.get(urlFor('adminWithdrawal', { id }))
  expect(page.text).toContain(order.number)
  expect(page.text).not.toContain('processing is restricted')
  expect(page.all('button[value="accept"]')).toHaveLength(1)
})

test('whatever stands under order, a restricted address withdraws', async () => {
  const order = await restricted()
  expect((await withdraw(order.email, 'the blue sign')).status).toBe(200)
  expect(await kept(order.email)).toMatchObject([{ orderId: null }])
})

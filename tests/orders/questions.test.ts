import { afterAll, beforeAll, expect, test } from 'vitest'
import * as questions from '../../src/orders/questions.ts'
import { sqlState } from '../../src/platform/database/client.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Page } from '../support/client.ts'
import type { Bought } from '../support/trade.ts'
import { placed } from './placed.ts'

let office: Office
let desk: Client & { id: string }

beforeAll(async () => {
  office = await openOffice()
  await office.hire('owner')
  desk = await office.hire('administrator')
})
afterAll(() => office.close())

const script = '<script>alert(1)</script> Does it come with screws?'

function bought(): Promise<Bought> {
  return placed(office.shop, office.visitor(), { language: 'en' })
}

function page({ id, buyer }: Bought): Promise<Page> {
  return buyer.get(urlFor('order', 'en', { id }))
}

async function ask(order: Bought, question: string, from?: Page): Promise<Page> {
  const form = (from ?? (await page(order))).form(/question$/)
  return order.buyer.submit(form, { question })
}

test('a question is kept for staff, and its buyer reads when it came', async () => {
  const order = await bought()
  const answer = await order.buyer.follow(await ask(order, script))
  expect(answer.text).toContain('Thank you, we have your question.')
  expect(answer.text).toContain('Question received on')
  expect((await desk.get(urlFor('admin'))).text).toContain('1 question waits for an answer')

  const list = await desk.get(urlFor('adminQuestions'))
  expect(list.text).toContain(script)
  expect(list.body).not.toContain('<script>alert')
  const shown = await office.open(desk, order)
  expect(shown.text).toContain(script)
  expect(shown.text).toContain('Question asked')
  expect(shown.body).not.toContain('<script>alert')

  const silent = await desk.submit(list.form(/answer$/), { answerNote: '' })
  expect(silent.status).toBe(422)
  const done = await desk.follow(await desk.submit(list.form(/answer$/), { answerNote: 'Called them.' }))
  expect(done.text).toContain('Marked as answered.')
  expect((await office.open(desk, order)).text).toContain('Called them.')
  const told = await page(order)
  expect(told.text).toContain('Question answered on')
  expect(told.text).not.toContain('Called them.')
})

test('an empty or endless question comes back with what was typed', async () => {
  const order = await bought()
  expect((await ask(order, ' ')).status).toBe(422)
  const long = 'a'.repeat(2001)
  const back = await ask(order, long)
  expect(back.status).toBe(422)
  expect(back.find('textarea[name="question"]').textContent).toContain(long)
})

test('no personal code is kept in a question', async () => {
  const back = await ask(await bought(), 'My code is 010190-12345, is that needed?')
  expect(back.status).toBe(422)
  expect(back.text).toContain('looks like a personal code')
})

test('a question sent twice is asked once, and only so many wait at a time', async () => {
  const order = await bought()
  const form = await page(order)
  expect((await ask(order, 'Once?', form)).status).toBe(303)
  expect((await ask(order, 'Once?', form)).status).toBe(303)
  expect((await page(order)).all('.state.todo').length).toBeGreaterThan(0)
  expect((await ask(order, 'Twice?')).status).toBe(303)
  expect((await ask(order, 'Three times?')).status).toBe(303)
  const many = await ask(order, 'Four times?')
  expect(many.status).toBe(409)
  expect(many.text).toContain('Four times?')
  const [kept] = await office.sql<{ rows: number }>(
    'select count(*)::int as rows from order_question where order_id = $1',
    [order.id],
  )
  expect(kept!.rows).toBe(3)
})

test('what was asked is correspondence: the contract knows only that it was', async () => {
  const order = await bought()
  await ask(order, 'Is it blue?')
  const { backoffice } = office.shop.database
  const reading = withPurpose(backoffice, 'order-contract', 'command', (tx) =>
    questions.ofOrder(tx as never, order.id),
  )
  expect(await reading.then(() => 'read', sqlState)).toBe('42501')
  const words = await withPurpose(backoffice, 'service-messages', 'command', (tx) =>
    questions.ofOrder(tx, order.id),
  )
  expect(words.map((question) => question.words)).toEqual(['Is it blue?'])
})

test('a stranger asks nothing', async () => {
  const order = await bought()
  const stranger = office.visitor({ audit: false })
  const answer = await stranger.post(urlFor('orderQuestion', 'en', { id: order.id }), {
    question: 'Whose is it?',
  })
  expect(answer.status).toBe(404)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from '../admin/office.ts'
import { putIn, send } from './buyer.ts'
import { typeCode, usesOf } from './codes.ts'

let office: Office
let owner: Awaited<ReturnType<Office['hire']>>
beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
})
afterAll(() => office?.close())

const tenth = {
  discountCode: 'vasara-10',
  discountKind: 'share',
  discountShare: '10',
  discountFrom: '2026-01-01',
  discountGoods: 'all',
}

test('staff make a code, a buyer uses it, and the code’s page names the order', async () => {
  const desk = await office.hire('administrator')
  const empty = await desk.get('/admin/goods/discounts/new')
  const page = await desk.follow(await desk.submit(empty.form(/new$/), { ...tenth, discountLimit: '3' }))
  expect(page.h1).toContain('VASARA-10')
  const visitor = office.visitor()
  await putIn(visitor)
  await typeCode(visitor, 'Vasara-10')
  expect((await send(visitor, await visitor.get('/en/checkout'))).status).toBe(303)
  const used = await desk.get(page.path)
  expect(used.text).toContain('Used 1 of 3 times')
  expect(used.texts('tbody a')).toHaveLength(1)

  const tooFew = await desk.submit(used.form(/discounts\/[0-9a-f-]+$/), { discountLimit: '' })
  expect(tooFew.status).toBe(303)
  const ended = await desk.follow(await desk.submit(used.form(/end$/)))
  expect(ended.text).toContain('Ended')
  expect((await desk.get('/admin/goods/discounts')).text).toContain('VASARA-10')
  await putIn(visitor)
  expect((await typeCode(visitor, 'vasara-10')).text).toContain('This code has expired')
  expect(await usesOf(office, /[0-9a-f-]{36}/.exec(page.path)?.[0] ?? '')).toBe(1)
})

test.each([
  ['a code of two letters', { discountCode: 'AB' }, 'discountCode'],
  ['a code that there is', { discountCode: 'SVEIKS10' }, 'discountCode'],
  ['a code in letters that few can type', { discountCode: 'код-10' }, 'discountCode'],
  ['everything off', { discountShare: '100' }, 'discountShare'],
  ['nothing off', { discountShare: '0' }, 'discountShare'],
  [
    'an amount that leaves nothing to pay',
    { discountKind: 'amount', discountAmount: '5', discountMinimum: '5' },
    'discountMinimum',
  ],
  ['an end before its beginning', { discountUntil: '2025-01-01' }, 'discountUntil'],
  ['a day that there is not', { discountFrom: '2026-02-30' }, 'discountFrom'],
  ['no category where some were meant', { discountGoods: 'some' }, 'discountCategories'],
  ['no uses', { discountLimit: '0' }, 'discountLimit'],
])('%s is refused beside its field and nothing typed is lost', async (_, values, field) => {
  const form = (await owner.get('/admin/goods/discounts/new')).form(/new$/)
  const sent = { ...tenth, discountCode: 'RUDENS', ...values }
  const refused = await owner.submit(form, sent)
  expect(refused.status).toBe(422)
  expect(refused.all(`.error-summary a[href="#${field}"]`)).toHaveLength(1)
  expect(refused.form(/new$/).filled()).toMatchObject(sent)
})

test('the accountant does not see the codes', async () => {
  const books = await office.hire('accountant')
  expect((await books.get('/admin/goods/discounts')).status).toBe(403)
})

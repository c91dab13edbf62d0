import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlState } from '../../src/platform/database/client.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice, shelf } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { attribute } from '../support/html.ts'
import { putIntoCart } from '../support/trade.ts'

let office: Office
let owner: Client
let administrator: Client

beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
  administrator = await office.hire('administrator')
})
afterAll(() => office?.close())

const purpose = (id: string) => urlFor('adminPurpose', { id })
const change = (id: string) => urlFor('adminPurposeChange', { id })
const versions = () =>
  office.sql<{ number: number; changed: object; hash: string }>(
    'select number, changed, hash from register_version order by number desc',
  )
const noticeInForce = () => office.shop.known().notices.en!.id
const shopTerm = async (id: string, fact: string) =>
  (await office.sql<{ term: string }>('select shop_term($1, $2)::text as term', [id, fact]))[0]!.term

/** Waits until the process has heard of a change. */
async function untilAnother(notice: string): Promise<void> {
  await expect.poll(noticeInForce, { timeout: 10_000 }).not.toBe(notice)
}

async function signTerm(id: string, fact: string, count: string, unit: string) {
  const form = (await owner.get(change(id))).form(urlFor('adminPurposeTerm', { id, fact }))
  return owner.submit(form, { [`count-${fact}`]: count, [`unit-${fact}`]: unit })
}

test('the register begins with the version that the software brought', async () => {
  const [first] = (await versions()).slice(-1)
  expect(first).toMatchObject({ number: 1, changed: { what: 'software' } })
  const page = await administrator.get(urlFor('adminPurposes'))
  expect(page.text).toContain('Version of the register: 1')
  expect(page.text).toContain('There is no paragraph 9.')
  expect(page.text).toContain('heading only')
})

test('a changed term counts in the database, in a new version of the register and in a new notice', async () => {
  const notice = noticeInForce()
  const [before] = await versions()
  expect(await shopTerm('legal-claims', 'delivery')).toBe('3 years')
  const answer = await owner.follow(await signTerm('legal-claims', 'delivery', '4', 'Y'))
  expect(answer.text).toContain('The term is in force.')
  expect(answer.text).toMatch(/4 years after the delivery of the goods; then erased\. Signed off owner en, /)
  expect(await shopTerm('legal-claims', 'delivery')).toBe('4 years')
  const [after] = await versions()
  expect(after!.number).toBe(before!.number + 1)
  expect(after!.changed).toMatchObject({ what: 'term', purpose: 'legal-claims', from: 'P3Y', to: 'P4Y' })
  expect(after!.hash).not.toBe(before!.hash)
  await untilAnother(notice)
  expect((await owner.get(urlFor('notice', 'en'))).text).toContain('4 years after the delivery of the goods')
  expect((await owner.get(urlFor('noticeVersion', 'en', { id: notice }))).text).toContain('3 years after')
  const history = await owner.get(urlFor('adminRegisterVersions'))
  expect(history.text).toMatch(
    /Term changed: Legal claims – 4 years .* Before: 3 years .*owner en|owner en .*Term changed/,
  )
})

test('the order form shows the notice in short, as the register makes it', async () => {
  const buyer = office.visitor()
  await putIntoCart(buyer, 'en', shelf)
  const { text } = await buyer.get(urlFor('checkout', 'en'))
  expect(text).toContain(
    'the accountant; State Revenue Service of Latvia (Valsts ieņēmumu dienests); our e-mail provider. We sell no data.',
  )
  expect(text).toContain(
    'evidence for a possible dispute 4 years after the delivery of the goods; invoices 5 years',
  )
})

test('a term is signed off as it is, by name and date', async () => {
  const toSign = async () =>
    Number(/(\d+) terms wait/.exec((await owner.get(urlFor('adminPurposes'))).text)?.[1])
  const before = await toSign()
  await signTerm('consent-evidence', 'withdrawal', '5', 'Y')
  expect(await toSign()).toBe(before - 1)
  expect((await versions())[0]!.changed).toMatchObject({ from: 'P5Y', to: 'P5Y' })
})

test('the owner signs off together what was seen, and nothing that changed meanwhile', async () => {
  const path = urlFor('adminTermsToSign')
  const page = await owner.get(path)
  await office.sql(`update retention_term set period = 'P29D' where purpose = 'website'`)
  const list = await owner.follow(await owner.submit(page.form(path)))
  expect(list.text).toContain('The terms are signed off.')
  expect(list.text).toContain('1 term waits for the owner')
  expect((await owner.get(path)).text).toContain('29 days after the last visit')
  expect((await versions()).map(({ changed }) => changed)).toContainEqual(
    expect.objectContaining({ what: 'terms' }),
  )
  // A change beside the pages is noted by the process that hears of it: what follows begins after that.
  await office.sql(`update retention_term set period = 'P30D' where purpose = 'website'`)
  await expect.poll(async () => (await versions())[0]!.changed).toMatchObject({ what: 'software' })
})

test.each([
  ['conformity-claims', 'delivery', '23', 'M', 'A term of this length is not allowed.'],
  ['conformity-claims', 'repair', '11', 'M', 'A term of this length is not allowed.'],
  ['legal-claims', 'delivery', '11', 'Y', 'A term of this length is not allowed.'],
  ['legal-claims', 'delivery', 'many', 'Y', 'Enter a whole number from 0 to 999.'],
])('%s from %s cannot last %s %s', async (id, fact, count, unit, words) => {
  const [before] = await versions()
  const page = await signTerm(id, fact, count, unit)
  expect(page.status).toBe(422)
  expect(page.text).toContain(words)
  expect(attribute(page.find(`#count-${fact}`), 'value')).toBe(count)
  expect((await versions())[0]).toEqual(before)
})

test('what a law or the procedure states is not for the shop to change', async () => {
  const fact = 'financial-year-end'
  expect((await owner.get(purpose('accounting'))).text).toContain('Stated by the procedure or by law')
  const path = urlFor('adminPurposeTerm', { id: 'accounting', fact })
  expect((await owner.post(path, { [`count-${fact}`]: '1', [`unit-${fact}`]: 'D' })).status).toBe(404)
  expect(await shopTerm('accounting', fact)).toBe('5 years')
})

test('a purpose that is switched off is refused at once and told of no longer; on again, it serves', async () => {
  const { backoffice } = office.shop.database
  const use = () =>
    withPurpose(backoffice, 'marketing-phone', 'command', async () => 'served').catch(sqlState)
  expect(await use()).toBe('served')
  const press = async (button: string) => {
    const notice = noticeInForce()
    const id = 'marketing-phone'
    const form = (await owner.get(change(id))).form(urlFor('adminPurposeSwitch', { id }))
    expect((await owner.submit(form, {}, button)).status).toBe(303)
    await untilAnother(notice)
  }
  await press('Switch off')
  expect(await use()).toBe('42501')
  expect((await owner.get(urlFor('notice', 'en'))).text).not.toContain('Offers by telephone')
  expect((await owner.get(urlFor('adminRecord'))).text).toContain('what was collected stays until its term')
  await press('Switch on')
  expect(await use()).toBe('served')
  expect((await versions())[0]!.changed).toEqual({ what: 'switch', purpose: 'marketing-phone', on: true })
})

test('what the shop needs, and what is not built yet, cannot be switched', async () => {
  expect((await owner.get(change('accounting'))).forms.map(({ action }) => action)).not.toContain(
    urlFor('adminPurposeSwitch', { id: 'accounting' }),
  )
  for (const [id, to] of [
    ['accounting', 'off'],
    ['recruitment', 'on'],
    ['identification', 'on'],
    ['debt-collection', 'on'],
  ] as const)
    expect((await owner.post(urlFor('adminPurposeSwitch', { id }), { to })).status, id).toBe(409)
})

test('the balancing test is offered, and becomes the shop’s own', async () => {
  const id = 'security'
  expect((await administrator.get(purpose(id))).text).toContain('The text that is offered')
  const form = (await owner.get(change(id))).form(urlFor('adminPurposeBalance', { id }))
  const empty = await owner.submit(form, { 'balance-lv': ' ' })
  expect(empty.status).toBe(422)
  const kept = await owner.follow(await owner.submit(form, { 'balance-en': 'Weighed by ourselves.' }))
  expect(kept.text).toContain('Weighed by ourselves.')
  expect(kept.text).toMatch(/The shop’s own text owner en, /)
})

test('administrators read the register; only the owner, asked again, changes it', async () => {
  expect((await administrator.get(purpose('website'))).text).toContain('Only the owner can change it.')
  expect((await administrator.get(change('website'))).status).toBe(403)
  const path = urlFor('adminPurposeTerm', { id: 'website', fact: 'session-end' })
  const sent = { 'count-session-end': '10', 'unit-session-end': 'D' }
  expect((await administrator.post(path, sent)).status).toBe(403)
  await office.sql(`update staff_session set confirmed_at = now() - interval '1 hour' where staff_id = $1`, [
    (owner as Client & { id: string }).id,
  ])
  expect((await owner.get(change('website'))).location).toContain('/admin/confirm')
  expect((await owner.post(path, sent)).location).not.toBe(`${purpose('website')}?done=term`)
  expect(await shopTerm('website', 'session-end')).toBe('30 days')
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { written } from '../../src/correspondence/jobs.ts'
import * as keys from '../../src/orders/keys.ts'
import { printedReference } from '../../src/payments/reference.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { seen } from '../correspondence/mail-room.ts'
import type { Client } from '../support/client.ts'
import { type Debt, type Debtors, openDebtors } from './owing.ts'

let debtors: Debtors

beforeAll(async () => {
  debtors = await openDebtors()
})
afterAll(() => debtors.close())

async function letterOf(debt: Debt) {
  await debtors.remind(debt)
  const letter = (await debtors.letter(debt))!
  return { letter, ...written(debtors.office.shop, crypto.randomUUID(), 'debt-reminder', letter) }
}

test('a reminder says what is owed, until when it was due, and how to pay it', async () => {
  const debt = await debtors.person(5)
  const { letter, text, html, subject } = await letterOf(debt)
  const { shop } = debtors.office
  const { bank } = shop.known().settings
  const [invoice] = await debtors.till.books(debt.orderId)
  const { paymentReference, party } = await debtors.till.order(debt.orderId)
  expect(letter.to).toBe(party!.email)
  expect(subject).toContain(invoice!.number)
  for (const body of [seen(text), seen(html)]) {
    expect(body).toContain(seen(shop.formats('lv').money(debt.total)))
    expect(body).toContain(seen(shop.formats('lv').date(invoice!.dueOn!)))
    expect(body).toContain(printedReference(paymentReference))
    expect(body).not.toMatch(/\{\w+\}|undefined|\[object/)
  }
  expect(text).toContain(bank.accountHolder)
  expect(text).toContain(shop.t('lv')('reminder.free'))
  expect(html).toContain('src="cid:transfer-code@mail"')
  expect(letter.attachments).toMatchObject([{ type: 'image/png', contentId: 'transfer-code@mail' }])
  const [, secret] = /\/atvert\/([\w-]{43})/.exec(text)!
  expect(await keys.opens(shop.database.storefront.client.orm, secret!)).toBe(debt.orderId)
})

test('before the due date, after it and at last a company is written to in another tone', async () => {
  const { t } = debtors.office.shop
  const subjects = []
  for (const overdue of [-3, 3, 14]) {
    const { letter, text } = await letterOf(await debtors.company(overdue))
    expect(text).not.toContain(t('lv')('reminder.free'))
    subjects.push(letter.model.tone)
  }
  expect(subjects).toEqual(['before', 'first', 'last'])
})

test('who keeps the books gets the letter, and no link into the order', async () => {
  const debt = await debtors.company(3, { party: { invoiceEmail: 'rekini@example.com' } })
  const { letter, text, html } = await letterOf(debt)
  expect(letter.to).toBe('rekini@example.com')
  expect(text + html).not.toContain('/atvert/')
  expect(text).toContain(debtors.office.shop.known().settings.bank.accountHolder)
})

test('the administrator sees each letter in each language, with a debt that is made up', async () => {
  const desk = await debtors.office.hire('owner')
  const settings = await desk.get('/admin/settings/debts')
  const hrefs = [...settings.body.matchAll(/href="(\/admin\/settings\/debts\/letters\/[^"]+)"/g)].map(
    ([, href]) => href!,
  )
  expect(hrefs).toHaveLength(4 * languages.length)
  for (const href of hrefs) {
    const page = await desk.get(href)
    expect(page.status).toBe(200)
    expect(page.body).toContain(`src="${href}/alone"`)
  }
  const letter = await fetchAlone(desk, hrefs[0]!)
  expect(letter.body).toContain('src="data:image/png;base64,')
  expect(letter.headers.get('content-security-policy')).toContain("frame-ancestors 'self'; sandbox")
  expect((await desk.get('/admin/settings/debts/letters/none/lv')).status).toBe(404)
  expect((await desk.get('/admin/settings/debts/letters/last/de')).status).toBe(404)
})

/** A letter by itself is no page of the shop's. */
function fetchAlone({ jar }: Client, href: string) {
  const { office } = debtors
  const reader = office.visitor({ audit: false, anyLanguage: true })
  for (const [name, value] of jar) reader.jar.set(name, value)
  return reader.get(`${href}/alone`)
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '../../seed/cast.ts'
import { addDays } from '../../src/platform/time.ts'
import { noticeMails } from '../../src/receivables/dunning/mails-notice.ts'
import * as notices from '../../src/receivables/dunning/notices.ts'
import { urlFor } from '../../src/urls.ts'
import { testWith } from '../support/programs.ts'
import { type Owing, openOwing } from './owing.ts'
import { boxesOf, textOf } from './pdf-text.ts'

const reads = testWith('pdftotext')
let owing: Owing

beforeAll(async () => {
  owing = await openOwing()
})
afterAll(() => owing.close())

const letterOf = (id: string) => owing.till.contract((tx) => notices.document(tx, id))
const mm = (points: number) => (points * 25.4) / 72

test('a notice is given by a person, of what is open, once a day', async () => {
  const debt = await owing.person(40)
  const id = await owing.give(debt)
  const [given] = await owing.till.contract((tx) => notices.ofOrder(tx, debt.orderId))
  expect(given).toMatchObject({
    id,
    principalCents: debt.total,
    costsCents: 700,
    issuedBy: owing.by,
    receivedOn: null,
  })
  expect((await owing.mails(debt)).at(-1)).toEqual({ kind: 'debt-notice', id })
  await expect(owing.give(debt)).rejects.toMatchObject({ code: 'given' })
  await expect(
    owing.sql(`insert into debt_notice (invoice_id, order_id, issued_on, principal_cents, interest_cents, costs_cents)
      values ('${debt.invoiceId}', '${debt.orderId}', shop_today(), ${debt.total}, 0, 0)`),
  ).rejects.toThrow(/issued_by/)
  await expect(
    owing.sql(`insert into debt_notice (invoice_id, order_id, issued_on, principal_cents, interest_cents, costs_cents, issued_by)
      values ('${debt.invoiceId}', '${debt.orderId}', shop_today(), ${debt.total - 1}, 0, 0, gen_random_uuid())`),
  ).rejects.toMatchObject({ constraint_name: 'may_give_notice' })
})

test('none is given before the due day is over, nor on what is disputed, restricted or paid', async () => {
  await expect(owing.give(await owing.person(0))).rejects.toMatchObject({ code: 'not-due' })
  const disputed = await owing.person(20)
  await owing.raise(disputed)
  await expect(owing.give(disputed)).rejects.toMatchObject({ code: 'objection' })
  const paid = await owing.person(20)
  await owing.till.receive(paid.orderId, paid.total)
  await expect(owing.give(paid)).rejects.toMatchObject({ code: 'nothing-open' })
})

test('two who give it at the same moment give it once', async () => {
  const debt = await owing.person(40)
  const both = await Promise.allSettled([owing.give(debt), owing.give(debt)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

reads('a letter in another language says all of it in Latvian, too', async () => {
  const titles = { en: 'Final notice of a debt', sv: 'Slutligt krav', nl: 'Laatste aanmaning' }
  for (const [language, title] of Object.entries(titles)) {
    const debt = await owing.person(40, { language: language as 'en' })
    const text = textOf(await letterOf(await owing.give(debt)))
    expect(text).toContain(title)
    expect(text).toContain('Paziņojums par parāda esamību')
    expect(text).toContain('21 dienas laikā')
  }
})

reads(
  'the letter names creditor, origin, amounts apart, 21 days, how to object and where to pay',
  async () => {
    const debt = await owing.person(40)
    const id = await owing.give(debt)
    const text = textOf(await letterOf(id))
    const { identity, bank } = owing.around.settings
    for (const said of [
      identity.legalName,
      identity.registrationNumber,
      identity.street,
      identity.phone,
      identity.email,
      bank.iban.slice(0, 4),
      'Pamatparāds (nesamaksātā rēķina daļa) 103,99 €',
      'Parāda atgūšanas izdevumi 7,00 €',
      '40 103,99 € 6% ',
      '21 dienas laikā',
      'licencētam parāda atgūšanas pakalpojuma sniedzējam',
      '1765. pants',
    ])
      expect(text).toContain(said)
  },
)

reads('a company gets a shorter one, without the law of persons', async () => {
  const text = textOf(await letterOf(await owing.give(await owing.company(40))))
  expect(text).toContain('Paziņojums par parādu')
  expect(text).toContain('40,00 €')
  expect(text).not.toContain('21 dienas')
})

reads('the address stands in the window of an envelope, and the letter on one page', async () => {
  const debt = await owing.person(40)
  const pdf = await letterOf(await owing.give(debt))
  const words = boxesOf(pdf)
  const first = words.find(({ text }) => text === people.anna.name.split(' ')[0])!
  const postcode = words.find(({ text }) => text === people.anna.address.postcode)!
  for (const { left, top, right, bottom } of [first, postcode]) {
    expect(mm(left)).toBeGreaterThan(20)
    expect(mm(right)).toBeLessThan(105)
    expect(mm(top)).toBeGreaterThan(45 + 17)
    expect(mm(bottom)).toBeLessThan(90)
  }
  expect(pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1)
  expect(pdf.toString('latin1')).toMatch(/\/StructTreeRoot \d+ 0 R/)
})

test('the mail has the letter with it and leads to the page of the debt', async () => {
  const debt = await owing.person(40, { language: 'sv' })
  const id = await owing.give(debt)
  const mail = await noticeMails['debt-notice'](owing.office.shop, { id, orderId: debt.orderId })
  expect(mail!.subject).toMatch(/^Betalningskrav, beställning /)
  expect(mail!.attachments).toMatchObject([
    { name: expect.stringMatching(/^Krav-/), type: 'application/pdf' },
  ])
  const href = new URL(String(mail!.model.href))
  const landed = await debt.buyer.follow(await debt.buyer.get(href.pathname + href.search))
  expect(landed.path).toBe(urlFor('orderDebt', 'sv', { id: debt.orderId }))
  expect(landed.text).toContain('Obetald faktura')
})

test('receipt is noted by proof and once; the last day to object is a working day at least 21 days later', async () => {
  const debt = await owing.person(40)
  const id = await owing.give(debt)
  const { today } = owing.around
  await expect(owing.received(id, addDays(today, -1))).rejects.toMatchObject({ code: 'before-issue' })
  await expect(owing.received(id, addDays(today, 1))).rejects.toMatchObject({ code: 'future' })
  const until = await owing.received(id, today)
  expect(until >= addDays(today, 21)).toBe(true)
  await expect(owing.received(id, today)).rejects.toMatchObject({ code: 'received' })
  const [given] = await owing.till.contract((tx) => notices.ofOrder(tx, debt.orderId))
  expect(given).toMatchObject({ objectUntil: until, source: 'proof', proof: 'RR123456789LV' })
  expect((await owing.problems(debt)).collection).toContain('time-to-object')
})

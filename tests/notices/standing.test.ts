import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { owing as former, openMove } from '../take-over/table.ts'
import { type Debt, type Owing, openOwing } from './owing.ts'

let owing: Owing
let desk: Awaited<ReturnType<Owing['office']['hire']>>

beforeAll(async () => {
  owing = await openOwing()
  desk = await owing.office.hire('owner')
})
afterAll(() => owing.close())

const pageOf = ({ invoiceId }: Pick<Debt, 'invoiceId'>) =>
  desk.get(urlFor('adminDebt', { invoice: invoiceId }))
const restrict = ({ orderId }: Debt) => owing.sql(`insert into restricted_order values ('${orderId}')`)

async function upheld({ invoiceId }: Pick<Debt, 'invoiceId'>): Promise<void> {
  const id = await owing.raise({ invoiceId } as Debt)
  await owing.decide(id, true, 'Prece bija salauzta.')
}

test('while an objection stands its page asks for nothing, and says what was decided', async () => {
  const debt = await owing.person(12)
  expect((await owing.debtPage(debt)).body).toContain('pay-heading')
  const id = await owing.raise(debt)
  const open = await owing.debtPage(debt)
  expect(open.text).toContain('kamēr nav lemts, naudu neprasām')
  expect(open.body).not.toMatch(/pay-heading|103,99/)
  await owing.decide(id, true, 'Prece bija salauzta.')
  const right = await owing.debtPage(debt)
  expect(right.text).toContain('Jūsu iebildumu atzinām par pamatotu, tāpēc naudu par šo rēķinu neprasām.')
  expect(right.text).toContain('Prece bija salauzta.')
  expect(right.body).not.toMatch(/pay-heading|103,99|<textarea/)
})

test('neither does the page of the order', async () => {
  const debt = await owing.person(12)
  const orderPage = () => debt.buyer.get(urlFor('order', 'lv', { id: debt.orderId }))
  expect((await orderPage()).body).toContain('pay-heading')
  const id = await owing.raise(debt)
  expect((await orderPage()).text).toContain('kamēr nav lemts, naudu neprasām')
  expect((await orderPage()).body).not.toContain('pay-heading')
  await owing.decide(id, true, 'Prece bija salauzta.')
  const right = await orderPage()
  expect(right.text).toContain('tāpēc naudu par šo rēķinu neprasām')
  expect(right.body).not.toContain('pay-heading')
})

test('of a restricted person staff promise no letter, do not note it twice, and read that it waits', async () => {
  const debt = await owing.person(12)
  await restrict(debt)
  const form = (await pageOf(debt)).form(/\/objection$/)
  const noted = await desk.follow(await desk.submit(form, { objection: 'Nav mans rēķins.' }))
  expect(noted.text).toContain('No confirmation goes')
  expect(noted.texts('h2')).toContain('The objection waits for the end of the restriction')
  expect(noted.text).not.toContain('Nothing to do now')
  expect(noted.forms.some(({ action }) => action.endsWith('/objection'))).toBe(false)
  expect(await owing.mails(debt)).not.toContainEqual(
    expect.objectContaining({ kind: 'debt-objection-received' }),
  )
})

test('whose former invoice was objected to rightly reads where its credit note is written', async () => {
  await openMove({ shop: owing.office.shop }).take(former('MZ-77'))
  const [invoice] = await owing.sql<{ id: string }>(`select id from invoice where number = 'MZ-77'`)
  await upheld({ invoiceId: invoice!.id })
  const page = await pageOf({ invoiceId: invoice!.id })
  expect(page.text).toContain('A former system issued this invoice')
  expect(page.text).not.toContain('Write a credit note;')
})

test('what is written off has no interest and costs of today', async () => {
  const debt = await owing.company(60)
  const page = await pageOf(debt)
  expect(page.text).toContain('With interest and costs today')
  const gone = await desk.follow(
    await desk.submit(page.form(/\/write-off$/), { cause: 'small', writeOffReason: 'Sīkums.' }),
  )
  expect(gone.text).not.toContain('With interest and costs today')
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { noticeMails } from '../../src/receivables/dunning/mails-notice.ts'
import { urlFor } from '../../src/urls.ts'
import { type Debt, type Owing, openOwing } from './owing.ts'

let owing: Owing

beforeAll(async () => {
  owing = await openOwing()
})
afterAll(() => owing.close())

const objectTo = async (debt: Debt, objection: string, tongue: 'lv' | 'nl' = 'lv') => {
  const page = await owing.debtPage(debt, tongue)
  return debt.buyer.submit(page.form(urlFor('orderDebt', tongue, { id: debt.orderId })), { objection })
}
const objectionOf = async ({ invoiceId }: Debt) => {
  const rows = await owing.sql<{ id: string; words: string; noted_by: string | null }>(
    `select id, words, noted_by from debt_objection where invoice_id = '${invoiceId}' order by raised_at desc`,
  )
  return rows[0]!
}

test('the page of an overdue order says what is owed since when, and leads to the debt', async () => {
  const debt = await owing.person(12)
  const page = await debt.buyer.get(urlFor('order', 'lv', { id: debt.orderId }))
  expect(page.text).toContain('Rēķins nav samaksāts')
  expect(page.text).toContain('103,99 €')
  expect(page.body).toContain(urlFor('orderDebt', 'lv', { id: debt.orderId }))
  const due = await owing.person(0)
  expect((await due.buyer.get(urlFor('order', 'lv', { id: due.orderId }))).text).not.toContain(
    'Rēķins nav samaksāts',
  )
})

test('until a notice or a charge asks for more, the page of the debt shows the invoice alone', async () => {
  const page = await owing.debtPage(await owing.company(40))
  expect(page.text).not.toContain('Nokavējuma procenti')
  expect(page.text).toContain('Kopā 103,99 €')
})

test('after the notice the page of the debt shows its calculation in four languages', async () => {
  const debt = await owing.company(40)
  await owing.give(debt)
  for (const [tongue, heading] of [
    ['lv', 'Nesamaksāts rēķins'],
    ['en', 'Unpaid invoice'],
    ['sv', 'Obetald faktura'],
    ['nl', 'Onbetaalde factuur'],
  ] as const) {
    const page = await owing.debtPage(debt, tongue)
    expect(page.h1).toContain(heading)
    expect(page.body.match(/<tbody>[\s\S]*<\/tbody>/)?.[0].match(/<tr>/g)).toHaveLength(1)
  }
})

test('the debtor objects by the page, is answered by mail, and the debt stands still', async () => {
  const debt = await owing.person(12, { language: 'nl' })
  const words = 'De factuur is al betaald,\nzie mijn bank.'
  const answer = await debt.buyer.follow(await objectTo(debt, words, 'nl'))
  expect(answer.text).toContain('Bezwaar ontvangen')
  expect(answer.text).toContain('zie mijn bank.')
  expect(answer.body).not.toContain('<textarea')
  const { id, ...kept } = await objectionOf(debt)
  expect(kept).toEqual({ words, noted_by: null })
  expect((await owing.problems(debt)).dunning).toEqual(['objection'])
  expect((await owing.mails(debt)).at(-1)).toEqual({ kind: 'debt-objection-received', id })
  const mail = await noticeMails['debt-objection-received'](owing.office.shop, { id, orderId: debt.orderId })
  expect(mail!.subject).toMatch(/^Uw bezwaar is ontvangen/)
  expect(mail!.model).toMatchObject({ words })
})

test('an empty objection comes back with a word beside its field, a long one with all that was typed', async () => {
  const debt = await owing.person(12)
  const empty = await objectTo(debt, '  ')
  expect(empty.status).toBe(422)
  expect(empty.body).toContain('href="#objection"')
  const long = 'ā'.repeat(4001)
  const refused = await objectTo(debt, long)
  expect(refused.status).toBe(422)
  expect(refused.body).toContain(long)
})

test('two clicks object once, and somebody else does not get in', async () => {
  const debt = await owing.person(12)
  const page = await owing.debtPage(debt)
  const form = page.form(urlFor('orderDebt', 'lv', { id: debt.orderId }))
  const both = await Promise.all([1, 2].map(() => debt.buyer.submit(form, { objection: 'Nepiekrītu.' })))
  expect(both.map(({ status }) => status)).toEqual([303, 303])
  expect(await owing.sql(`select from debt_objection where invoice_id = '${debt.invoiceId}'`)).toHaveLength(1)
  const stranger = owing.office.visitor()
  expect((await stranger.get(urlFor('orderDebt', 'lv', { id: debt.orderId }))).status).toBe(404)
})

test('a notice is fetched by its own debtor alone', async () => {
  const [mine, other] = [await owing.person(40), await owing.person(40)]
  const noticeId = await owing.give(mine)
  const at = (id: string) => urlFor('orderDebtNotice', 'lv', { id, noticeId })
  const own = await mine.buyer.get(at(mine.orderId))
  expect(own.headers.get('content-type')).toBe('application/pdf')
  expect((await other.buyer.get(at(other.orderId))).status).toBe(404)
})

test('a rejected objection is told with its reason, and the debt goes on', async () => {
  const debt = await owing.person(12)
  const id = await owing.raise(debt, 'Neesmu saņēmis preci.', null)
  await owing.decide(id, false, 'Kurjers preci nodeva 3. martā.')
  expect((await owing.problems(debt)).dunning).toEqual([])
  const mail = await noticeMails['debt-objection-decided'](owing.office.shop, { id, orderId: debt.orderId })
  expect(mail!.model).toMatchObject({ upheld: false, reason: 'Kurjers preci nodeva 3. martā.' })
  expect((await owing.debtPage(debt)).text).toContain('Iebildums noraidīts')
  await expect(owing.decide(id, true)).rejects.toMatchObject({ code: 'decided' })
})

test('an upheld one stops the debt until it is put right', async () => {
  const debt = await owing.person(12)
  const id = await owing.raise(debt)
  await owing.decide(id, true, 'Taisnība: prece atgriezta.')
  expect((await owing.problems(debt)).dunning).toEqual(['objection'])
  await expect(owing.give(debt)).rejects.toMatchObject({ code: 'objection' })
})

test('one waits at a time, a page takes five, and a paid debt none', async () => {
  const debt = await owing.person(12)
  for (let i = 0; i < 5; i += 1) {
    const id = await owing.raise(debt, `Nr. ${i}`, null)
    await expect(owing.raise(debt)).rejects.toMatchObject({ code: 'objection-open' })
    await owing.decide(id, false)
  }
  const sixth = await objectTo(debt, 'Vēlreiz.')
  expect(sixth.status).toBe(409)
  expect(sixth.text).toContain(owing.around.settings.identity.email)
  await owing.raise(debt, 'Pa tālruni.')
  const paid = await owing.person(12)
  await owing.till.receive(paid.orderId, paid.total)
  await expect(owing.raise(paid)).rejects.toMatchObject({ code: 'no-debt' })
})

test('whose data are restricted objects all the same, reads nothing of it, and is answered afterwards', async () => {
  const debt = await owing.person(12)
  const href = urlFor('orderDebt', 'lv', { id: debt.orderId })
  const restrict = (statement: string) =>
    owing.sql(statement.replace('ID', `'${debt.orderId}'`)).then(() => owing.debtPage(debt))
  const page = await restrict('insert into restricted_order values (ID)')
  expect(page.status).toBe(200)
  expect(page.text).not.toMatch(/103,99|ZIM-/)
  expect((await debt.buyer.submit(page.form(href), { objection: ' ' })).status).toBe(422)
  const answer = await debt.buyer.follow(
    await debt.buyer.submit(page.form(href), { objection: 'Nav mans rēķins.' }),
  )
  expect(answer.text).toContain('Iebildums saņemts')
  expect(answer.text).not.toContain('Nav mans')
  await debt.buyer.submit(page.form(href), { objection: 'Vēlreiz.' })
  expect(await owing.sql(`select words from debt_objection where invoice_id = '${debt.invoiceId}'`)).toEqual([
    { words: 'Nav mans rēķins.' },
  ])
  const desk = await owing.office.hire('owner')
  const waiting = async () => /(\d+) objections? to decide/.exec((await desk.get(urlFor('admin'))).text)?.[1]
  const before = Number((await waiting()) ?? 0)
  expect((await restrict('delete from restricted_order where order_id = ID')).text).toContain(
    'Nav mans rēķins.',
  )
  expect(Number(await waiting())).toBe(before + 1)
  const [objection] = await owing.sql<{ id: string }>(
    `select id from debt_objection where invoice_id = '${debt.invoiceId}'`,
  )
  await owing.decide(objection!.id, true, 'Taisnība.')
  const right = await restrict('insert into restricted_order values (ID)')
  expect(right.text).toContain('Jūsu iebildums ir atzīts par pamatotu.')
  expect(right.text).not.toContain('Par to lems cilvēks')
  const paid = await owing.person(12)
  await owing.till.receive(paid.orderId, paid.total)
  await owing.sql(`insert into restricted_order values ('${paid.orderId}')`)
  expect((await owing.debtPage(paid)).status).toBe(423)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '../../src/platform/time.ts'
import { factsOf } from '../../src/receivables/debt-facts.ts'
import * as promises from '../../src/receivables/dunning/promises.ts'
import { urlFor } from '../../src/urls.ts'
import { type Debt, type Debtors, openDebtors } from './owing.ts'

let debtors: Debtors

beforeAll(async () => {
  debtors = await openDebtors()
  await debtors.set({ automatic: true })
})
afterAll(() => debtors.close())

test('a promise that is taken back holds nobody up, and both are told with who and when', async () => {
  const debt = await debtors.person(6)
  await promise(debt)
  expect(await debtors.due(debt)).toEqual([null])

  const desk = await debtors.office.hire('owner')
  const page = await desk.get(urlFor('adminDebt', { invoice: debt.invoiceId }))
  const back = await desk.follow(await desk.submit(page.form(/promise-taking-back$/)))
  expect(back.texts('.debt-facts strong')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Promise/), expect.stringMatching(/^Taken back/)]),
  )
  expect(back.text).toContain('owner en')
  expect(back.forms.some(({ action }) => action.endsWith('promise-taking-back'))).toBe(false)
  expect(await debtors.due(debt)).toEqual([1])
  await debtors.morning()
  expect((await debtors.sent(debt)).levels).toEqual([1])
})

test('what is over is not taken back, and a new promise counts again', async () => {
  const debt = await debtors.person(6)
  const takeBack = () => debtors.till.contract((tx) => promises.takeBack(tx, debt.invoiceId, debtors.till.by))
  await expect(takeBack()).rejects.toMatchObject({ code: 'no-promise' })
  await promise(debt)
  await takeBack()
  await expect(takeBack()).rejects.toMatchObject({ code: 'no-promise' })
  await promise(debt)
  expect(await debtors.due(debt)).toEqual([null])
})

test('the newest promise counts, a shorter one too, and the same day noted twice is one', async () => {
  const debt = await debtors.person(6)
  await promise(debt, 9)
  await promise(debt, 2)
  await Promise.all([promise(debt, 2), promise(debt, 2)])
  const rows = await debtors.office.sql<{ days: number; by: string | null }>(
    `select promised_on - shop_today() as days, taken_back_by as by from payment_promise
      where invoice_id = '${debt.invoiceId}' order by noted_at`,
  )
  expect(rows).toEqual([
    { days: 9, by: debtors.till.by },
    { days: 2, by: null },
  ])
  const facts = await debtors.till.contract((tx) => factsOf(tx, debt.invoiceId))
  expect(facts.map(({ kind }) => kind).filter((kind) => kind.startsWith('promise'))).toEqual([
    'promise',
    'promise-taken-back',
    'promise',
  ])
})

test('a day in words is never declined: in Latvian it stands after its name', async () => {
  const debt = await debtors.person(6)
  await promise(debt, 9)
  await promise(debt, 2)
  const desk = await debtors.office.hire('owner', 'lv')
  const page = await desk.get(urlFor('adminDebt', { invoice: debt.invoiceId }))
  expect(page.text).toMatch(/Solītais samaksas datums: \d{4}\. gada/)
  expect(page.text).toMatch(/Atsaukts solījums, samaksas datums: \d{4}\. gada/)
  expect(page.text).not.toMatch(/(līdz|no) \d{4}\. gada/)
})

function promise({ invoiceId }: Debt, days = 3): Promise<void> {
  const { by, around } = debtors.till
  return debtors.till.contract((tx) =>
    promises.note(tx, { invoiceId, promisedOn: addDays(around.today, days), by }),
  )
}

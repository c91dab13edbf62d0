import { afterAll, beforeAll, expect, test } from 'vitest'
import { find } from '../../src/orders/find.ts'
import { credit } from '../../src/receivables/credits.ts'
import { noticeMails } from '../../src/receivables/dunning/mails-notice.ts'
import * as objections from '../../src/receivables/dunning/objections.ts'
import { urlFor } from '../../src/urls.ts'
import { type Debt, type Owing, openOwing } from './owing.ts'

let owing: Owing
beforeAll(async () => {
  owing = await openOwing()
})
afterAll(() => owing.close())

/** An objection to a debt of two pieces, which was right. */
async function upheld(): Promise<Debt & { readonly objectionId: string }> {
  const debt = await owing.person(12, { quantity: 2 })
  const objectionId = await owing.raise(debt, 'Viena zīme bija saplēsta.')
  await owing.decide(objectionId, true, 'Taisnība par vienu.')
  return { ...debt, objectionId }
}

const askRest = ({ invoiceId }: Debt, reason = 'Otra zīme bija vesela.') =>
  owing.till.contract((tx) => objections.askRest(tx, { invoiceId, reason, by: owing.by }))

const creditOne = ({ orderId }: Debt) =>
  owing.till.contract(async (tx) => {
    const [line] = (await find(tx, orderId)).lines
    const lines = [{ orderLineId: line!.id, quantity: 1 }]
    return credit(tx, orderId, { lines, delivery: 0, cause: 'complaint' }, owing.till.acting)
  })

test('once the part that was right is credited, a person asks for the rest and the schedule goes on', async () => {
  const debt = await upheld()
  await expect(askRest(debt)).rejects.toMatchObject({ code: 'no-rest' })
  await creditOne(debt)
  expect((await owing.problems(debt)).dunning).toEqual(['objection'])

  const desk = await owing.office.hire('owner')
  const page = await desk.get(urlFor('adminDebt', { invoice: debt.invoiceId }))
  const empty = await desk.submit(page.form(/\/rest$/), {})
  expect(empty.status).toBe(422)
  const words = { restReason: 'Otra zīme bija vesela.' }
  const done = await desk.follow(await desk.submit(empty.form(/\/rest$/), words))
  expect(done.text).toMatch(/The rest was asked for.*owner en/)
  expect((await owing.problems(debt)).dunning).toEqual([])
  const stale = await desk.submit(empty.form(/\/rest$/), words)
  expect(stale.status).toBe(409)
  expect(stale.text).toContain('the rest was asked for already')

  const mail = { id: debt.objectionId, orderId: debt.orderId }
  const letter = await noticeMails['debt-objection-decided'](owing.office.shop, mail)
  expect(letter!.model).toMatchObject({ rest: true, reason: 'Otra zīme bija vesela.' })
  expect((await owing.debtPage(debt)).text).toContain('atlikumu lūdzam samaksāt')
})

test('an objection against the rest is heard, and the former credit note does not settle it', async () => {
  const whole = await upheld()
  await creditOne(whole)
  await askRest(whole)
  await owing.raise(whole, 'Arī otra bija saplēsta.')
  expect((await owing.problems(whole)).dunning).toEqual(['objection'])
  await expect(askRest(whole)).rejects.toMatchObject({ code: 'objection-open' })
})

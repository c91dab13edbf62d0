import { afterAll, beforeAll, expect, test } from 'vitest'
import { badDebts } from '../../src/bookkeeping/bad-debts.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import * as writeOffs from '../../src/receivables/hand-over/write-offs.ts'
import { urlFor } from '../../src/urls.ts'
import { type Debt, type Debtors, openDebtors } from '../dunning/owing.ts'

let shop: Debtors

beforeAll(async () => {
  shop = await openDebtors()
  await shop.office.hire('owner')
})
afterAll(() => shop?.office.close())

const giveUp = ({ invoiceId }: Debt) =>
  shop.till.contract((tx) =>
    writeOffs.writeOff(tx, {
      invoiceId,
      cause: 'uncollectable',
      reason: 'Nav atrodams.',
      by: shop.till.by,
      today: shop.till.around.today,
    }),
  )

test('the accountant sees what was given up and what is doubtful, with its VAT, and nobody’s name', async () => {
  const { today } = shop.till.around
  const [gone, again, doubtful, fresh] = [
    await shop.person(120),
    await shop.person(121),
    await shop.person(91),
    await shop.person(90),
  ]
  await giveUp(gone)
  const writeOffId = await giveUp(again)
  await shop.till.contract((tx) => writeOffs.reverse(tx, { writeOffId, by: shop.till.by, today }))
  const rows = await withPurpose(shop.office.shop.database.backoffice, 'accounting', 'command', (tx) =>
    badDebts(tx, { from: `${today.slice(0, 8)}01` as typeof today, until: today }),
  )
  const vat = Math.round((gone.total * 21) / 121)
  const told = (debt: Debt) =>
    rows
      .filter(({ invoiceId }) => invoiceId === debt.invoiceId)
      .map(({ state, amountCents, vatCents }) => [state, amountCents, vatCents])
  expect(told(gone)).toEqual([['written-off', gone.total, vat]])
  expect(told(again)).toEqual([
    ['written-off', again.total, vat],
    ['reversed', -again.total, -vat],
    ['doubtful', again.total, vat],
  ])
  expect(told(doubtful)).toEqual([['doubtful', doubtful.total, vat]])
  expect(told(fresh)).toEqual([])
  const accountant = await shop.office.hire('accountant')
  const page = await accountant.get(urlFor('accountantBadDebts'))
  expect(page.text).toContain('cannot be recovered')
  expect(page.text).not.toMatch(/Anna|Nav atrodams/)
  expect((await accountant.get(urlFor('adminDebts'))).status).toBe(403)
})

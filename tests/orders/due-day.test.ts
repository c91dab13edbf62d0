import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectedDays } from '../../src/orders/expected-days.ts'
import { find } from '../../src/orders/find.ts'
import * as proofs from '../../src/orders/proofs.ts'
import { jobs } from '../../src/orders/workshop.ts'
import * as payments from '../../src/payments/payments.ts'
import { addDays, weekday } from '../../src/platform/time.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { openCalendar } from '../../src/settings/working-days.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { take } from '../support/trade.ts'
import { placed } from './placed.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

test('money of a Sunday counts for the next working day, in the workshop as for the buyer', async () => {
  const desk = await office.hire('owner')
  const bought = await placed(office.shop, office.visitor({ audit: false }), {
    language: 'en',
    words: 'Sunday',
  })
  await take(desk, bought, ['proof', 'approval', 'payment'])
  const today = office.shop.clock.today()
  const sunday = addDays(today, -weekday(today))
  await office.sql('update payment set received_on = $2 where order_id = $1', [bought.id, sunday])
  await office.sql(`update proof_answer set answered_at = now() - interval '30 days' where order_id = $1`, [
    bought.id,
  ])
  const { closures } = office.shop.known().settings
  const { delivery } = office.shop.known().settings
  const [due, made, leadDays] = await withPurpose(
    office.shop.database.backoffice,
    'order-contract',
    'command',
    async (tx) => {
      const [job] = await jobs(tx, 'en', { today, closures })
      const facts = {
        ...(await find(tx, bought.id)),
        proofs: await proofs.latest(tx, bought.id),
        payments: await payments.ofOrder(tx, bought.id),
      }
      const told = await expectedDays(tx, facts, { today: sunday, closures, delivery, zone: 'Europe/Riga' })
      return [job!.due, told.made, await leadOf(bought.id)] as const
    },
  )
  const calendar = await openCalendar()
  const monday = calendar.workingDayFrom(sunday, closures)
  expect([due, made]).toEqual(Array(2).fill(calendar.addWorkingDays(monday, leadDays, closures)))
})

async function leadOf(orderId: string): Promise<number> {
  const [row] = await office.sql<{ days: number }>(
    `select greatest(1, lead_days) as days from order_line join variant on variant.id = variant_id
       join product on product.id = product_id where order_id = $1`,
    [orderId],
  )
  return row!.days
}

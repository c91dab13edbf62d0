import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const noted = (id: string) =>
  office.sql<{ amount: number }>('select amount_cents as amount from payment where order_id = $1', [id])

test('an equal payment noted a moment later is asked about once, and nothing typed is lost', async () => {
  const desk = await office.hire('owner')
  const bought = await office.order()
  const note = { amount: '2,50', means: 'transfer', payer: 'Oliver Payne' }
  const part = await desk.follow(
    await desk.submit((await office.open(desk, bought)).form(/\/payment$/), note),
  )
  expect(part.form(/\/payment$/).names).not.toContain('onceMore')

  const asked = await desk.submit(part.form(/\/payment$/), note)
  expect([asked.status, (await noted(bought.id)).length]).toEqual([409, 1])
  expect(asked.text).toMatch(/was recorded for this order at .*\d\d:\d\d by owner en/)
  const form = asked.form(/\/payment$/)
  expect(form.filled()).toMatchObject(note)
  await desk.follow(await desk.submit(form, { onceMore: 'yes' }))
  expect(await noted(bought.id)).toEqual([{ amount: 250 }, { amount: 250 }])
})

test('another amount, a later one and one after a mistake was taken back are not asked about', async () => {
  const desk = await office.hire('owner')
  const bought = await office.order()
  const pay = async (amount: string) =>
    desk.submit((await office.open(desk, bought)).form(/\/payment$/), { amount, means: 'transfer' })
  for (const amount of ['1,00', '1,10']) expect((await pay(amount)).status).toBe(303)
  await office.sql("update payment set noted_at = noted_at - interval '11 minutes' where order_id = $1", [
    bought.id,
  ])
  expect((await pay('1,10')).status).toBe(303)
  const [last] = await office.sql<{ id: string }>(
    'select id from payment where order_id = $1 order by noted_at desc limit 1',
    [bought.id],
  )
  const mistaken = (await office.open(desk, bought)).form(new RegExp(`${last!.id}/reversal$`))
  expect((await desk.submit(mistaken, { reversalReason: 'A slip of the hand.' })).status).toBe(303)
  expect((await pay('1,10')).status).toBe(303)
})

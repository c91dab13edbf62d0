import { afterAll, beforeAll, expect, test } from 'vitest'
import { invoicingJobs } from '../../src/invoicing/jobs.ts'
import { urlFor } from '../../src/urls.ts'
import { openTill } from '../receivables/till.ts'
import type { Client } from '../support/client.ts'
import { type House, openHouse } from './person.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const url = (name: 'myDataCorrection') => urlFor(name, 'en')

let people = 0
/** Somebody new with an order, whose page is open. */
async function somebody(): Promise<{ client: Client; email: string; orderId: string }> {
  const email = `wrong-${++people}@example.com`
  const { id: orderId } = await house.order({ party: { email, name: 'Grieta Ķirse' } })
  return { client: await house.open(email), email, orderId }
}

function requestsOf(email: string) {
  return house.sql<object>(
    'select kind, closed_at is not null as closed from subject_request where address = $1 order by kind',
    [email],
  )
}

test('a name and an address are put right at once where the order is open', async () => {
  const { client, email, orderId } = await somebody()
  const form = (await client.get(url('myDataCorrection'))).form(url('myDataCorrection'))
  const done = await client.follow(
    await client.submit(form, { name: 'Grieta Bērza', phone: '+371 20000777', street: 'Jaunā iela 2' }),
  )
  expect(done.text).toContain('The correction is saved')
  const [party] = await house.sql<object>('select name, phone, street from order_party where order_id = $1', [
    orderId,
  ])
  expect(party).toEqual({ name: 'Grieta Bērza', phone: '+37120000777', street: 'Jaunā iela 2' })
  expect(await requestsOf(email)).toMatchObject([{ kind: 'rectification', closed: true }])
})

test('what was issued to a name that is put right gets one corrective document, and no second', async () => {
  const { client, email, orderId } = await somebody()
  const till = openTill(house.shop)
  await till.receive(orderId, (await till.order(orderId)).totalCents)
  const form = (await client.get(url('myDataCorrection'))).form(url('myDataCorrection'))
  await client.submit(form, { name: 'Grieta Bērza' })
  expect(await requestsOf(email)).toMatchObject([{ kind: 'rectification', closed: true }])
  for (let again = 0; again < 2; again += 1)
    await invoicingJobs(house.shop)['correct-documents']!({ order: orderId }, {} as never)
  const documents = await house.sql<object>(
    `select kind, name, gross_cents as cents from invoice join invoice_buyer on invoice_id = invoice.id
      where order_id = $1 order by issued_at`,
    [orderId],
  )
  expect(documents).toEqual([
    { kind: 'advance', name: 'Grieta Ķirse', cents: expect.any(Number) },
    { kind: 'corrective', name: 'Grieta Bērza', cents: 0 },
  ])
})

test('whoever is restricted right after a correction gets the corrective document once that ends', async () => {
  const { client, orderId } = await somebody()
  const till = openTill(house.shop)
  await till.receive(orderId, (await till.order(orderId)).totalCents)
  const form = (await client.get(url('myDataCorrection'))).form(url('myDataCorrection'))
  await client.submit(form, { name: 'Grieta Bērza' })
  await house.sql('insert into restricted_order (order_id) values ($1)', [orderId])
  const follow = invoicingJobs(house.shop)['correct-documents']!
  await follow({ order: orderId }, {} as never)
  const key = `correct-documents:${orderId}`
  await house.sql('select graphile_worker.remove_job($1)', [key])
  await house.sql('delete from restricted_order where order_id = $1', [orderId])
  expect(await house.sql('select key from graphile_worker.jobs where key = $1', [key])).toEqual([{ key }])
  await follow({ order: orderId }, {} as never)
  const documents = await house.sql<object>(
    'select kind from invoice where order_id = $1 order by issued_at',
    [orderId],
  )
  expect(documents).toEqual([{ kind: 'advance' }, { kind: 'corrective' }])
})

test('quick corrections are one document of the last state, and the fourth of a day waits for a person', async () => {
  const { client, email, orderId } = await somebody()
  const form = (await client.get(url('myDataCorrection'))).form(url('myDataCorrection'))
  for (const name of ['Grieta Bērza', 'Grieta Liepa', 'Grieta Kļava']) await client.submit(form, { name })
  const jobs = await house.sql<object>(
    `select run_at > now() + interval '10 minutes' as later from graphile_worker._private_jobs where key = $1`,
    [`correct-documents:${orderId}`],
  )
  expect(jobs).toEqual([{ later: true }])
  const fourth = await client.follow(await client.submit(form, { name: 'Grieta Osis' }))
  expect(fourth.text).toContain('a person will check this one')
  const [party] = await house.sql<object>('select name from order_party where order_id = $1', [orderId])
  expect(party).toEqual({ name: 'Grieta Kļava' })
  const open = await house.sql<object>(
    'select words from subject_request where address = $1 and closed_at is null',
    [email],
  )
  expect(open).toEqual([{ words: expect.stringContaining('Grieta Osis') }])
})

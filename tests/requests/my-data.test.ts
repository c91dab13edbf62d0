import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestMails } from '../../src/privacy/requests/mails.ts'
import { urlFor } from '../../src/urls.ts'
import type { Client } from '../support/client.ts'
import { anna, type House, names, openHouse, openLink } from './person.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
  await house.order()
})
afterAll(() => house.close())

const myData = urlFor('myData', 'en')

/** A connection of one's own: the throttle counts them. */
let connections = 0
function ask(client: Client, email: string, address = `10.0.0.${++connections}`) {
  return client.post(myData, { email }, { 'x-forwarded-for': address })
}

test('the answer is the same whether or not anything is known of the address', async () => {
  const answers = []
  for (const email of [anna, 'nobody@example.com', anna.toUpperCase()]) {
    const client = house.visitor()
    const answer = await ask(client, email)
    answers.push({ status: answer.status, location: answer.location, body: answer.body })
    expect((await client.follow(answer)).text).toContain('Thank you. We are sending an e-mail')
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]!.location).toBe(`${myData}?done=asked`)
  const [counted] = await house.sql<{ jobs: number }>(
    `select count(*)::int as jobs from mail where kind = 'my-data-link'`,
  )
  expect(counted!.jobs).toBe(3)
})

test('asking writes the same rows and the same job, whether or not anything is known of the address', async () => {
  const written = async (email: string) => {
    await house.sql('delete from subject_session')
    await house.sql('delete from my_data_asking')
    await house.sql(`delete from mail where kind = 'my-data-link'`)
    await house.sql('delete from graphile_worker._private_jobs')
    await ask(house.visitor(), email)
    // Every row with what is filled in, and none of the values by which two people differ.
    const shape = (table: string) => `select '${table}' as "table", (select string_agg(key, ' ' order by key)
      from jsonb_each(to_jsonb(made)) where value <> 'null') as filled from ${table} made`
    const tables = ['subject_session', 'my_data_asking', `mail`, 'graphile_worker._private_jobs']
    return house.sql<object>(tables.map(shape).join(' union all '))
  }
  const known = await written(anna)
  expect(await written('unheard-of@example.com')).toEqual(known)
  expect(known.length).toBe(4)
})

test('whoever is unknown is told so by letter, and nobody else', async () => {
  const link = await house.linkFor('unknown@example.com')
  expect(link).toBeUndefined()
  const [mail] = await house.sql<{ id: string }>(
    `select id from subject_session where address = 'unknown@example.com'`,
  )
  const letter = await requestMails['my-data-link'](house.shop, { id: mail!.id, orderId: null })
  expect(letter, 'asked once, answered once').toBeUndefined()
})

test('a link shows a button, and a mail scanner uses nothing up', async () => {
  const link = (await house.linkFor(anna))!
  for (let scan = 0; scan < 3; scan++) {
    const seen = await house.visitor().get(link)
    expect(seen.status).toBe(200)
    expect(names(seen, anna)).toBe(false)
    expect(seen.headers.getSetCookie()).toEqual([])
    expect(seen.headers.get('cache-control')).toBe('no-store')
  }
  const page = await openLink(house.visitor(), link)
  expect(page.path).toBe(myData)
  expect(names(page, anna)).toBe(true)
})

test('a link is dead after its use, and the cookie is another secret than the link', async () => {
  const client = house.visitor()
  const link = (await house.linkFor(anna))!
  const bearer = link.split('/').at(-1)!
  await openLink(client, link)
  const own = client.jar.get(house.shop.cookies.nameOf('my-data'))!
  expect(own).not.toBe(bearer)
  const other = house.visitor()
  expect((await other.get(link)).status).toBe(404)
  expect((await other.post(link, {})).status).toBe(404)
  other.jar.set(house.shop.cookies.nameOf('my-data'), bearer)
  expect(names(await other.get(myData), anna)).toBe(false)
  const kept = await house.sql<{ found: string }>(
    `select row_to_json(subject_session)::text as found from subject_session`,
  )
  for (const { found } of kept) {
    expect(found).not.toContain(bearer)
    expect(found).not.toContain(own)
  }
})

test('two presses of the same button open one page', async () => {
  const link = (await house.linkFor(anna))!
  const answers = await Promise.all(Array.from({ length: 8 }, () => house.visitor().post(link, {})))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(7).fill(404)])
})

test('a link is dead after ten minutes', async () => {
  const link = (await house.linkFor(anna, house.visitor(), 'lv'))!
  await house.sql(`update subject_session set expires_at = expires_at - interval '10 minutes 1 second'`)
  const page = await house.visitor().get(link)
  expect(page.status).toBe(404)
  expect(page.h1).toBe('Šī saite vairs neder')
  expect(page.form(urlFor('myData', 'lv'))).toBeTruthy()
})

test('a token that nobody sent opens nothing', async () => {
  for (const bearer of ['x'.repeat(43), 'short'])
    expect((await house.visitor().get(`${myData}/open/${bearer}`)).status).toBe(404)
})

test('the page closes by itself, and when it is told to', async () => {
  await house.sql('delete from subject_session')
  const client = await house.open(anna)
  expect(names(await client.get(myData), anna)).toBe(true)
  const form = (await client.get(myData)).form(urlFor('myDataLeave', 'en'))
  const cookie = client.jar.get(house.shop.cookies.nameOf('my-data'))!
  expect((await client.follow(await client.submit(form))).text).toContain('is closed')
  client.jar.set(house.shop.cookies.nameOf('my-data'), cookie)
  expect(names(await client.get(myData), anna)).toBe(false)

  const idle = await house.open(anna)
  await house.sql(`update subject_session set expires_at = now() where consumed_at is not null`)
  expect(names(await idle.get(myData), anna)).toBe(false)
})

test('an address is written to three times in a quarter of an hour, and the answer stays the same', async () => {
  await house.sql('delete from subject_session')
  const answers = []
  for (let time = 0; time < 5; time++) answers.push((await ask(house.visitor(), anna)).location)
  expect(new Set(answers).size).toBe(1)
  const [kept] = await house.sql<{ rows: number }>('select count(*)::int as rows from subject_session')
  expect(kept!.rows).toBe(3)
})

test('one connection asks for ten links in a quarter of an hour', async () => {
  const statuses = []
  for (let time = 0; time < 12; time++) {
    const answer = await ask(house.visitor({ audit: false }), `somebody-${time}@example.com`, '10.9.9.9')
    statuses.push(answer.status)
  }
  expect(statuses).toEqual([...Array(10).fill(303), 429, 429])
})

test('a broken address comes back with what was typed', async () => {
  const answer = await ask(house.visitor(), 'anna(at)example')
  expect(answer.status).toBe(422)
  expect(answer.find('#email').getAttribute('value')?.value).toBe('anna(at)example')
})

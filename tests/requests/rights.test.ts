import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { companies } from '../../seed/cast.ts'
import { requestMails } from '../../src/privacy/requests/mails.ts'
import * as requests from '../../src/privacy/requests/requests.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import type { Client, Page } from '../support/client.ts'
import { type House, openHouse } from './person.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const url = (name: Parameters<typeof urlFor>[0], params?: Record<string, string>) =>
  urlFor(name as 'myData', 'en', params)

let people = 0
/** Somebody new with an order, whose page is open. */
async function somebody(more = {}): Promise<{ client: Client; email: string; orderId: string }> {
  const email = `person-${++people}@example.com`
  const order = await house.order({ party: { email, name: 'Grieta Ķirse' }, ...more })
  const orderId = order.id
  return { client: await house.open(email), email, orderId }
}

function requestsOf(email: string) {
  return house.sql<{ id: string; kind: string; closed: boolean; outcome: string | null }>(
    'select id, kind, closed_at is not null as closed, outcome from subject_request where address = $1 order by kind',
    [email],
  )
}

async function bytes(client: Client, format: string): Promise<Uint8Array> {
  const response = await house.app.request(url('myDataCopy'), {
    method: 'POST',
    headers: {
      origin: 'https://shop.test',
      'content-type': 'application/x-www-form-urlencoded',
      cookie: [...client.jar].map(([name, value]) => `${name}=${value}`).join('; '),
    },
    body: `format=${format}`,
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  return new Uint8Array(await response.arrayBuffer())
}

test('the copy holds what was given, for people and for computers, and is noted', async () => {
  const { client, email } = await somebody({ words: 'Ķērpju iela 5' })
  const files = unzipSync(await bytes(client, 'everything'))
  const page = strFromU8(files['index.html']!)
  const data = strFromU8(files['data.json']!)
  for (const value of [email, 'Grieta Ķirse', 'Ķērpju iela 5']) {
    expect(page).toContain(value)
    expect(data).toContain(value)
  }
  expect(Object.keys(files)).toContain('style.css')
  // Who answers for the data, who receives them and where, and what the person may do (Art. 15(1)).
  for (const told of [
    'SIA &quot;ZĪMES&quot;',
    'mail provider',
    'processor',
    'Latvia',
    'Article 16',
    'Data State Inspectorate',
  ])
    expect(page).toContain(told)
  for (const code of ['<dd>insert</dd>', '<dd>transfer</dd>', '<dd>person</dd>', '<dd>LV</dd>'])
    expect(page).not.toContain(code)
  expect(data).not.toContain('token_hash')
  expect(await requestsOf(email)).toMatchObject([{ kind: 'access', closed: true, outcome: 'done' }])
})

test('what is taken elsewhere is what the person gave, as JSON and as CSV', async () => {
  const { client, email } = await somebody({ words: '=HYPERLINK("x")' })
  const json = JSON.parse(strFromU8(await bytes(client, 'json'))) as { data: Record<string, object[]> }
  expect(json.data.order_party).toMatchObject([{ email, name: 'Grieta Ķirse' }])
  expect(Object.keys(json.data)).not.toContain('audit_entry')
  expect(Object.keys(json.data.order_party![0]!)).not.toContain('order_id')
  const csv = strFromU8(await bytes(client, 'csv'))
  expect(csv).toContain('What,Number,Field,Value')
  expect(csv).toContain(`Buyer and delivery,1,e-mail,${email}`)
  expect(csv).not.toMatch(/,=HYPERLINK/)
})

test('the page shows the very values that are held, and no key', async () => {
  const { client, email, orderId } = await somebody({ words: 'Vītolu iela 9' })
  const page = await client.get(url('myData'))
  for (const value of ['Grieta Ķirse', 'Vītolu iela 9', 'Bank transfer']) expect(page.text).toContain(value)
  expect(page.text.replace(/\s/g, '')).toContain(email)
  expect(page.texts('details dd').join()).not.toContain(orderId)
})

test('a yes to similar goods is called no consent, and the letter about a no names what it ends', async () => {
  const { client, email } = await somebody()
  const on = await client.post(url('myDataChoice'), { 'marketing-similar-goods': 'on' })
  expect((await client.follow(on)).text).toContain('You can say no at any time')
  await client.post(url('myDataChoice'), { 'marketing-similar-goods': 'off' })
  const [closed] = await requestsOf(email)
  const letter = await requestMails['request-done'](house.shop, { id: closed!.id, orderId: null })
  expect(JSON.stringify(letter!.model)).toContain(': E-mails about similar goods')
})

test('nobody sees the request of somebody else', async () => {
  const one = await somebody()
  await bytes(one.client, 'json')
  const [request] = await requestsOf(one.email)
  const other = await somebody()
  expect((await one.client.get(url('myDataRequest', { id: request!.id }))).status).toBe(200)
  expect((await other.client.get(url('myDataRequest', { id: request!.id }))).status).toBe(404)
  expect((await other.client.post(url('myDataOrder', { id: one.orderId }), {})).status).toBe(404)
  expect((await house.visitor().get(url('myDataErasure'))).location).toBe(url('myData'))
  const page = await other.client.get(url('myData'))
  expect(page.text.replace(/\s/g, '')).not.toContain(one.email)
})

test('an order opens from the page in this browser', async () => {
  const { client, orderId } = await somebody()
  const page = await client.get(url('myData'))
  const opened = await client.follow(await client.submit(page.form(url('myDataOrder', { id: orderId }))))
  expect(opened.path).toBe(url('order', { id: orderId }))
  expect(opened.status).toBe(200)
})

test('what cannot be put right by a machine waits for a person', async () => {
  const { client, email } = await somebody()
  const form = (await client.get(url('myDataCorrection'))).form(url('myDataCorrection'))
  const same = await client.submit(form)
  expect(same.text).toContain('Nothing was changed')
  const done = await client.follow(await client.submit(form, { what: 'The invoice names my neighbour.' }))
  expect(done.text).toContain('we have your request')
  expect(await requestsOf(email)).toMatchObject([{ kind: 'rectification', closed: false }])
})

test('an erasure shows first what goes and what stays, and does exactly that', async () => {
  const { client, email, orderId } = await somebody()
  const preview = await client.get(url('myDataErasure'))
  expect(preview.text).toContain('Must stay for now')
  const unsure = await client.submit(preview.form(url('myDataErasure')))
  expect(unsure.status).toBe(422)
  const page = await client.follow(await client.submit(preview.form(url('myDataErasure')), { sure: 'yes' }))
  expect(page.text).toContain('Certificate of erasure')
  const twice = await client.submit(preview.form(url('myDataErasure')), { sure: 'yes' })
  expect(twice.location).toContain(page.path.split('?')[0])
  await house.eraseNow()
  expect(await requestsOf(email)).toMatchObject([{ kind: 'erasure', closed: true, outcome: 'done' }])
  const [left] = await house.sql<object>(
    `select (select count(*)::int from subscription where address = $1) as news,
            (select count(*)::int from order_party where order_id = $2) as parties`,
    [email, orderId],
  )
  // The order is not finished: its contract holds the buyer, and nothing writes news to them.
  expect(left).toEqual({ news: 0, parties: 1 })
  const mails = await house.sql<{ kind: string }>(
    `select kind from mail where about_id = (select id from subject_request where address = $1)`,
    [email],
  )
  expect(mails.map(({ kind }) => kind)).toEqual(['request-done'])
})

test('an erasure waits while something else that was asked is not answered yet', async () => {
  const { client, email } = await somebody()
  const form = (await client.get(url('myDataCorrection'))).form(url('myDataCorrection'))
  await client.submit(form, { what: 'The invoice names my neighbour.' })
  const preview = await client.get(url('myDataErasure'))
  const erase = () => client.submit(preview.form(url('myDataErasure')), { sure: 'yes' })
  expect((await client.follow(await erase())).text).toContain('we have your request')
  expect((await client.follow(await erase())).text).toContain('we have your request')
  await house.eraseNow()
  expect((await requestsOf(email)).map(({ kind, closed }) => [kind, closed])).toEqual([
    ['erasure', false],
    ['rectification', false],
  ])
})

test('a restriction binds at once, and nothing is erased while it lasts', async () => {
  const { client, email, orderId } = await somebody()
  const form = (await client.get(url('myDataRestriction'))).form(url('myDataRestriction'))
  expect((await client.submit(form)).status).toBe(422)
  const done = await client.follow(await client.submit(form, { ground: 'claims' }))
  expect(done.text).toContain('The processing is restricted.')
  const [pinned] = await house.sql<{ rows: number }>(
    'select count(*)::int as rows from restricted_order where order_id = $1',
    [orderId],
  )
  expect(pinned!.rows).toBe(1)
  expect((await client.post(url('myDataOrder', { id: orderId }), {})).status).toBe(404)
  const refused = await client.post(url('myDataErasure'), { sure: 'yes' })
  expect(refused.text).toContain('so we leave them alone')
  expect(await requestsOf(email)).toMatchObject([{ kind: 'restriction', closed: false }])
})

test('an objection to marketing counts at once, any other waits for a person', async () => {
  const { client, email } = await somebody()
  const page = () => client.get(url('myDataObjection'))
  const forms = (await page()).forms.filter(({ action }) => action === url('myDataObjection'))
  await client.submit(forms[0]!, {}, 'No news and no calls')
  const silent = await client.submit(forms[1]!, { against: 'conformity-claims' })
  expect(silent.status).toBe(422)
  const asked = await client.follow(
    await client.submit(forms[1]!, { against: 'conformity-claims', why: 'I sold the house.' }),
  )
  expect(asked.text).toContain('we have your request')
  expect((await requestsOf(email)).map(({ kind, closed }) => [kind, closed]).sort()).toEqual([
    ['objection', false],
    ['objection', true],
  ])
})

test('a switch is turned on and off as easily, with evidence of both', async () => {
  const { client, email } = await somebody()
  const turn = async (value: 'on' | 'off'): Promise<Page> =>
    client.follow(await client.post(url('myDataChoice'), { 'marketing-email': value }))
  const state = async () => {
    const [row] = await house.sql<{ given: number; live: number; back: number }>(
      `select count(consent.id)::int as given, count(consent_withdrawal.consent_id)::int as back,
              (select count(*)::int from subscription where address = $1 and purpose = 'marketing-email'
                 and shop_may_market(purpose, address_hash, consent_id)) as live
         from consent left join consent_withdrawal on consent_id = consent.id where address = $1`,
      [email],
    )
    return row
  }
  expect((await turn('on')).text).toContain('Turned on')
  expect(await state()).toEqual({ given: 1, back: 0, live: 1 })
  expect((await turn('off')).text).toContain('Turned off')
  expect(await state()).toEqual({ given: 1, back: 1, live: 0 })
  await turn('on')
  expect(await state()).toEqual({ given: 2, back: 1, live: 1 })
  expect(await requestsOf(email)).toMatchObject([{ kind: 'withdrawal', closed: true }])
})

test('a company’s contact sees their own page like anybody', async () => {
  const email = 'contact@example.com'
  await house.order({ by: companies.builders, party: { email } })
  const page = await (await house.open(email)).get(url('myData'))
  expect(page.status).toBe(200)
  expect(page.text).toContain('Order')
})

test('who has the data from us is to be told of an erasure, and stays on the list until they are', async () => {
  const { client, email, orderId } = await somebody()
  await house.sql(
    `insert into disclosure (recipient_kind, recipient, unit, unit_id, purpose, categories, what)
       values ('carrier', 'DPD', 'order', $1, 'order-contract', '{name,contact}', 'parcel-file')`,
    [orderId],
  )
  expect((await client.get(url('myData'))).text).toContain('(DPD)')
  await client.submit((await client.get(url('myDataErasure'))).form(url('myDataErasure')), { sure: 'yes' })
  await house.eraseNow()
  const [step] = await house.sql<{ words: string }>(
    `select request_step.words from request_step join subject_request on subject_request.id = request_id
      where address = $1 and step = 'recipients'`,
    [email],
  )
  expect(step!.words).toBe('DPD')
  const open = await withPurpose(house.shop.database.backoffice, 'rights-requests', 'command', requests.open)
  expect(open.find(({ address }) => address === email)).toMatchObject({ untold: true, outcome: 'done' })
})

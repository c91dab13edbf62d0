import { afterAll, beforeAll, expect, test } from 'vitest'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { attribute } from '../support/html.ts'

let office: Office
let owner: Client
let administrator: Client

beforeAll(async () => {
  office = await openOffice()
  owner = await office.hire('owner')
  administrator = await office.hire('administrator')
})
afterAll(() => office?.close())

const list = urlFor('adminRecipients')
const row = async (name: string) => {
  const page = await owner.get(list)
  return page.texts('tr').find((text) => text.includes(name))
}
const idOf = async (name: string) =>
  (await office.sql<{ id: string }>('select id from recipient where name = $1', [name]))[0]!.id
const noticeInForce = () => office.shop.known().notices.en!.id
const known = () => office.shop.known().register.recipients.map(({ name }) => name)

const processor = {
  recipientKind: 'survey-processor',
  recipientName: 'Asking SIA',
  recipientRole: 'processor',
  recipientCountry: 'LV',
}

async function add(facts: Record<string, string>) {
  const path = urlFor('adminRecipientNew')
  return owner.submit((await owner.get(path)).form(path), facts)
}

test('a processor without an agreement is pointed at until the owner signs it off', async () => {
  expect(await row('Paraugpasts')).toContain('No agreement')
  expect((await administrator.get(urlFor('admin'))).text).toContain('2 recipients of data to look at')
  expect((await administrator.get(urlFor('adminPurposes'))).text).toContain(
    '2 recipients of data need your attention.',
  )
  const id = await idOf('SIA "Paraugpasts"')
  const page = await owner.get(urlFor('adminRecipient', { id }))
  await owner.submit(page.form(urlFor('adminRecipientSignOff', { id })))
  expect(await row('Paraugpasts')).toMatch(/Signed off owner en, /)
  await expect
    .poll(async () => (await owner.get(urlFor('admin'))).text, { timeout: 10_000 })
    .toContain('1 recipient of data to look at')
})

test('whoever changes what was signed off asks for the owner’s eye again', async () => {
  const id = await idOf('SIA "Paraugpasts"')
  const path = urlFor('adminRecipient', { id })
  const answer = await owner.submit((await owner.get(path)).form(path), { recipientCountry: 'EE' })
  expect(answer.status).toBe(303)
  expect(await row('Paraugpasts')).toMatch(/No agreement Outside Latvia .*Estonia/)
  await owner.submit((await owner.get(path)).form(path), {
    recipientCountry: 'LV',
    agreementReference: 'PP-1',
    agreementOn: '2026-01-05',
  })
  expect(await row('Paraugpasts')).toMatch(/In order PP-1/)
})

test('the former processor stays until it has confirmed that the data are gone', async () => {
  const notice = noticeInForce()
  expect(await row('Mozello')).toContain('Erasure not confirmed')
  const id = await idOf('Mozello SIA')
  const path = urlFor('adminRecipient', { id })
  const form = (await owner.get(path)).form(urlFor('adminRecipientEnd', { id }))
  const early = await owner.submit(form, { returnConfirmedOn: '2024-10-30' })
  expect(early.status).toBe(422)
  expect(early.text).toContain('cannot be earlier than the end')
  await owner.submit(form, { returnConfirmedOn: '2026-11-02' })
  expect(await row('Mozello')).toContain('Return and erasure confirmed')
  await expect.poll(noticeInForce, { timeout: 10_000 }).not.toBe(notice)
  // The web process hears of the new notice a moment after the commit.
  await expect
    .poll(async () => (await owner.get(urlFor('notice', 'en'))).text, { timeout: 10_000 })
    .not.toContain('Mozello')
})

test('a new recipient takes the place of its kind, and a second one stands beside it', async () => {
  const count = async () =>
    (
      await office.sql<{ n: number }>(
        `select count(*)::int as n from recipient where kind = 'survey-processor'`,
      )
    )[0]!.n
  expect((await add(processor)).status).toBe(303)
  expect(await count()).toBe(1)
  expect((await add({ ...processor, recipientName: 'Other SIA' })).status).toBe(303)
  expect(await count()).toBe(2)
  await expect.poll(known, { timeout: 10_000 }).toContain('Other SIA')
  // Nobody is asked anything yet: they receive nothing, and nothing is amiss.
  expect(await row('Asking SIA')).toContain('Receives nothing now')
})

test('nothing leaves the European Economic Area without a safeguard', async () => {
  const far = { ...processor, recipientKind: 'hosting', recipientName: 'Far Ltd', recipientCountry: 'US' }
  const refused = await add(far)
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('only under a safeguard')
  expect(refused.text).toContain('where a copy of the safeguard can be had')
  expect(attribute(refused.find('#recipientName'), 'value')).toBe('Far Ltd')
  const insert = `insert into recipient (kind, name, role, country) values ('hosting', 'Far Ltd', 'processor', 'US')`
  await expect(office.sql(insert)).rejects.toThrow('recipient_check')
  const notice = noticeInForce()
  await add({ ...far, safeguard: 'standard-clauses', safeguardCopy: 'https://far.example/scc' })
  expect(await row('Far Ltd')).toMatch(/Outside Latvia .*United States/)
  await expect.poll(noticeInForce, { timeout: 10_000 }).not.toBe(notice)
  expect((await owner.get(urlFor('notice', 'en'))).text).toMatch(
    /Far Ltd, United States: .*far\.example\/scc/,
  )
})

test('administrators read who receives data, and change nothing', async () => {
  const page = await administrator.get(list)
  expect(page.text).toContain('SIA "Paraugserveri"')
  expect(page.all(`a[href="${urlFor('adminRecipientNew')}"]`)).toEqual([])
  expect((await administrator.get(urlFor('adminRecipientNew'))).status).toBe(403)
  expect((await administrator.post(urlFor('adminRecipientNew'), processor)).status).toBe(403)
})

test('the record comes as a page, a table and JSON that names its public schema', async () => {
  const page = await administrator.get(urlFor('adminRecord'))
  expect(page.text).toContain('SIA "ZĪMES"')
  const csv = await administrator.get(urlFor('adminRecordCsv'))
  expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="record-of-processing-\d+-/)
  expect(csv.body).toContain('Legal claims')
  const json = JSON.parse((await administrator.get(urlFor('adminRecordJson'))).body)
  expect(json.$schema).toBe('https://shop.test/schemas/record-of-processing-1.json')
  const schema = await office.visitor().get(new URL(json.$schema).pathname)
  expect(schema.headers.get('content-type')).toContain('application/schema+json')
  expect(JSON.parse(schema.body).$id).toBe(json.$schema)
})

test('contact, officer and security measures are kept together, and make versions', async () => {
  const path = urlFor('adminRecordFacts')
  const form = (await owner.get(path)).form(path)
  const half = await owner.submit(form, { officerName: 'Ilze Zīmele' })
  expect(half.status).toBe(422)
  const facts = {
    officerName: 'Ilze Zīmele',
    officerEmail: 'ilze@zimes.example',
    'measures-en': 'A locked door.',
  }
  const record = await owner.follow(await owner.submit(form, facts))
  expect(record.text).toContain('Ilze Zīmele, ilze@zimes.example')
  expect(record.text).toContain('A locked door.')
  const whats = await office.sql<{ what: string }>(
    `select changed ->> 'what' as what from register_version order by number desc limit 2`,
  )
  expect(whats.map(({ what }) => what)).toEqual(['measures', 'contact'])
  const contents = await office.sql<{ content: string }>(
    'select content::text as content from register_version',
  )
  expect(contents.every(({ content }) => !content.includes('Ilze'))).toBe(true)
})

test('the owner sees who works with the data since when, and notes the agreement', async () => {
  const path = urlFor('adminRecordStaff')
  const { id } = administrator as Client & { id: string }
  const page = await owner.get(path)
  expect(page.text).toMatch(/administrator en Administrator .*Quiet\. .*Not noted/)
  const form = page.form(urlFor('adminStaffAgreement', { id }))
  const early = await owner.submit(form, { [`reference-${id}`]: '', [`agreedOn-${id}`]: '2999-01-01' })
  expect(early.status).toBe(422)
  const kept = await owner.follow(
    await owner.submit(form, { [`reference-${id}`]: 'DL-3/2026', [`agreedOn-${id}`]: '2026-03-01' }),
  )
  expect(kept.text).toContain('DL-3/2026')
  expect((await administrator.get(path)).status).toBe(403)
})

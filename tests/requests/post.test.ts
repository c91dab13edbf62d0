import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions } from '../../src/platform/database/address.ts'
import { openClient } from '../../src/platform/database/client.ts'
import type { JournalEntry } from '../../src/privacy/journal.ts'
import * as requests from '../../src/privacy/requests/requests.ts'
import { privacyJobs } from '../../src/privacy/retention/jobs.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { placed } from '../orders/placed.ts'
import type { Client, Page } from '../support/client.ts'

let office: Office
let desk: Client
beforeAll(async () => {
  office = await openOffice()
  desk = await office.hire('owner')
})
afterAll(() => office.close())

const fresh = urlFor('adminRequestNew')
const postal = 'Mazā iela 3 – 2\nLiepāja, LV-3401'

/** Somebody's letter without an e-mail, entered by hand. */
async function letter(more: Record<string, string> = {}): Promise<{ answer: Page; id: string }> {
  const form = (await desk.get(fresh)).form(fresh)
  const asked = { name: 'Zelma Ozola', postal, kind: 'erasure', origin: 'letter', language: 'lv' }
  const answer = await desk.submit(form, { ...asked, ...more })
  return { answer, id: /[0-9a-f-]{36}/.exec(answer.location ?? '')?.[0] ?? '' }
}

const step = (id: string, fields: Record<string, string>) =>
  desk.post(urlFor('adminRequestStep', { id }), fields)

async function paper(id: string, kind: string): Promise<{ status: number; type: string | null }> {
  const page = await desk.get(urlFor('adminRequestLetter', { id, kind }))
  return { status: page.status, type: page.headers.get('content-type') }
}

const mailsQueued = async () =>
  (await office.sql<{ kind: string }>(`select kind from mail where kind like 'request-%'`)).length

test('a letter without e-mail is answered on paper, from its receipt to the certificate', {
  timeout: 120_000,
}, async () => {
  const email = 'by-post@example.com'
  const { number } = await placed(office.shop, office.visitor({ audit: false }), { party: { email } })
  const { answer, id } = await letter()
  const page = await desk.follow(answer)
  expect(page.text).toContain('Liepāja, LV-3401')
  expect(page.text).not.toContain('post:')
  expect(await paper(id, 'request-received')).toEqual({ status: 200, type: 'application/pdf' })
  expect((await paper(id, 'request-done')).status, 'nothing was answered yet').toBe(404)

  await step(id, { step: 'extended', reason: 'Daudz pasūtījumu.' })
  expect((await paper(id, 'request-extended')).status).toBe(200)

  await step(id, { step: 'identity', how: 'Paraksts.' })
  expect((await step(id, { step: 'located', number: 'Z99999' })).text).toContain('no order of this number')
  const found = await desk.follow(await step(id, { step: 'located', number: number.toLowerCase() }))
  expect(found.text.replace(/\s/g, '')).toContain(email)
  expect(found.text, 'whose order it is has to be made sure of').toContain('Who is asking')
  await step(id, { step: 'identity', how: 'Zvans uz pasūtījuma numuru.' })
  const preview = await desk.get(urlFor('adminRequestErasure', { id }))
  await desk.submit(preview.form(urlFor('adminRequestErasure', { id })))
  await privacyJobs(office.shop).erase!({ request: id }, {} as never)
  expect((await paper(id, 'request-done')).status).toBe(200)
  expect(await mailsQueued()).toBe(0)
})

test('a refusal goes by post as well', async () => {
  const { id } = await letter({ kind: 'access' })
  await step(id, { step: 'refused', refusal: 'Nevaram pārliecināties, kas jautā.' })
  expect((await paper(id, 'request-refused')).status).toBe(200)
  expect(await mailsQueued()).toBe(0)
})

test('a letter needs an address and a name on its envelope', async () => {
  expect((await letter({ postal: '' })).answer.text).toContain('Enter an e-mail or a postal address')
  expect((await letter({ name: '' })).answer.status).toBe(422)
  expect((await letter({ orderNumber: 'Z99999' })).answer.text).toContain('no order of this number')
  const { id } = await letter({ postal: '', email: 'mailed@example.com' })
  expect((await paper(id, 'request-received')).status, 'who has an e-mail is mailed').toBe(404)
})

test('a letter of a breach never goes to whom only the post reaches', async () => {
  const { id } = await letter()
  const reached = await office.sql(`select from shop_addressees() where unit = 'request' and unit_id = $1`, [
    id,
  ])
  expect(reached).toEqual([])
})

test('what was handed over cannot be refused afterwards', async () => {
  const email = 'copied@example.com'
  await placed(office.shop, office.visitor({ audit: false }), { party: { email } })
  const { id } = await letter({ kind: 'access', postal: '', email })
  await step(id, { step: 'identity', how: 'Seen.' })
  await desk.post(urlFor('adminRequestCopy', { id }), { format: 'json' })
  const refused = await step(id, { step: 'refused', refusal: 'No.' })
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('can no longer be refused')
  expect(refused.text).not.toContain('Refuse the request')
  expect((await step(id, { step: 'answered', answer: 'Here it is.' })).status).toBe(303)
})

test('that a request was answered is in the journal, so that a restore does not open it again', async () => {
  const { id } = await letter()
  const lines: JournalEntry[] = []
  const journal = { append: async (...entries: readonly JournalEntry[]) => void lines.push(...entries) }
  await withPurpose({ ...office.shop.database.backoffice, journal }, 'rights-requests', 'command', (tx) =>
    requests.close(tx, id, 'refused', null),
  )
  expect(lines).toMatchObject([{ kind: 'request-closed', id, outcome: 'refused' }])
  await office.sql('update subject_request set closed_at = null, outcome = null where id = $1', [id])
  const { appliers } = await import('../../src/commands/replaying.ts')
  const again = appliers(Buffer.alloc(32), new Date(0).toISOString(), new Set())['request-closed']
  const owner = openClient({ ...clientOptions(office.database.url), max: 1 })
  await owner.begin('begin', (tx) => again(tx, lines[0] as Extract<JournalEntry, { kind: 'request-closed' }>))
  await owner.end()
  const [row] = await office.sql<object>('select outcome from subject_request where id = $1', [id])
  expect(row).toEqual({ outcome: 'refused' })
})

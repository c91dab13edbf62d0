import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestMails } from '../../src/privacy/requests/mails.ts'
import { privacyJobs } from '../../src/privacy/retention/jobs.ts'
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

const list = urlFor('adminRequests')
const fresh = urlFor('adminRequestNew')

let letters = 0
/** A request that came by letter, entered by hand; gives its page. */
async function entered(
  more: Record<string, string> = {},
): Promise<{ page: Page; id: string; email: string }> {
  const email = `letter-${++letters}@example.com`
  await placed(office.shop, office.visitor({ audit: false }), { party: { email } })
  const form = (await desk.get(fresh)).form(fresh)
  const answer = await desk.submit(form, {
    email,
    name: 'Zigrīda Kļava',
    kind: 'erasure',
    origin: 'letter',
    language: 'sv',
    words: 'Please forget me.',
    ...more,
  })
  const page = await desk.follow(answer)
  return { page, email, id: /[0-9a-f-]{36}/.exec(page.path)![0] }
}

function step(id: string, fields: Record<string, string>): Promise<Page> {
  return desk.post(urlFor('adminRequestStep', { id }), fields)
}

async function mailsOf(id: string): Promise<string[]> {
  const rows = await office.sql<{ kind: string }>(
    `select kind from mail where about_id = $1 or about_id in (select id from request_step where request_id = $1)
      order by queued_at, kind`,
    [id],
  )
  return rows.map(({ kind }) => kind)
}

async function factsOf(id: string) {
  const [row] = await office.sql<{ dueOn: string; outcome: string | null }>(
    'select due_on::text as "dueOn", outcome from subject_request where id = $1',
    [id],
  )
  return row!
}

test('a request by letter is entered, its day worked out, and whoever asked is told in their language', async () => {
  const { page, id } = await entered({ receivedOn: '2026-08-31' })
  expect(page.text).toContain('30 September 2026')
  expect(await mailsOf(id)).toEqual(['request-received'])
  const letter = await requestMails['request-received'](office.shop, { id, orderId: null })
  expect(letter).toMatchObject({ language: 'sv', subject: 'Begäran mottagen: Radering av uppgifter' })
  expect((await desk.get(list)).text).toContain('Overdue')
  expect((await desk.get(urlFor('admin'))).text).toMatch(/\d+ requests? about data (is|are) overdue/)
})

test('a day in the future and an empty form come back', async () => {
  const form = (await desk.get(fresh)).form(fresh)
  expect((await desk.submit(form, { email: 'x', receivedOn: '2999-01-01' })).status).toBe(422)
})

test('nothing is read, handed over or erased before it is known who asks', async () => {
  const { id, page } = await entered()
  expect(page.text).toContain('Please forget me.')
  expect(page.text).not.toContain('Erase the data')
  expect((await desk.post(urlFor('adminRequestCopy', { id }), { format: 'json' })).status).toBe(409)
  expect((await desk.post(urlFor('adminRequestErasure', { id }), {})).status).toBe(409)
  const known = await desk.follow(
    await step(id, { step: 'identity', how: 'Called the number of the order.' }),
  )
  expect(known.text).toContain('Called the number of the order.')
  expect(known.text).toContain('Erase the data')
  const copy = await desk.post(urlFor('adminRequestCopy', { id }), { format: 'json' })
  expect(copy.headers.get('content-disposition')).toContain('attachment')
})

test('a letter is answered by an erasure, with its certificate', async () => {
  const { id, email } = await entered()
  await step(id, { step: 'identity', how: 'Signed letter.' })
  const preview = await desk.get(urlFor('adminRequestErasure', { id }))
  const begun = await desk.submit(preview.form(urlFor('adminRequestErasure', { id })))
  expect((await desk.follow(begun)).text).toContain('The erasure has begun')
  await privacyJobs(office.shop).erase!({ request: id }, {} as never)
  expect(await factsOf(id)).toMatchObject({ outcome: 'done' })
  expect(await mailsOf(id)).toEqual(['request-received', 'request-done'])
  const letter = await requestMails['request-done'](office.shop, { id, orderId: null })
  expect(letter!.to).toBe(email)
  const told = office.shop.views.render('mail/request-done.text', {
    ...letter!.model,
    language: 'sv',
    subject: letter!.subject,
    sender: {},
  })
  expect(told).toContain('Raderat')
  expect(told).toContain('Måste finnas kvar')
})

test('two months more are taken once, with a reason, and in the first month only', async () => {
  const today = office.shop.clock.today()
  const { id } = await entered({ receivedOn: today })
  expect((await step(id, { step: 'extended', reason: '' })).status).toBe(422)
  const done = await desk.follow(await step(id, { step: 'extended', reason: 'Many orders to look through.' }))
  expect(done.text).toContain('Many orders to look through.')
  expect((await step(id, { step: 'extended', reason: 'Again.' })).status).toBe(409)
  expect(await mailsOf(id)).toEqual(['request-received', 'request-extended'])

  const old = await entered({ receivedOn: '2026-01-05' })
  const late = await step(old.id, { step: 'extended', reason: 'Too much to do.' })
  expect(late.status).toBe(409)
  expect(late.text).toContain('The first month is over')
  expect(await factsOf(old.id)).toMatchObject({ dueOn: '2026-02-05' })
})

test('a refusal names its reason, the authority and the court', async () => {
  const { id } = await entered({ kind: 'access' })
  await step(id, { step: 'refused', refusal: 'It cannot be shown who you are.' })
  expect(await factsOf(id)).toMatchObject({ outcome: 'refused' })
  const [refused] = await office.sql<{ id: string }>(
    `select id from request_step where request_id = $1 and step = 'refused'`,
    [id],
  )
  const letter = await requestMails['request-refused'](office.shop, { id: refused!.id, orderId: null })
  const told = office.shop.views.render('mail/request-refused.text', {
    ...letter!.model,
    language: 'sv',
    subject: letter!.subject,
    sender: {},
  })
  for (const word of ['It cannot be shown who you are.', 'Datu valsts inspekcija', 'domstol'])
    expect(told).toContain(word)
  expect((await step(id, { step: 'answered', answer: 'After all.' })).status).toBe(409)
})

test('an objection is decided by a person, and ends the purpose that was objected to', async () => {
  const { id, email } = await entered({ kind: 'objection' })
  await step(id, { step: 'identity', how: 'Known by telephone.' })
  const done = await step(id, { step: 'objection-accepted', purpose: 'conformity-claims' })
  expect(done.status).toBe(303)
  const ended = await office.sql<{ purpose: string; cause: string }>(
    `select purpose, cause from purpose_end join order_party using (order_id) where email = $1`,
    [email],
  )
  expect(ended).toEqual([{ purpose: 'conformity-claims', cause: 'objection' }])
  expect(await factsOf(id)).toMatchObject({ outcome: 'done' })
})

test('a no to marketing by letter counts as the page’s own does; what the law demands nobody can end', async () => {
  const { id, email } = await entered({ kind: 'objection' })
  await step(id, { step: 'identity', how: 'Signed letter.' })
  expect((await step(id, { step: 'objection-accepted', purpose: 'accounting' })).status).toBe(404)
  expect((await step(id, { step: 'objection-accepted', purpose: 'marketing' })).status).toBe(303)
  const [live] = await office.sql<{ rows: number }>(
    `select count(*)::int as rows from subscription where address = $1
       and shop_may_market(purpose, address_hash, consent_id)`,
    [email],
  )
  expect(live!.rows).toBe(0)
  expect(await factsOf(id)).toMatchObject({ outcome: 'done' })
})

test('a consent that is taken back by letter ends at once and is not weighed', async () => {
  const { id } = await entered({ kind: 'withdrawal' })
  const page = await desk.follow(await step(id, { step: 'identity', how: 'Signed letter.' }))
  expect(page.text).toContain('Withdraw the consent')
  expect(page.text).not.toContain('Decline the objection')
  await step(id, { step: 'objection-accepted', purpose: 'marketing' })
  expect((await desk.get(urlFor('adminRequest', { id }))).text).toContain('Consent withdrawn')
})

test('nothing is erased, and no certificate given, while something else holds the data', async () => {
  const { id, email } = await entered()
  await step(id, { step: 'identity', how: 'Signed letter.' })
  const other = await entered({ kind: 'access', email })
  const erase = () => desk.post(urlFor('adminRequestErasure', { id }), {})
  const early = await erase()
  expect(early.status).toBe(409)
  expect(early.text).toContain('Another request of this person is still open')
  await step(other.id, { step: 'answered', answer: 'Here is the copy.' })

  await step(id, { step: 'restricted', ground: 'claims' })
  expect((await erase()).text).toContain('lift the restriction first')
  await step(id, { step: 'lift-told', lifting: 'You want it erased now.' })
  await step(id, { step: 'lifted' })
  expect(await factsOf(id), 'the erasure is still asked for').toMatchObject({ outcome: null })

  await office.sql(
    `insert into hold (order_id, kind, reason, placed_by)
       select order_id, 'claim', 'a claim', order_id from order_party where email = $1`,
    [email],
  )
  const preview = await desk.get(urlFor('adminRequestErasure', { id }))
  expect(preview.text).toContain('There is nothing that could be erased at once')
})

test('a restriction is lifted only after the person was told', async () => {
  const { id } = await entered({ kind: 'restriction' })
  await step(id, { step: 'identity', how: 'Known by telephone.' })
  expect((await step(id, { step: 'restricted', ground: 'accuracy' })).status).toBe(303)
  expect((await step(id, { step: 'lifted' })).status).toBe(409)
  expect((await step(id, { step: 'lift-told', lifting: 'The address was right.' })).status).toBe(303)
  expect((await step(id, { step: 'lifted' })).status).toBe(303)
  const [state] = await office.sql<{ open: number; pinned: number }>(
    `select (select count(*)::int from restriction where lifted_at is null) as open,
            (select count(*)::int from restricted_order) as pinned`,
  )
  expect(state).toEqual({ open: 0, pinned: 0 })
  expect(await mailsOf(id)).toEqual(['request-received', 'request-lifting', 'request-done'])
})

test('a person is found by e-mail, and the address stands in no other address', async () => {
  const { email } = await entered()
  const search = (await desk.get(list)).form(urlFor('adminRequestSearch'))
  const found = await desk.submit(search, { search: email.toUpperCase() })
  expect(found.location).toMatch(/\?like=[0-9a-f-]{36}$/)
  expect((await desk.follow(found)).text).toContain('The requests of one person.')
  const nobody = await desk.submit(search, { search: 'nobody@example.com' })
  expect(nobody.text).toContain('There is no request from this address')
})

test('an administrator answers, an accountant does not see requests', async () => {
  const { id } = await entered()
  const administrator = await office.hire('administrator')
  expect((await administrator.get(urlFor('adminRequest', { id }))).status).toBe(200)
  const accountant = await office.hire('accountant')
  expect((await accountant.get(list)).status).toBe(403)
  expect(
    (await accountant.post(urlFor('adminRequestStep', { id }), { step: 'noted', remark: 'x' })).status,
  ).toBe(403)
})

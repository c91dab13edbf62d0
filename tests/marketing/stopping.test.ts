import { afterAll, beforeAll, expect, test } from 'vitest'
import { audiences } from '../../src/marketing/table.ts'
import { type NewsRoom, openNewsRoom, stopPath } from './news-room.ts'

let room: NewsRoom
beforeAll(async () => {
  room = await openNewsRoom()
})
afterAll(() => room?.close())

const oneClick = 'List-Unsubscribe=One-Click'
const asForm = { 'content-type': 'application/x-www-form-urlencoded' }

/** What a mail program sends: no cookie, no origin, nothing of a browser. */
function clicks(path: string, body: string | FormData = oneClick, headers = {}): Promise<Response> {
  const init = { method: 'POST', body, headers: { ...(typeof body === 'string' ? asForm : {}), ...headers } }
  return Promise.resolve(room.app.request(path, init))
}

interface Lettered {
  readonly address: string
  readonly path: string
  readonly newsletterId: string
}

async function lettered(address: Promise<string>): Promise<Lettered> {
  const known = await address
  const newsletterId = await room.queued(audiences)
  await room.list(newsletterId)
  await room.deliver(newsletterId)
  return { address: known, newsletterId, path: stopPath(room.lettersTo(known).at(-1)!) }
}

async function gets(address: string): Promise<string[]> {
  const rows = await room.look<{ purpose: string }>(
    `select purpose from subscription where address = '${address}' and shop_may_market(purpose, address_hash, consent_id) order by purpose`,
  )
  return rows.map(({ purpose }) => purpose)
}

const withdrawals = (address: string) =>
  room.look(
    `select 1 from consent_withdrawal join consent on consent.id = consent_id where address = '${address}'`,
  )

test('opening the link changes nothing and shows a masked address', async () => {
  const { address, path } = await lettered(room.consents())
  for (const method of ['GET', 'HEAD']) expect((await room.app.request(path, { method })).status).toBe(200)
  const page = await room.visitor().get(path)
  expect(page.text).toContain(`${address[0]}***@e***.com`)
  expect(page.body).not.toContain(address)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(await gets(address)).toEqual(['marketing-email'])
})

test('one click without cookies or origin takes the consent back at once, and is counted once', async () => {
  const { address, path, newsletterId } = await lettered(room.consents())
  const foreign = { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' }
  const answer = await clicks(path, oneClick, foreign)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('set-cookie')).toBeNull()
  expect(await gets(address)).toEqual([])
  expect(await withdrawals(address)).toHaveLength(1)
  const form = new FormData()
  form.set('List-Unsubscribe', 'One-Click')
  expect((await clicks(path, form)).status).toBe(200)
  expect(await room.counts(newsletterId)).toMatchObject({ unsubscribed: 1 })
})

test('a customer’s one click is an objection to similar goods, by the hash alone', async () => {
  const { address, path } = await lettered(room.buys())
  await clicks(path)
  expect(await gets(address)).toEqual([])
  const said = await room.look<{ purpose: string }>(`select purpose from objection
    where address_hash = (select address_hash from subscription where address = '${address}')`)
  expect(said).toEqual([{ purpose: 'marketing-similar-goods' }])
  await clicks(path)
  expect(
    await room.look(`select 1 from objection
    where address_hash = (select address_hash from subscription where address = '${address}')`),
  ).toHaveLength(1)
})

test('one click stops what somebody gets as a customer along with what they agreed to', async () => {
  const address = await room.consents()
  await room.buys('lv', address)
  const { path, newsletterId } = await lettered(Promise.resolve(address))
  await clicks(path)
  expect(await gets(address)).toEqual([])
  expect(await room.counts(newsletterId)).toMatchObject({ unsubscribed: 1 })
})

test('from elsewhere the link does that one thing and nothing else', async () => {
  const { address, path } = await lettered(room.consents())
  const foreign = { origin: 'https://elsewhere.example' }
  const other = await clicks(path, 'action=stop-marketing', foreign)
  expect([other.status, other.headers.get('location')]).toEqual([303, path])
  expect((await clicks(path.replace('atteikties', 'izvele'), 'action=stop-marketing', foreign)).status).toBe(
    403,
  )
  expect((await clicks('/jaunumi', 'email=x@example.com', foreign)).status).toBe(403)
  expect(await gets(address)).toEqual(['marketing-email'])
})

test('a link that this shop has not made leads nowhere', async () => {
  const { path, address } = await lettered(room.consents())
  const last = path.at(-2) === 'A' ? 'B' : 'A'
  for (const other of [
    `${path.slice(0, -2)}${last}${path.at(-1)}`,
    path.slice(0, -1),
    '/jaunumi/atteikties/nothing',
  ]) {
    expect((await room.app.request(other)).status, other).toBe(404)
    expect((await clicks(other)).status, other).toBe(404)
  }
  expect(await gets(address)).toEqual(['marketing-email'])
})

test('the button stops what the letter was, the other kind goes on, and one more ends it', async () => {
  const address = await room.consents()
  await room.buys('lv', address)
  const { path } = await lettered(Promise.resolve(address))
  const visitor = room.visitor()
  const page = await visitor.get(path)
  const choice = path.replace('atteikties', 'izvele')
  const after = await visitor.follow(await visitor.post(choice, { action: 'stop-marketing-email' }))
  expect(after.text).toContain('vairs nesūtīsim')
  expect(page.forms.filter(({ action }) => action === choice).length).toBeGreaterThan(2)
  expect(await gets(address)).toEqual(['marketing-similar-goods'])
  await visitor.post(choice, { action: 'stop-marketing-similar-goods' })
  expect(await gets(address)).toEqual([])
})

test('no to all marketing covers the telephone, too, and takes the consent back', async () => {
  const { address, path } = await lettered(room.consents())
  await room.buys('lv', address)
  await room.visitor().post(path.replace('atteikties', 'izvele'), { action: 'stop-marketing' })
  expect(await gets(address)).toEqual([])
  const [row] = await room.look(`select
    shop_may_market('marketing-phone', address_hash, null) as phone from subscription where address = '${address}' limit 1`)
  expect(row).toEqual({ phone: false })
  expect(await withdrawals(address)).toHaveLength(1)
})

test('the way back is a new consent with its own evidence, box and notice', async () => {
  const { address, path } = await lettered(room.buys())
  const choice = path.replace('atteikties', 'izvele')
  const visitor = room.visitor()
  await visitor.post(choice, { action: 'stop-marketing' })
  const unticked = await visitor.post(choice, { action: 'consent' })
  expect(unticked.status).toBe(422)
  expect(await gets(address)).toEqual([])
  const inForce = room.shop.known().notices.lv!.id
  const odd = await visitor.post(choice, { action: 'consent', consentEmail: 'yes', noticeVersion: 'other' })
  expect(odd.status).toBe(422)
  const yes = { action: 'consent', consentEmail: 'yes', noticeVersion: inForce }
  const back = await visitor.follow(await visitor.post(choice, yes))
  expect(back.text).toContain('atkal sūtīsim')
  expect(await gets(address)).toEqual(['marketing-email'])
  const [evidence] =
    await room.look(`select consent.purpose, form, language, words, notice_version_id = '${inForce}' as shown
    from consent join consent_text on hash = text_hash where address = '${address}'`)
  expect(evidence).toEqual({
    purpose: 'marketing-email',
    form: 'link',
    language: 'lv',
    words: room.shop.t('lv')('consent.marketing-email'),
    shown: true,
  })
})

test('a restricted person’s no counts as everybody’s, and a forgotten one’s link only leads to the form', async () => {
  const { address, path } = await lettered(room.consents())
  await room.look(`insert into restriction (address, address_hash, ground)
    select address, address_hash, 'accuracy' from subscription where address = '${address}'`)
  await clicks(path)
  expect(await gets(address)).toEqual([])
  await room.look(`delete from subscription where address = '${address}'`)
  const page = await room.visitor().get(path)
  expect([page.status, page.body.includes(address)]).toEqual([200, false])
  expect((await clicks(path)).status).toBe(200)
  const yes = { action: 'consent', consentEmail: 'yes', noticeVersion: room.shop.known().notices.lv!.id }
  const back = await room.visitor().post(path.replace('atteikties', 'izvele'), yes)
  expect(back.location).toBe('/jaunumi')
})

test('pages behind the link are whole in every language', async () => {
  for (const language of ['lv', 'en', 'sv', 'nl'] as const) {
    const { path } = await lettered(room.consents(language))
    const visitor = room.visitor()
    await visitor.get(path)
    const choice = path.replace(
      /atteikties|unsubscribe|avsluta|uitschrijven/,
      (word) => ({ atteikties: 'izvele', unsubscribe: 'choice', avsluta: 'val' })[word] ?? 'keuze',
    )
    await visitor.follow(await visitor.get(choice))
    await visitor.follow(await visitor.post(choice, { action: 'stop-marketing' }))
  }
})

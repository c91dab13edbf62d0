import { afterAll, beforeAll, expect, test } from 'vitest'
import { count } from '../../src/marketing/addressees.ts'
import * as newsletters from '../../src/marketing/newsletters.ts'
import { audiences } from '../../src/marketing/table.ts'
import { sqlState } from '../../src/platform/database/client.ts'
import { withoutPurpose, withPurpose } from '../../src/privacy/with-purpose.ts'
import { type NewsRoom, openNewsRoom, origin, someone, stopPath } from './news-room.ts'

let room: NewsRoom
let quiet: NewsRoom
beforeAll(async () => {
  ;[room, quiet] = await Promise.all([openNewsRoom(), openNewsRoom({ captured: true })])
})
afterAll(async () => {
  await Promise.all([room?.close(), quiet?.close()])
})

const both = audiences

test('a letter says why it comes, how it stops, and carries its pictures along', async () => {
  const [anna, oliver] = [await room.consents('lv'), await room.buys('en')]
  const id = await room.queued(both)
  await room.list(id)
  expect(await room.deliver(id)).toEqual([])
  const [lv] = room.lettersTo(anna)
  const [en] = room.lettersTo(oliver)
  expect(lv!.subject).toBe('News in lv')
  expect(lv!.text).toContain('piekritāt saņemt jaunumus')
  expect(en!.text).toContain('as a customer')
  for (const letter of [lv!, en!]) {
    const href = origin + stopPath(letter)
    expect(letter.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
    expect(letter.text).toContain(href)
    expect(letter.html).toContain(`href="${href}"`)
    expect(letter.html).not.toMatch(/<img[^>]+src="(?!cid:)/)
    expect(letter.html).toContain(`href="${origin}/en"`)
  }
  expect(stopPath(lv!)).toMatch(/^\/jaunumi\/atteikties\/[\w-]{86}$/)
  expect(await room.counts(id)).toMatchObject({ queued: 0, sent: 2 })
})

test('when all are sent nothing tells any more whose letters they were, and no link is kept', async () => {
  const address = await room.consents()
  const id = await room.queued(['marketing-email'])
  await room.list(id)
  await room.deliver(id)
  const [letter] = room.lettersTo(address)
  const token = stopPath(letter!).split('/').at(-1)!
  const rows = await room.look<{ row: string }>(`
    select newsletter_mail::text as row from newsletter_mail where newsletter_id = '${id}'
    union all select mail_copy::text from mail_copy union all select payload::text from graphile_worker._private_jobs`)
  const [known] = await room.look<{ id: string }>(`select id from subscription where address = '${address}'`)
  for (const { row } of rows.filter(({ row }) => !row.startsWith('{')))
    expect(row).not.toMatch(new RegExp(`${known!.id}|${token}|${address}`))
  const [told] = await room.look(
    `select recipient_kind, what, unit from disclosure where unit_id = '${known!.id}' and about_id is not null`,
  )
  expect(told).toEqual({ recipient_kind: 'mail-provider', what: 'letter', unit: 'subscription' })
})

test('a no, a consent taken back and a restriction win against a letter that waits', async () => {
  const [objects, withdraws, restricts, stays] = await Promise.all([
    room.buys(),
    room.consents(),
    room.consents(),
    room.consents(),
  ])
  const id = await room.queued(both)
  await room.list(id)
  await room.look(`insert into objection (address_hash, purpose)
    select address_hash, 'marketing' from subscription where address = '${objects}'`)
  await room.look(`insert into consent_withdrawal (consent_id)
    select consent_id from subscription where address = '${withdraws}'`)
  await room.look(`insert into restriction (address, address_hash, ground)
    select address, address_hash, 'accuracy' from subscription where address = '${restricts}'`)
  await room.deliver(id)
  expect([objects, withdraws, restricts].flatMap(room.lettersTo).filter(({ subject }) => subject)).toEqual([])
  expect(room.lettersTo(stays)).toHaveLength(1)
  expect(await room.counts(id)).toMatchObject({ 'not-allowed': 3, queued: 0 })
})

test('a purpose that is switched off while its letters wait sends none of them', async () => {
  const address = await room.buys()
  const id = await room.queued(['marketing-similar-goods'])
  await room.list(id)
  const turn = (on: boolean) =>
    room.look(`update purpose_switch set switched_on = ${on} where purpose = 'marketing-similar-goods'`)
  await turn(false)
  await room.deliver(id)
  await turn(true)
  expect(room.lettersTo(address)).toEqual([])
  expect((await room.counts(id))['not-allowed']).toBeGreaterThan(0)
})

test('a crash in the middle sends nobody twice, and what nobody knows again under the same Message-ID', async () => {
  const people = [await room.consents(), await room.consents()]
  const id = await room.queued(['marketing-email'])
  await room.list(id)
  const before = room.server.mails.length
  room.server.dropAfterData()
  expect(await room.deliver(id)).toHaveLength(1)
  // The worker begins anew: with the list, and with what is still waiting.
  await room.look(`update newsletter set listed_at = null where id = '${id}'`)
  await room.list(id)
  expect(await room.deliver(id)).toEqual([])
  expect(await room.deliver(id)).toEqual([])
  const sent = room.server.mails.slice(before)
  const doubled = sent.filter(
    ({ headers }, at) =>
      sent.findIndex((other) => other.headers['message-id'] === headers['message-id']) !== at,
  )
  expect(doubled).toHaveLength(1)
  for (const address of people)
    expect(new Set(room.lettersTo(address).map(({ headers }) => headers['message-id'])).size).toBe(1)
})

test('who consented and is a customer, too, gets one letter', async () => {
  const address = await room.consents('sv')
  await room.buys('sv', address)
  const id = await room.queued(both, ['sv'])
  await room.list(id)
  await room.deliver(id)
  expect(room.lettersTo(address)).toHaveLength(1)
  expect(room.lettersTo(address)[0]!.text).toContain('samtyckte')
})

test('nobody gets a letter in a language that is not written', async () => {
  const address = await room.consents('nl')
  const id = await room.queued(['marketing-email'], ['lv'])
  await room.list(id)
  await room.deliver(id)
  expect(room.lettersTo(address)).toEqual([])
})

test('a mailbox that is gone is counted; one that is full is tried again until it is counted', async () => {
  const id = await room.queued(['marketing-similar-goods'])
  await room.buys()
  await room.list(id)
  const { queued } = await room.counts(id)
  room.server.refuseNext(550)
  room.server.refuseNext(451)
  expect(await room.deliver(id)).toEqual(['SMTP_451'])
  expect(await room.counts(id)).toMatchObject({ refused: 1, queued: 1, sent: queued - 2 })
  room.server.refuseNext(451)
  expect(await room.deliver(id, true)).toEqual([])
  expect(await room.counts(id)).toMatchObject({ refused: 2, queued: 0 })
})

test('the office counts whom each purpose sees, and sees none of them', async () => {
  const { backoffice, worker, storefront } = room.shop.database
  const counted = await withoutPurpose(backoffice, 'command', count)
  for (const audience of audiences) {
    const seen = await withPurpose(worker, audience, 'command', (tx) =>
      tx.execute<{ language: string; people: number }>(
        'select language, count(*)::int as people from subscription group by language',
      ),
    )
    const own = counted.filter((one) => one.audience === audience)
    expect(own.map(({ language, people }) => ({ language, people })).sort(byLanguage)).toEqual(
      [...seen].sort(byLanguage),
    )
  }
  for (const access of [backoffice, storefront, worker])
    expect(await sqlStateOf(access.client.orm.execute('select address from subscription'))).toBe('42501')
  const asOffice = withPurpose(backoffice as never, 'marketing-email', 'command', async () => {})
  expect(await sqlStateOf(asOffice)).toBe('42501')
})

test('what goes out does not change any more, whoever tries', async () => {
  const id = await room.queued(['marketing-email'])
  const { backoffice } = room.shop.database
  const found = await newsletters.find(backoffice.client.orm, id)
  const again = withoutPurpose(backoffice, 'command', (tx) =>
    newsletters.queue(tx, id, found.version, someone),
  )
  await expect(again).rejects.toMatchObject({ code: 'sent' })
  const saved = withoutPurpose(backoffice, 'command', (tx) => newsletters.save(tx, id, found.version, found))
  await expect(saved).rejects.toMatchObject({ code: 'sent' })
  for (const statement of [
    `update newsletter_text set body = 'other' where newsletter_id = '${id}'`,
    `delete from newsletter where id = '${id}'`,
  ])
    expect(await sqlStateOf(backoffice.client.orm.execute(statement))).toBe('23001')
})

test('without a mail server the letters are kept for reading, with their links', async () => {
  const address = await quiet.consents()
  const id = await quiet.queued(['marketing-email'])
  await quiet.list(id)
  await quiet.deliver(id)
  const [copy] = await quiet.look<{ body: string }>(
    `select body from mail_copy where recipient = '${address}'`,
  )
  expect(copy!.body).toContain(`${origin}/jaunumi/atteikties/`)
  expect(await quiet.counts(id)).toMatchObject({ sent: 1, queued: 0 })
})

function byLanguage(one: { language: string }, other: { language: string }): number {
  return one.language.localeCompare(other.language)
}

function sqlStateOf(work: PromiseLike<unknown>): Promise<string | undefined> {
  return Promise.resolve(work).then(() => 'allowed', sqlState)
}

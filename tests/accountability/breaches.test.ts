import { afterAll, beforeAll, expect, test } from 'vitest'
import { Conflict } from '../../src/platform/errors.ts'
import * as breaches from '../../src/privacy/accountability/breaches.ts'
import { clockOf } from '../../src/privacy/accountability/breaches-clock.ts'
import * as letters from '../../src/privacy/accountability/breaches-letters.ts'
import { momentIn, momentText } from '../../src/privacy/accountability/breaches-moments.ts'
import { run as erase } from '../../src/privacy/retention/eraser.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import { register as wholeRegister } from '../../src/register.ts'
import { type MailRoom, openMailRoom, until } from '../correspondence/mail-room.ts'

const staffId = crypto.randomUUID()
const hour = 3_600_000

let room: MailRoom
beforeAll(async () => {
  room = await openMailRoom()
})
afterAll(() => room.close())

const register = <T>(work: (tx: Tx<'accountability'>) => Promise<T>) =>
  withPurpose(room.shop.database.backoffice, 'accountability', `staff:${staffId}`, work)
const ago = (hours: number) => new Date(room.shop.clock.now().getTime() - hours * hour)

function facts(more: Partial<breaches.BreachFacts> = {}): breaches.BreachFacts {
  return {
    title: 'A stolen notebook',
    awareAt: ago(1),
    happened: 'A notebook was stolen.',
    beganAt: ago(24),
    endedAt: null,
    scope: 'held',
    openedBy: null,
    named: [],
    categories: ['contact'],
    purposes: [],
    risk: null,
    riskReason: null,
    consequences: null,
    measures: null,
    advice: null,
    ...more,
  }
}

async function noted(more: Partial<breaches.BreachFacts> = {}): Promise<string> {
  const id = await register((tx) => breaches.note(tx, facts(more), staffId))
  await register((tx) => letters.countAffected(tx, id))
  return id
}

async function unitsOf(id: string, unit = 'order'): Promise<Set<string>> {
  const all = await register((tx) => letters.affected(tx, id, { limit: 1000, offset: 0 }))
  return new Set(all.filter((one) => one.unit === unit).map(({ unitId }) => unitId))
}

test('72 hours run from the moment of awareness, weekends and holidays or not', () => {
  const aware = new Date('2026-12-23T21:30:00Z')
  expect(clockOf(aware, new Date('2026-12-24T20:00:00Z'))).toEqual({
    due: new Date('2026-12-26T21:30:00Z'),
    late: false,
    hours: 49,
    minutes: 30,
  })
  expect(clockOf(aware, new Date('2026-12-26T23:00:00Z'))).toMatchObject({
    late: true,
    hours: 1,
    minutes: 30,
  })
  expect(clockOf(aware, new Date('2026-12-26T21:30:00Z'))).toMatchObject({ late: false, hours: 0 })
})

test('a moment of the form is one of the shop’s zone, also when the clocks change', () => {
  const zone = 'Europe/Riga'
  expect(momentIn(zone, '2026-11-22T10:30')?.toISOString()).toBe('2026-11-22T08:30:00.000Z')
  expect(momentIn(zone, '2026-07-01T00:05')?.toISOString()).toBe('2026-06-30T21:05:00.000Z')
  for (const text of ['2026-03-29T02:59', '2026-03-29T04:01', '2026-10-25T02:30', '2026-10-25T05:00'])
    expect(momentText(zone, momentIn(zone, text)!), text).toBe(text)
  expect(momentIn(zone, '2026-13-01T00:00')).toBeUndefined()
  expect(momentIn(zone, 'yesterday')).toBeUndefined()
})

test('what is running is what the authority was not told of; a late word says why', async () => {
  const running = async () => (await register(breaches.running)).map(({ id }) => id)
  const late = await noted({ awareAt: ago(80) })
  const waived = await noted()
  expect(await running()).toEqual(expect.arrayContaining([late, waived]))
  const filing = { number: 'DVI-1', filedAt: ago(1), lateReason: null }
  const file = (lateReason: string | null) =>
    register((tx) => breaches.file(tx, late, { ...filing, lateReason }, staffId))
  await expect(file(null)).rejects.toThrow(new Conflict('late_reason'))
  await file('It took us so long to find out.')
  await register((tx) => breaches.waive(tx, waived, 'authority', 'The disk was encrypted.', staffId))
  expect(await running()).not.toEqual(expect.arrayContaining([late]))
  expect(await running()).not.toEqual(expect.arrayContaining([waived]))

  // A word in time, and more when more is known (Art. 33(4)).
  const inTime = await noted({ awareAt: ago(100) })
  await register((tx) => breaches.file(tx, inTime, { ...filing, filedAt: ago(50) }, staffId))
  await register((tx) => breaches.file(tx, inTime, { ...filing, number: 'DVI-1/2' }, staffId))
  expect((await register((tx) => breaches.stepsOf(tx, inTime))).filings).toHaveLength(2)
})

test('a breach is closed once it is assessed and everybody is answered for, and stays as it is then', async () => {
  const id = await noted()
  const close = () => register((tx) => breaches.close(tx, id, staffId))
  await expect(close()).rejects.toThrow(new Conflict('assessed'))
  await register((tx) => breaches.change(tx, id, facts({ risk: 'high', riskReason: 'Names and addresses.' })))
  await expect(close()).rejects.toThrow(new Conflict('authority_decided'))
  const filing = { number: 'DVI-2', filedAt: ago(0.5), lateReason: null }
  await register((tx) => breaches.file(tx, id, filing, staffId))
  await expect(close()).rejects.toThrow(new Conflict('subjects_decided'))
  await register((tx) => breaches.waive(tx, id, 'subjects', 'It was encrypted.', staffId))
  await close()
  await expect(register((tx) => breaches.change(tx, id, facts()))).rejects.toThrow(new Conflict('open'))
  await expect(register((tx) => breaches.file(tx, id, filing, staffId))).rejects.toThrow(new Conflict('open'))
  await expect(register((tx) => letters.countAffected(tx, id))).rejects.toThrow(new Conflict('open'))
})

test('a closed breach goes five years later with everything about it, an open one stays', async () => {
  const [open, closed] = [await noted(), await noted()]
  for (const whom of ['authority', 'subjects'] as const)
    await register((tx) => breaches.waive(tx, closed, whom, 'It was encrypted.', staffId))
  await register((tx) =>
    breaches.change(tx, closed, facts({ risk: 'unlikely', riskReason: 'It was encrypted.' })),
  )
  await register((tx) => breaches.close(tx, closed, staffId))
  const run = () =>
    erase(
      { access: room.shop.database.worker, register: wholeRegister },
      { cause: 'retention', actor: 'job:retention' },
    )
  const left = () =>
    room.look<{ id: string }>(
      `select id from breach where id in ('${open}', '${closed}')
        union all select breach_id from breach_waiver where breach_id = '${closed}'`,
    )
  const aged = (years: string) =>
    room.look(
      `update breach_closing set closed_at = now() - interval '${years}' where breach_id = '${closed}'`,
    )
  await aged('4 years 364 days')
  await run()
  expect(await left()).toHaveLength(4)
  await aged('5 years 1 day')
  await run()
  expect(await left()).toEqual([{ id: open }])
})

test('whom it concerns is counted over the tagged columns, the time and the purposes', async () => {
  const before = await room.order({})
  const [within, signed] = [await room.order({}), await room.order({ words: 'Anna' })]
  const after = await room.order({})
  await room.pay(within)
  const placed = async (order: { id: string }, hours: number) =>
    room.look(`update "order" set placed_at = now() - interval '${hours} hours' where id = '${order.id}'`)
  await placed(before, 100)
  await placed(within, 50)
  await placed(signed, 50)
  await placed(after, 0)
  const mine = [before, within, signed, after].map(({ id }) => id)
  const concerned = async (more: Partial<breaches.BreachFacts>) => {
    const units = await unitsOf(await noted({ beganAt: ago(60), endedAt: ago(40), ...more }))
    return mine.filter((id) => units.has(id))
  }
  const window = { beganAt: ago(60), endedAt: ago(40) }
  expect(await concerned({ scope: 'held', ...window })).toEqual([before.id, within.id, signed.id])
  expect(await concerned({ scope: 'collected', ...window })).toEqual([within.id, signed.id])
  expect(await concerned({ scope: 'held', categories: ['artwork'] })).toEqual([signed.id])
  expect(await concerned({ scope: 'named', named: [after.id], endedAt: null })).toEqual([after.id])
  // Nothing that is used for news is about an order, and an invoice that came later was not in reach.
  expect(await concerned({ purposes: ['marketing-email'] })).toEqual([])
  expect(await concerned({ purposes: ['accounting'], categories: ['name'] })).toEqual([])
  expect(await concerned({ purposes: ['accounting'], categories: ['name'], endedAt: null })).toEqual([
    within.id,
  ])

  await room.look(
    `insert into record_opening (at, staff_id, unit, unit_id, purpose, page)
      values (now() - interval '50 hours', '${staffId}', 'order', '${signed.id}', 'order-contract', 'order')`,
  )
  expect(await concerned({ scope: 'opened', openedBy: staffId })).toEqual([signed.id])
  expect(await concerned({ scope: 'opened', openedBy: crypto.randomUUID() })).toEqual([])

  const all = await unitsOf(await noted({ categories: ['name'] }))
  const [count] = await room.look<{ orders: number }>('select count(*)::int as orders from order_party')
  expect(all.size).toBe(count!.orders)
})

test('the register of breaches holds ids and no value of a record', async () => {
  const order = await room.order({ party: { name: 'Zigfrīds Kanārijs' } })
  const id = await noted({ categories: ['name', 'contact', 'purchases'] })
  expect((await unitsOf(id)).has(order.id)).toBe(true)
  const rows = await room.look<{ row: string }>(`select breach_affected::text as row from breach_affected`)
  expect(rows.every(({ row }) => !/Kanārijs|@/.test(row))).toBe(true)
})

test('each person gets one letter in their language, once its words are saved', async () => {
  const party = { email: `twice.${crypto.randomUUID()}@example.com` }
  const [one, other] = [
    await room.order({ party, language: 'lv' }),
    await room.order({ party, language: 'lv' }),
  ]
  const english = await room.order({ language: 'en' })
  const id = await noted({ scope: 'named', named: [one.id, other.id, english.id] })
  const reach = () => register((tx) => letters.reachOf(tx, id))
  expect(await reach()).toEqual({
    people: [
      { language: 'en', count: 1 },
      { language: 'lv', count: 1 },
    ],
    unreached: 0,
  })
  const send = () => register((tx) => letters.queueLetters(tx, id, staffId))
  expect(await send()).toBe(0)
  const words = 'Kas noticis\nNozagts dators.\n\nKo darīt\nNeatbildiet svešiem.'
  const draft = { kind: 'letter', language: 'lv', words } as const
  const by = { savedBy: staffId, savedAt: room.shop.clock.now() }
  await register((tx) => letters.saveDraft(tx, id, draft, by))
  expect(await send()).toBe(1)
  expect(await send()).toBe(0)
  expect((await reach()).people).toEqual([{ language: 'en', count: 1 }])

  // At a high risk nobody is left out silently (Art. 34(1)).
  const { named } = await register((tx) => breaches.find(tx, id))
  const assessed = { scope: 'named', named, risk: 'high', riskReason: 'Addresses.' } as const
  await register((tx) => breaches.change(tx, id, facts(assessed)))
  await register((tx) => breaches.waive(tx, id, 'authority', 'It knows.', staffId))
  const close = () => register((tx) => breaches.close(tx, id, staffId))
  await expect(close()).rejects.toThrow(new Conflict('subjects_decided'))
  await register((tx) => letters.saveDraft(tx, id, { ...draft, language: 'en' }, by))
  expect(await send()).toBe(1)
  await close()

  const mail = await room.server.waitFor(
    ({ to, text }) => to.includes(party.email) && text.includes('Nozagts'),
  )
  expect(mail.subject).toBe('ZĪMES: paziņojums par Jūsu datu drošību')
  expect(mail.text).toContain('Neatbildiet svešiem.')
  const told = await until(async () => {
    const rows =
      await room.look(`select what from disclosure where recipient_kind = 'mail-provider' and about_id in
      (select mail_id from mail_copy where recipient = '${party.email}' and subject like 'ZĪMES: paziņojums%')`)
    return rows.length > 0 && rows
  })
  expect(told).toHaveLength(1)
})

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as identifiers from '../../src/customers/identifiers.ts'
import * as codes from '../../src/customers/personal-codes.ts'
import { rotate } from '../../src/customers/personal-codes-rotation.ts'
import { clientOptions } from '../../src/platform/database/address.ts'
import { type Client, openClient, sqlState } from '../../src/platform/database/client.ts'
import { Conflict, NotFound } from '../../src/platform/errors.ts'
import { run as erase } from '../../src/privacy/retention/eraser.ts'
import { type Actor, type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import { register } from '../../src/register.ts'
import { company, type MailRoom, openMailRoom } from '../correspondence/mail-room.ts'
import { databaseUrl, TEST_SECRET } from '../support/postgres.ts'

const staffId = crypto.randomUUID()
const actor: Actor = `staff:${staffId}`
const ring = codes.keyRing(TEST_SECRET)
const canary = '18056505610'

let room: MailRoom
let owner: Client

beforeAll(async () => {
  room = await openMailRoom({ captured: true })
  const [at] = await room.look<{ url: string }>('select current_database() as url')
  owner = openClient({ ...clientOptions(databaseUrl(at!.url)), max: 2 })
  await room.look(
    `update purpose_switch set switched_on = true where purpose in ('identification', 'debt-collection')`,
  )
})
afterAll(async () => {
  await owner.end()
  await room.close()
})

const identify = <T>(work: (tx: Tx<'identification'>) => Promise<T>) =>
  withPurpose(room.shop.database.backoffice, 'identification', actor, work)
const keep = (orderId: string, code = canary) =>
  identify((tx) => codes.keep(tx, ring, { orderId, code, keptBy: staffId }))
const masked = (orderId: string) => identify((tx) => codes.masked(tx, ring, orderId))
const open = (orderId: string, reason = 'The buyer asked by telephone') =>
  identify((tx) => codes.open(tx, ring, { orderId, reason }))
const asOwner = <T>(work: Parameters<typeof owner.begin<T>>[1]) => owner.begin('begin', work)

test('an old code has a birth date and a control digit, a new one the control digit alone', () => {
  const read = (text: string) => {
    const result = identifiers.personalCode(text)
    return result.ok ? result.value : result.reason
  }
  for (const valid of [
    '180565-05610',
    '290212-29381',
    '290156 11605',
    '280638–19406',
    '328673-00679',
    '39000000000',
  ])
    expect(read(valid), valid).toMatch(/^\d{11}$/)
  expect(read('180565-05611')).toBe('checksum')
  expect(read('328673-00670')).toBe('checksum')
  // 30 February, a month that is none, a century yet to come, and no date at all.
  for (const wrong of ['300201-12345', '011365-10000', '180565-35610', '000000-00000', '12345', 'abc'])
    expect(read(wrong), wrong).toBe('format')
})

test('a code is sealed for its order: shown masked, opened with a reason that is noted', async () => {
  const order = await room.order({})
  await keep(order.id)
  expect(await masked(order.id)).toMatchObject({ mask: '******-**610' })
  expect(await open(order.id)).toBe('180565-05610')
  const [noted] = await room.look<object>(
    `select staff_id, purpose, page, reason from record_opening where unit_id = '${order.id}'`,
  )
  expect(noted).toEqual({
    staff_id: staffId,
    purpose: 'identification',
    page: 'personal-code',
    reason: 'The buyer asked by telephone',
  })
})

test('what is sealed for one order does not open in another', async () => {
  const [one, other] = [await room.order({}), await room.order({})]
  await keep(one.id)
  await keep(other.id)
  await room.look(
    `update personal_code set sealed = (select sealed from personal_code where order_id = '${one.id}')
      where order_id = '${other.id}'`,
  )
  await expect(open(other.id)).rejects.toThrow()
})

test('it is asked of people who have something to pay, and gone once it is paid', async () => {
  const firm = await room.order({ party: company })
  await expect(keep(firm.id)).rejects.toThrow(new Conflict('not-wanted'))
  const order = await room.order({})
  await keep(order.id)
  await room.pay(order)
  expect(await masked(order.id)).toBeUndefined()
  await expect(open(order.id)).rejects.toThrow(NotFound)
  await expect(keep(order.id)).rejects.toThrow(new Conflict('not-wanted'))
  await erase({ access: room.shop.database.worker, register }, { cause: 'retention', actor: 'job:retention' })
  expect(await room.look(`select from personal_code where order_id = '${order.id}'`)).toEqual([])
})

test('a code that is taken back is overwritten at once, and another may follow', async () => {
  const order = await room.order({})
  await keep(order.id)
  await identify((tx) => codes.takeBack(tx, order.id))
  const [row] = await room.look<{ sealed: Buffer | null }>(
    `select sealed from personal_code where order_id = '${order.id}'`,
  )
  expect(row!.sealed).toBeNull()
  expect(await masked(order.id)).toBeUndefined()
  await keep(order.id, '29021229381')
  expect(await masked(order.id)).toMatchObject({ mask: '******-**381' })
})

test('no other purpose reads it, and nobody while identification is off', async () => {
  const order = await room.order({})
  await keep(order.id)
  const stateOf = (work: Promise<unknown>) => work.then(() => 'done', sqlState)
  const reading = withPurpose(room.shop.database.backoffice, 'order-contract', actor, (tx) =>
    tx.execute(sql`select sealed from personal_code`),
  )
  expect(await stateOf(reading)).toBe('42501')
  await room.look(`update purpose_switch set switched_on = false where purpose = 'identification'`)
  expect(await stateOf(masked(order.id))).toBe('42501')
  await room.look(`update purpose_switch set switched_on = true where purpose = 'identification'`)
})

test('the digits stand in no column, no job and no log of the database', async () => {
  const order = await room.order({})
  await keep(order.id)
  await open(order.id)
  const tables = await room.look<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    // Bytes are written as hexadecimal text, where the digits would be 31 38 30 ….
    const rows = await room.look<{ found: boolean }>(
      `select exists (select from ${name} kept where replace(kept::text, '-', '') ~ '${canary}|${Buffer.from(canary).toString('hex')}') as found`,
    )
    if (rows[0]!.found) found.push(name)
  }
  expect(found).toEqual([])
})

test('a rotation that was cut off leaves every code readable, and the next one finishes it', async () => {
  await room.look('delete from personal_code')
  const orders = []
  for (let count = 0; count < 5; count++) orders.push(await room.order({}))
  for (const { id } of orders) await keep(id)
  const cutOff = rotate(
    asOwner,
    ring,
    (done) => {
      if (done === 2) throw new Error('cut off')
    },
    2,
  )
  await expect(cutOff).rejects.toThrow('cut off')
  expect(await generations()).toEqual([1, 1, 1, 2, 2])
  for (const { id } of orders) expect(await open(id)).toBe('180565-05610')
  // What comes in meanwhile is sealed with the new key at once.
  const late = await room.order({})
  await keep(late.id)

  const seen: string[] = []
  expect(await rotate(asOwner, ring, (done, of) => seen.push(`${done}/${of}`), 2)).toEqual({
    generation: 2,
    resealed: 3,
  })
  expect(seen).toEqual(['2/3', '3/3'])
  expect(await generations()).toEqual([2, 2, 2, 2, 2, 2])
  for (const { id } of [...orders, late]) expect(await open(id)).toBe('180565-05610')
  const keys = await room.look(
    'select generation, retired_at is not null as retired from personal_code_key order by generation',
  )
  expect(keys).toEqual([
    { generation: 1, retired: true },
    { generation: 2, retired: false },
  ])
})

test('nothing is sealed with a retired key', async () => {
  const order = await room.order({})
  const written = room.look(
    `insert into personal_code (order_id, sealed, generation, kept_by)
       values ('${order.id}', decode(repeat('00', 39), 'hex'), 1, gen_random_uuid())`,
  )
  await expect(written).rejects.toMatchObject({ code: '23514', constraint_name: 'key_in_use' })
})

async function generations(): Promise<number[]> {
  const rows = await room.look<{ generation: number }>('select generation from personal_code order by 1')
  return rows.map(({ generation }) => generation)
}

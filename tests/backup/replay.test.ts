import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyedHash } from '../../src/platform/keys.ts'
import * as consents from '../../src/privacy/consents.ts'
import { openJournal } from '../../src/privacy/journal.ts'
import * as restrictions from '../../src/privacy/restrictions.ts'
import * as eraser from '../../src/privacy/retention/eraser.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { register } from '../../src/register.ts'
import type { Placed } from '../register/trade.ts'
import { TEST_SECRET, type TestDatabase, withSql } from '../support/postgres.ts'
import { addressKeyOf, call, contentsOf, type Lived, openPlace, type Place } from './ground.ts'

let place: Place
let shop: Lived
let restored: TestDatabase
let told: string[]
const forgotten: Placed[] = []

const addressKey = addressKeyOf(TEST_SECRET)
const hashOf = (address: string) => keyedHash(addressKey, address)

beforeAll(async () => {
  place = openPlace()
  shop = await place.lived()
  for (const name of ['first', 'second']) forgotten.push(await boughtAndDone(`${name}@example.com`))
  await heldForNow(forgotten[1]!, 'second@example.com')
  const file = place.file('before.tar')
  await call('backup', [file], place.environment(shop.url))
  await whatHappenedSince()
  restored = await place.empty()
  told = (await call('restore', [file], place.environment(restored.url))).told
}, 180_000)
afterAll(() => place.close())

async function boughtAndDone(email: string): Promise<Placed> {
  const placed = await shop.trade.order(email)
  await shop.trade.fulfil(placed)
  await shop.trade.deliveredBefore(placed, '30 days')
  return placed
}

/** In the backup the order is held by a claim and by a request that nobody has answered yet. */
async function heldForNow({ id }: Placed, address: string): Promise<void> {
  await shop.run(
    `insert into hold (order_id, kind, reason, placed_by) values ('${id}', 'claim', 'a claim', '${id}')`,
    `insert into subject_request (address, address_hash, language, kind, origin, due_on)
       values ('${address}', sha256('${address}'), 'lv', 'access', 'letter', shop_today())`,
  )
}

async function whatHappenedSince(): Promise<void> {
  await shop.run(
    'update hold set lifted_at = now(), lifted_by = placed_by',
    `update subject_request set closed_at = now(), outcome = 'done'`,
  )
  const journal = openJournal(place.journal)
  const at = { worker: { ...shop.at.worker, journal }, desk: { ...shop.at.backoffice, journal } }
  for (const { id } of forgotten)
    for (const purpose of ['conformity-claims', 'legal-claims'])
      await shop.run(
        `insert into purpose_end (order_id, purpose, cause) values ('${id}', '${purpose}', 'erasure')`,
      )
  const orders = forgotten.map(({ id }) => id)
  const { erased } = await eraser.run(
    { access: at.worker, register },
    { cause: 'request', actor: 'command', orders },
  )
  expect(erased.filter(({ unit }) => unit === 'order')).toHaveLength(2)
  await withPurpose(at.desk, 'rights-requests', 'command', async (tx) => {
    const asked = { address: 'waiting@example.com', addressKey, ground: 'accuracy', requestId: null } as const
    await restrictions.restrict(tx, asked)
    await tx.under('objections', (no) => consents.object(no, hashOf('delivered@example.com'), 'marketing'))
  })
  const [now, one, other] = [new Date().toISOString(), crypto.randomUUID(), crypto.randomUUID()]
  const addressHash = hashOf('stranger@example.com').toString('hex')
  await journal.append(
    { kind: 'restriction', id: one, addressHash, at: now },
    { kind: 'restriction', id: other, addressHash, at: now },
    { kind: 'restriction-lifted', id: other, at: now },
  )
}

test('what was erased since the backup stays erased, and everybody else is as they were', async () => {
  const [now, then] = [await contentsOf(restored.url), await contentsOf(shop.url)]
  const differing = Object.keys(then).filter((name) => now[name] !== then[name])
  // Who ended what and when is told anew; a delivery that the backup showed is not.
  const toldAnew = [
    'audit_entry',
    'audit_entry_id_seq',
    'erasure',
    'purpose_end',
    'restriction',
    'subject_request',
  ]
  expect(differing.filter((name) => !toldAnew.includes(name.replace('public.', '')))).toEqual([])
})

test.each(['first', 'second'])('nobody finds the forgotten but in the books: the %s', async (name) => {
  const found = await tablesWith(restored.url, `${name}@example.com`)
  expect(found).toEqual(await tablesWith(shop.url, `${name}@example.com`))
  expect(found).not.toContain('order_party')
})

test('a restriction and an objection made since the backup bind again', async () => {
  await withSql(restored.url, async (sql) => {
    expect(await sql`select address, ground from restriction where lifted_at is null`).toMatchObject([
      { address: 'waiting@example.com' },
    ])
    expect(await sql`select order_id from restricted_order`).toMatchObject([{ order_id: shop.waiting.id }])
    expect(
      await sql`select purpose from objection where address_hash = ${hashOf('delivered@example.com')}`,
    ).toMatchObject([{ purpose: 'marketing' }])
  })
})

test('a restriction of somebody whom the backup does not know is counted, without a name', () => {
  expect(told.filter((line) => line.startsWith('Restrictions'))).toEqual([expect.stringContaining(': 1.')])
  expect(told.join()).not.toMatch(/stranger|@/)
})

async function tablesWith(url: string, text: string): Promise<string[]> {
  return withSql(url, async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`
    const found: string[] = []
    for (const { name } of tables) {
      const rows = await sql.unsafe(`select from "${name}" t where strpos(t::text, '${text}') > 0`)
      if (rows.length > 0) found.push(name)
    }
    return found
  })
}

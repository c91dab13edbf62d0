import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Keeper, keepKnown } from '../../src/known.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'

let opened: TestShop
beforeAll(async () => {
  opened = await testShop()
})
afterAll(() => opened.close())

const rename = (name: string) =>
  `update setting set value = jsonb_set(value, '{name}', '"${name}"') where key = 'identity'`
const nameIn = (keeper: Keeper) => keeper.known().settings.identity.name

function keeperOf(): { keeper: Keeper; warnings: string[]; flushes: () => number } {
  const warnings: string[] = []
  let flushes = 0
  const flush = () => {
    flushes += 1
  }
  const log = { info() {}, warn: (event: string) => void warnings.push(event), error() {} }
  return {
    keeper: keepKnown(opened.shop.database.storefront, flush, log),
    warnings,
    flushes: () => flushes,
  }
}

test('changes that come while settings are read are read afterwards, never at the same time', async () => {
  const { keeper, flushes } = keeperOf()
  await keeper.read()
  await withSql(opened.database.url, (sql) =>
    sql.begin(async (tx) => {
      await tx.unsafe('lock table setting in access exclusive mode')
      for (let change = 0; change < 5; change += 1) keeper.changed()
      await tx.unsafe(rename('Newest'))
    }),
  )
  await expect.poll(flushes).toBe(1 + 5 + 2)
  expect(nameIn(keeper)).toBe('Newest')
  await keeper.stop()
})

test('settings that could not be read after a change are tried again until they are', async () => {
  const { keeper, warnings } = keeperOf()
  await keeper.read()
  await withSql(opened.database.url, async (sql) => {
    await sql.unsafe('alter table purpose_switch rename to purpose_switch_away')
    keeper.changed()
    await expect.poll(() => warnings).toEqual(['settings could not be read'])
    await sql.unsafe(`alter table purpose_switch_away rename to purpose_switch; ${rename('Found again')}`)
  })
  await expect.poll(() => nameIn(keeper), { timeout: 10_000 }).toBe('Found again')
  await keeper.stop()
})

test('a shop that closes waits for no other try', async () => {
  const { keeper, warnings } = keeperOf()
  await withSql(opened.database.url, async (sql) => {
    await sql.unsafe('alter table purpose_switch rename to purpose_switch_away')
    keeper.changed()
    await expect.poll(() => warnings).toHaveLength(1)
    await keeper.stop()
    await sql.unsafe('alter table purpose_switch_away rename to purpose_switch')
  })
  expect(() => keeper.known()).toThrow('not read its settings')
})

import { existsSync, readdirSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shopCommand, startInVain } from '../start/run.ts'
import { withSql } from '../support/postgres.ts'
import { call, contentsOf, driftOf, type Lived, openPlace, type Place, relationsIn } from './ground.ts'
import { killedWhen } from './killing.ts'

let place: Place
let shop: Lived
let good: string

beforeAll(async () => {
  place = openPlace()
  shop = await place.lived()
  good = place.file('good.tar')
  await call('backup', [good], place.environment(shop.url))
})
afterAll(() => place.close())

test('a backup that is killed leaves no file, and the next one clears up after it', async () => {
  const file = place.file('killed.tar')
  const holder = postgres(shop.url, { max: 1 })
  await holder.begin(async (tx) => {
    // The backup waits for this table, which comes late.
    await tx`lock table staff in access exclusive mode`
    await killedWhen(['backup', file], place.environment(shop.url), (err) =>
      / {2}shipment_dispatch {2}/.test(err),
    )
  })
  await holder.end()
  expect(existsSync(file)).toBe(false)
  const left = () => readdirSync(place.folder).filter((name) => name.startsWith('killed.tar.'))
  expect(left()).toHaveLength(1)
  await call('backup', [file], place.environment(shop.url))
  expect(existsSync(file)).toBe(true)
  expect(left()).toEqual([])
}, 60_000)

test.each([
  ['half way', / 50\/\d+ /],
  ['as it ends', /Replaying/],
])(
  'a restore that is killed %s can be run again',
  async (_, moment) => {
    const target = await place.empty()
    const environment = place.environment(target.url)
    await killedWhen(['restore', good], environment, (err) => moment.test(err))
    const begun = await relationsIn(target.url)
    if (begun > 0)
      expect((await startInVain(environment)).err).toMatch(/^A restore into this database was cut off/)
    await call('restore', [good], environment)
    expect(await contentsOf(target.url)).toEqual(await contentsOf(shop.url))
  },
  120_000,
)

test('while what was erased since the backup is not gone again, no shop starts', async () => {
  const target = await place.empty()
  const environment = place.environment(target.url)
  const holder = postgres(target.url, { max: 1 })
  await holder`select pg_advisory_lock(hashtextextended('bodite eraser', 0))`
  await killedWhen(['restore', good], environment, () => hasMark(target.url))
  await holder.end()
  expect(await startInVain(environment)).toMatchObject({
    code: 1,
    err: 'A restore into this database was cut off: run the same restore again.\n',
  })
  expect((await shopCommand(['restore', good], environment)).code).toBe(0)
  expect(await contentsOf(target.url)).toEqual(await contentsOf(shop.url))
  expect(await driftOf(target.url)).toEqual([])
}, 120_000)

async function hasMark(url: string): Promise<boolean> {
  return withSql(url, async (sql) => {
    const [table] = await sql<{ there: boolean }[]>`select to_regclass('migration') is not null as there`
    if (!table!.there) return false
    return (await sql`select from migration where name = 'restore'`).length > 0
  })
}

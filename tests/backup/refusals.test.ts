import { readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backupKeys } from '../../src/platform/backup/manifest.ts'
import { openBackup } from '../../src/platform/backup/reading.ts'
import { readTar } from '../../src/platform/backup/tar.ts'
import { openJournal } from '../../src/privacy/journal.ts'
import { shopCommand } from '../start/run.ts'
import type { TestDatabase } from '../support/postgres.ts'
import { forged } from './forging.ts'
import { call, contentsOf, type Lived, openPlace, type Place, relationsIn, SECRET_KEY } from './ground.ts'

let place: Place
let shop: Lived
let empty: TestDatabase
let good: string
let bytes: Buffer

beforeAll(async () => {
  place = openPlace()
  shop = await place.lived()
  empty = await place.empty()
  good = place.file('good.tar')
  await call('backup', [good], place.environment(shop.url))
  bytes = readFileSync(good)
})
afterAll(() => place.close())

async function expectRefusal(file: string, sentence: RegExp, environment = place.environment(empty.url)) {
  await expect(call('restore', [file], environment)).rejects.toThrow(sentence)
  expect(await relationsIn(empty.url)).toBe(0)
}

const notOurs = /is not a backup of this shop, or it is damaged; nothing was touched\.$/

test('a single damaged byte, wherever it is, is found', async () => {
  const handle = await open(good, 'r')
  const parts = await readTar(handle)
  await handle.close()
  const places = parts.flatMap(({ start, size }) => [
    start - 512,
    start - 380,
    start,
    start + size - 1,
    start + size,
  ])
  const [first, last] = [0, bytes.length - 1]
  const some = [first, last, last - 600, ...places.filter((_, i) => i % 7 === 0), ...places.slice(-15)]
  const accepted: number[] = []
  for (const at of new Set(some.filter((one) => one < bytes.length))) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 1
    const file = place.file('damaged.tar')
    writeFileSync(file, damaged)
    const opened = await openBackup(file, backupKeys(Buffer.from(SECRET_KEY)), () => {}).catch(
      () => undefined,
    )
    await opened?.close()
    if (opened) accepted.push(at)
  }
  expect(accepted).toEqual([])
}, 60_000)

test.each([0, 1, 511, 5_000, -1, -513, -1024, -2000])('a file cut off at %i is refused', async (length) => {
  const file = place.file('cut.tar')
  writeFileSync(file, bytes.subarray(0, length === 0 ? 0 : length))
  await expectRefusal(file, notOurs)
})

test('a file that goes on is refused', async () => {
  const file = place.file('longer.tar')
  writeFileSync(file, Buffer.concat([bytes, Buffer.alloc(512)]))
  await expectRefusal(file, notOurs)
})

test('somebody else’s file, or none, is refused', async () => {
  const zip = place.file('foreign.zip')
  writeFileSync(zip, zipSync({ 'manifest.json': Buffer.from('{"format":"bodite backup 1"}') }))
  await expectRefusal(zip, notOurs)
  await expectRefusal(place.file('none.tar'), /cannot be read \(ENOENT\)\.$/)
})

test('a backup of a shop with another secret is refused, and says why', async () => {
  const other = place.environment(empty.url, 'another secret, which is as long as it must be')
  await expectRefusal(good, /was made under another SECRET_KEY: .+; nothing was touched\.$/, other)
})

test('a manifest that was written anew without the secret is refused', async () => {
  const file = place.file('forged.tar')
  await forged(
    good,
    file,
    (manifest) => ({ ...manifest, sequences: [] }),
    'not the secret of this shop at all, no',
  )
  await expectRefusal(file, notOurs)
})

test('a backup of a newer version is refused', async () => {
  const file = place.file('newer.tar')
  const newer = { name: '9999_future.sql', sha256: 'f'.repeat(64) }
  await forged(good, file, (manifest) => ({ ...manifest, migrations: [...manifest.migrations, newer] }))
  await expectRefusal(
    file,
    /was made by a newer version of the shop: install that one first; nothing was touched\.$/,
  )
})

test('a backup made with another text of a migration is refused', async () => {
  const file = place.file('other.tar')
  await forged(good, file, (manifest) => ({
    ...manifest,
    migrations: manifest.migrations.map((one) =>
      one.name === '0001_shop.sql' ? { ...one, sha256: 'a'.repeat(64) } : one,
    ),
  }))
  await expectRefusal(file, /another text of the migration 0001_shop\.sql; nothing was touched\.$/)
})

test('a backup whose tables are not those of its migrations leaves the database empty', async () => {
  const file = place.file('column.tar')
  await forged(good, file, (manifest) => ({
    ...manifest,
    tables: manifest.tables.map((one) =>
      one.name === 'making' ? { ...one, columns: one.columns.slice(1) } : one,
    ),
  }))
  await expectRefusal(file, /^The table making of the backup and of this version differ/)
}, 60_000)

test('a database with a shop in it is left as it is', async () => {
  const before = await contentsOf(shop.url)
  await expect(call('restore', [good], place.environment(shop.url))).rejects.toThrow(
    /^The database is not empty: .+; nothing was touched\.$/,
  )
  expect(await contentsOf(shop.url)).toEqual(before)
})

test('without the journal that the shop had, nothing comes back unasked', async () => {
  const file = place.file('journalled.tar')
  await openJournal(place.file('erasures.jsonl')).append({
    kind: 'withdrawal',
    consentId: crypto.randomUUID(),
    at: '2026-11-22T09:00:00Z',
  })
  await call('backup', [file], place.environment(shop.url))
  const elsewhere = { ...place.environment(empty.url), ERASURE_JOURNAL: place.file('lost.jsonl') }
  await expectRefusal(
    file,
    /is not the one of this shop: it had 1 entries at the time of the backup/,
    elsewhere,
  )
})

test('a private shop without its secret is told to bring it, and nothing is made', async () => {
  const { code, err } = await shopCommand(['restore', good], { VAR_DIR: place.file('new-var') })
  expect(err).toMatch(/^There is no secret in .+: put the shop's own secret\.key there first\.\n$/)
  expect(code).toBe(1)
  expect(() => readFileSync(place.file('new-var'))).toThrow('ENOENT')
})

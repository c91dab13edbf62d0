import { readFileSync, statSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backupKeys, partOf } from '../../src/platform/backup/manifest.ts'
import { openBackup } from '../../src/platform/backup/reading.ts'
import { shopCommand, startShop } from '../start/run.ts'
import { asOwner } from '../support/postgres.ts'
import { call, contentsOf, driftOf, type Lived, openPlace, type Place, SECRET_KEY } from './ground.ts'

let place: Place
let shop: Lived
let file: string

const landlord = `landlord_${crypto.randomUUID().slice(0, 8)}`

beforeAll(async () => {
  place = openPlace()
  shop = await place.lived()
  file = place.file('shop.tar')
  await call('backup', [file], place.environment(shop.url))
})
afterAll(async () => {
  await place.close()
  await asOwner((sql) => sql.unsafe(`drop role if exists ${landlord}`))
})

test('what is brought back is what was backed up: rows, numbers that come next, rights', async () => {
  const empty = await place.empty()
  const { out } = await call('restore', [file], place.environment(empty.url))
  expect(out[0]).toMatch(/^The shop is as it was at \d{4}-/)
  expect(await contentsOf(empty.url)).toEqual(await contentsOf(shop.url))
  expect(await driftOf(empty.url)).toEqual([])
  const running = await startShop({ ...place.environment(empty.url), LOG_LEVEL: 'warn' })
  expect((await fetch(running.origin)).status).toBe(200)
  expect(await running.stop()).toEqual({ code: 0, err: '' })
}, 120_000)

test('an owner of the database who is no superuser can do both', async () => {
  const { name, url } = await place.empty()
  await asOwner((sql) =>
    sql.unsafe(
      `create role ${landlord} login createrole password 'landlord'; alter database "${name}" owner to ${landlord}`,
    ),
  )
  const own = new URL(url)
  own.username = landlord
  own.password = 'landlord'
  await call('restore', [file], place.environment(own.href))
  expect(await contentsOf(url)).toEqual(await contentsOf(shop.url))
  expect(await driftOf(own.href)).toEqual([])
  await call('backup', [place.file('own.tar')], place.environment(own.href))
}, 120_000)

test('only its owner may read the file, and it opens with the tools of any system', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const bytes = readFileSync(file)
  expect(bytes.toString('latin1', 257, 262)).toBe('ustar')
  expect(bytes.toString('utf8', 512, 540)).toBe('A backup of a shop, as it wa')
})

test('the secret and what derives from it are not in it', async () => {
  const { sealKey, secretMark } = backupKeys(Buffer.from(SECRET_KEY))
  const backup = await openBackup(file, { sealKey, secretMark }, () => {})
  const texts = [readFileSync(file).toString('latin1')]
  for (const table of backup.manifest.tables) {
    const pieces: Buffer[] = []
    for await (const piece of backup.rowsOf(table)) pieces.push(piece)
    texts.push(Buffer.concat(pieces).toString('latin1'))
  }
  await backup.close()
  for (const text of texts) {
    expect(text).not.toContain(SECRET_KEY)
    expect(text).not.toContain(sealKey.toString('hex'))
  }
})

test('each table is a CSV that says its columns', async () => {
  const backup = await openBackup(file, backupKeys(Buffer.from(SECRET_KEY)), () => {})
  const order = backup.manifest.tables.find(({ name }) => name === 'order')!
  expect(partOf(order)).toBe('public/order.csv.gz')
  const pieces: Buffer[] = []
  for await (const piece of backup.rowsOf(order)) pieces.push(piece)
  await backup.close()
  expect(Buffer.concat(pieces).toString().split('\n')[0]).toBe(order.columns.join())
})

test('the command says what it does, one line for each table, and how large the file is', async () => {
  const { code, out, err } = await shopCommand(
    ['backup', place.file('again.tar')],
    place.environment(shop.url),
  )
  expect(err.split('\n').filter((line) => /^ *\d+\/\d+ {2}\w+ {2}\d+$/.test(line)).length).toBeGreaterThan(80)
  expect(out).toMatch(/^\d+ rows of \d+ tables are in \S+again\.tar \(\d+\.\d MB\)\.\n$/)
  expect(code).toBe(0)
}, 60_000)

test('a folder that is not there is named, and nothing is left', async () => {
  const attempt = call('backup', ['/nowhere/shop.tar'], place.environment(shop.url))
  await expect(attempt).rejects.toThrow(/cannot be written \(ENOENT\)/)
})

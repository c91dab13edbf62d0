import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JobHandler } from '../../src/platform/jobs/jobs.ts'
import { backupJobs } from '../../src/settings/jobs-backup.ts'
import type { Shop } from '../../src/shop.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import { withSql } from '../support/postgres.ts'
import { openPlace, type Place } from './ground.ts'

let place: Place
let office: Office
let folder: string
let job: JobHandler

beforeAll(async () => {
  place = openPlace()
  office = await openOffice()
  folder = place.file('backups')
  const around = { databaseUrl: office.database.url, folder, journal: place.file('erasures.jsonl') }
  job = backupJobs(switchedOn(office.shop), around).backup!
})
afterAll(async () => {
  await office?.close()
  await place.close()
})
beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await run('delete from backup_run')
})

/** As if the owner had switched it on for this hour, keeping two. */
function switchedOn(shop: Shop): Shop {
  const known = () => {
    const { settings, ...rest } = shop.known()
    return { ...rest, settings: { ...settings, backup: { on: true, hour: 3, keep: 2 } } }
  }
  return { ...shop, known }
}

const run = (statement: string) => withSql(office.database.url, (sql) => sql.unsafe(statement))
const files = () => readdirSync(folder).sort()
const work = (signal = new AbortController().signal) =>
  job({}, { task: 'backup', job: '1', attempt: 1, lastAttempt: false, signal })
const at = urlFor('adminSettings', { section: 'backup' })

test('a backup is made once for each time its hour strikes', async () => {
  await work()
  await work()
  expect(files()).toHaveLength(1)
  await run("update backup_run set started_at = started_at - interval '1 day'")
  await work()
  expect(await run('select from backup_run where file is not null')).toHaveLength(2)
}, 60_000)

test('while it is switched off none is made', async () => {
  const off = backupJobs(office.shop, { databaseUrl: office.database.url, folder, journal: '' }).backup!
  await off(
    {},
    { task: 'backup', job: '1', attempt: 1, lastAttempt: false, signal: new AbortController().signal },
  )
  expect(await run('select from backup_run')).toHaveLength(0)
})

test('the oldest go, and what is not a backup stays', async () => {
  mkdirSync(folder, { recursive: true })
  const old = ['backup-2025-01-01T02-00-00Z.tar', 'backup-2026-01-01T02-00-00Z.tar']
  for (const name of [...old, 'holiday.jpg']) writeFileSync(join(folder, name), '')
  await work()
  expect(files()).not.toContain(old[0])
  expect(files()).toEqual(expect.arrayContaining([old[1], 'holiday.jpg']))
  expect(files()).toHaveLength(3)
}, 60_000)

test('one that fails is tried again the next hour, and staff see it until one succeeds', async () => {
  const owner = await office.hire('owner', 'lv')
  writeFileSync(folder, 'a file where the folder should be')
  await work()
  expect((await owner.get(urlFor('admin'))).text).toContain('Pēdējā rezerves kopija nav izveidota')
  expect((await owner.get(at)).text).toContain('nav izveidota: mapē nevar rakstīt')
  rmSync(folder)
  await work()
  expect((await owner.get(urlFor('admin'))).text).not.toContain('rezerves kopija')
  const page = await owner.get(at)
  expect(page.text).toContain(files()[0])
  expect(page.text).toMatch(/\.tar \d,\d/)
}, 60_000)

test('one that the shop’s end cuts off leaves no file and says so', async () => {
  const stopped = new AbortController()
  stopped.abort()
  await work(stopped.signal)
  expect(files()).toEqual([])
  expect(await run('select problem from backup_run')).toMatchObject([{ problem: 'INTERRUPTED' }])
}, 60_000)

test('when and how many is a setting of the owner and the administrator', async () => {
  const administrator = await office.hire('administrator', 'lv')
  const form = (await administrator.get(at)).form(at)
  const refused = await administrator.submit(form, { on: 'yes', hour: '4', keep: '0' })
  expect(refused.status).toBe(422)
  const saved = await administrator.submit(refused.form(at), { on: 'yes', hour: '4', keep: '30' })
  expect(saved.status).toBe(303)
  const page = await administrator.follow(saved)
  expect(page.text).toContain('Pirmo kopiju izveidos stundas laikā')
  expect(page.form(at).filled()).toMatchObject({ on: 'yes', hour: '4', keep: '30' })
}, 60_000)

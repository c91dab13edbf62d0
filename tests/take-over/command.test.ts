import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shopCommand } from '../start/run.ts'
import { emptyDatabase, type TestDatabase } from '../support/postgres.ts'
import { owing, tableOf } from './table.ts'

const folder = mkdtempSync(join(tmpdir(), 'take-over-'))
let database: TestDatabase
let environment: Record<string, string>

beforeAll(async () => {
  database = await emptyDatabase()
  environment = { DATABASE_URL: database.url, SECRET_KEY: 'a secret of the tests, long enough' }
  await shopCommand(['setup', '--empty'], environment)
}, 90_000)
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

test('take-over-invoices says what would become of each line, and takes the good ones over once', async () => {
  const file = join(folder, 'open.csv')
  writeFileSync(file, tableOf([owing('C-1'), owing('C-2', { gross: 'x' })]))
  const looked = await shopCommand(['take-over-invoices', '--dry-run', file], environment)
  expect(looked.out).toBe('line 2: C-1, open 121.00\n')
  expect(looked.err).toContain('line 3, gross: Enter an amount in euros, for example 12.50.')
  expect(looked.err).toContain('1 of 2 lines cannot be taken over.')
  expect((await shopCommand(['take-over-invoices', file], environment)).out).toContain('1 taken over')
  const again = await shopCommand(['take-over-invoices', file], environment)
  expect(again.out).toBe('line 2: C-1 is here already\n0 taken over\n')
  expect(again.code).toBe(1)
}, 60_000)

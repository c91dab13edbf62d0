import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shopCommand } from '../start/run.ts'
import { argumentsOf } from '../start/script.ts'
import { emptyDatabase, type TestDatabase, withSql } from '../support/postgres.ts'
import { camtFile } from './builder.ts'

const iban = 'LV80BANK0000435195001'
const folder = mkdtempSync(join(tmpdir(), 'bodite-statements-'))
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

function file(name: string, account = iban, count = 2): string {
  const entries = Array.from({ length: count }, (_, at) => ({
    cents: 100 + at,
    bankReference: `${name}-${at}`,
  }))
  const path = join(folder, `${name}.xml`)
  writeFileSync(path, camtFile({ statements: [{ iban: account, name, entries }] }))
  return path
}

function owned<T extends object>(text: string): Promise<T[]> {
  return withSql(database.url, async (sql) => [...(await sql.unsafe(text))] as unknown as T[])
}

test('import-statement asks for the account, takes in what is the shop’s, and tells it', async () => {
  const args = ['import-statement', file('november'), file('foreign', 'LV00BANK0000000000001')]
  const early = await shopCommand(args, environment)
  expect(early).toMatchObject({ code: 1, out: '' })
  expect(early.err).toContain('has not said which account is its own')
  await owned(`update setting set value = value || '{"iban": "${iban}"}' where key = 'bank'`)

  const { code, out, err } = await shopCommand(args, environment)
  expect(out).toContain('november.xml: november 2026-11-20–2026-11-20: 2 of 2 entries are new')
  expect(out).toContain('foreign.xml: A statement of another account (LV00BANK0000000000001) was left out.')
  expect(err).toContain('1 of 2 files hold what was not taken in.')
  expect(code).toBe(1)

  const again = await shopCommand(['import-statement', '--json', args[1]!], environment)
  expect(JSON.parse(again.out)).toMatchObject({
    files: [{ file: 'november.xml', outcome: { ok: true, statements: [{ state: 'known', added: 0 }] } }],
    settled: 0,
  })
  expect(again).toMatchObject({ code: 0, err: '' })
}, 120_000)

test('an import that is killed anywhere goes through the next time, each entry once', async () => {
  const paths = ['a', 'b', 'c', 'd'].map((name) => file(name, iban, 300))
  const args = [...argumentsOf('shop'), 'import-statement', ...paths]
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  })
  const exited = once(child, 'exit')
  const begun = async () => (await owned(`select from bank_statement where name = 'a'`)).length > 0
  while (child.exitCode === null && !(await begun())) await pause(20)
  child.kill('SIGKILL')
  await exited
  expect((await shopCommand(['import-statement', ...paths], environment)).code).toBe(0)
  const [kept] = await owned<{ all: number; different: number }>(
    `select count(*)::int as all, count(distinct bank_reference)::int as different from bank_entry where bank_reference ~ '^[abcd]-'`,
  )
  expect(kept).toEqual({ all: 1_200, different: 1_200 })
}, 180_000)

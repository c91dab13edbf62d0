import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyDatabase, migratedDatabase, testFolder, withSql } from '../support/postgres.ts'
import { endedWhen, shopCommand } from './run.ts'

test('a shop ended while it sets up for the first time leaves no database running', async () => {
  const folder = testFolder()
  const server = join(folder, 'postgres', 'postmaster.pid')
  const ended = await endedWhen('start', [], { VAR_DIR: folder }, () => existsSync(server))
  expect(ended).toEqual({ code: 0, out: '', err: '' })
  expect(existsSync(server)).toBe(false)
  rmSync(folder, { recursive: true })
}, 60_000)

test('a worker alone works where a shop is set up and whole, and ends on SIGTERM by itself', async () => {
  const SECRET_KEY = 'the secret of a worker that ends in time'
  const database = await migratedDatabase(Buffer.from(SECRET_KEY))
  const environment = {
    DATABASE_URL: database.url,
    SECRET_KEY,
    PUBLIC_URL: 'https://shop.test',
    SMTP_URL: 'smtp://127.0.0.1:9',
  }
  const empty = await emptyDatabase()
  const early = await shopCommand(['worker'], { ...environment, DATABASE_URL: empty.url })
  expect(early).toEqual({ code: 1, out: '', err: `${notSetUp}\n` })
  await empty.drop()

  const other = { ...environment, SECRET_KEY: `not ${SECRET_KEY}` }
  const refused = await shopCommand(['worker'], other)
  expect(refused).toEqual({ code: 1, out: '', err: `${otherSecret}\n` })

  const worked = await endedWhen('shop', ['worker'], environment, (err) => err.includes('Working.'))
  expect(worked).toEqual({ code: 0, out: '', err: 'Working.\n' })

  await withSql(database.url, (sql) => sql`insert into migration (name, sha256) values ('restore', 'x')`)
  expect(await shopCommand(['worker'], environment)).toEqual({ code: 1, out: '', err: `${cutOff}\n` })
  await database.drop()
}, 120_000)

const notSetUp = 'No shop has been set up here yet: start it once, or run setup.'
const otherSecret = 'SECRET_KEY is not the one that this shop was set up with.'
const cutOff = 'A restore into this database was cut off: run the same restore again.'

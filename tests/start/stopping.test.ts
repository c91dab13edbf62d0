import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migratedDatabase, testFolder } from '../support/postgres.ts'
import { endedWhen } from './run.ts'

test('a shop ended while it sets up for the first time leaves no database running', async () => {
  const folder = testFolder()
  const server = join(folder, 'postgres', 'postmaster.pid')
  const ended = await endedWhen('start', [], { VAR_DIR: folder }, () => existsSync(server))
  expect(ended).toEqual({ code: 0, out: '', err: '' })
  expect(existsSync(server)).toBe(false)
  rmSync(folder, { recursive: true })
}, 60_000)

test('a worker alone ends on SIGTERM by itself', async () => {
  const SECRET_KEY = 'the secret of a worker that ends in time'
  const database = await migratedDatabase(Buffer.from(SECRET_KEY))
  const environment = {
    DATABASE_URL: database.url,
    SECRET_KEY,
    PUBLIC_URL: 'https://shop.test',
    SMTP_URL: 'smtp://127.0.0.1:9',
  }
  const ended = await endedWhen('shop', ['worker'], environment, (err) => err.includes('Working.'))
  expect(ended).toEqual({ code: 0, out: '', err: 'Working.\n' })
  await database.drop()
}, 60_000)

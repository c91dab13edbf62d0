import { rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/platform/config.ts'
import { takeLock } from '../../src/platform/database/embedded-lock.ts'
import {
  emptyDatabase,
  migratedDatabase,
  type TestDatabase,
  testFolder,
  withSql,
} from '../support/postgres.ts'
import { startOldServer } from './old-server.ts'
import { type Ended, type Environment, startInVain } from './run.ts'

const SECRET_KEY = 'a secret of the tests, long enough'
let folder: string
let database: TestDatabase

beforeAll(async () => {
  folder = testFolder()
  database = await migratedDatabase(Buffer.from(SECRET_KEY))
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** One sentence, nothing on stdout, and not 0. */
function expectRefusal({ code, out, err }: Ended, sentence: string | RegExp): void {
  expect(err.trim()).toMatch(sentence)
  expect(err.trim().split('\n')).toHaveLength(1)
  expect(out).toBe('')
  expect(code).toBe(1)
}

const wrong: [name: string, value: string][] = [
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['HOST', 'x'.repeat(300)],
  ['PUBLIC_URL', 'geheim'],
  ['PUBLIC_URL', 'https://geheim.example/path'],
  ['DATABASE_URL', 'mysql://somebody:geheim@db.example/shop'],
  ['SECRET_KEY', 'geheim'],
  ['SMTP_URL', 'http://mail.example'],
  ['STRIPE_SECRET_KEY', 'pk_geheim'],
  ['STRIPE_WEBHOOK_SECRET', 'geheim'],
  ['STRIPE_API_URL', 'stripe.example'],
  ['LOG_LEVEL', 'loud'],
  ['RELOAD', 'yes'],
]

test.each(wrong)('a wrong %s is named, and its value is not repeated', (name, value) => {
  const sentence = new RegExp(`^${name} has a wrong value: it must be [^\\n]+\\.$`)
  expect(() => readConfig({ [name]: value })).toThrow(sentence)
  expect(() => readConfig({ [name]: value })).not.toThrow(value)
})

test('a wrong configuration value ends the start with one sentence', async () => {
  expectRefusal(
    await startInVain({ PORT: '70000' }),
    'PORT has a wrong value: it must be a port number from 0 to 65535.',
  )
})

test('an external database without SECRET_KEY is refused', async () => {
  expectRefusal(await startInVain({ DATABASE_URL: database.url }), /^SECRET_KEY is missing: /)
})

test('a port that is taken is named', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const ended = await startInVain({ DATABASE_URL: database.url, SECRET_KEY, PORT: String(port) })
  await new Promise((resolve) => other.close(resolve))
  expectRefusal(ended, `Port ${port} on 127.0.0.1 is in use by another program: stop it, or set PORT.`)
})

test('an address that is not of this machine is named', async () => {
  const ended = await startInVain({ DATABASE_URL: database.url, SECRET_KEY, HOST: '192.0.2.1' })
  expectRefusal(ended, 'HOST 192.0.2.1 is not an address of this machine.')
})

test('a data directory in use is refused, and names the process', async () => {
  const lock = takeLock(join(folder, 'postgres'))
  const ended = await startInVain({ VAR_DIR: folder })
  lock.release()
  expectRefusal(ended, `is in use by process ${process.pid}. Stop the other shop first or set VAR_DIR.`)
})

test('a secret that was cut short opens no shop', async () => {
  writeFileSync(join(folder, 'secret.key'), 'ab\n')
  expectRefusal(await startInVain({ VAR_DIR: folder }), /secret\.key is cut short: /)
  rmSync(join(folder, 'secret.key'))
})

test('a VAR_DIR where nothing can be made is named at once', async () => {
  expectRefusal(await startInVain({ VAR_DIR: '/proc/x' }), /^The directory \/proc\/x cannot be used/)
})

test('a VAR_DIR that cannot be written is named', async () => {
  // Root may write everywhere but below a file.
  expectRefusal(
    await startInVain({ VAR_DIR: '/dev/null/shop' }),
    /^The directory \/dev\/null\/shop cannot be used/,
  )
})

const unreachable: [
  string,
  Partial<Record<'port' | 'hostname' | 'password' | 'pathname', string>>,
  RegExp,
][] = [
  ['that nobody answers for', { port: '1' }, /^The database cannot be reached: /],
  ['whose machine has no such name', { hostname: 'nowhere.invalid' }, /^The database cannot be reached: /],
  ['with a wrong password', { password: 'geheim' }, /^The database refuses this user or password: /],
  ['that does not exist', { pathname: '/nowhere' }, /^The database named in DATABASE_URL does not exist/],
  ['with a name that roles cannot carry', { pathname: '/My-shop' }, /^The database's name must be /],
]

test.each(unreachable)('a database %s is told apart', async (_, change, sentence) => {
  const url = Object.assign(new URL(database.url), change)
  const ended = await startInVain({ DATABASE_URL: url.href, SECRET_KEY })
  expectRefusal(ended, sentence)
  expect(ended.err).not.toContain(url.password)
})

test('a database older than PostgreSQL 17 is refused', async () => {
  const old = await startOldServer()
  const ended = await startInVain({ DATABASE_URL: old.url, SECRET_KEY })
  await old.stop()
  expectRefusal(ended, 'The database is too old: the shop needs PostgreSQL 17 or newer.')
})

test('a database user without the rights to set the shop up is told what is missing', async () => {
  const empty = await emptyDatabase()
  const environment: Environment = { DATABASE_URL: await asPoorUser(empty), SECRET_KEY }
  const ended = await startInVain(environment)
  await empty.drop()
  expectRefusal(ended, /^The database user may not create tables or roles here/)
})

/** Named after the database, so that it goes with it. */
async function asPoorUser({ url, name }: TestDatabase): Promise<string> {
  await withSql(url, (sql) => sql.unsafe(`create role "${name}_poor" login password 'poor'`))
  const poor = new URL(url)
  poor.username = `${name}_poor`
  poor.password = 'poor'
  return poor.href
}

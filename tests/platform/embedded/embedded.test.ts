import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  connectOrStartEmbedded,
  defaultVarDir,
  type EmbeddedServer,
  startEmbedded,
} from '../../../src/platform/database/embedded.ts'
import { testFolder, withSql } from '../../support/postgres.ts'

const isRoot = process.getuid?.() === 0
const NOBODY = 65534
let folder: string

beforeEach(() => {
  folder = testFolder()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const options = (name = 'postgres') => ({
  dataDir: join(folder, name),
  ownerPassword: 'private',
  databaseName: 'shop',
  log: () => {},
})

async function during<T>(server: EmbeddedServer, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await server.stop()
  }
}

const order = (url: string) => withSql(url, (sql) => sql`create table placed as select 1 as id`)
const orders = (url: string) => withSql(url, async (sql) => (await sql`select id from placed`).length)

/** The shop in a process of its own. */
async function shopProcess(uid?: number): Promise<{ child: ChildProcess; url: string; pid: number }> {
  const script = fileURLToPath(new URL('shop-process.ts', import.meta.url))
  const child = spawn(process.execPath, [script, options().dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  return { child, ...(JSON.parse(line) as { url: string; pid: number }) }
}

async function kill9(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

test('a second start keeps the data', async () => {
  const first = await startEmbedded(options())
  await during(first, () => order(first.url))
  const second = await startEmbedded(options())
  expect(await during(second, () => orders(second.url))).toBe(1)
})

test('the database is UTF-8, checked for damage, and closed to those without its password', async () => {
  const server = await startEmbedded(options())
  await during(server, async () => {
    const [found] = await withSql(
      server.url,
      (sql) => sql`
      select current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
        current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses`,
    )
    expect(found).toEqual({ encoding: 'UTF8', checksums: 'on', fsync: 'on', addresses: '127.0.0.1' })
    const wrong = server.url.replace('private', 'guessed')
    await expect(withSql(wrong, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' })
  })
})

test('a data directory in use is refused in one sentence, and a command borrows its server', async () => {
  const server = await startEmbedded(options())
  await during(server, async () => {
    await expect(startEmbedded(options())).rejects.toThrow(
      `The data directory ${options().dataDir} is in use by process ${process.pid}. Stop the other shop first or set VAR_DIR.`,
    )
    const borrowed = await connectOrStartEmbedded(options())
    expect(borrowed.url).toBe(server.url)
    await borrowed.stop()
    await order(server.url)
  })
})

test('a command starts the server when no shop runs', async () => {
  const own = await connectOrStartEmbedded(options())
  await during(own, () => order(own.url))
  const next = await startEmbedded(options())
  expect(await during(next, () => orders(next.url))).toBe(1)
})

test('a killed server is back on its port, though a busy backend of it lives on', async () => {
  const server = await startEmbedded(options())
  await during(server, async () => {
    await order(server.url)
    const busy = withSql(server.url, (sql) => sql`select count(*) from generate_series(1, 1e12::bigint)`)
    busy.catch(() => {})
    const before = server.pid()
    process.kill(before, 'SIGKILL')
    await expect.poll(() => server.pid(), { timeout: 20_000 }).not.toBe(before)
    expect(await orders(server.url)).toBe(1)
  })
})

test('a server left by a killed shop is stopped and started anew', async () => {
  const { child, url, pid } = await shopProcess()
  await order(url)
  await kill9(child)
  const server = await startEmbedded(options())
  expect(server.pid()).not.toBe(pid)
  expect(await during(server, () => orders(server.url))).toBe(1)
})

test('a shop and a server killed together start again', async () => {
  const { child, url, pid } = await shopProcess()
  await order(url)
  await kill9(child)
  process.kill(pid, 'SIGKILL')
  const server = await startEmbedded(options())
  expect(await during(server, () => orders(server.url))).toBe(1)
})

test('a leftover file that names a foreign process does not stop a start', async () => {
  const first = await startEmbedded(options())
  await first.stop()
  writeFileSync(join(options().dataDir, 'postmaster.pid'), `${process.pid}\n${options().dataDir}\n`)
  const second = await startEmbedded(options())
  await second.stop()
})

test('a data directory of another PostgreSQL is named', async () => {
  mkdirSync(options().dataDir)
  writeFileSync(join(options().dataDir, 'PG_VERSION'), '16\n')
  await expect(startEmbedded(options())).rejects.toThrow('was made by PostgreSQL 16; this shop brings 18')
})

test('by default the data live in var, and in /var/lib/bodite when root works in a closed folder', () => {
  const open = join(folder, 'open')
  mkdirSync(open)
  chmodSync(folder, 0o755)
  expect(defaultVarDir(open, 0)).toBe(join(open, 'var'))
  chmodSync(folder, 0o700)
  expect(defaultVarDir(open, 0)).toBe('/var/lib/bodite')
  expect(defaultVarDir(open, 1000)).toBe(join(open, 'var'))
})

test.runIf(isRoot)('root: the server runs as a system user who owns the data', async () => {
  const server = await startEmbedded(options())
  await during(server, async () => expect(statSync(options().dataDir).uid).not.toBe(0))
})

test.runIf(isRoot)(
  'root: a VAR_DIR that the system user cannot reach is refused in one sentence',
  async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    await expect(startEmbedded(options('closed/var/postgres'))).rejects.toThrow(
      'Set VAR_DIR to a folder it can reach.',
    )
  },
)

test.runIf(isRoot)('root, as a normal user: the shop starts, and root later keeps that owner', async () => {
  chownSync(folder, NOBODY, NOBODY)
  const { child, url } = await shopProcess(NOBODY)
  await order(url)
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await gone).toEqual([0, null])
  const server = await startEmbedded(options())
  expect(await during(server, () => orders(server.url))).toBe(1)
  expect(statSync(options().dataDir).uid).toBe(NOBODY)
})

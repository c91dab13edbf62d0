import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../src/migrate.ts'
import { type OpenedShop, openShop } from '../../src/open-shop.ts'
import { readStatements } from '../../src/payments/statements/camt.ts'
import { type ImportedFile, importFile } from '../../src/payments/statements/imports.ts'
import { booksOf } from '../../src/payments/statements/jobs.ts'
import { type Books, settleWaiting } from '../../src/payments/statements/settling.ts'
import { readConfig } from '../../src/platform/config.ts'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { Conflict } from '../../src/platform/errors.ts'
import { systemClock } from '../../src/platform/time.ts'
import { setUpDemo } from '../../src/set-up.ts'
import { camtFile } from '../statements/builder.ts'
import { placeOrders } from '../statements/orders.ts'
import { withSql } from '../support/postgres.ts'

/**
 * Takes in every statement of a folder, whole, a second time and again among others; then a statement of 5,000 entries for
 * 4,900 orders, in one piece and in parts that overlap. `node tests/judges/statements.ts FOLDER [ORDERS]`; exit 1 where
 * anything is refused, counted twice or left out.
 */
const [from, orders = '4900'] = process.argv.slice(2)
if (!from || !existsSync(from)) throw new Error('which folder are the statements in?')

/** Finds the order of each entry and goes no further: what matching takes by itself. */
const refusing: Books = {
  receive: () => Promise.reject(new Conflict('already-paid')),
  reverse: () => Promise.reject(new Conflict('already-paid')),
}

const secret = Buffer.alloc(32, 9)
const folder = mkdtempSync(join(tmpdir(), 'statements-'))
const server = await startEmbedded({
  dataDir: join(folder, 'postgres'),
  ownerPassword: 'judge',
  databaseName: 'judge',
  log: () => {},
  settings: { fsync: 'off', synchronous_commit: 'off' },
})
const findings: string[] = []
try {
  await migrate(server.url, secret)
  await setUpDemo(server.url, systemClock('Europe/Riga'))
  const shop = await openShop({
    config: readConfig({ LOG_LEVEL: 'silent' }),
    databaseUrl: server.url,
    secret,
    log: { info() {}, warn() {}, error() {} },
    origin: () => 'http://127.0.0.1',
  })
  try {
    await everyFile(shop, from)
    await manyEntries(shop, Number(orders))
  } finally {
    await shop.close()
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
for (const finding of findings) process.stdout.write(`WRONG ${finding}\n`)
process.exitCode = findings.length === 0 ? 0 : 1

async function everyFile(shop: OpenedShop, given: string): Promise<void> {
  for (const name of readdirSync(given).filter((file) => file.endsWith('.xml'))) {
    const bytes = readFileSync(join(given, name))
    const accounts = new Set((await readStatements(bytes).catch(() => [])).map(({ account }) => account))
    if (accounts.size === 0) findings.push(`${name} cannot be read`)
    for (const account of accounts) {
      const first = await take(shop, bytes, account)
      const counted = await count('bank_entry')
      const second = await take(shop, bytes, account)
      for (const each of first.ok ? first.statements : [])
        say(
          `${name}: ${each.name} ${each.state}, ${each.added} of ${each.entries} entries ${each.flags.join(' ')}`,
        )
      if (!first.ok) findings.push(`${name}: ${first.problem}`)
      const again = second.ok && second.statements.every(({ state }) => state !== 'imported')
      if (!again || (await count('bank_entry')) !== counted) findings.push(`${name} counts twice`)
    }
  }
}

async function manyEntries(shop: OpenedShop, count: number): Promise<void> {
  const account = shop.known().settings.bank.iban.replace(/\s/g, '')
  const numbers = Array.from({ length: count }, (_, at) => `J${10_000 + at}`)
  const placed = await placeOrders(server.url, numbers, 4_990)
  const strangers = Math.round(count / 49)
  const entries = [
    ...placed.map(({ reference, number }, at) => ({
      cents: 4_990,
      name: `Pircējs ${at}`,
      iban: 'LV97HABA0012345678910',
      ...(at % 3 === 0 ? { words: `Pasūtījums ${number}, paldies` } : { reference }),
    })),
    ...Array.from({ length: strangers }, (_, at) => ({
      cents: 4_990,
      name: `Svešs ${at}`,
      words: 'par zīmi',
    })),
  ]
  const whole = camtFile({ statements: [{ iban: account, name: 'whole', entries }] })
  const began = performance.now()
  const taken = await take(shop, whole, account)
  const read = performance.now()
  await settle(shop, refusing)
  const matched = performance.now()
  const settled = await settle(shop)
  const done = performance.now()
  say(
    `${entries.length} entries, ${count} orders: taken in ${seconds(read - began)}, matched in ${seconds(matched - read)}, ` +
      `${settled} settled with their documents in ${seconds(done - matched)}, ${megabytes()} MB`,
  )
  if (!taken.ok || taken.statements[0]?.added !== entries.length) findings.push('not all entries came in')
  if (settled !== count) findings.push(`${settled} of ${count} settled`)
  const before = await sums()
  const parts = [
    camtFile({ statements: [{ iban: account, name: 'whole', entries }], schema: '08' }),
    camtFile({ statements: [{ iban: account, name: 'part 1', entries: entries.slice(0, 3_000) }] }),
  ]
  for (const part of parts) await take(shop, part, account)
  if ((await settle(shop)) !== 0 || (await sums()) !== before) findings.push('parts changed something')
}

function take(shop: OpenedShop, bytes: Uint8Array, account: string): Promise<ImportedFile> {
  const handing = {
    account,
    importId: crypto.randomUUID(),
    by: null,
    actor: 'command',
    today: shop.clock.today(),
  } as const
  return importFile(shop.database.backoffice, bytes, handing)
}

function settle(shop: OpenedShop, books: Books = booksOf(shop)): Promise<number> {
  return settleWaiting(shop.database.worker, books, { actor: 'command' })
}

async function sums(): Promise<string> {
  const tables = ['bank_entry', 'payment', 'settlement', 'invoice']
  return (await Promise.all(tables.map(count))).join()
}

async function count(table: string): Promise<number> {
  const [row] = await withSql(server.url, (sql) =>
    sql.unsafe<{ rows: number }[]>(`select count(*)::int as rows from ${table}`),
  )
  return row!.rows
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 1024 / 1024)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

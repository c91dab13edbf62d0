import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { visitHouse } from '../../../src/house.ts'
import { migrate } from '../../../src/migrate.ts'
import { readConfig } from '../../../src/platform/config.ts'
import { deriveKey } from '../../../src/platform/keys.ts'
import { openLog } from '../../../src/platform/log.ts'
import { systemClock } from '../../../src/platform/time.ts'
import { setUpDemo } from '../../../src/set-up.ts'
import { zone } from '../../../src/shop.ts'
import { argumentsOf } from '../../start/script.ts'
import { clearLeftovers, ended, ourFolder, ours } from './leftovers.ts'

/** The real shop in a process of its own, with data of its own. */
export interface ShopProcess {
  readonly varDir: string
  /** Where it answers now; another port after each start. */
  origin(): string
  pid(): number
  alive(): boolean
  /** Starts it; resolves when it is ready, with the milliseconds that took. */
  start(): Promise<number>
  kill9(): Promise<void>
  /** SIGTERM; resolves with how it ended and after how many milliseconds. */
  terminate(): Promise<{ code: number | null; ms: number }>
  /** All it has said since its last start. */
  said(): { out: string; err: string }
  /** The owner's address of its database. */
  databaseUrl(): string
  secret(): Buffer
  /** The process of its private PostgreSQL. */
  postmaster(): number
  /** Looks or sets up as the database's owner. */
  owner<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T>
}

interface Lock {
  port: number
  postmaster: number
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
const readyLimitMs = 60_000

/** Runs a proof with a shop of its own, started and in the end gone, whatever happens. */
export async function withShop<T>(
  work: (shop: ShopProcess, firstStartMs: number) => Promise<T>,
  environment: Record<string, string> = {},
): Promise<T> {
  const shop = openShopProcess(environment)
  try {
    return await work(shop, await shop.start())
  } finally {
    if (shop.alive()) await shop.terminate().catch(() => {})
    clearLeftovers()
  }
}

/** The demo's goods without its past, and nothing left to draw: what a proof counts and measures is its own. */
async function prepare(environment: Record<string, string>): Promise<void> {
  const house = await visitHouse(readConfig(environment), openLog('silent'))
  try {
    await migrate(house.databaseUrl, house.secret)
    await setUpDemo(house.databaseUrl, systemClock(zone))
    const sql = postgres(house.databaseUrl, { max: 1, onnotice: () => {} })
    await sql`delete from graphile_worker._private_jobs`
    await sql.end()
  } finally {
    await house.close()
  }
}

/** A shop that has not been started yet. */
export function openShopProcess(environment: Record<string, string> = {}): ShopProcess {
  const varDir = mkdtempSync(join(tmpdir(), 'bodite-proof-'))
  ourFolder(varDir)
  const external = environment.DATABASE_URL
  let prepared = false
  let child: ChildProcess | undefined
  let origin = 'http://127.0.0.1:1'
  let out = ''
  let err = ''

  const running = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const lock = () => JSON.parse(readFileSync(join(varDir, 'postgres.lock'), 'utf8')) as Lock
  const secret = () =>
    Buffer.from(environment.SECRET_KEY ?? readFileSync(join(varDir, 'secret.key'), 'utf8').trim())

  function launch(): ChildProcess {
    out = ''
    err = ''
    const started = spawn(process.execPath, argumentsOf('start'), {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, VAR_DIR: varDir, PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    ours(started.pid)
    started.once('exit', () => ended(started.pid))
    started.stdout.on('data', (text) => {
      out += text
    })
    started.stderr.on('data', (text) => {
      // Enough to tell what happened; a storm may warn for ever.
      if (err.length < 1e6) err += text
    })
    return started
  }

  async function untilReady(began: number): Promise<number> {
    while (performance.now() - began < readyLimitMs) {
      if (!running()) throw new Error(`the shop did not start: ${err.trim()}`)
      const address = /^Storefront\s+(\S+?)\/$/m.exec(out)?.[1]
      if (address) origin = address
      if (address && (await statusOf(`${address}/readyz`)) === 200)
        return Math.round(performance.now() - began)
      await pause(10)
    }
    throw new Error('the shop was not ready within a minute')
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const gone = once(child!, 'exit')
    child!.kill(signal)
    const [code] = await gone
    return code as number | null
  }

  const databaseUrl = () => external ?? embeddedUrl(secret(), lock().port)
  return {
    varDir,
    origin: () => origin,
    pid: () => child?.pid ?? 0,
    alive: running,
    async start() {
      if (!prepared) await prepare({ VAR_DIR: varDir, ...environment })
      prepared = true
      const began = performance.now()
      child = launch()
      return untilReady(began)
    },
    async kill9() {
      await end('SIGKILL')
    },
    async terminate() {
      const began = performance.now()
      const code = await end('SIGTERM')
      return { code, ms: Math.round(performance.now() - began) }
    },
    said: () => ({ out, err }),
    databaseUrl,
    secret,
    postmaster: () => lock().postmaster,
    owner: (work) => asOwner(databaseUrl(), work),
  }
}

/** A short-lived plain connection for looking and setting up. */
export async function asOwner<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

/** The status of a page, or 0 where nobody answers. */
export function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    request(url, { headers, agent: false, timeout: 10_000 }, (answer) => {
      answer.resume()
      answer.once('close', () => resolve(answer.statusCode ?? 0))
    })
      .once('timeout', function (this: { destroy(): void }) {
        this.destroy()
      })
      .once('error', () => resolve(0))
      .end()
  })
}

function embeddedUrl(secret: Buffer, port: number): string {
  const password = deriveKey(secret, 'database owner').toString('base64url')
  return `postgres://bodite:${password}@127.0.0.1:${port}/bodite`
}

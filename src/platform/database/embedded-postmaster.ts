import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { StartupError } from '../errors.ts'
import type { Account } from './embedded-account.ts'
import type { Binaries } from './embedded-binaries.ts'
import { spawnOptions } from './embedded-cluster.ts'
import { endLingering } from './embedded-orphans.ts'

/** What it takes to run the server of a data directory. */
interface Plan {
  dataDir: string
  binaries: Binaries
  account: Account | undefined
  settings: Record<string, string>
  /** Where to listen; a free port when undefined. */
  port: number | undefined
  log(line: string): void
  /** Called at each start, the first and those after a crash. */
  onStart(port: number, pid: number): void
}

/** A server that is kept running until it is stopped. */
interface Postmaster {
  port: number
  pid(): number
  stop(): Promise<void>
}

type Child = ChildProcessWithoutNullStreams

const FIRST_ATTEMPTS = 40
const LONGEST_PAUSE_MS = 500
const STOP_LIMIT_MS = 30_000

/** Starts the server on a free port of 127.0.0.1. Throws StartupError with PostgreSQL's own words. */
export async function startPostmaster(plan: Plan): Promise<Postmaster> {
  const first = await firstStart(plan)
  return supervise(plan, first.child, first.port)
}

async function firstStart(plan: Plan): Promise<{ child: Child; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = plan.port ?? (await freePort())
    try {
      return { child: await launch(plan, port), port }
    } catch (error) {
      if (attempt === FIRST_ATTEMPTS || !passes(error)) throw error
      await makeRoom(plan, attempt)
    }
  }
}

/** Old backends may still hold the shared memory of a killed server, and a port may be taken in between. */
function passes(error: unknown): boolean {
  return (
    error instanceof StartupError && /shared memory|in use|already exists|could not bind/i.test(error.message)
  )
}

/**
 * Brings the server back on the same port each time it dies, so that clients reconnect by themselves. This goes on
 * until it is stopped: a shop without its database is of no use, and answers 503 meanwhile.
 */
function supervise(plan: Plan, started: Child, port: number): Postmaster {
  let child = started
  let stopping = false
  let restarting: Promise<void> | undefined

  const watch = (current: Child) => {
    plan.onStart(port, current.pid!)
    current.once('exit', () => {
      if (!stopping) restarting = restart()
    })
  }
  const restart = async () => {
    for (let attempt = 1; !stopping; attempt++) {
      plan.log('PostgreSQL ended unexpectedly; starting it again')
      await makeRoom(plan, attempt)
      try {
        child = await launch(plan, port)
        return watch(child)
      } catch {
        // Said in the log by the server itself; the next attempt follows.
      }
    }
  }
  const endWithUs = () => void child.kill('SIGINT')

  watch(child)
  process.once('exit', endWithUs)
  return {
    port,
    pid: () => child.pid!,
    async stop() {
      stopping = true
      await restarting
      await end(plan, child)
      process.off('exit', endWithUs)
    },
  }
}

/** The first pause is none; backends notice a dead server in milliseconds unless they are busy. */
async function makeRoom(plan: Plan, attempt: number): Promise<void> {
  endLingering(plan.dataDir, attempt)
  if (attempt > 1) await pause(Math.min(25 * 2 ** attempt, LONGEST_PAUSE_MS))
}

/** Resolves when the server accepts connections, however long its crash recovery takes. */
function launch(plan: Plan, port: number): Promise<Child> {
  return new Promise((resolve, reject) => {
    const child = spawn(plan.binaries.postgres, serverArguments(plan, port), spawnOptions(plan.account))
    let reason = ''
    createInterface({ input: child.stderr }).on('line', (line) => {
      plan.log(line)
      if (/FATAL|could not bind|HINT/.test(line)) reason ||= line.replace(/^.*?(FATAL|LOG|HINT):\s*/, '')
      if (line.includes('ready to accept connections')) resolve(child)
    })
    child.stdout.resume()
    child.once('error', reject)
    child.once('close', () => reject(new StartupError(`The private PostgreSQL did not start: ${reason}`)))
  })
}

function serverArguments(plan: Plan, port: number): string[] {
  const settings = { ...plan.settings, port: String(port) }
  return [
    '-D',
    plan.dataDir,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

/** Fast shutdown: transactions are rolled back, everything committed is on disk. */
async function end(plan: Plan, child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // Windows knows no SIGINT for another process; pg_ctl speaks to the server through an event there.
  if (process.platform === 'win32') spawnSync(plan.binaries.pgCtl, ['stop', '-m', 'fast', '-D', plan.dataDir])
  else child.kill('SIGINT')
  const hurry = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS)
  await gone
  clearTimeout(hurry)
}

/**
 * A port below the range from which the system takes the ports of outgoing connections: a client that knocks while
 * the server restarts could otherwise be given that very port and be connected to itself.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 17_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

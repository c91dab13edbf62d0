import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { clientOptions } from '../../src/platform/database/address.ts'
import { openClient } from '../../src/platform/database/client.ts'
import { type EmbeddedServer, startEmbedded } from '../../src/platform/database/embedded.ts'
import { offerTls } from '../support/tls/offer.ts'
import { type Break, type Fault, openWire } from '../support/wire.ts'
import type { Assignment, Report } from './faults/buyers.ts'
import { damage, layTables } from './faults/orders.ts'
import { ours } from './shop/leftovers.ts'

export interface ProofResult {
  name: string
  held: boolean
  detail: string
}

/** One way of hurting the database, again and again, under a load of orders. */
interface Scenario {
  name: string
  rounds: number
  /** Hurts; resolves when PostgreSQL could serve again. */
  hurt(server: EmbeddedServer): Promise<void>
  /** What the network between does to the next connection. */
  fault?: () => Fault | undefined
  encrypted?: boolean
  /** Shorter time limits: they bound how long a silently dead client keeps its locks. */
  limits?: Pick<Assignment['client'], 'queryMs' | 'parameters'>
}

const buyers = 24
const recoveryLimitMs = 5000
const stormMs = 5000
const quickLimits = {
  queryMs: 3000,
  parameters: {
    transaction_timeout: '3s',
    idle_in_transaction_session_timeout: '2s',
    lock_timeout: '2s',
  },
}

/**
 * PostgreSQL killed, restarted, single backends terminated, the network broken in every way, with TLS too:
 * nothing acknowledged is lost or doubled, nothing kept by halves or mixed, no process dies, no connection leaks,
 * and every buyer is served again within 5 s. `rounds` is for each of the first three; about 3 minutes at 20.
 */
export async function faults(rounds = 20, say: (line: string) => void = () => {}): Promise<ProofResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bodite-faults-'))
  const server = await startEmbedded({
    dataDir: join(folder, 'postgres'),
    ownerPassword: 'faults',
    databaseName: 'faults',
    log: () => {},
  })
  try {
    await encryptable(server)
    const results: ProofResult[] = []
    for (const scenario of scenarios(rounds)) {
      results.push(await play(scenario, server))
      say(line(results.at(-1)!))
    }
    return results
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function scenarios(rounds: number): Scenario[] {
  const storm = { rounds: Math.ceil(rounds / 10), hurt: () => pause(stormMs), limits: quickLimits }
  return [
    { name: 'PostgreSQL killed (-9)', rounds, hurt: (server) => signal(server, 'SIGKILL') },
    { name: 'PostgreSQL restarted', rounds, hurt: (server) => signal(server, 'SIGINT') },
    { name: 'connections terminated', rounds, hurt: terminate },
    {
      name: 'a broken network',
      ...storm,
      fault: () => randomFault(['end', 'reset', 'silence', 'commit request', 'commit answer']),
    },
    {
      name: 'a broken network under TLS',
      ...storm,
      encrypted: true,
      fault: () => randomFault(['end', 'reset', 'silence']),
    },
    {
      name: 'PostgreSQL killed (-9) under TLS',
      rounds: Math.ceil(rounds / 5),
      encrypted: true,
      hurt: (server) => signal(server, 'SIGKILL'),
    },
  ]
}

/** The supervisor of the private server brings it back. */
async function signal(server: EmbeddedServer, name: NodeJS.Signals): Promise<void> {
  const before = server.pid()
  process.kill(before, name)
  while (server.pid() === before) await pause(5)
}

async function terminate(server: EmbeddedServer): Promise<void> {
  await asOwner(server, async (owner) => {
    for (let n = 0; n < 20; n++) {
      await owner`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'buyers' order by random() limit 1`
      await pause(20)
    }
  })
}

/** Now and then in the middle of connecting. */
function randomFault(kinds: Break[]): Fault {
  const kind = kinds[Math.floor(Math.random() * kinds.length)]!
  return { kind, afterBytes: Math.floor(Math.random() * (Math.random() < 0.3 ? 400 : 15_000)) }
}

async function play(scenario: Scenario, server: EmbeddedServer): Promise<ProofResult> {
  await asOwner(server, layTables)
  let armed = false
  const wire = await openWire({
    to: server.port,
    fault: scenario.fault ?? (() => undefined),
    armed: () => armed,
  })
  const crowd = startBuyers({
    client: {
      ...clientOptions(server.url),
      port: wire.port,
      ...scenario.limits,
      parameters: { application_name: 'buyers', ...scenario.limits?.parameters },
    },
    encrypted: scenario.encrypted ?? false,
    buyers,
  })
  await crowd.servedSince(now(), 20_000)
  const recoveries: number[] = []
  while (recoveries.length < scenario.rounds && crowd.alive()) {
    await pause(150 + Math.random() * 250)
    armed = true
    await scenario.hurt(server)
    armed = false
    const recovery = await crowd.servedSince(now(), recoveryLimitMs)
    recoveries.push(recovery)
    if (recovery === Number.POSITIVE_INFINITY) break
  }
  const end = await crowd.close()
  const harm = await asOwner(server, (owner) => damage(owner, crowd.acknowledged))
  wire.close()
  return judge(scenario, {
    recoveries,
    orders: crowd.acknowledged.size,
    doubled: crowd.doubled(),
    end,
    harm,
    broken: wire.broken,
  })
}

type End = Extract<Report, { kind: 'end' }>

/** The buyers' process, and what it was told. */
function startBuyers(assignment: Assignment) {
  const script = new URL('faults/buyers.ts', import.meta.url)
  const child = fork(script, [JSON.stringify(assignment)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  ours(child.pid)
  const acknowledged = new Map<string, number>()
  const latest = new Array<number>(assignment.buyers).fill(0)
  let doubled = 0
  let end: End | undefined

  child.on('message', (report: Report) => {
    if (report.kind === 'end') {
      end = report
      return
    }
    if (acknowledged.has(report.key)) doubled++
    acknowledged.set(report.key, report.number)
    latest[report.buyer] = report.began
  })

  const alive = () => child.exitCode === null && child.signalCode === null
  return {
    acknowledged,
    alive,
    doubled: () => doubled,
    /** After how many ms every buyer had an order that was begun since then. */
    async servedSince(since: number, limitMs: number): Promise<number> {
      while (now() - since < limitMs && alive()) {
        if (latest.every((began) => began > since)) return Math.round(now() - since)
        await pause(5)
      }
      return Number.POSITIVE_INFINITY
    },
    async close(): Promise<End | undefined> {
      if (!alive()) return undefined
      const exited = once(child, 'exit')
      const hurry = setTimeout(() => child.kill('SIGKILL'), 30_000)
      child.send('close')
      await exited
      clearTimeout(hurry)
      return child.exitCode === 0 ? end : undefined
    },
  }
}

interface Outcome {
  recoveries: number[]
  orders: number
  doubled: number
  end: End | undefined
  harm: Awaited<ReturnType<typeof damage>>
  broken: Map<Break, number>
}

function judge(
  { name, rounds }: Scenario,
  { recoveries, orders, doubled, end, harm, broken }: Outcome,
): ProofResult {
  const sorted = recoveries.toSorted((a, b) => a - b)
  const slowest = sorted.at(-1) ?? Number.POSITIVE_INFINITY
  const leaked = end ? end.total - end.idle + end.waiting : Number.NaN
  const sound = doubled === 0 && Object.values(harm).every((count) => count === 0)
  const recovered = recoveries.length === rounds && slowest < recoveryLimitMs
  const detail = [
    `${recoveries.length}/${rounds} rounds`,
    `${orders} orders acknowledged`,
    Object.entries({ ...harm, doubled })
      .map(([what, count]) => `${what} ${count}`)
      .join(' '),
    `back after ${sorted[0]}, ${sorted[sorted.length >> 1]}, at most ${slowest} ms`,
    end ? `leaked ${leaked}` : 'THE PROCESS DIED',
    ...(broken.size > 0 ? [`breaks ${JSON.stringify(Object.fromEntries(broken))}`] : []),
    `refusals ${JSON.stringify(end?.refusals ?? {})}`,
  ]
  return { name, held: sound && recovered && leaked === 0, detail: detail.join('; ') }
}

async function encryptable(server: EmbeddedServer): Promise<void> {
  const client = openClient(clientOptions(server.url))
  await offerTls(client)
  await client.end()
}

async function asOwner<T>(server: EmbeddedServer, work: (owner: postgres.Sql) => Promise<T>): Promise<T> {
  const owner = postgres(server.url, { max: 1, onnotice() {} })
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

function now(): number {
  return performance.timeOrigin + performance.now()
}

function line({ name, held, detail }: ProofResult): string {
  return `${held ? 'held' : 'BROKEN'}  ${name}: ${detail}\n`
}

if (import.meta.main) {
  const results = await faults(Number(process.argv[2] ?? 20), (text) => process.stdout.write(text))
  process.exitCode = results.every((result) => result.held) ? 0 : 1
}

import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { documents } from './documents.ts'
import { drain } from './drain.ts'
import { dunning } from './dunning.ts'
import { faults } from './faults.ts'
import { issuers } from './issuers.ts'
import { killPostgres, restartPostgres, terminateConnections } from './kill-postgres.ts'
import { killProcess } from './kill-process.ts'
import { lastUnits } from './last-units.ts'
import { monthPack } from './month-pack.ts'
import { pagesWhileAway } from './pages-while-away.ts'
import { randomBodies } from './random-bodies.ts'
import type { Asked, ProofResult } from './result.ts'
import { retention } from './retention.ts'
import { sameForm } from './same-form.ts'
import { clearLeftovers } from './shop/leftovers.ts'
import { twoProcesses } from './two-processes.ts'

const proofs: Readonly<Record<string, (asked: Asked) => Promise<ProofResult[]>>> = {
  'last-units': lastUnits,
  'same-form': sameForm,
  'kill-process': killProcess,
  'kill-postgres': killPostgres,
  'restart-postgres': restartPostgres,
  'terminated-connections': terminateConnections,
  'pages-while-away': pagesWhileAway,
  'two-processes': twoProcesses,
  drain,
  issuers,
  retention,
  dunning,
  'month-pack': monthPack,
  documents,
  faults: ({ rounds, say }) => faults(Math.ceil(rounds / 2), say),
  'random-bodies': randomBodies,
}

const usage = `npm run proof -- [name …] [--rounds N]

The long storms: each starts the real shop in a process of its own, with data of its own under the temporary folder,
and leaves nothing. Some hours for all of them at 20 rounds; the random bodies take most of it.

  ${Object.keys(proofs).join('\n  ')}
`

const usualRounds = 20
const longestMs = 120 * 60_000

const out = (text: string) => void process.stdout.write(text)

process.exitCode = await main()
// A proof that was given up may still hold a socket.
process.exit()

async function main(): Promise<number> {
  const asked = readArguments()
  if (!asked) return 1
  let passed = 0
  let failed = 0
  for (const name of asked.names) {
    for (const result of await run(name, asked.rounds)) {
      out(`${result.held ? 'held    ' : 'NOT HELD'}  ${result.name}: ${result.detail}\n`)
      if (result.held) passed++
      else failed++
    }
  }
  out(`${passed} passed, ${failed} failed\n`)
  return failed > 0 ? 1 : 0
}

function readArguments(): { names: string[]; rounds: number } | undefined {
  const options = { rounds: { type: 'string' }, help: { type: 'boolean' } } as const
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    const rounds = Number(values.rounds ?? usualRounds)
    const known = positionals.every((name) => Object.hasOwn(proofs, name))
    if (values.help || !known || !Number.isInteger(rounds) || rounds < 1) throw new RangeError()
    return { names: positionals.length ? positionals : Object.keys(proofs), rounds }
  } catch {
    process.stderr.write(usage)
    return undefined
  }
}

/** One proof, given up after the longest time. */
async function run(name: string, rounds: number): Promise<ProofResult[]> {
  const began = performance.now()
  const say = (line: string) => void process.stderr.write(line.endsWith('\n') ? line : `${line}\n`)
  say(`${name} …`)
  let limit: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error('did not end within two hours')), longestMs)
  })
  try {
    return await Promise.race([proofs[name]!({ rounds, say }), late])
  } catch (error) {
    return [{ name, held: false, detail: (error as Error).message }]
  } finally {
    clearTimeout(limit)
    clearLeftovers()
    say(`${name}: ${Math.round((performance.now() - began) / 1000)} s, load ${loadavg()[0]!.toFixed(1)}`)
  }
}

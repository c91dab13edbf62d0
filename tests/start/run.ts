import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { argumentsOf } from './script.ts'

/** How a command of ours ended, and what it said where. */
export interface Ended {
  code: number | null
  out: string
  err: string
}

export type Environment = Readonly<Record<string, string>>

const root = fileURLToPath(new URL('../..', import.meta.url))
const longestMs = 60_000

/** A start that is to be refused. */
export function startInVain(environment: Environment): Promise<Ended> {
  return run(argumentsOf('start'), { PORT: '0', ...environment })
}

/** `npm run shop -- <args>`. */
export function shopCommand(args: readonly string[], environment: Environment = {}): Promise<Ended> {
  return run([...argumentsOf('shop'), ...args], environment)
}

async function run(args: readonly string[], environment: Environment): Promise<Ended> {
  const child = begin(args, environment)
  const hurry = setTimeout(() => child.kill('SIGKILL'), longestMs)
  const [out, err, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit'),
  ])
  clearTimeout(hurry)
  return { code: code as number | null, out, err }
}

/** A command that goes on until it is told to end: SIGTERM as soon as `ready`, and how it ended. */
export async function endedWhen(
  script: 'start' | 'shop',
  args: readonly string[],
  environment: Environment,
  ready: (err: string) => boolean,
): Promise<Ended> {
  const child = begin([...argumentsOf(script), ...args], { PORT: '0', ...environment })
  const hurry = setTimeout(() => child.kill('SIGKILL'), longestMs)
  let err = ''
  child.stderr!.on('data', (piece) => {
    err += piece
  })
  const exited = once(child, 'exit')
  const out = text(child.stdout!)
  while (!ready(err) && child.exitCode === null) await pause(5)
  child.kill('SIGTERM')
  const [code] = await exited
  clearTimeout(hurry)
  return { code: code as number | null, out: await out, err }
}

/** A shop that runs. */
export interface Running {
  /** What it printed until it served. */
  readonly lines: readonly string[]
  readonly origin: string
  /** SIGTERM; how it ended. */
  stop(): Promise<{ code: number | null; err: string }>
}

const lastLine = /^Data\s/

/** Starts the shop; resolves when it has said all it says. */
export async function startShop(environment: Environment): Promise<Running> {
  const child = begin(argumentsOf('start'), { PORT: '0', ...environment })
  const lines: string[] = []
  const err = text(child.stderr!)
  const exited = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout! })) {
    lines.push(line)
    if (lastLine.test(line)) break
  }
  if (!lines.some((line) => lastLine.test(line))) throw new Error(`the shop did not start: ${await err}`)
  return {
    lines,
    origin: /^Storefront\s+(\S+)\/$/m.exec(lines.join('\n'))?.[1] ?? '',
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM')
      const [code] = await exited
      return { code: code as number | null, err: await err }
    },
  }
}

function begin(args: readonly string[], environment: Environment): ChildProcess {
  // Nothing of the suite's own environment but the way to programs.
  const env = { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...environment }
  return spawn(process.execPath, [...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
}

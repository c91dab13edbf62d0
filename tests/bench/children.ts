import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { processEnvironment } from '../../src/platform/config.ts'

/** A process of the bench's own. */
export interface Child {
  readonly pid: number
  /** Where it listens. */
  readonly origin: string
  /** Milliseconds from its start until it said so. */
  readonly readyMs: number
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))
/** Node's own options as `npm start` gives them. */
const node = startOptions()

/** Starts a script that prints the address on which it listens. Throws with what it said when it ends instead. */
export async function serving(
  script: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Child> {
  const started = performance.now()
  const child = run(script, args, env)
  const origin = await new Promise<string>((resolve, reject) => {
    let said = ''
    const hear = (line: string) => {
      said += `${line}\n`
      const found = /https?:\/\/[\w.:[\]]+/.exec(line)
      if (found) resolve(found[0])
    }
    createInterface({ input: child.stdout! }).on('line', hear)
    createInterface({ input: child.stderr! }).on('line', hear)
    child.once('exit', () => reject(new Error(`${script} ended:\n${said}`)))
  })
  return { pid: child.pid!, origin, readyMs: performance.now() - started, stop: () => end(child) }
}

/** Runs a script to its end and reads the JSON that it prints last. Throws with what it said when it fails. */
export async function result<T>(
  script: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<T> {
  const child = run(script, args, env)
  let out = ''
  let err = ''
  child.stdout!.on('data', (part) => {
    out += part
  })
  child.stderr!.on('data', (part) => {
    err += part
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${err}`)
  return JSON.parse(out.trim().split('\n').at(-1)!) as T
}

function startOptions(): string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  return manifest.scripts.start.split(' ').slice(1, -1)
}

/** The environment of a shop under test: nothing of the caller's own settings but the paths. */
function surroundings(env: Record<string, string>) {
  const { PATH, HOME, TMPDIR } = processEnvironment()
  return { PATH, ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }), LANG: 'C.UTF-8', ...env }
}

function run(script: string, args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [...node, script, ...args], {
    cwd: root,
    env: surroundings(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve()
  child.kill('SIGTERM')
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

/** CPU milliseconds that a process has used until now, or undefined where the system does not tell (Linux does). */
export function cpuMs(pid: number): number | undefined {
  const fields = statOf(pid)
  return fields && (Number(fields[11]) + Number(fields[12])) * tick
}

/** The same with all its children, those that have ended too. */
export function familyCpuMs(pid: number): number | undefined {
  const fields = statOf(pid)
  if (!fields) return undefined
  const own = fields.slice(11, 15).reduce((total, ticks) => total + Number(ticks), 0) * tick
  const children = readdirSync('/proc').filter((name) => statOf(name)?.[1] === String(pid))
  return children.reduce((total, child) => total + (cpuMs(Number(child)) ?? 0), own)
}

const tick = 10

/** What /proc says of a process after its name, which may hold blanks: state, parent, … */
function statOf(pid: number | string): string[] | undefined {
  const stat = /^\d+$/.test(String(pid)) ? read(`/proc/${pid}/stat`) : undefined
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Memory in MB that a process has resident, where the system tells. */
export function residentMb(pid: number): number | undefined {
  const found = /VmRSS:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`) ?? '')
  return found ? Number(found[1]) / 1024 : undefined
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

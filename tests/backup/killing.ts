import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { argumentsOf } from '../start/script.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a command in a process of its own and kills it (-9) as soon as `now` says so, unless it has ended. */
export async function killedWhen(
  args: readonly string[],
  environment: Record<string, string>,
  now: (err: string) => boolean | Promise<boolean>,
): Promise<void> {
  const env = { PATH: process.env.PATH, ...environment }
  const child = spawn(process.execPath, [...argumentsOf('shop'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(child, 'exit')
  let err = ''
  child.stderr.on('data', (piece) => {
    err += piece
  })
  while (child.exitCode === null && !(await now(err))) await pause(2)
  child.kill('SIGKILL')
  await exited
}

import { spawnSync } from 'node:child_process'
import { test } from 'vitest'

/** Whether a program is on this machine: some tests read files with what not every machine has. */
export function has(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined
}

/** Like `test`, for what needs a program; where it is missing the name says why it is not run. */
export function testWith(program: string): (name: string, body: () => void | Promise<void>) => void {
  const there = has(program)
  return (name, body) => test.runIf(there)(there ? name : `${name} (not run: no ${program} here)`, body)
}

import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What a proof has started and must not leave behind, also when it fails half way. */
const processes = new Set<number>()
const folders = new Set<string>()

/** Notes a process of ours. */
export function ours(pid: number | undefined): void {
  if (pid !== undefined) processes.add(pid)
}

/** It has ended; its number may belong to somebody else now. */
export function ended(pid: number | undefined): void {
  if (pid !== undefined) processes.delete(pid)
}

/** Notes a folder to be removed at the end. */
export function ourFolder(path: string): void {
  folders.add(path)
}

/** Ends what still runs, by number, and removes the folders. */
export function clearLeftovers(): void {
  for (const pid of processes) end(pid)
  processes.clear()
  for (const folder of folders) endServer(folder)
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  folders.clear()
}

/** The private PostgreSQL of a shop that was killed: the lock names it, its command line proves it. */
function endServer(folder: string): void {
  try {
    const { postmaster } = JSON.parse(readFileSync(join(folder, 'postgres.lock'), 'utf8')) as {
      postmaster: number
    }
    if (readFileSync(`/proc/${postmaster}/cmdline`, 'utf8').includes(folder)) end(postmaster)
  } catch {
    // No server is left.
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

process.once('exit', clearLeftovers)
// Without these a proof that is interrupted would end without its exit hook.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

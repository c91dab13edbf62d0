import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { StartupError } from '../errors.ts'
import { processMark } from './embedded-processes.ts'

/** Who serves a data directory: the shop's process and, once it runs, its server. */
export interface Holder {
  pid: number
  mark: string
  port?: number
  postmaster?: number
}

/** The lock of a data directory while this process holds it. */
export interface Lock {
  /** A dead shop's entry that was found: its server may still run. */
  left: Holder | undefined
  publish(port: number, postmaster: number): void
  release(): void
}

/**
 * Takes the directory for this process. Node has no flock, so the lock is a file holding the process's number and
 * start; the dead cannot hold it. Throws StartupError while another process does.
 */
export function takeLock(dataDir: string): Lock {
  const path = lockPath(dataDir)
  const own: Holder = { pid: process.pid, mark: processMark(process.pid) ?? 'running' }
  const left = claim(path, own, dataDir)
  return {
    left,
    publish: (port, postmaster) => replace(path, { ...own, port, postmaster }),
    release: () => rmSync(path, { force: true }),
  }
}

/** The process that serves the directory now, if one does. */
export function liveHolder(dataDir: string): Holder | undefined {
  const holder = read(lockPath(dataDir))
  return holder && processMark(holder.pid) === holder.mark ? holder : undefined
}

/** The refusal while process `pid` works in the directory. */
export function inUse(dataDir: string, pid: number): StartupError {
  return new StartupError(
    `The data directory ${dataDir} is in use by process ${pid}. Stop the other shop first or set VAR_DIR.`,
  )
}

function claim(path: string, own: Holder, dataDir: string): Holder | undefined {
  let left: Holder | undefined
  for (;;) {
    if (create(path, own)) return left
    const live = liveHolder(dataDir)
    if (live) throw inUse(dataDir, live.pid)
    left = setAside(path) ?? left
  }
}

/** Writes the whole file first and links it into place: a reader never sees half a lock. */
function create(path: string, holder: Holder): boolean {
  const draft = `${path}.${holder.pid}`
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o644 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Two starts may both find the dead lock; whoever moved away a living one in between puts it back. */
function setAside(path: string): Holder | undefined {
  const aside = `${path}.left.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return undefined
  }
  const moved = read(aside)
  if (moved && processMark(moved.pid) === moved.mark) renameSync(aside, path)
  else rmSync(aside, { force: true })
  return moved
}

function replace(path: string, holder: Holder): void {
  const draft = `${path}.${holder.pid}`
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o644 })
  renameSync(draft, path)
}

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function lockPath(dataDir: string): string {
  return `${dataDir}.lock`
}

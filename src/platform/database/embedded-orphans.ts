import { readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Holder, inUse } from './embedded-lock.ts'
import { processesIn, processMark, signal } from './embedded-processes.ts'

const POLL_MS = 10
const FAST_POLLS = 1000

/**
 * Clears what an earlier shop left in the data directory: a server that outlived its killed shop is stopped (fast, so
 * nothing committed is lost), a file that names a dead or a foreign process is removed. A server that no shop of ours
 * started is left alone: StartupError.
 */
export async function clearOrphans(dataDir: string, left: Holder | undefined): Promise<void> {
  const pid = postmasterPid(dataDir)
  if (pid === undefined) return
  if (!servesHere(pid, dataDir)) return rmSync(join(dataDir, 'postmaster.pid'), { force: true })
  if (!left) throw inUse(dataDir, pid)
  await stopOrphan(pid)
}

/**
 * Ends backends that survived their server and keep its shared memory, which stops a new one from starting. Asked
 * first, then made to: what they had not committed is lost anyway.
 */
export function endLingering(dataDir: string, attempt: number): void {
  if (attempt < 2) return
  for (const pid of processesIn(realpathSync(dataDir))) signal(pid, attempt < 4 ? 'SIGQUIT' : 'SIGKILL')
}

async function stopOrphan(pid: number): Promise<void> {
  const mark = processMark(pid)
  signal(pid, 'SIGINT')
  for (let poll = 0; processMark(pid) === mark; poll++) {
    if (poll === FAST_POLLS) signal(pid, 'SIGQUIT')
    await pause(POLL_MS)
  }
}

/** After a reboot the number in the file may be anyone's; PostgreSQL itself would refuse to start then. */
function servesHere(pid: number, dataDir: string): boolean {
  if (processMark(pid) === undefined) return false
  return process.platform !== 'linux' || processesIn(realpathSync(dataDir)).includes(pid)
}

function postmasterPid(dataDir: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8'), 10)
    return pid > 0 ? pid : undefined
  } catch {
    return undefined
  }
}

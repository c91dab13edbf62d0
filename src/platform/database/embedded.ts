import { setTimeout as pause } from 'node:timers/promises'
import { StartupError } from '../errors.ts'
import { serverAccount } from './embedded-account.ts'
import { binariesFor } from './embedded-binaries.ts'
import { ensureCluster, openRoom } from './embedded-cluster.ts'
import { type Holder, type Lock, liveHolder, takeLock } from './embedded-lock.ts'
import { clearOrphans } from './embedded-orphans.ts'
import { startPostmaster } from './embedded-postmaster.ts'

export { defaultVarDir } from './embedded-account.ts'

/** A private PostgreSQL on 127.0.0.1. `url` is the owner's; the server keeps its port through restarts. */
export interface EmbeddedServer {
  url: string
  port: number
  /** The server's own process now; another one after a crash. */
  pid(): number
  /** Ends the server when this process started it, and returns when it is down. */
  stop(): Promise<void>
}

interface EmbeddedOptions {
  dataDir: string
  ownerPassword: string
  databaseName: string
  /** Takes PostgreSQL's own log lines; they hold no statements and no values (see SETTINGS). */
  log(line: string): void
  /** PostgreSQL settings over the ones here; the tests' server does without fsync. */
  settings?: Record<string, string>
  /** The port to listen on; a free one by default. */
  port?: number
}

const OWNER = 'bodite'
const BORROW_POLL_MS = 25
const BORROW_POLLS = 1200

/** For a machine with 1 GB. Errors go to the client alone: statements and key values in a log would be personal data. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '64MB',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  max_wal_senders: '2',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

/**
 * Starts the private server, making its data directory at the first start. While it runs it is watched and restarted
 * when it dies. Throws StartupError when another process serves the directory.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir } = options
  const account = serverAccount(dataDir)
  openRoom(dataDir, account)
  const lock = takeLock(dataDir)
  try {
    return await startLocked(options, account, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

/** For commands: the running shop's server when there is one (`stop` then leaves it alone), else one of our own. */
export async function connectOrStartEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const holder = await settledHolder(options.dataDir)
  return holder ? borrowed(options, holder) : startEmbedded(options)
}

async function startLocked(
  options: EmbeddedOptions,
  account: ReturnType<typeof serverAccount>,
  lock: Lock,
): Promise<EmbeddedServer> {
  const { dataDir, log } = options
  const binaries = binariesFor(account)
  await clearOrphans(dataDir, lock.left)
  await ensureCluster({ ...options, account, binaries, ownerName: OWNER })
  const settings = { ...SETTINGS, ...options.settings }
  const postmaster = await startPostmaster({
    dataDir,
    binaries,
    account,
    settings,
    port: options.port,
    log,
    onStart: lock.publish,
  })
  return {
    url: ownerUrl(options, postmaster.port),
    port: postmaster.port,
    pid: postmaster.pid,
    async stop() {
      await postmaster.stop()
      lock.release()
    },
  }
}

/** A shop that is just starting has the lock before it has a port. */
async function settledHolder(dataDir: string): Promise<Required<Holder> | undefined> {
  for (let poll = 0; poll < BORROW_POLLS; poll++) {
    const holder = liveHolder(dataDir)
    if (!holder) return undefined
    const { port, postmaster } = holder
    if (port !== undefined && postmaster !== undefined) return { ...holder, port, postmaster }
    await pause(BORROW_POLL_MS)
  }
  throw new StartupError(
    `The shop that uses ${dataDir} has been starting for half a minute. Try again when it runs.`,
  )
}

function borrowed(options: EmbeddedOptions, holder: Required<Holder>): EmbeddedServer {
  return {
    url: ownerUrl(options, holder.port),
    port: holder.port,
    pid: () => holder.postmaster,
    stop: async () => {},
  }
}

function ownerUrl({ ownerPassword, databaseName }: EmbeddedOptions, port: number): string {
  return `postgres://${OWNER}:${encodeURIComponent(ownerPassword)}@127.0.0.1:${port}/${databaseName}`
}

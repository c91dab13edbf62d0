import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, leastSecret } from './platform/config.ts'
import { clientOptions } from './platform/database/address.ts'
import { connectOrStartEmbedded, defaultVarDir, startEmbedded } from './platform/database/embedded.ts'
import { StartupError } from './platform/errors.ts'
import { ensureFolder, unusable } from './platform/files/folders.ts'
import { deriveKey } from './platform/keys.ts'
import type { Log } from './platform/log.ts'
import { type Journal, openJournal } from './privacy/journal.ts'
import { rolesFor } from './privacy/roles.ts'

/** Where the shop lives: its database and the secret that opens it. */
export interface House {
  /** The owner's address; it migrates and never serves a request. */
  readonly databaseUrl: string
  readonly secret: Buffer
  /** What a restored backup must not forget. */
  readonly journal: Journal
  /** For the person at the keyboard: where the data is. */
  readonly place: string
  close(): Promise<void>
}

/** Opens the external database, or starts the private one. Throws StartupError. */
export function openHouse(config: Config, log: Log): Promise<House> {
  return open(config, log, startEmbedded)
}

/** The same for a command: a running shop's private database is used, not started again. */
export function visitHouse(config: Config, log: Log): Promise<House> {
  return open(config, log, connectOrStartEmbedded)
}

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Where run-time data goes. */
export function varDirOf(config: Config): string {
  return config.varDir ?? defaultVarDir(root, process.getuid?.() ?? -1)
}

/** Where erasures are noted so that no backup brings back what was erased since. */
export function erasureJournalOf(config: Config): string {
  return config.erasureJournal ?? join(varDirOf(config), 'erasures.jsonl')
}

/** The secret, which must be there already. Throws StartupError. */
export function standingSecret(config: Config): Buffer {
  if (config.secretKey) return Buffer.from(config.secretKey)
  const varDir = varDirOf(config)
  if (existsSync(join(varDir, 'secret.key'))) return keptSecret(varDir)
  throw new StartupError(`There is no secret in ${varDir}: put the shop's own secret.key there first.`)
}

async function open(config: Config, log: Log, startServer: typeof startEmbedded): Promise<House> {
  if (config.databaseUrl) return external(config)
  const varDir = varDirOf(config)
  const secret = config.secretKey ? Buffer.from(config.secretKey) : keptSecret(varDir)
  const server = await startServer({
    dataDir: join(varDir, 'postgres'),
    ownerPassword: deriveKey(secret, 'database owner').toString('base64url'),
    databaseName: 'bodite',
    // What ends a single connection is told by its client; this is about the whole server.
    log: (line) => {
      const code = /PANIC|ended unexpectedly/.exec(line)?.[0]
      if (code) log.warn('private database', { code })
    },
  })
  const journal = openJournal(erasureJournalOf(config))
  return { databaseUrl: server.url, secret, journal, place: varDir, close: () => server.stop() }
}

function external(config: Config): House {
  const databaseUrl = config.databaseUrl!
  const { host, pathname } = new URL(databaseUrl)
  try {
    rolesFor(clientOptions(databaseUrl).database)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StartupError(
      "The database's name must be 1 to 35 of a-z, 0-9 and _, because the shop's roles carry it.",
    )
  }
  return {
    databaseUrl,
    secret: Buffer.from(config.secretKey!),
    journal: openJournal(erasureJournalOf(config)),
    place: `${host}${pathname}`,
    close: async () => {},
  }
}

/** The secret of a private shop, made at the first start and readable by its user alone. It is in no backup. */
function keptSecret(varDir: string): Buffer {
  const file = join(varDir, 'secret.key')
  ensureFolder(varDir)
  let secret: string
  try {
    if (!existsSync(file)) makeSecret(file)
    secret = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw unusable(varDir, error)
  }
  if (secret.length >= leastSecret) return Buffer.from(secret)
  throw new StartupError(`${file} is cut short: put the shop's own secret.key back there.`)
}

/** Whole or not at all; another start may make one at the same moment, and the first stays. */
function makeSecret(file: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

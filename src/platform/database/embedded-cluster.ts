import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, parse } from 'node:path'
import { StartupError } from '../errors.ts'
import { ensureFolder } from '../files/folders.ts'
import { type Account, reachable } from './embedded-account.ts'
import type { Binaries } from './embedded-binaries.ts'

/** What a new data directory needs to know. */
export interface Cluster {
  dataDir: string
  binaries: Binaries
  account: Account | undefined
  ownerName: string
  ownerPassword: string
  databaseName: string
}

const MAJOR = '18'

/** The room around the data directory: made when missing, and open enough for the server's account to pass through. */
export function openRoom(dataDir: string, account: Account | undefined): void {
  const room = dirname(dataDir)
  ensureFolder(room)
  if (account) chmodSync(room, 0o711)
  if (reachable(dataDir, account)) return
  throw new StartupError(
    `PostgreSQL runs as the user ${account?.name}, which cannot enter ${room}. Set VAR_DIR to a folder it can reach.`,
  )
}

/** Makes the data directory with its owner and database, unless it is there; half-made ones are never used. */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  const { dataDir } = cluster
  if (existsSync(join(dataDir, 'PG_VERSION'))) return checkExisting(cluster)
  const draft = `${dataDir}.new`
  rmSync(draft, { recursive: true, force: true })
  makeFolder(draft, cluster.account)
  await initialise({ ...cluster, dataDir: draft })
  renameSync(draft, dataDir)
}

function checkExisting({ dataDir }: Cluster): void {
  let major: string
  try {
    major = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim()
  } catch {
    throw new StartupError(
      `The data directory ${dataDir} belongs to another user. Start as that user or set VAR_DIR.`,
    )
  }
  if (major !== MAJOR) {
    throw new StartupError(
      `The data directory ${dataDir} was made by PostgreSQL ${major}; this shop brings ${MAJOR}.`,
    )
  }
}

function makeFolder(path: string, account: Account | undefined): void {
  mkdirSync(path, { mode: 0o700 })
  if (account) chownSync(path, account.uid, account.gid)
}

/**
 * UTF-8 with the C locale built into PostgreSQL: fast, and the same on every machine. Columns that people read sort
 * by ICU (`collate "lv-x-icu"`), named where they are declared.
 */
async function initialise(cluster: Cluster): Promise<void> {
  const passwordFile = `${cluster.dataDir}.password`
  writeFileSync(passwordFile, `${cluster.ownerPassword}\n`, { mode: 0o600 })
  if (cluster.account) chownSync(passwordFile, cluster.account.uid, cluster.account.gid)
  try {
    await run(cluster.binaries.initdb, initdbArguments(cluster, passwordFile), cluster.account)
    await singleUser(cluster, `create database "${cluster.databaseName}" owner "${cluster.ownerName}"`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function initdbArguments(cluster: Cluster, passwordFile: string): string[] {
  return [
    `--pgdata=${cluster.dataDir}`,
    `--username=${cluster.ownerName}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
  ]
}

/** A statement without a server: before the first start nobody could connect yet. */
function singleUser(cluster: Cluster, statement: string): Promise<void> {
  return run(
    cluster.binaries.postgres,
    ['--single', '-D', cluster.dataDir, '-c', 'exit_on_error=on', 'postgres'],
    cluster.account,
    `${statement}\n`,
  )
}

/** Runs a program to its end; what it said goes into the error. */
function run(program: string, args: string[], account: Account | undefined, input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, spawnOptions(account))
    const said: string[] = []
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(failed(said.join('')))))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function failed(said: string): StartupError {
  const lines = said.trim().split('\n')
  const reason = lines.find((line) => /error|FATAL|could not/i.test(line)) ?? lines.at(-1) ?? ''
  return new StartupError(`The private PostgreSQL could not be made: ${reason.trim()}`)
}

/** Its own session, so that Ctrl+C reaches the shop alone, which ends the database last; no folder it may not enter. */
export function spawnOptions(account: Account | undefined) {
  return {
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    cwd: parse(import.meta.dirname).root,
    env: { LC_ALL: 'C', TZ: 'UTC' },
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: 'pipe' as const,
  }
}

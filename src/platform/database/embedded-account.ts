import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname, join, parse } from 'node:path'
import { StartupError } from '../errors.ts'

/** The system account that runs the server; PostgreSQL refuses to run as root. */
export interface Account {
  uid: number
  gid: number
  name: string
}

const NAME = 'bodite'
/** Where a shop started by root keeps what its server's account must be able to reach. */
export const SYSTEM_VAR_DIR = '/var/lib/bodite'

/**
 * The default of VAR_DIR: `var` in the project. Started by root inside a closed folder (a 700 home), which the
 * server's account could not enter, it is /var/lib/bodite.
 */
export function defaultVarDir(cwd: string, uid: number): string {
  if (uid === 0 && !openToAll(cwd)) return SYSTEM_VAR_DIR
  return join(cwd, 'var')
}

/** The account to run the server under; undefined: the one that runs us. Makes a system user when root has none yet. */
export function serverAccount(dataDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  return ownerOf(dataDir) ?? findUser(NAME) ?? addUser() ?? nobody()
}

/** Whether the account can enter every folder on the way to `path`. */
export function reachable(path: string, account: Account | undefined): boolean {
  if (!account) return true
  return way(path).every((folder) => mayEnter(folder, account))
}

/** A directory made earlier stays with the account that owns it. */
function ownerOf(dataDir: string): Account | undefined {
  const found = statSync(dataDir, { throwIfNoEntry: false })
  if (!found || found.uid === 0) return undefined
  return users().find((user) => user.uid === found.uid)
}

/** Our own user and not Debian's `postgres`: another server of this machine must not read the shop's files. */
function addUser(): Account | undefined {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME]],
    ['adduser', ['-S', '-D', '-H', NAME]],
  ]
  for (const [command, args] of ways) {
    try {
      execFileSync(command, args, { stdio: 'ignore' })
      return findUser(NAME)
    } catch {}
  }
  return undefined
}

/** initdb asks for the user's name, so a free number without an entry in /etc/passwd would not do. */
function nobody(): Account {
  const found = findUser('nobody')
  if (found) return found
  throw new StartupError(
    'PostgreSQL does not run as root and no system user could be made. Start as another user.',
  )
}

function findUser(name: string): Account | undefined {
  return users().find((user) => user.name === name)
}

function users(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

function openToAll(path: string): boolean {
  return way(path).every((folder) => mayEnter(folder, { uid: -1, gid: -1, name: '' }))
}

function mayEnter(path: string, account: Account): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return true
  if (found.uid === account.uid) return (found.mode & 0o100) !== 0
  if (found.gid === account.gid) return (found.mode & 0o010) !== 0
  return (found.mode & 0o001) !== 0
}

function way(path: string): string[] {
  return path === parse(path).root ? [path] : [...way(dirname(path)), path]
}

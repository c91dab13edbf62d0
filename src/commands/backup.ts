import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { erasureJournalOf } from '../house.ts'
import { backupKeys } from '../platform/backup/manifest.ts'
import { type Progress, writeBackup } from '../platform/backup/writing.ts'
import { StartupError } from '../platform/errors.ts'
import { journalState } from '../privacy/journal.ts'
import type { Command } from './command.ts'
import { withHouse } from './with-shop.ts'

export const backup: Command = {
  summary:
    'Writes everything in the database, as it is at one moment, into one file, while the shop runs or not.',
  usage: 'FILE   (a .tar; an earlier backup of that name is replaced when the new one is whole)',
  options: {},
  arguments: { least: 1, most: 1 },
  run: ({ config, arguments: [name], out, tell }) =>
    withHouse(config, async ({ databaseUrl, secret }) => {
      const file = resolve(name!)
      if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
        throw new StartupError(`${file} is a directory: name the file that is to be written.`)
      const made = await writeBackup({
        databaseUrl,
        file,
        keys: backupKeys(secret),
        journal: await journalState(erasureJournalOf(config)),
        onTable: (done) => tell(told(done)),
      }).catch((error) => {
        throw isOfFiles(error)
          ? new StartupError(`The backup ${file} cannot be written (${error.code}); nothing was left of it.`)
          : error
      })
      out(`${made.rows} rows of ${made.tables} tables are in ${file} (${megabytes(made.bytes)} MB).`)
    }),
}

/** A line of progress. */
export function told({ number, of, table, rows }: Progress): string {
  return `${String(number).padStart(String(of).length)}/${of}  ${table}  ${rows}`
}

function isOfFiles(error: NodeJS.ErrnoException): boolean {
  return error.syscall !== undefined || error.code === 'ENOSPC'
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}

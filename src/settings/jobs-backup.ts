import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { backupKeys } from '../platform/backup/manifest.ts'
import { writeBackup } from '../platform/backup/writing.ts'
import type { Transaction } from '../platform/database/client.ts'
import { sqlState } from '../platform/database/client.ts'
import { ensureFolder } from '../platform/files/folders.ts'
import type { JobHandler } from '../platform/jobs/jobs.ts'
import { errorFields } from '../platform/log.ts'
import { journalState } from '../privacy/journal.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import * as backups from './backups.ts'

/** Each hour, so that a shop which was off at its hour makes up for it; never two at a time. */
export const backupCrontab = '7 * * * * backup ?queue=backup&max=2'

export interface BackupPlace {
  /** The owner's address: nobody else reads every table. */
  readonly databaseUrl: string
  /** Where the files go. */
  readonly folder: string
  /** The journal of erasures. */
  readonly journal: string
}

/** The backup by the clock. What goes wrong stands in its run, where staff see it; the next hour tries again. */
export function backupJobs(shop: Shop, place: BackupPlace): Record<string, JobHandler> {
  const within = <T>(work: (tx: Transaction) => Promise<T>) =>
    withoutPurpose(shop.database.worker, 'job:backup', work)
  return {
    backup: async (_ids, { signal }) => {
      const { on, hour, keep } = shop.known().settings.backup
      if (!on) return
      const id = await within((tx) => backups.beginIfDue(tx, hour, shop.clock.zone))
      if (id === undefined) return
      try {
        const made = await makeBackup(shop, place, signal)
        await within((tx) => backups.succeeded(tx, id, made))
      } catch (error) {
        shop.log.error('backup failed', errorFields(error))
        await within((tx) => backups.failed(tx, id, problemOf(error, signal)))
        return
      }
      await rotate(place.folder, keep).catch((error) =>
        shop.log.error('earlier backups could not be taken away', errorFields(error)),
      )
    },
  }
}

async function makeBackup(
  shop: Shop,
  { databaseUrl, folder, journal }: BackupPlace,
  signal: AbortSignal,
): Promise<{ file: string; bytes: number }> {
  ensureFolder(folder)
  const file = `backup-${shop.clock.now().toISOString().slice(0, 19).replaceAll(':', '-')}Z.tar`
  const { bytes } = await writeBackup({
    databaseUrl,
    file: join(folder, file),
    keys: backupKeys(shop.secret),
    journal: await journalState(journal),
    signal,
  })
  return { file, bytes }
}

/** Keeps the newest; what it did not write itself it leaves alone. */
async function rotate(folder: string, keep: number): Promise<void> {
  const ours = (await readdir(folder)).filter((name) => /^backup-[\dT-]{19}Z\.tar$/.test(name)).sort()
  for (const name of ours.slice(0, -keep)) await rm(join(folder, name))
}

function problemOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'INTERRUPTED'
  const code = sqlState(error) ?? (error as { code?: unknown }).code
  return typeof code === 'string' && /^[A-Za-z0-9_]{1,60}$/.test(code) ? code : 'UNKNOWN'
}

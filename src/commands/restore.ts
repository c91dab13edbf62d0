import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { erasureJournalOf, standingSecret, visitHouse } from '../house.ts'
import { knownMigrations, migrateRefilled, restoreGoingOn, restoreIsDone } from '../migrate.ts'
import { isEmpty, loadBackup } from '../platform/backup/loading.ts'
import { backupKeys, type Manifest } from '../platform/backup/manifest.ts'
import { type Backup, openBackup } from '../platform/backup/reading.ts'
import type { Reader } from '../platform/database/client.ts'
import { StartupError } from '../platform/errors.ts'
import { openLog } from '../platform/log.ts'
import { addressKeyOf } from '../privacy/address-key.ts'
import { type JournalEntry, journalGoesOn, journalSince, replay } from '../privacy/journal.ts'
import { told } from './backup.ts'
import type { Command, Given } from './command.ts'
import { appliers, eraseAgain } from './replaying.ts'

/** An entry is written before its commit, so one from just before the backup may be missing in it. */
const marginMs = 15 * 60_000

export const restore: Command = {
  summary: 'Brings a backup back into an empty database, and erases again what was erased since.',
  usage: 'FILE [--without-journal]   (without: when the journal of erasures is lost for good)',
  options: { 'without-journal': { type: 'boolean' } },
  arguments: { least: 1, most: 1 },
  async run(given) {
    const { config, tell, out } = given
    const secret = standingSecret(config)
    tell('Checking the backup …')
    const backup = await openBackup(resolve(given.arguments[0]!), backupKeys(secret), refuseUnknown)
    try {
      const entries = await entriesSince(given, backup.manifest)
      const house = await visitHouse(config, openLog(config.logLevel))
      try {
        const begun = await restoreGoingOn(house.databaseUrl)
        if (begun === undefined) await refill(house.databaseUrl, secret, backup, entries, tell)
        else if (begun !== backup.manifest.madeAt)
          throw new StartupError(
            `The restore of another backup, of ${begun}, was cut off here: run that one again.`,
          )
        await eraseAgain(house.databaseUrl, secret, erasureJournalOf(config), entries)
        await restoreIsDone(house.databaseUrl)
      } finally {
        await house.close()
      }
      out(`The shop is as it was at ${backup.manifest.madeAt}; ${againDone(entries)}.`)
    } finally {
      await backup.close()
    }
  },
}

/** One transaction: cut off, it leaves the database as empty as it was. */
async function refill(
  databaseUrl: string,
  secret: Buffer,
  backup: Backup,
  entries: readonly JournalEntry[],
  tell: (line: string) => void,
): Promise<void> {
  await migrateRefilled(databaseUrl, secret, {
    madeAt: backup.manifest.madeAt,
    files: new Set(backup.manifest.migrations.map(({ name }) => name)),
    check: refuseFull,
    fill: (tx) => loadBackup(tx, backup, (done) => tell(told(done))),
    async finish(tx) {
      tell(`Replaying ${entries.length} entries of the journal of erasures …`)
      const unknown = new Set<string>()
      const addressKey = addressKeyOf({ secret })
      await replay(tx, entries, appliers(addressKey, backup.manifest.madeAt, unknown))
      if (unknown.size > 0) tell(notRestricted(unknown.size))
    },
  })
}

async function refuseFull(reader: Reader): Promise<void> {
  if (!(await isEmpty(reader)))
    throw new StartupError(
      'The database is not empty: a backup is brought back into an empty one only; nothing was touched.',
    )
}

/** What this version does not know it cannot bring up to date. */
function refuseUnknown({ migrations }: Manifest): void {
  const known = knownMigrations()
  const queue = [...known.keys()].find(isQueue)!
  for (const { name, sha256 } of migrations.filter((one) => one.name !== 'secret key')) {
    const newer = isQueue(name) ? compareVersions(name, queue) > 0 : !known.has(name)
    if (newer)
      throw new StartupError(
        'The backup was made by a newer version of the shop: install that one first; nothing was touched.',
      )
    if (!isQueue(name) && known.get(name) !== sha256)
      throw new StartupError(
        `The backup was made with another text of the migration ${name}; nothing was touched.`,
      )
  }
}

function isQueue(name: string): boolean {
  return name.startsWith('graphile-worker ')
}

function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

/** Throws StartupError where the journal that was there at the time of the backup is missing or is another. */
async function entriesSince({ config, values, tell }: Given, manifest: Manifest): Promise<JournalEntry[]> {
  const path = erasureJournalOf(config)
  if (values['without-journal']) {
    tell('Nothing is replayed: what was erased since the backup is back, and must be erased again by hand.')
    return []
  }
  if (manifest.journal && !(await journalGoesOn(path, manifest.journal)))
    throw new StartupError(
      `The journal of erasures ${path} is not the one of this shop: it had ${manifest.journal.entries} entries at the time of the backup. Put it in place, or say --without-journal if it is lost; nothing was touched.`,
    )
  if (!existsSync(path)) tell(`There is no journal of erasures (${path}): there is nothing to replay.`)
  return journalSince(path, new Date(new Date(manifest.madeAt).getTime() - marginMs))
}

/** The journal has a hash of the address alone, and a restriction is made for the address itself. */
function notRestricted(count: number): string {
  return `Restrictions made since the backup that cannot be made again: ${count}. The backup knows nothing of these people; should they order anew, they are not restricted.`
}

function againDone(entries: readonly JournalEntry[]): string {
  const erased = entries.filter(({ kind }) => kind === 'erasure').length
  return `${entries.length} entries of the journal were replayed, ${erased} of them erasures`
}

import { existsSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { installSchema } from '../../src/migrate.ts'
import { type EmbeddedServer, startEmbedded } from '../../src/platform/database/embedded.ts'
import { liveHolder, takeLock } from '../../src/platform/database/embedded-lock.ts'
import { clearOrphans } from '../../src/platform/database/embedded-orphans.ts'
import { systemClock } from '../../src/platform/time.ts'
import { setUpDemo } from '../../src/set-up.ts'
import { asOwner, type Cluster, databaseUrl, TEMPLATE, TEST_FOLDER, testFolder, withSql } from './postgres.ts'

/** Runs as fast as PostgreSQL can: a power cut may cost the suite its data. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  max_wal_size: '2GB',
}

/** One PostgreSQL for the whole suite, with one migrated template database; gone when the suite ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearEarlierRuns()
  const folder = testFolder()
  let server: EmbeddedServer | undefined
  const teardown = async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    server = await startSuiteServer(folder)
    const { username: user, password } = new URL(server.url)
    const cluster = { host: '127.0.0.1', port: server.port, user, password }
    await makeTemplate(cluster)
    project.provide('cluster', cluster)
    return teardown
  } catch (error) {
    await teardown()
    throw error
  }
}

function startSuiteServer(folder: string): Promise<EmbeddedServer> {
  return startEmbedded({
    dataDir: join(folder, 'postgres'),
    ownerPassword: 'suite',
    databaseName: TEMPLATE,
    log: () => {},
    settings: SETTINGS,
  })
}

/** Migrated and set up once, as the demo shop; closed to connections, since PostgreSQL copies only what nobody is using. */
async function makeTemplate(cluster: Cluster): Promise<void> {
  const url = databaseUrl(TEMPLATE, cluster)
  await installSchema(url)
  await setUpDemo(url, systemClock('Europe/Riga'))
  // Clones serve the drawings as they are; rendering all pictures in each of them would only cost time.
  await withSql(url, (sql) => sql`delete from graphile_worker._private_jobs`)
  await asOwner((sql) => sql.unsafe(`alter database "${TEMPLATE}" allow_connections false`), cluster)
}

/** A run that was killed could not clean up; its server would otherwise stay for ever. */
async function clearEarlierRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(TEST_FOLDER))) {
    const folder = join(tmpdir(), name)
    const dataDir = join(folder, 'postgres')
    if (!existsSync(`${dataDir}.lock`) || liveHolder(dataDir)) continue
    const { left } = takeLock(dataDir)
    await clearOrphans(dataDir, left)
    rmSync(folder, { recursive: true, force: true })
  }
}

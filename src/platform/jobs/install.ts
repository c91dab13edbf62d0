import { clientOptions } from '../database/address.ts'

/** graphile-worker's own schema. */
export const QUEUE_SCHEMA = 'graphile_worker'

const TABLES = ['_private_jobs', '_private_job_queues', '_private_tasks', '_private_known_crontabs']

/** Installs or upgrades the queue's tables, as their owner. Before the shop's own SQL files, which call the queue. */
export async function installQueue(ownerUrl: string): Promise<void> {
  const { Logger, runMigrations } = await import('graphile-worker')
  const { openQueuePool } = await import('./pool.ts')
  // A change of its tables may take as long as it takes.
  const { pool, loseHope } = openQueuePool(clientOptions(ownerUrl), 1, 0)
  loseHope()
  try {
    await runMigrations({ pgPool: pool, schema: QUEUE_SCHEMA, logger: new Logger(() => () => {}) })
  } finally {
    await pool.end()
  }
}

/**
 * The statements that let the worker's login, and nobody else, work the queue; run by the owner at each migration.
 * graphile-worker switches row-level security on without policies, so that other roles see nothing even when granted.
 */
export function workerGrants(schemaOwner: string, workerLogin: string): string[] {
  const owner = quoted(schemaOwner)
  const worker = quoted(workerLogin)
  return [
    `revoke all on schema ${QUEUE_SCHEMA} from public`,
    `revoke all on all tables in schema ${QUEUE_SCHEMA} from public`,
    `revoke all on all functions in schema ${QUEUE_SCHEMA} from public`,
    `alter default privileges for role ${owner} in schema ${QUEUE_SCHEMA} revoke all on tables from public`,
    `grant usage on schema ${QUEUE_SCHEMA} to ${worker}`,
    `grant select on ${QUEUE_SCHEMA}.migrations to ${worker}`,
    `grant execute on all functions in schema ${QUEUE_SCHEMA} to ${worker}`,
    ...TABLES.flatMap((table) => tableGrants(`${QUEUE_SCHEMA}.${table}`, worker)),
  ]
}

function tableGrants(table: string, worker: string): string[] {
  return [
    `grant select, insert, update, delete on ${table} to ${worker}`,
    `drop policy if exists worker on ${table}`,
    `create policy worker on ${table} to ${worker} using (true) with check (true)`,
  ]
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

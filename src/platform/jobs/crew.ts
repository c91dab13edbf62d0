import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { QUEUE_SCHEMA } from './install.ts'

/**
 * One run of graphile-worker in this process: the name under which it locks jobs, and what we know of them.
 *
 * graphile-worker frees the jobs of a killed process after four hours. Here each crew holds an advisory lock with its
 * name as long as it lives, so that others see within seconds whose jobs nobody is doing any more.
 */
export interface Crew {
  name: string
  /** Jobs being done now. */
  active: Set<string>
  /** Jobs done, which the queue may still list because the answer was lost. */
  done: Set<string>
}

type Queryable = Pick<PoolClient, 'query'>

const SWEEP_MS = 1_000
const RECONNECT_MS = 150
/** Marks our advisory locks among others of the database. */
const PRESENCE = 1_651_467_881

/** A crew without a name yet; graphile-worker gives it when it starts. */
export function newCrew(): Crew {
  return { name: '', active: new Set(), done: new Set() }
}

/** Holds the crew's presence and sweeps up lost jobs each second until `over` aborts; tells of each sweep. */
export async function watch(pool: Pool, crew: Crew, over: AbortSignal, onSweep: () => void): Promise<void> {
  while (!over.aborted) {
    await onOneConnection(pool, crew, over, onSweep).catch(() => {})
    await rest(RECONNECT_MS, over)
  }
}

/** After a crew's end: strikes off what it finished and frees what it left. */
export async function dismiss(pool: Pool, crew: Crew): Promise<void> {
  if (crew.name === '') return
  await strikeOffDone(pool, crew)
  await unlock(pool, [crew.name])
}

async function onOneConnection(
  pool: Pool,
  crew: Crew,
  over: AbortSignal,
  onSweep: () => void,
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1, hashtext($2))', [PRESENCE, crew.name])
    let suspects = new Set<string>()
    while (!over.aborted) {
      suspects = await sweep(client, crew, suspects)
      onSweep()
      await rest(SWEEP_MS, over)
    }
  } finally {
    // Ended and not returned, so that the presence ends with it.
    client.release(true)
  }
}

/** Acts on what was suspect in the sweep before as well: an answer may be on its way, a crew may be reconnecting. */
async function sweep(client: Queryable, crew: Crew, before: Set<string>): Promise<Set<string>> {
  await strikeOffDone(client, crew)
  const strays = await strayJobs(client, crew)
  const absent = await absentCrews(client, crew)
  const again = (found: string[]) => found.filter((one) => before.has(one))
  if (again(strays).length > 0) await free(client, crew, again(strays))
  if (again(absent).length > 0) await unlock(client, again(absent))
  return new Set([...strays, ...absent])
}

async function strikeOffDone(client: Queryable, crew: Crew): Promise<void> {
  const done = [...crew.done]
  if (done.length === 0) return
  await client.query(
    `delete from ${QUEUE_SCHEMA}._private_jobs where id = any($1::bigint[]) and locked_by = $2`,
    [done, crew.name],
  )
  for (const job of done) crew.done.delete(job)
}

/** Jobs locked in our name that we never got: the connection broke between the lock and its answer. */
async function strayJobs(client: Queryable, crew: Crew): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id::text from ${QUEUE_SCHEMA}._private_jobs where locked_by = $1 and id <> all($2::bigint[])`,
    [crew.name, [...crew.active, ...crew.done]],
  )
  return rows.map((row) => row.id)
}

/** Crews that hold jobs but no presence. */
async function absentCrews(client: Queryable, crew: Crew): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from (
       select distinct locked_by as name from ${QUEUE_SCHEMA}._private_jobs
       where locked_by is not null and locked_by <> $1
     ) as crew where pg_try_advisory_xact_lock($2, hashtext(name))`,
    [crew.name, PRESENCE],
  )
  return rows.map((row) => row.name)
}

async function free(client: Queryable, crew: Crew, jobs: string[]): Promise<void> {
  await client.query(
    `update ${QUEUE_SCHEMA}._private_jobs set locked_at = null, locked_by = null
     where id = any($1::bigint[]) and locked_by = $2 and id <> all($3::bigint[])`,
    [jobs, crew.name, [...crew.active]],
  )
}

async function unlock(client: Queryable, names: string[]): Promise<void> {
  await client.query(`select ${QUEUE_SCHEMA}.force_unlock_workers($1::text[])`, [names])
}

/** Waits, but not beyond the end. */
export async function rest(ms: number, over: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal: over }).catch(() => {})
}

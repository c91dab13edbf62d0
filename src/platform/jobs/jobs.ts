import { type SQL, sql } from 'drizzle-orm'

/** What a handler is told beside its ids. */
interface JobContext {
  task: string
  job: string
  /** 1 at the first try. */
  attempt: number
  /** After this attempt a failing job is parked for the administrator. */
  lastAttempt: boolean
  /** Aborts a few seconds after the shop was asked to stop; a long job may end early and be run again. */
  signal: AbortSignal
}

/**
 * Does one job. It may run again after a crash, so it must be idempotent. What it throws is kept as a code: the
 * error's `code`, else its class; never its text, which could hold personal data.
 */
export type JobHandler = (ids: Record<string, string>, context: JobContext) => Promise<void>

/** The priority of work for which nobody waits: mails and invoices go first. */
export const LATER = 10

/** Anything that runs a drizzle statement: a transaction, or a client of a login that may. */
export interface Executor {
  execute(query: SQL): PromiseLike<unknown>
}

/** A job that used up its attempts. `error` is a code. */
interface FailedJob {
  id: string
  task: string
  ids: Record<string, string>
  attempts: number
  error: string
  failedAt: string
}

/**
 * Puts a job into the queue; it exists when the transaction commits. Values are uuids or short codes, everything else
 * is refused (SQL state 22023). A waiting job with the same key is replaced. The lower the priority, the sooner.
 */
export async function enqueue(
  tx: Executor,
  task: string,
  ids: Record<string, string>,
  key?: string,
  priority = 0,
): Promise<void> {
  await tx.execute(
    sql`select shop_enqueue(${task}, ${JSON.stringify(ids)}::text::jsonb, ${key ?? null}, ${priority}::int)`,
  )
}

/** The same for a moment to come (ISO text); the back office and the worker may. Its key lets another moment replace it. */
export async function enqueueAt(
  tx: Executor,
  task: string,
  ids: Record<string, string>,
  key: string,
  at: string,
): Promise<void> {
  await tx.execute(
    sql`select shop_enqueue_at(${task}, ${JSON.stringify(ids)}::text::jsonb, ${key}, ${at}::timestamptz)`,
  )
}

/** Parked jobs, the newest first. */
export async function failedJobs(reader: Executor): Promise<FailedJob[]> {
  const rows = await reader.execute(sql`
    select id::text, task, ids::text, attempts, last_error as error, to_json(failed_at) #>> '{}' as "failedAt"
    from shop_failed_job()
  `)
  return (rows as (Omit<FailedJob, 'ids'> & { ids: string })[]).map((row) => ({
    id: row.id,
    task: row.task,
    ids: JSON.parse(row.ids) as Record<string, string>,
    attempts: row.attempts,
    error: row.error,
    failedAt: row.failedAt,
  }))
}

/** Lets a parked job start over. False when there is no such parked job. */
export async function retryJob(tx: Executor, id: string): Promise<boolean> {
  const rows = await tx.execute(sql`select shop_retry_job(${id}::bigint) as found`)
  return (rows as { found: boolean }[])[0]?.found === true
}

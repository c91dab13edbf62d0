import type { ClientOptions } from '../database/client.ts'
import type { Log } from '../log.ts'
import type { JobHandler } from './jobs.ts'

/** What a worker works with. */
export interface WorkerOptions {
  /** The worker's login. */
  database: ClientOptions
  /** By task name; jobs of other names are left to other workers. */
  handlers: Record<string, JobHandler>
  /** graphile-worker's crontab lines, in UTC. */
  crontab?: string
  /** Jobs done at the same time. */
  concurrency?: number
  /** A connection on which nothing moves for so long is taken for lost; more than the second between questions. */
  silenceMs?: number
  log: Log
}

/** A worker in this process. */
export interface Worker {
  /** Takes no more jobs, finishes the running ones and closes its connections. */
  stop(): Promise<void>
}

/**
 * Works the queue until stopped, through any restart of the database: nothing of it ends the process. Loads the queue's
 * code when first called, which keeps the start of the shop short.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { keepWorking } = await import('./running.ts')
  return keepWorking(options)
}

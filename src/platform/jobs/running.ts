import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import {
  Logger,
  type Runner,
  type RunnerOptions,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import type { Pool } from 'pg'
import { errorFields, type Log } from '../log.ts'
import { type Crew, dismiss, newCrew, watch } from './crew.ts'
import { QUEUE_SCHEMA } from './install.ts'
import type { JobHandler } from './jobs.ts'
import { openQueuePool } from './pool.ts'
import type { Worker, WorkerOptions } from './worker.ts'

const POLL_MS = 1_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
/** A run this long counts as a recovery. */
const CALM_MS = 10_000
const CLOSING_MS = 2_000

/** Runs graphile-worker again and again until stopped; see `startWorker`. */
export function keepWorking(options: WorkerOptions): Worker {
  const { log } = options
  const concurrency = options.concurrency ?? 2
  // Beside a connection for each job: one that listens, one that watches, one to spare.
  const { pool, loseHope } = openQueuePool(options.connectionString, concurrency + 3)
  const stopping = new AbortController()
  const ended = untilStopped()

  async function untilStopped(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures++) {
      const crew = newCrew()
      const started = performance.now()
      try {
        await oneRun(options, concurrency, pool, crew, stopping.signal)
      } catch (error) {
        log.warn('queue interrupted', errorFields(error))
      }
      await settle(crew)
      if (stopping.signal.aborted) return
      if (performance.now() - started > CALM_MS) failures = 0
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS))
    }
  }

  /** When the database is away until the end, the next worker's watch does it. */
  async function settle(crew: Crew): Promise<void> {
    for (;;) {
      try {
        return await dismiss(pool, crew)
      } catch (error) {
        log.warn('queue unsettled', errorFields(error))
        if (stopping.signal.aborted) return
        await pause(FIRST_PAUSE_MS)
      }
    }
  }

  return {
    async stop() {
      loseHope()
      stopping.abort()
      await ended
      await Promise.race([pool.end(), pause(CLOSING_MS)])
    },
  }
}

/** From a start of graphile-worker to its end, whoever ends it. */
async function oneRun(
  options: WorkerOptions,
  concurrency: number,
  pool: Pool,
  crew: Crew,
  stopping: AbortSignal,
): Promise<void> {
  const over = new AbortController()
  let watching: Promise<void> | undefined
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => {
    crew.name = workerPool.id
    watching = watch(pool, crew, over.signal)
  })
  keepTally(events, crew, options.log)
  try {
    const runner = await run(runnerOptions(options, concurrency, pool, events))
    await endOf(runner, stopping)
  } finally {
    over.abort()
    await watching
  }
}

async function endOf(runner: Runner, stopping: AbortSignal): Promise<void> {
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped = runner.stop().catch(() => {})
  }
  if (stopping.aborted) stop()
  else stopping.addEventListener('abort', stop, { once: true })
  try {
    await runner.promise
  } finally {
    stopping.removeEventListener('abort', stop)
    await stopped
  }
}

function runnerOptions(
  { handlers, crontab }: WorkerOptions,
  concurrency: number,
  pgPool: Pool,
  events: WorkerEvents,
): RunnerOptions {
  return {
    pgPool,
    events,
    concurrency,
    schema: QUEUE_SCHEMA,
    pollInterval: POLL_MS,
    taskList: taskList(handlers),
    ...(crontab ? { crontab } : { parsedCronItems: [] }),
    // The shop itself decides in which order its parts stop.
    noHandleSignals: true,
    // Its lines carry errors' texts; `keepTally` writes ours.
    logger: new Logger(() => () => {}),
    // Without a batch, graphile-worker 0.18 sends "done" without awaiting it: a lost connection would end the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  }
}

function taskList(handlers: Record<string, JobHandler>): TaskList {
  return Object.fromEntries(
    Object.entries(handlers).map(([task, handler]) => [
      task,
      async (payload, { job, abortSignal }) => {
        const context = {
          task,
          job: job.id,
          attempt: job.attempts,
          lastAttempt: job.attempts >= job.max_attempts,
          signal: abortSignal ?? new AbortController().signal,
        }
        try {
          await handler(idsOf(payload), context)
        } catch (error) {
          throw new Error(codeOf(error))
        }
      },
    ]),
  )
}

/** A job of the crontab brings graphile-worker's own `_cron` object, which is no id. */
function idsOf(payload: unknown): Record<string, string> {
  const entries = Object.entries(payload ?? {}).filter((entry) => typeof entry[1] === 'string')
  return Object.fromEntries(entries) as Record<string, string>
}

/** What the queue may keep of an error. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)) return code
  return error instanceof Error ? error.name : 'UNKNOWN'
}

function keepTally(events: WorkerEvents, crew: Crew, log: Log): void {
  events.on('job:start', ({ job }) => crew.active.add(job.id))
  events.on('job:success', ({ job }) => crew.done.add(job.id))
  events.on('job:complete', ({ job }) => crew.active.delete(job.id))
  events.on('job:error', ({ job, error }) => {
    log.warn('job failed', {
      task: job.task_identifier,
      job: job.id,
      code: codeText(error),
      count: job.attempts,
    })
  })
  events.on('job:failed', ({ job, error }) => {
    log.error('job parked', { task: job.task_identifier, job: job.id, code: codeText(error) })
  })
}

/** `taskList` has made the text a code. */
function codeText(error: unknown): string {
  return error instanceof Error ? error.message : 'UNKNOWN'
}

import { EventEmitter, once } from 'node:events'
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
import { type Crew, dismiss, newCrew, rest, watch } from './crew.ts'
import { QUEUE_SCHEMA } from './install.ts'
import type { JobHandler } from './jobs.ts'
import { type Life, watchLife } from './life.ts'
import { openQueuePool } from './pool.ts'
import type { Worker, WorkerOptions } from './worker.ts'

const POLL_MS = 1_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1_000
/** A run this long counts as a recovery. */
const CALM_MS = 10_000
/** No connection of ours is silent for so long, but the listening one. */
const SILENCE_MS = 10_000
/** How long a run that ends may need beyond its last job. */
const ENDING_MS = 1_000
/** How long the jobs of a failed run keep the next from beginning; then they are free to be done again. */
const LONGEST_JOB_MS = 120_000
const LOOK_MS = 50

/** Runs graphile-worker again and again until stopped; see `startWorker`. */
export function keepWorking(options: WorkerOptions): Worker {
  const stopping = new AbortController()
  const ended = untilStopped(options, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

async function untilStopped(options: WorkerOptions, stopping: AbortSignal): Promise<void> {
  for (let failures = 0; !stopping.aborted; failures++) {
    const started = performance.now()
    await onOnePool(options, stopping)
    if (stopping.aborted) return
    if (performance.now() - started > CALM_MS) failures = 0
    await rest(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), stopping)
  }
}

/** Each run has connections of its own, so that one which is given up cannot hold those of the next. */
async function onOnePool(options: WorkerOptions, stopping: AbortSignal): Promise<void> {
  const concurrency = options.concurrency ?? 2
  // Each worker asks for a job while the one before is struck off; beside them one listens, one watches, one is spare.
  const queue = openQueuePool(options.database, 2 * concurrency + 3, options.silenceMs ?? SILENCE_MS)
  stopping.addEventListener('abort', queue.loseHope, { once: true })
  const crew = newCrew()
  try {
    await oneRun(options, concurrency, queue.pool, crew, stopping)
  } catch (error) {
    options.log.warn('queue interrupted', errorFields(error))
  }
  await settle(options.log, queue.pool, crew, stopping)
  stopping.removeEventListener('abort', queue.loseHope)
  await queue.close()
}

/** When the database is away until the end, the next worker's watch does it. */
async function settle(log: Log, pool: Pool, crew: Crew, stopping: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return await dismiss(pool, crew)
    } catch (error) {
      log.warn('queue unsettled', errorFields(error))
      if (stopping.aborted) return
      await rest(FIRST_PAUSE_MS, stopping)
    }
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
  const life = watchLife(events)
  events.on('pool:create', ({ workerPool }) => {
    crew.name = workerPool.id
    watching = watch(pool, crew, over.signal, life.sweep)
  })
  keepTally(events, crew, options.log)
  try {
    const runner = await run(runnerOptions(options, concurrency, pool, events))
    await endOf(runner, crew, life, stopping)
  } finally {
    over.abort()
    await watching
  }
}

/** Waits for the run's end, but not for ever: see `watchLife`. */
async function endOf(runner: Runner, crew: Crew, life: Life, stopping: AbortSignal): Promise<void> {
  const ended = runner.promise.then(() => true)
  const waiting = new AbortController()
  await Promise.race([ended, life.failed, aborted(stopping, waiting.signal)])
  waiting.abort()
  runner.stop().catch(() => {})
  const began = performance.now()
  let last = began
  while (!(await Promise.race([ended, pause(LOOK_MS, false)]))) {
    const now = performance.now()
    if (crew.active.size > 0) last = now
    // Whoever stops the shop waits for the running jobs.
    const tooLong = !stopping.aborted && now - began > LONGEST_JOB_MS
    if (tooLong || now - last > ENDING_MS) return
  }
}

async function aborted(signal: AbortSignal, waiting: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort', { signal: waiting }).catch(() => {})
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

import type { Worker as Asker, WorkerEvents } from 'graphile-worker'

/** Sweeps, of a second each, that a worker may stay without an answer while the database answers the sweeps. */
const PATIENCE = 5

/** What we see of a run of graphile-worker from outside. */
export interface Life {
  /** Resolves when the run is ending, or will never do another job. */
  failed: Promise<void>
  /** To be told at each sweep. */
  sweep(): void
}

/**
 * Watches a run for the ways in which graphile-worker 0.18 stops working without ending:
 * - Its very first question fails: it keeps the failed answer and gives it to each later question.
 * - The answer to a question is lost: the asker waits.
 * - Two finished jobs cannot be struck off, or one can after another could not: it shuts down, but counts the jobs it
 *   has still to strike off below zero and waits for them for ever.
 */
export function watchLife(events: WorkerEvents): Life {
  const { promise: failed, resolve: fail } = Promise.withResolvers<void>()
  const unanswered = new Map<Asker, number>()
  let answered = false

  const answer = ({ worker }: { worker: Asker }) => {
    answered = true
    unanswered.set(worker, 0)
  }
  events.on('worker:create', ({ worker }) => unanswered.set(worker, 0))
  events.on('worker:getJob:empty', answer)
  events.on('job:start', ({ worker }) => {
    answered = true
    unanswered.delete(worker)
  })
  events.on('job:complete', answer)
  events.on('worker:getJob:error', () => {
    if (!answered) fail()
  })
  events.on('pool:gracefulShutdown', () => fail())

  return {
    failed,
    sweep() {
      for (const [worker, sweeps] of unanswered) {
        unanswered.set(worker, sweeps + 1)
        if (sweeps >= PATIENCE) fail()
      }
    },
  }
}

import type { MiddlewareHandler } from 'hono'
import { Unavailable } from '../errors.ts'

/**
 * Lets so many files come in at the same time, each of which is held in memory: one more is told to try again (503)
 * before its body is read. Forms without files pass.
 */
export function fewUploads(most: number): MiddlewareHandler {
  let running = 0
  return async (c, next) => {
    if (!c.req.header('content-type')?.toLowerCase().startsWith('multipart/form-data')) return next()
    if (running >= most) throw new Unavailable('too many files at once')
    running += 1
    try {
      await next()
    } finally {
      running -= 1
    }
  }
}

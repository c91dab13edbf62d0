import { pino } from 'pino'

/**
 * What a log line may carry: ids, codes and counts. There is no free text beside the event's name, so that no
 * personal data and no secret can slip in with a message.
 */
export interface LogFields {
  requestId?: string
  method?: string
  route?: string
  status?: number
  ms?: number
  code?: string
  sqlState?: string
  error?: string
  frames?: string[]
  task?: string
  job?: string
  id?: string
  count?: number
  pid?: number
  port?: number
}

export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** One JSON object a line on stderr; stdout belongs to results. */
export function openLog(level: 'info' | 'warn' | 'error' | 'silent'): Log {
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
  }
}

/** An error as a log may know it: class, code and stack frames, never its message. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const root = rootCause(error)
  const code = (root as { code?: unknown }).code
  return {
    error: root.name,
    ...(typeof code === 'string' ? { code } : {}),
    frames: (root.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim()),
  }
}

function rootCause(error: Error): Error {
  return error.cause instanceof Error ? rootCause(error.cause) : error
}

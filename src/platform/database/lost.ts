/**
 * The connection is gone, could not be made, or none was free. Nothing was kept, unless
 * `commitUnknown`: then the commit was on its way, and only a retry with the same idempotency key can tell.
 */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  readonly code = 'CONNECTION_LOST'
  readonly commitUnknown: boolean

  constructor(
    message: string,
    { cause, commitUnknown = false }: { cause?: unknown; commitUnknown?: boolean } = {},
  ) {
    super(message, { cause })
    this.commitUnknown = commitUnknown
  }
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

// 08 connection exceptions, 57P0x shut down, starting up or terminated, 53300 too many connections
// (PostgreSQL, Appendix A).
const unavailableStates = /^(08...|57P0.|53300)$/

/** True when PostgreSQL cannot be reached or does not serve for now: a 503, not a fault of the request. */
export function isUnavailable(error: unknown): boolean {
  const unreachable = causes(error).some((e) => e instanceof ConnectionLost || networkCodes.has(codeOf(e)))
  return unreachable || unavailableStates.test(sqlState(error) ?? '')
}

// lock_timeout, deadlock, statement cancelled, serialization; idle and transaction time limits (Appendix A).
const contendedStates = /^(55P03|40P01|57014|40001|25P03|25P04)$/

/** True when PostgreSQL gave a transaction up because of others or of time: nothing was done, and again it may work. */
export function isContended(error: unknown): boolean {
  return contendedStates.test(sqlState(error) ?? '')
}

/** The five-character SQLSTATE of a refusal by PostgreSQL, also inside drizzle's wrapping; else undefined. */
export function sqlState(error: unknown): string | undefined {
  const refusal = causes(error).find((e) => 'severity' in e && codeOf(e).length === 5)
  return refusal && codeOf(refusal)
}

/** The name of the rule (constraint) that refused, also inside drizzle's wrapping; else undefined. */
export function ruleOf(error: unknown): string | undefined {
  const refusal = causes(error).find((e) => 'constraint_name' in e)
  return refusal && (refusal as Error & { constraint_name?: string }).constraint_name
}

function causes(error: unknown): Error[] {
  const found: Error[] = []
  for (let e = error; e instanceof Error && !found.includes(e); e = e.cause) found.push(e)
  return found
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

import { sqlState } from '../../platform/database/client.ts'
import { Conflict } from '../../platform/errors.ts'

/** The database's own rules refuse with a check or a second row; here that becomes a message for a person. */
export async function refusedByRule<T>(statement: PromiseLike<T>): Promise<T> {
  try {
    return await statement
  } catch (error) {
    const state = sqlState(error)
    if (state === '23514' || state === '23505') throw new Conflict(ruleOf(error))
    throw error
  }
}

/** The name of the rule that refused, also inside drizzle's wrapping. */
function ruleOf(error: unknown): string {
  const found = error as { constraint_name?: string; cause?: unknown }
  return found.constraint_name ?? (found.cause ? ruleOf(found.cause) : 'refused')
}

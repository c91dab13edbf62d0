import { ruleOf, sqlState } from '../../platform/database/client.ts'
import { Conflict } from '../../platform/errors.ts'

/** The database's own rules refuse with a check or a second row; here that becomes a message for a person. */
export async function refusedByRule<T>(statement: PromiseLike<T>): Promise<T> {
  try {
    return await statement
  } catch (error) {
    const state = sqlState(error)
    if (state === '23514' || state === '23505') throw new Conflict(ruleOf(error) ?? 'refused')
    throw error
  }
}

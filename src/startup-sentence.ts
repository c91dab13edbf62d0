import { isUnavailable, sqlState } from './platform/database/client.ts'
import { StartupError } from './platform/errors.ts'
import { errorFields } from './platform/log.ts'

/** What went wrong at the start, in one sentence for the person at the keyboard; never a secret or an address with one. */
export function startupSentence(error: unknown): string {
  if (error instanceof StartupError) return error.message
  const state = sqlState(error)
  if (state?.startsWith('28'))
    return 'The database refuses this user or password: check DATABASE_URL, or SECRET_KEY if it was changed.'
  if (state === '3D000') return 'The database named in DATABASE_URL does not exist: create it first.'
  if (state === '42501')
    return 'The database user may not create tables or roles here: it must own the database and have CREATEROLE.'
  if (isUnavailable(error))
    return 'The database cannot be reached: check that it runs and that DATABASE_URL names it.'
  const { error: name, code, frames } = errorFields(error)
  return `The shop could not start (${[name, code].filter(Boolean).join(' ')}).\n${(frames ?? []).join('\n')}`
}

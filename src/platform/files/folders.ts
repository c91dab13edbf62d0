import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { StartupError } from '../errors.ts'

/**
 * Makes a directory for what the shop keeps, with those around it. Throws StartupError. Step by step: node's own
 * recursive mkdir never ends where a directory exists and nothing can be made in it, as under /proc.
 */
export function ensureFolder(folder: string): void {
  try {
    make(folder)
  } catch (error) {
    throw unusable(folder, error)
  }
}

/** The refusal of a directory that cannot be read or written. */
export function unusable(folder: string, error: unknown): StartupError {
  return new StartupError(
    `The directory ${folder} cannot be used (${(error as NodeJS.ErrnoException).code}): set VAR_DIR to one that this user may write.`,
  )
}

function make(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(folder) !== folder) make(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Somebody else made it a moment ago.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}

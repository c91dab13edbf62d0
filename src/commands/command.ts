import type { Config } from '../platform/config.ts'
import { StartupError } from '../platform/errors.ts'

/** A command of `npm run shop`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  /** What `--help` prints below it: arguments and options. */
  readonly usage: string
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>
  /** How many files or names stand after the options; none, where it does not say. */
  readonly arguments?: { readonly least: number; readonly most: number }
  /** Results go to `out`, progress to `tell`. Throws StartupError with a sentence for the person who called it. */
  run(given: Given): Promise<void>
}

export interface Given {
  readonly config: Config
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly arguments: readonly string[]
  out(line: string): void
  tell(line: string): void
}

/** An option that must be given. Throws StartupError. */
export function required({ values }: Given, name: string): string {
  const text = values[name]
  if (typeof text !== 'string' || text === '')
    throw new StartupError(`--${name} is missing: --help tells more.`)
  return text
}

import type { FieldErrors } from '../../platform/web/forms.ts'
import type { Stored } from './edited.ts'

/** The shop's own rules refuse what a form says; the errors stand beside its fields. */
export class Refused extends Error {
  readonly errors: FieldErrors
  constructor(errors: FieldErrors) {
    super('the catalogue refuses this')
    this.errors = errors
  }
}

/** Somebody else changed the product since the form was opened. */
export class Stale extends Error {
  readonly stored: Stored
  constructor(stored: Stored) {
    super('the product was changed meanwhile')
    this.stored = stored
  }
}

/** The name of the rule that the database would not break. */
export function constraintOf(error: unknown): string {
  const found = error as { constraint_name?: string; cause?: unknown }
  return found.constraint_name ?? (found.cause ? constraintOf(found.cause) : '')
}

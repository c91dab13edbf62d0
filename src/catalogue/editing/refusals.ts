import type { FieldErrors } from '../../platform/web/forms.ts'

/** The shop's own rules refuse what a form says; the errors stand beside its fields. */
export class Refused extends Error {
  readonly errors: FieldErrors
  constructor(errors: FieldErrors) {
    super('the catalogue refuses this')
    this.errors = errors
  }
}

/** Somebody else changed it since the form was opened; `stored` is what is kept now. */
export class Stale<T> extends Error {
  readonly stored: T
  constructor(stored: T) {
    super('it was changed meanwhile')
    this.stored = stored
  }
}

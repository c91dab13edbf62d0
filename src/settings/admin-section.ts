import type { z } from 'zod'
import type { Transaction } from '../platform/database/client.ts'
import type { IsoDate } from '../platform/time.ts'
import type { FieldErrors, Typed } from '../platform/web/forms.ts'
import type { StaffLanguage } from '../staff/table.ts'
import type { GroupKey, Settings } from './settings.ts'

/** What a section of the settings may look at. */
export interface Around {
  readonly settings: Settings
  readonly today: IsoDate
  readonly language: StaffLanguage
}

/** A page of the settings: what its form holds, and what becomes of it. */
export interface Section<T = never> {
  /** The row that is locked while it changes. */
  readonly group: GroupKey
  form(around: Around): z.ZodType<T>
  /** The form as it stands, and what else the page shows. */
  shown(tx: Transaction, around: Around): Promise<Shown>
  /** Keeps what was typed. Throws Refused, and nothing is kept. */
  save(tx: Transaction, value: T, around: Around, by: string): Promise<void>
}

export interface Shown {
  readonly values: Typed
  readonly [field: string]: unknown
}

/** The shop's own rules refuse what a form says; the errors stand beside its fields. */
export class Refused extends Error {
  readonly errors: FieldErrors
  constructor(errors: FieldErrors) {
    super('the settings refuse this')
    this.errors = errors
  }
}

/** Gives a section's type away where it stands among others; its form and its save agree by `section` alone. */
export function section<T>(made: Section<T>): Section<unknown> {
  return made as Section<unknown>
}

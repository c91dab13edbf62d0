import type { PgTable } from 'drizzle-orm/pg-core'
import type { Category, Login, PurposeId, Subject } from './purposes.ts'

/** What a column of personal data holds, and for whom. */
export interface PersonalTag {
  readonly personal: readonly Category[]
  readonly purposes: readonly PurposeId[]
}

/** What any column holds. */
export type Tag = PersonalTag | { readonly personal: false }

/** A column of personal data: its category (all of them, for a whole document), and the purposes that may see it. */
export function personal(
  category: Category | readonly Category[],
  ...purposes: [PurposeId, ...PurposeId[]]
): Tag {
  return { personal: typeof category === 'string' ? [category] : category, purposes }
}

/** Personal, and for the database's own rules alone: no purpose reads it. */
export function withheld(category: Category): Tag {
  return { personal: [category], purposes: [] }
}

/** Not personal by itself: keys, states, amounts of the shop's own making. */
export const plain: Tag = { personal: false }

type Columns<T extends PgTable> = T['_']['columns']

/** Exactly one tag for each column: a new column without one does not compile. */
export type Tags<T extends PgTable> = { readonly [K in keyof Columns<T>]: Tag }

/** What the purposes may do with the rows of a table that holds personal data. */
export interface PersonalTable<T extends PgTable = PgTable> {
  readonly table: T
  readonly subjects: readonly Subject[]
  readonly columns: Tags<T>
  /** INSERT: the purposes under which rows are collected; none where a function of the database adds them. */
  readonly collectedFor: readonly PurposeId[]
  /** UPDATE of the columns that the purpose sees (never of the primary key). */
  readonly changedFor?: readonly PurposeId[]
  /** DELETE: the subject's own session and cart rows only; everything else leaves through the eraser. */
  readonly droppedFor?: readonly PurposeId[]
  /** A condition on rows for a purpose, as SQL over the row; without one the purpose sees every row. */
  readonly rows?: Partial<Record<PurposeId, string>>
  /** Writes to it are noted in the audit (table, id, column names; never values). */
  readonly audited: boolean
}

/** Who may write a table without personal data: logins or purposes, the whole row or the named columns. */
export interface PlainTable<T extends PgTable = PgTable> {
  readonly table: T
  readonly writers: Partial<
    Record<Login | PurposeId, 'insert' | 'write' | 'delete' | readonly (keyof Columns<T> & string)[]>
  >
}

/** Declares a table with personal data; T is inferred so that every column must be tagged. */
export function personalTable<T extends PgTable>(declaration: PersonalTable<T>): PersonalTable {
  return declaration as unknown as PersonalTable
}

/** Declares a table without any personal data. */
export function plainTable<T extends PgTable>(table: T, writers: PlainTable<T>['writers'] = {}): PlainTable {
  return { table, writers } as unknown as PlainTable
}

/** The whole of an area's declarations. */
export interface Declarations {
  readonly personal: readonly PersonalTable[]
  readonly plain: readonly PlainTable[]
}

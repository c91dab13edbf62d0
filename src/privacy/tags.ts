import type { PgTable } from 'drizzle-orm/pg-core'
import type { Category, Login, PurposeId, Subject } from './purposes.ts'
import type { Unit } from './units.ts'

/** What a column of personal data holds, and for whom. */
export interface PersonalTag {
  readonly personal: readonly Category[]
  readonly purposes: readonly PurposeId[]
  /** A key or a hash of one: it is told to nobody, its person included (Art. 15(4), 32). */
  readonly sealed?: true
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

/** Personal, and a key to something: its purposes compare it, and no export shows it. */
export function sealed(category: Category, ...purposes: [PurposeId, ...PurposeId[]]): Tag {
  return { personal: [category], purposes, sealed: true }
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
  /** Whose a row is, and with what it ends. */
  readonly unit: Unit
  /**
   * Purposes that see a restricted person's rows too: because the rows are numbers and amounts (Art. 18(2) is about data on a
   * person), or a claim of the person's own, stated to be acted upon.
   */
  readonly neverRestricted?: readonly PurposeId[]
  /**
   * Its rows are never deleted by themselves: the terms of others are counted from them, and once these columns are
   * blanked what is left is a day of nobody; or they go with the row that they point to.
   */
  readonly stays?: true
  /** What stands in a column once it is erased and the row stays, as SQL over the row; null without. */
  readonly blanks?: Readonly<Record<string, string>>
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

import { createHash } from 'node:crypto'

/**
 * What the register says the database must hold: each fact has a key, by which it is compared with what the
 * catalogs say, and the SQL that makes it true.
 */
export type Facts = Map<string, string>

/** Adds a fact. */
export type Add = (key: string, sql: string) => void

/** A right to one column. */
export function grantColumn(right: string, table: string, column: string, role: string, add: Add): void {
  add(
    `grant ${right} ${table}.${column} ${role}`,
    `grant ${right} (${q(column)}) on ${q(table)} to ${q(role)}`,
  )
}

/** What stands beside a column in the database. */
export function comment(table: string, column: string, said: string, add: Add): void {
  add(`comment ${table}.${column} ${said}`, `comment on column ${q(table)}.${q(column)} is '${said}'`)
}

/** Short fingerprint of a policy's text, kept as its comment. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** A quoted SQL identifier. */
export function q(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

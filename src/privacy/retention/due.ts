import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { q } from '../facts.ts'
import type { PurposeId } from '../purposes.ts'
import { blankable, ownPurposes } from '../readers.ts'
import type { Declarations, PersonalTable } from '../tags.ts'
import { orderOf, unheld } from '../units.ts'

/**
 * What is due in a table, as SQL over its rows: the same conditions that let purposes see them. A row is due when no
 * purpose of its table holds it, a column when none of its own does.
 */
export interface DueTable {
  readonly name: string
  /** Rows that belong to an order: which one, and how those of some orders are found (`$orders` is an array of ids). */
  readonly order?: {
    readonly id: string
    readonly among: string
    /** Some rows belong to no order all the same. */
    readonly orNone: boolean
  }
  /** The column by which single rows are taken; the first of the primary key. */
  readonly key: string
  /** Undefined where rows stay for good. */
  readonly rowDue: Due | undefined
  /** The rows stay, and only lose columns. */
  readonly stays: boolean
  readonly columns: readonly { readonly name: string; readonly due: Due; readonly blank: string }[]
}

/** The conditions of which none may be true, and nothing may hold the row back. */
export interface Due {
  readonly held: readonly string[]
  readonly unheld: string
}

/** The tables from which anything ever goes, those that point to others before the others. */
export function dueTables(register: Declarations): readonly DueTable[] {
  return register.personal
    .map(dueTable)
    .filter(({ rowDue, columns }) => rowDue || columns.length > 0)
    .reverse()
}

/** In SQL; `said` puts something in place of a condition, such as the column in which it has been asked. */
export function dueSql({ held, unheld }: Due, said = (condition: string) => `(${condition})`): string {
  // A condition that nobody can decide holds.
  return `(not coalesce(${held.map(said).join(' or ')}, true) and ${said(unheld)})`
}

function dueTable(declared: PersonalTable): DueTable {
  const order = orderOf(declared.unit)
  return {
    name: getTableName(declared.table),
    ...(order && { order: { id: order, among: among(declared), orNone: isLoose(declared) } }),
    key: keyOf(declared),
    stays: declared.stays === true,
    rowDue: declared.stays ? undefined : dueWithout(declared, [...ownPurposes(declared)]),
    columns: blankedColumns(declared),
  }
}

function blankedColumns(declared: PersonalTable) {
  const columns = getTableColumns(declared.table)
  const blanked = new Set(blankable(declared))
  return Object.entries(declared.columns).flatMap(([property, tag]) => {
    const { name } = columns[property]!
    if (tag.personal === false || !blanked.has(name)) return []
    const due = dueWithout(declared, tag.purposes)
    return due ? [{ name, due, blank: declared.blanks?.[name] ?? 'null' }] : []
  })
}

/** Due where none of the purposes holds it; undefined where one without a condition holds for ever. */
function dueWithout({ rows, unit }: PersonalTable, purposes: readonly PurposeId[]): Due | undefined {
  const held = [...new Set(purposes.map((purpose) => rows?.[purpose]))]
  if (held.length === 0 || held.includes(undefined)) return undefined
  return { held: held as string[], unheld: unheld(unit) ?? 'true' }
}

function among({ unit, table }: PersonalTable): string {
  if (unit.of !== 'order') throw new RangeError(`${getTableName(table)} belongs to no order`)
  const { by, through } = unit
  if (through === undefined) return `${q(by)} = any ($orders)`
  return `${q(by)} in (select id from ${through} where order_id = any ($orders))`
}

/** A letter may be about nothing that was ordered, and money be nobody's yet. */
function isLoose({ unit, table }: PersonalTable): boolean {
  if (unit.of !== 'order' || unit.through === 'invoice') return false
  return (
    unit.through === 'mail' ||
    !Object.values(getTableColumns(table)).find(({ name }) => name === unit.by)!.notNull
  )
}

/** Ids come from the database and are checked all the same: they stand in the statement. */
export function amongThese(among: string, orders: readonly string[]): string {
  if (!orders.every((id) => /^[0-9a-f-]{36}$/.test(id))) throw new RangeError('not an order’s id')
  return among.replace('$orders', `array['${orders.join("','")}']::uuid[]`)
}

function keyOf({ table }: PersonalTable): string {
  const { primaryKeys, columns } = getTableConfig(table)
  return primaryKeys[0]?.columns[0]?.name ?? columns.find((column) => column.primary)!.name
}

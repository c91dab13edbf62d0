import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { q } from '../facts.ts'
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
  readonly order?: { readonly id: string; readonly among: string }
  /** The column by which single rows are taken; the first of the primary key. */
  readonly key: string
  readonly rowDue: string
  readonly columns: readonly { readonly name: string; readonly due: string; readonly blank: string }[]
}

/** The tables from which anything ever goes, those that point to others before the others. */
export function dueTables(register: Declarations): readonly DueTable[] {
  return register.personal
    .map(dueTable)
    .filter(({ rowDue, columns }) => rowDue !== never || columns.length > 0)
    .reverse()
}

const never = 'false'

function dueTable(declared: PersonalTable): DueTable {
  const name = getTableName(declared.table)
  const order = orderOf(declared.unit)
  const held = unheld(declared.unit)
  const and = (due: string) => (due === never || !held ? due : `(${due}) and ${held}`)
  return {
    name,
    ...(order && { order: { id: order, among: among(declared) } }),
    key: keyOf(declared),
    rowDue: declared.stays
      ? never
      : and(none([...ownPurposes(declared)].map((purpose) => declared.rows?.[purpose]))),
    columns: blankedColumns(declared).map(({ due, ...column }) => ({ ...column, due: and(due) })),
  }
}

function blankedColumns(declared: PersonalTable) {
  const columns = getTableColumns(declared.table)
  const blanked = new Set(blankable(declared))
  return Object.entries(declared.columns).flatMap(([property, tag]) => {
    const { name } = columns[property]!
    if (tag.personal === false || !blanked.has(name)) return []
    const due = none(tag.purposes.map((purpose) => declared.rows?.[purpose]))
    return due === never ? [] : [{ name, due, blank: declared.blanks?.[name] ?? 'null' }]
  })
}

/** True where none of the conditions is; a purpose without a condition holds for ever. */
function none(conditions: readonly (string | undefined)[]): string {
  if (conditions.length === 0 || conditions.some((condition) => condition === undefined)) return never
  const held = [...new Set(conditions)].map((condition) => `(${condition})`).join(' or ')
  // A condition that nobody can decide holds.
  return `not coalesce(${held}, true)`
}

function among({ unit, table }: PersonalTable): string {
  if (unit.of !== 'order') throw new RangeError(`${getTableName(table)} belongs to no order`)
  const { by, through } = unit
  if (through === undefined) return `${q(by)} = any ($orders)`
  return `${q(by)} in (select id from ${through} where order_id = any ($orders))`
}

function keyOf({ table }: PersonalTable): string {
  const { primaryKeys, columns } = getTableConfig(table)
  return primaryKeys[0]?.columns[0]?.name ?? columns.find((column) => column.primary)!.name
}

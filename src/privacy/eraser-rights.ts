import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { callableFor, findingHeld } from './callable.ts'
import { type Add, digest, grantColumn, q } from './facts.ts'
import { blankable } from './readers.ts'
import type { Roles } from './roles.ts'
import type { Declarations, PersonalTable } from './tags.ts'
import { unheld } from './units.ts'

/** What the eraser may do: it is no purpose, and so its rights follow from what the others' conditions let go of. */

/** Beside the tables of personal data: what it calls to know what is due, what it writes down, what hangs on nothing then. */
export function wantErasersOwn(register: Declarations, roles: Roles, add: Add): void {
  const conditions = register.personal.flatMap(({ rows = {} }) => Object.values(rows)).join(' ')
  const called = Object.values(callableFor)
    .flat()
    .filter((signature) => conditions.includes(`${signature.split('(')[0]}(`))
  for (const signature of new Set(['shop_ends_of(uuid[])', ...findingHeld, ...called]))
    add(
      `grant EXECUTE ${signature} ${roles.eraser}`,
      `grant execute on function ${signature} to ${q(roles.eraser)}`,
    )
  const rights = [
    ['INSERT', 'erasure_run'],
    ['UPDATE', 'erasure_run'],
    ['INSERT', 'erasure'],
    ['INSERT', 'retention_forecast'],
    ['DELETE', 'retention_forecast'],
    ['INSERT', 'retention_outlook'],
    ['DELETE', 'retention_outlook'],
    ['DELETE', 'mail'],
    ['DELETE', 'order_key'],
  ] as const
  for (const [right, table] of rights)
    add(`grant ${right} ${table} ${roles.eraser}`, `grant ${right} on ${table} to ${q(roles.eraser)}`)
}

/** The eraser sees what its conditions name, and deletes and blanks whatever nothing holds back. */
export function wantEraser(declared: PersonalTable, roles: Roles, add: Add): void {
  const name = getTableName(declared.table)
  for (const column of conditionColumns(declared)) grantColumn('SELECT', name, column, roles.eraser, add)
  for (const column of blankable(declared)) grantColumn('UPDATE', name, column, roles.eraser, add)
  add(`grant DELETE ${name} ${roles.eraser}`, `grant DELETE on ${q(name)} to ${q(roles.eraser)}`)
  const using = `using (${unheld(declared.unit) ?? 'true'})`
  for (const command of ['select', 'update', 'delete']) {
    const clause = command === 'select' ? 'using (true)' : using
    const label = `eraser ${command}`
    add(
      `policy ${name} ${label} ${roles.eraser} ${digest(clause)}`,
      `create policy ${q(label)} on ${q(name)} for ${command} to ${q(roles.eraser)} ${clause};` +
        `comment on policy ${q(label)} on ${q(name)} is '${digest(clause)}'`,
    )
  }
}

/** The columns by which the eraser knows what is due: its keys, what conditions name, what it blanks. */
function conditionColumns(declared: PersonalTable): string[] {
  const { unit, rows = {} } = declared
  const named = [...Object.values(rows), 'by' in unit ? unit.by : ''].join(' ')
  const blanked = new Set(blankable(declared))
  return Object.values(getTableColumns(declared.table))
    .map(({ name, primary }) => ({ name, primary }))
    .filter(({ name, primary }) => primary || blanked.has(name) || new RegExp(`\\b${name}\\b`).test(named))
    .map(({ name }) => name)
    .concat(
      getTableConfig(declared.table).primaryKeys.flatMap(({ columns }) => columns.map(({ name }) => name)),
    )
    .filter((name, at, all) => all.indexOf(name) === at)
}

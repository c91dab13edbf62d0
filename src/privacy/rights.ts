import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { callable, callableBy, callableFor } from './callable.ts'
import { wantEraser, wantErasersOwn } from './eraser-rights.ts'
import { type Add, comment, digest, type Facts, grantColumn, q } from './facts.ts'
import { type Login, type PurposeId, purposeList } from './purposes.ts'
import { mayRead, ownPurposes, purposesOf } from './readers.ts'
import { logins, type Roles, rolesFor } from './roles.ts'
import type { Declarations, PersonalTable, PersonalTag, PlainTable } from './tags.ts'
import { ofSubject, unrestricted } from './units.ts'

/** Who still sees a restricted person (Art. 18(2)): claims, the request itself; and what is no processing of theirs. */
const seesRestricted = new Set<PurposeId>([
  'legal-claims',
  'debt-collection',
  'rights-requests',
  'objections',
  'accountability',
  'security',
  'staff-accounts',
  'website',
])

/** Everything that must be true of roles, grants, policies, comments and audit triggers. */
export function wantedFacts(register: Declarations, database: string): Facts {
  const roles = rolesFor(database)
  const facts: Facts = new Map()
  const add = (key: string, sql: string) => facts.set(key, sql)
  wantRoles(roles, add)
  wantShared(roles, add)
  wantErasersOwn(register, roles, add)
  for (const declared of register.plain) wantPlainTable(declared, roles, add)
  for (const declared of register.personal) {
    wantPersonalTable(declared, roles, add)
    wantEraser(declared, roles, add)
  }
  return facts
}

function wantRoles(roles: Roles, add: Add): void {
  add(`role ${roles.everyone} nologin`, `create role ${q(roles.everyone)} nologin`)
  for (const login of logins)
    add(`role ${roles.login(login)} login`, `create role ${q(roles.login(login))} login`)
  for (const purpose of purposeList) {
    const role = roles.purpose(purpose.id)
    add(`role ${role} nologin`, `create role ${q(role)} nologin`)
  }
  add(`role ${roles.eraser} nologin`, `create role ${q(roles.eraser)} nologin`)
  const belongs = (member: string, group: string, inherit: boolean) =>
    add(
      `member ${member} of ${group} inherit ${inherit} set ${!inherit}`,
      `grant ${q(group)} to ${q(member)} with inherit ${inherit}, set ${!inherit}, admin false`,
    )
  for (const login of logins) belongs(roles.login(login), roles.everyone, true)
  belongs(roles.eraser, roles.everyone, true)
  belongs(roles.login('worker'), roles.eraser, false)
  for (const purpose of purposeList) {
    belongs(roles.purpose(purpose.id), roles.everyone, true)
    for (const login of purpose.logins) belongs(roles.login(login), roles.purpose(purpose.id), false)
  }
}

function wantShared(roles: Roles, add: Add): void {
  const everyone = q(roles.everyone)
  add(`grant USAGE schema public ${roles.everyone}`, `grant usage on schema public to ${everyone}`)
  for (const signature of callable) {
    add(
      `grant EXECUTE ${signature} ${roles.everyone}`,
      `grant execute on function ${signature} to ${everyone}`,
    )
  }
  for (const [login, signatures] of Object.entries(callableBy) as [Login, readonly string[]][]) {
    const role = roles.login(login)
    for (const signature of signatures)
      add(`grant EXECUTE ${signature} ${role}`, `grant execute on function ${signature} to ${q(role)}`)
  }
  for (const [purpose, signatures] of Object.entries(callableFor) as [PurposeId, readonly string[]][]) {
    const role = roles.purpose(purpose)
    for (const signature of signatures)
      add(`grant EXECUTE ${signature} ${role}`, `grant execute on function ${signature} to ${q(role)}`)
  }
  const numbers = q(roles.purpose('order-contract'))
  add(
    `grant USAGE order_number_seq ${roles.purpose('order-contract')}`,
    `grant usage on sequence order_number_seq to ${numbers}`,
  )
  for (const right of ['SELECT', 'UPDATE']) {
    add(
      `grant ${right} order_number_seq ${roles.login('backoffice')}`,
      `grant ${right} on sequence order_number_seq to ${q(roles.login('backoffice'))}`,
    )
  }
}

function wantPlainTable({ table, writers }: PlainTable, roles: Roles, add: Add): void {
  const name = getTableName(table)
  const grant = (right: string, role: string) =>
    add(`grant ${right} ${name} ${role}`, `grant ${right} on ${q(name)} to ${q(role)}`)
  grant('SELECT', roles.everyone)
  for (const [writer, right] of Object.entries(writers) as [Login | PurposeId, string | string[]][]) {
    const role = isLogin(writer) ? roles.login(writer) : roles.purpose(writer)
    if (Array.isArray(right)) {
      const columns = getTableColumns(table)
      for (const column of right) grantColumn('UPDATE', name, columns[column]!.name, role, add)
      continue
    }
    grant('INSERT', role)
    if (right !== 'insert') grant('UPDATE', role)
    if (right === 'delete') grant('DELETE', role)
  }
  for (const column of Object.values(getTableColumns(table)))
    comment(name, column.name, 'not personal data', add)
}

function wantPersonalTable(declared: PersonalTable, roles: Roles, add: Add): void {
  const name = getTableName(declared.table)
  const columns = getTableColumns(declared.table)
  const key = primaryKey(declared)
  const tags = Object.entries(declared.columns).map(([property, tag]) => ({
    column: columns[property]!.name,
    tag,
  }))

  for (const purpose of purposesOf(declared)) {
    const role = roles.purpose(purpose)
    const seen = tags.filter(({ tag }) => tag.personal === false || mayRead(declared, tag, purpose))
    for (const { column } of seen) {
      grantColumn('SELECT', name, column, role, add)
      if (declared.changedFor?.includes(purpose) && column !== key)
        grantColumn('UPDATE', name, column, role, add)
    }
    const grant = (right: string) =>
      add(`grant ${right} ${name} ${role}`, `grant ${right} on ${q(name)} to ${q(role)}`)
    if (declared.collectedFor.includes(purpose)) grant('INSERT')
    if (declared.droppedFor?.includes(purpose)) grant('DELETE')
    wantPolicies(declared, name, purpose, role, add)
  }
  for (const { column, tag } of tags) {
    const said = tag.personal === false ? 'not personal data' : toldOf(tag)
    comment(name, column, said, add)
  }
  add(`rls ${name}`, `alter table ${q(name)} enable row level security`)
  if (declared.audited) {
    add(
      `audit ${name} ${key}`,
      `create trigger audit after insert or update or delete on ${q(name)} for each row execute function shop_audit('${key}')`,
    )
  }
}

/** A row may be collected whatever its condition; it is seen, changed and dropped only while the condition holds. */
function wantPolicies(
  declared: PersonalTable,
  name: string,
  purpose: PurposeId,
  role: string,
  add: Add,
): void {
  const switched = purposeList.find((known) => known.id === purpose)!.use !== 'core'
  const using =
    [
      switched ? `(select shop_purpose_on('${purpose}'))` : 'true',
      conditionOf(declared, purpose),
      restrictionOf(declared, purpose),
    ]
      .filter((condition) => condition !== 'true')
      .map((condition) => `(${condition})`)
      .join(' and ') || 'true'
  const policy = (command: string, clause: string) => {
    const label = `${purpose} ${command}`
    add(
      `policy ${name} ${label} ${role} ${digest(clause)}`,
      `create policy ${q(label)} on ${q(name)} for ${command} to ${q(role)} ${clause};` +
        `comment on policy ${q(label)} on ${q(name)} is '${digest(clause)}'`,
    )
  }
  policy('select', `using (${using})`)
  if (declared.collectedFor.includes(purpose)) policy('insert', 'with check (true)')
  if (declared.changedFor?.includes(purpose)) policy('update', `using (${using}) with check (true)`)
  if (declared.droppedFor?.includes(purpose)) policy('delete', `using (${using})`)
}

/** What a purpose says of the rows that it sees; an answer to a person's request sees that person's, and all of them. */
function conditionOf(declared: PersonalTable, purpose: PurposeId): string {
  if (ownPurposes(declared).has(purpose)) return declared.rows?.[purpose] ?? 'true'
  return ofSubject(declared.unit)!
}

function restrictionOf(declared: PersonalTable, purpose: PurposeId): string {
  if (seesRestricted.has(purpose) || declared.neverRestricted?.includes(purpose)) return 'true'
  return unrestricted(declared.unit) ?? 'true'
}

/** The column by which the audit names a row: the primary key, or its first column. */
function primaryKey(declared: PersonalTable): string {
  const { primaryKeys, columns } = getTableConfig(declared.table)
  const composed = primaryKeys[0]?.columns[0]?.name
  return composed ?? columns.find((column) => column.primary)!.name
}

/** What a column holds and for whom, as its comment says it. */
export function toldOf({ personal, purposes }: PersonalTag): string {
  return `${personal.join(', ')}: ${purposes.join(', ') || 'no purpose reads it'}`
}

function isLogin(writer: string): writer is Login {
  return (logins as readonly string[]).includes(writer)
}

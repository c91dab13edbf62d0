import { createHash } from 'node:crypto'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { type Login, type PurposeId, purposeList } from './purposes.ts'
import { logins, type Roles, rolesFor } from './roles.ts'
import type { Declarations, PersonalTable, PersonalTag, PlainTable } from './tags.ts'

/**
 * What the register says the database must hold: each fact has a key, by which it is compared with what the
 * catalogs say, and the SQL that makes it true.
 */
export type Facts = Map<string, string>

/** Functions that any of the shop's roles may call; the others belong to triggers. */
const callable = [
  'shop_day(timestamp with time zone)',
  'shop_today()',
  'shop_purpose()',
  'shop_purpose_on(text)',
  'shop_refuse_switched_off()',
  'shop_settled(uuid)',
  'shop_delivered_on(uuid)',
  'shop_contract_open(uuid)',
  'shop_mail_open(uuid)',
  'shop_claims_open(uuid, interval)',
  'shop_cancelled_at(uuid)',
  'shop_customer_known(uuid)',
  'shop_invoiced_order(uuid)',
  'shop_consent_kept(uuid, interval)',
  'shop_cart_live(uuid, interval)',
  'shop_staff_known(uuid, interval)',
  'shop_proof_approved(uuid)',
  'shop_may_market(text, bytea, uuid)',
  'shop_cart_of(bytea)',
  'shop_lowest_before(uuid)',
  'shop_price_for(uuid, bigint)',
  'shop_discounts(uuid, uuid)',
  'shop_discount_problem(discount_code)',
  'shop_sold_lately()',
  'shop_plain(text)',
  'shop_search(text, text, integer)',
  'shop_near_words(text, text, integer)',
  'shop_ordered_variants(uuid)',
  'shop_enqueue(text, jsonb, text, integer)',
  'shop_plain_letters(text)',
]

const subscribing = ['shop_subscribe(text, bytea, text, uuid)']
const inviting = ['shop_invitation_letter(uuid, bytea, timestamp with time zone)']

/** Functions that write for one purpose what it may not write by itself. */
const callableFor: Partial<Record<PurposeId, readonly string[]>> = {
  'order-contract': [
    'shop_empty_cart(bytea)',
    'shop_put_in_cart(bytea, interval, uuid, integer, text, boolean)',
    'shop_set_cart_line(bytea, uuid, integer)',
    'shop_use_discount(uuid)',
    'shop_lock_order(uuid)',
    'shop_remember_customer(text)',
  ],
  website: ['shop_keep_cart(bytea, interval)'],
  'marketing-email': subscribing,
  'marketing-similar-goods': subscribing,
  'marketing-phone': subscribing,
  'service-messages': inviting,
  'staff-accounts': inviting,
}

const enqueueAt = 'shop_enqueue_at(text, jsonb, text, timestamp with time zone)'

/** Functions for a login as such, whatever its purpose. */
const callableBy: Partial<Record<Login, readonly string[]>> = {
  backoffice: ['shop_failed_job()', 'shop_retry_job(bigint)', 'shop_last_order()', enqueueAt],
  worker: [enqueueAt],
}

/** Everything that must be true of roles, grants, policies, comments and audit triggers. */
export function wantedFacts(register: Declarations, database: string): Facts {
  const roles = rolesFor(database)
  const facts: Facts = new Map()
  const add = (key: string, sql: string) => facts.set(key, sql)
  wantRoles(roles, add)
  wantShared(roles, add)
  for (const declared of register.plain) wantPlainTable(declared, roles, add)
  for (const declared of register.personal) wantPersonalTable(declared, roles, add)
  return facts
}

type Add = (key: string, sql: string) => void

function wantRoles(roles: Roles, add: Add): void {
  add(`role ${roles.everyone} nologin`, `create role ${q(roles.everyone)} nologin`)
  for (const login of logins)
    add(`role ${roles.login(login)} login`, `create role ${q(roles.login(login))} login`)
  for (const purpose of purposeList) {
    const role = roles.purpose(purpose.id)
    add(`role ${role} nologin`, `create role ${q(role)} nologin`)
  }
  const belongs = (member: string, group: string, inherit: boolean) =>
    add(
      `member ${member} of ${group} inherit ${inherit} set ${!inherit}`,
      `grant ${q(group)} to ${q(member)} with inherit ${inherit}, set ${!inherit}, admin false`,
    )
  for (const login of logins) belongs(roles.login(login), roles.everyone, true)
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
    const seen = tags.filter(({ tag }) => tag.personal === false || tag.purposes.includes(purpose))
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
  const condition = declared.rows?.[purpose] ?? 'true'
  const switched = purposeList.find((known) => known.id === purpose)!.use !== 'core'
  const using = switched ? `(select shop_purpose_on('${purpose}')) and (${condition})` : condition
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

/** The purposes that may touch a table at all. */
export function purposesOf(declared: PersonalTable): PurposeId[] {
  const named = new Set<PurposeId>([
    ...declared.collectedFor,
    ...(declared.changedFor ?? []),
    ...(declared.droppedFor ?? []),
  ])
  for (const tag of Object.values(declared.columns)) {
    if (tag.personal !== false) for (const purpose of tag.purposes) named.add(purpose)
  }
  return [...named]
}

/** The column by which the audit names a row: the primary key, or its first column. */
function primaryKey(declared: PersonalTable): string {
  const { primaryKeys, columns } = getTableConfig(declared.table)
  const composed = primaryKeys[0]?.columns[0]?.name
  return composed ?? columns.find((column) => column.primary)!.name
}

function grantColumn(right: string, table: string, column: string, role: string, add: Add): void {
  add(
    `grant ${right} ${table}.${column} ${role}`,
    `grant ${right} (${q(column)}) on ${q(table)} to ${q(role)}`,
  )
}

function comment(table: string, column: string, said: string, add: Add): void {
  add(`comment ${table}.${column} ${said}`, `comment on column ${q(table)}.${q(column)} is '${said}'`)
}

/** What a column holds and for whom, as its comment says it. */
export function toldOf({ personal, purposes }: PersonalTag): string {
  return `${personal.join(', ')}: ${purposes.join(', ') || 'no purpose reads it'}`
}

function isLogin(writer: string): writer is Login {
  return (logins as readonly string[]).includes(writer)
}

/** Short fingerprint of a policy's text, kept as its comment. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** A quoted SQL identifier. */
export function q(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

import { createHash } from 'node:crypto'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { type Login, type PurposeId, purposeList } from './purposes.ts'
import { logins, type Roles, rolesFor } from './roles.ts'
import type { Declarations, PersonalTable, PersonalTag, PlainTable, Tag } from './tags.ts'
import { ofSubject, unheld, unrestricted } from './units.ts'

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
  'shop_claims_open(uuid, text)',
  'shop_claims_ends(uuid, text)',
  'shop_contract_ends(uuid)',
  'shop_messages_open(uuid)',
  'shop_accounting_open(uuid)',
  'shop_accounting_ends(uuid)',
  'shop_order_ends(uuid)',
  'shop_term(text, text)',
  'shop_news_request_open(timestamp with time zone)',
  'shop_restricted_orders()',
  'shop_restricted_invoices()',
  'shop_restricted_mails()',
  'shop_restricted_addresses()',
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
  'shop_breach_kept(uuid, interval)',
  'shop_breach_noted(uuid)',
  'shop_code_wanted(uuid)',
]

/** Functions by which rows are found that belong to one person, or that something holds. */
const findingSubjects = [
  'shop_subject_address()',
  'shop_subject_addresses()',
  'shop_subject_orders()',
  'shop_subject_mails()',
  'shop_subject_consents()',
  'shop_subject_hashes()',
  'shop_subject_cart()',
  'shop_subject_staff()',
  'shop_subject_customers()',
  'shop_subject_requests()',
  'shop_subject_rows()',
]
const findingHeld = ['shop_held_orders()', 'shop_held_addresses()']

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

/** The way to the page of one's own data, from the asked-for link to the closed page. */
const openingMyData = [
  'shop_ask_for_link(text, bytea, text, bytea, bytea)',
  'shop_link_letter(uuid, bytea)',
  'shop_link_opens(bytea)',
  'shop_open_my_data(bytea, bytea)',
  'shop_my_data_session(bytea)',
  'shop_close_my_data(bytea)',
  'shop_subject_choices()',
  'shop_subject_live_consents(text)',
]
const disclosing = ['shop_note_disclosure(text, text, text, uuid[], text[], text, uuid)']
const opening = ['shop_note_opening(text, uuid[], text, text)']
const answeringBreaches = [
  'shop_count_affected(uuid)',
  'shop_breach_addressees(uuid)',
  'shop_breach_unreached(uuid)',
  'shop_queue_breach_letters(uuid, uuid, integer)',
]
const subscribing = ['shop_subscribe(text, bytea, text, uuid)']
const inviting = ['shop_invitation_letter(uuid, bytea, timestamp with time zone)']

const enqueueAt = 'shop_enqueue_at(text, jsonb, text, timestamp with time zone)'

/** Functions that write for one purpose what it may not write by itself. */
const callableFor: Partial<Record<PurposeId, readonly string[]>> = {
  'order-contract': [
    'shop_empty_cart(bytea)',
    'shop_put_in_cart(bytea, interval, uuid, integer, text, boolean)',
    'shop_set_cart_line(bytea, uuid, integer)',
    'shop_use_discount(uuid)',
    'shop_lock_order(uuid)',
    'shop_remember_customer(text)',
    ...disclosing,
    ...opening,
  ],
  'conformity-claims': opening,
  'legal-claims': opening,
  accounting: [...disclosing, ...opening],
  identification: [
    ...opening,
    'shop_keep_personal_code(uuid, bytea, integer, uuid)',
    'shop_take_back_personal_code(uuid)',
  ],
  'debt-collection': [...disclosing, ...opening],
  accountability: [...answeringBreaches, ...opening],
  website: ['shop_keep_cart(bytea, interval)'],
  'rights-requests': [...findingSubjects, 'shop_forget_cart()', ...openingMyData, ...opening],
  'marketing-email': [...subscribing, ...disclosing, enqueueAt, 'shop_news_subscribe(uuid, uuid, text)'],
  'marketing-similar-goods': [...subscribing, ...disclosing, enqueueAt, 'shop_news_reached(uuid, bytea)'],
  'consent-evidence': ['shop_news_withdraw(uuid)', 'shop_news_consent(uuid, text, text, text)'],
  objections: ['shop_news_links(uuid)', 'shop_news_object(uuid, text)'],
  'marketing-phone': subscribing,
  'service-messages': [
    ...inviting,
    ...disclosing,
    ...opening,
    'shop_breach_letter(uuid)',
    'shop_newsletter_test(uuid)',
  ],
  'staff-accounts': inviting,
}

/** Functions for a login as such, whatever its purpose. */
const callableBy: Partial<Record<Login, readonly string[]>> = {
  backoffice: [
    'shop_failed_job()',
    'shop_retry_job(bigint)',
    'shop_last_order()',
    'shop_news_audience()',
    enqueueAt,
  ],
  worker: [enqueueAt],
}

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

type Add = (key: string, sql: string) => void

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

/** Beside the tables of personal data: what it calls to know what is due, what it writes down, what hangs on nothing then. */
function wantErasersOwn(register: Declarations, roles: Roles, add: Add): void {
  const conditions = register.personal.flatMap(({ rows = {} }) => Object.values(rows)).join(' ')
  const called = Object.values(callableFor)
    .flat()
    .filter((signature) => conditions.includes(`${signature.split('(')[0]}(`))
  for (const signature of new Set([...findingHeld, ...called]))
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
    ['DELETE', 'mail'],
    ['DELETE', 'order_key'],
  ] as const
  for (const [right, table] of rights)
    add(`grant ${right} ${table} ${roles.eraser}`, `grant ${right} on ${table} to ${q(roles.eraser)}`)
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

/** Whether a purpose reads a column of personal data: its own, or for the person who asks (Art. 15). */
export function mayRead(declared: PersonalTable, tag: Tag, purpose: PurposeId): boolean {
  if (tag.personal === false) return false
  if (tag.purposes.includes(purpose)) return true
  return purpose === 'rights-requests' && !ownPurposes(declared).has(purpose) && isTold(declared, tag)
}

/** Whether the person may be told of it on request: no key, and not the personal code (register.md). */
export function isTold({ unit }: PersonalTable, tag: Tag): boolean {
  if (tag.personal === false || tag.sealed || tag.purposes.length === 0) return false
  return ofSubject(unit) !== undefined && !tag.personal.includes('personal-code')
}

/** The eraser sees what its conditions name, and deletes and blanks whatever nothing holds back. */
function wantEraser(declared: PersonalTable, roles: Roles, add: Add): void {
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

/** The columns that end while their row stays: because some purpose of the row does not hold them, or the row is kept. */
export function blankable(declared: PersonalTable): string[] {
  const own = ownPurposes(declared)
  const columns = getTableColumns(declared.table)
  const named = (name: string) => declared.blanks?.[name] !== undefined
  return Object.entries(declared.columns)
    .filter(([, tag]) => tag.personal !== false && tag.purposes.length > 0)
    .map(([property, tag]) => ({ column: columns[property]!, fewer: heldByFewer(tag, own) }))
    .filter(({ column: { primary, notNull, name }, fewer }) =>
      declared.stays ? named(name) : !primary && fewer && (!notNull || named(name)),
    )
    .map(({ column }) => column.name)
}

function heldByFewer(tag: Tag, own: ReadonlySet<PurposeId>): boolean {
  return tag.personal !== false && tag.purposes.length < own.size
}

/** The purposes that may touch a table at all. */
export function purposesOf(declared: PersonalTable): PurposeId[] {
  const named = ownPurposes(declared)
  if (Object.values(declared.columns).some((tag) => isTold(declared, tag))) named.add('rights-requests')
  return [...named]
}

/** The purposes that a table's own declaration names. */
export function ownPurposes(declared: PersonalTable): Set<PurposeId> {
  const named = new Set<PurposeId>([
    ...declared.collectedFor,
    ...(declared.changedFor ?? []),
    ...(declared.droppedFor ?? []),
  ])
  for (const tag of Object.values(declared.columns)) {
    if (tag.personal !== false) for (const purpose of tag.purposes) named.add(purpose)
  }
  return named
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

import { sql } from 'drizzle-orm'
import { exec, type Transaction } from '../platform/database/client.ts'
import { digest, type Facts, q } from './facts.ts'
import { purposeList } from './purposes.ts'
import { wantedFacts } from './rights.ts'
import { logins, rolesFor } from './roles.ts'
import type { Declarations } from './tags.ts'

export interface Drift {
  readonly missing: string[]
  readonly unwanted: string[]
}

/** How the database's rights differ from the register. Runs as the owner. */
export async function drift(tx: Transaction, register: Declarations, database: string): Promise<Drift> {
  const { missing, unwanted } = await differences(tx, register, database)
  return { missing: missing.map(([key]) => key), unwanted: unwanted.map(([key]) => key) }
}

/** Makes roles, grants, policies, comments and audit triggers what the register says. Runs as the owner, under a lock. */
export async function reconcile(tx: Transaction, register: Declarations, database: string): Promise<void> {
  const { unwanted, ...first } = await differences(tx, register, database)
  await run(tx, unwanted)
  // Undoing can take more than it named: revoking a table's right also takes the rights to its columns.
  const { missing } = unwanted.length ? await differences(tx, register, database) : first
  await run(tx, missing)
  // The deparsed form is known only now; with it in the comment, an edited policy is found too.
  if (missing.some(([key]) => key.startsWith('policy '))) await sealPolicies(tx)
  await exec(tx, `${switchStatements()};\n${termStatements()}`)
}

async function run(tx: Transaction, facts: readonly [string, string][]): Promise<void> {
  if (facts.length) await exec(tx, facts.map(([, statement]) => statement).join(';\n'))
}

async function differences(tx: Transaction, register: Declarations, database: string) {
  const wanted = wantedFacts(register, database)
  const found = await foundFacts(tx, database)
  return {
    missing: [...wanted].filter(([key]) => !found.has(key)),
    unwanted: [...found].filter(([key, undo]) => !wanted.has(key) && undo !== ''),
  }
}

/** What the catalogs say now: each fact with the SQL that would undo it ('' for what is never undone). */
async function foundFacts(tx: Transaction, database: string): Promise<Facts> {
  const facts: Facts = new Map()
  const roles = rolesFor(database)
  const ours = [roles.everyone, ...loginsAndPurposes(database)]
  const read = async (query: ReturnType<typeof sql>) => {
    for (const row of await tx.execute<{ key: string; undo: string }>(query)) facts.set(row.key, row.undo)
  }
  await read(sql`
    select concat_ws(' ', 'role', rolname, case when rolcanlogin then 'login' else 'nologin' end,
             case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end) as key,
           concat_ws(' ', 'alter role', quote_ident(rolname),
             case when rolname = any(${sql.param(signingIn(database))}::text[]) then 'login' else 'nologin' end,
             case when rolsuper then 'nosuperuser' end, case when rolbypassrls then 'nobypassrls' end) as undo
      from pg_roles where rolname = any(${sql.param(ours)}::text[])`)
  await read(sql`
    select format('member %s of %s inherit %s set %s', member.rolname, grp.rolname,
             inherit_option::text, set_option::text) || case when admin_option then ' admin' else '' end as key,
           format('revoke %I from %I', grp.rolname, member.rolname) as undo
      from pg_auth_members m
      join pg_roles member on member.oid = m.member join pg_roles grp on grp.oid = m.roleid
      where member.rolname = any(${sql.param(ours)}::text[])`)
  await read(sql`
    select format('grant %s %s %s', privilege_type, relname, coalesce(rolname, 'public')) || ${handedOn} as key,
           format('revoke %s on %I from %s', privilege_type, relname, coalesce(quote_ident(rolname), 'public')) as undo
      from pg_class, aclexplode(relacl) left join pg_roles on pg_roles.oid = grantee
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'S', 'p') and grantee <> relowner`)
  await read(sql`
    select format('grant %s %s.%s %s', privilege_type, relname, attname, coalesce(rolname, 'public')) || ${handedOn} as key,
           format('revoke %s (%I) on %I from %s', privilege_type, attname, relname, coalesce(quote_ident(rolname), 'public')) as undo
      from pg_attribute join pg_class on pg_class.oid = attrelid, aclexplode(attacl) left join pg_roles on pg_roles.oid = grantee
      where relnamespace = 'public'::regnamespace and grantee <> relowner`)
  await read(sql`
    select format('grant EXECUTE %s(%s) %s', proname, oidvectortypes(proargtypes), coalesce(rolname, 'public')) || ${handedOn} as key,
           format('revoke execute on function %s from %s', pg_proc.oid::regprocedure, coalesce(quote_ident(rolname), 'public')) as undo
      from pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) left join pg_roles on pg_roles.oid = grantee
      where pronamespace = 'public'::regnamespace and grantee <> proowner
        and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')`)
  await read(sql`
    select format('grant %s schema public %s', privilege_type, coalesce(rolname, 'public')) || ${handedOn} as key,
           format('revoke %s on schema public from %s', privilege_type, coalesce(quote_ident(rolname), 'public')) as undo
      from pg_namespace, aclexplode(nspacl) left join pg_roles on pg_roles.oid = grantee
      where nspname = 'public' and grantee <> nspowner
        and (rolname is null or rolname not in (current_user, session_user))`)
  await read(sql`
    select 'rls ' || relname as key, format('alter table %I disable row level security', relname) as undo
      from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity`)
  await read(sql`
    select format('audit %s %s', relname, rtrim(encode(tgargs, 'escape'), '\\000'))
             || case when tgenabled = 'O' then '' else ' disabled' end as key,
           format('drop trigger audit on %I', relname) as undo
      from pg_trigger join pg_class on pg_class.oid = tgrelid where tgname = 'audit'`)
  await read(sql`
    select format('comment %s.%s %s', relname, attname, description) as key, '' as undo
      from pg_description join pg_class on pg_class.oid = objoid
      join pg_attribute on attrelid = objoid and attnum = objsubid
      where relnamespace = 'public'::regnamespace and objsubid > 0`)
  await readPolicies(tx, facts)
  return facts
}

/** A right that its holder may hand on is another fact than the right. */
const handedOn = sql.raw(`case when is_grantable then ' with grant option' else '' end`)

function signingIn(database: string): string[] {
  return logins.map(rolesFor(database).login)
}

function loginsAndPurposes(database: string): string[] {
  const roles = rolesFor(database)
  return [...signingIn(database), roles.eraser, ...purposeList.map(({ id }) => roles.purpose(id))]
}

interface PolicyRow extends Record<string, unknown> {
  tableName: string
  label: string
  role: string
  comment: string | null
  text: string
}

async function policies(tx: Transaction): Promise<PolicyRow[]> {
  return [
    ...(await tx.execute<PolicyRow>(sql`
      select relname as "tableName", polname as label, description as comment,
             array_to_string(array(select rolname from pg_roles where oid = any(polroles)), ',') as role,
             format('%s %s %s %s', polcmd, polpermissive, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) as text
        from pg_policy join pg_class on pg_class.oid = polrelid
        left join pg_description on objoid = pg_policy.oid and classoid = 'pg_policy'::regclass
        where relnamespace = 'public'::regnamespace`)),
  ]
}

/** A policy counts as the register's only while its deparsed text is the one that was sealed when it was made. */
async function readPolicies(tx: Transaction, facts: Facts): Promise<void> {
  for (const { tableName, label, role, comment, text } of await policies(tx)) {
    const [source, sealed] = (comment ?? '').split(' ')
    const untouched = sealed === digest(text)
    facts.set(
      `policy ${tableName} ${label} ${role} ${untouched ? source : 'changed'}`,
      `drop policy ${q(label)} on ${q(tableName)}`,
    )
  }
}

async function sealPolicies(tx: Transaction): Promise<void> {
  const seals = (await policies(tx))
    .filter(({ comment }) => comment !== null && !comment.includes(' '))
    .map(
      ({ tableName, label, comment, text }) =>
        `comment on policy ${q(label)} on ${q(tableName)} is '${comment} ${digest(text)}'`,
    )
  await exec(tx, seals.join(';\n'))
}

/** New purposes begin as the register says; the owner's own switches stay where there is a choice. */
function switchStatements(): string {
  const rows = purposeList.map(({ id, use }) => `('${id}', ${use !== 'later'})`).join(', ')
  const those = (use: 'core' | 'later') =>
    purposeList.flatMap((purpose) => (purpose.use === use ? [`'${purpose.id}'`] : [])).join(', ')
  return `insert into purpose_switch (purpose, switched_on) values ${rows} on conflict (purpose) do nothing;
    update purpose_switch set switched_on = true where not switched_on and purpose in (${those('core')});
    update purpose_switch set switched_on = false where switched_on and purpose in (${those('later')})`
}

/** New terms begin as the register proposes them; what the owner signed off stays. */
function termStatements(): string {
  const rows = purposeList.flatMap(({ id, retention }) =>
    retention.map(({ from, period, proposed = false }) => `('${id}', '${from}', '${period}', ${proposed})`),
  )
  return `insert into retention_term (purpose, fact, period, proposed) values ${rows.join(', ')}
    on conflict (purpose, fact) do nothing`
}

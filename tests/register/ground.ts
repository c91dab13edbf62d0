import { sql } from 'drizzle-orm'
import { installRights, installSchema, loginPassword } from '../../src/migrate.ts'
import { clientOptions } from '../../src/platform/database/address.ts'
import { type Client, openClient, type Transaction } from '../../src/platform/database/client.ts'
import { type Login, type PurposeId, purposeList } from '../../src/privacy/purposes.ts'
import { logins, type Roles, rolesFor } from '../../src/privacy/roles.ts'
import { type Access, withPurpose } from '../../src/privacy/with-purpose.ts'
import { emptyDatabase, migratedDatabase, TEST_SECRET, type TestDatabase } from '../support/postgres.ts'

/** A migrated database of the test's own, its owner, and a door for each login. */
export interface Ground {
  readonly url: string
  readonly roles: Roles
  readonly owner: Client
  readonly at: { readonly [L in Login]: Access<L> }
  /** Runs statements as the owner. */
  run(...statements: string[]): Promise<void>
  close(): Promise<void>
}

/** The bare tables and rights, migrated here and now. */
export async function openGround(): Promise<Ground> {
  const database = await emptyDatabase()
  await installSchema(database.url)
  await installRights(database.url, TEST_SECRET)
  return groundOn(database)
}

/** The demo shop with its goods. */
export async function openDemoGround(): Promise<Ground> {
  return groundOn(await migratedDatabase())
}

function groundOn(database: TestDatabase): Ground {
  const options = clientOptions(database.url)
  const roles = rolesFor(options.database)
  const owner = openClient({ ...options, max: 1, queryMs: 60_000 })
  const door = <L extends Login>(login: L): Access<L> => ({
    login,
    roles,
    client: openClient({
      ...options,
      user: roles.login(login),
      password: loginPassword(TEST_SECRET, login),
      max: 1,
    }),
  })
  const at = {
    storefront: door('storefront'),
    backoffice: door('backoffice'),
    worker: door('worker'),
    signin: door('signin'),
  }
  return {
    url: database.url,
    roles,
    owner,
    at,
    async run(...statements) {
      for (const statement of statements) await owner.orm.execute(sql.raw(statement))
    },
    async close() {
      await Promise.all([owner.end(), ...logins.map((login) => at[login].client.end())])
      await database.drop()
    },
  }
}

/** Adds a function that tries statements with its caller's own rights and tells how each ended (SQLSTATE). */
export async function installProbe(ground: Ground): Promise<void> {
  await ground.run(
    'create schema probe',
    'grant usage on schema probe to public',
    `create function probe.outcomes(statements text[]) returns text[] language plpgsql as $$
       declare
         statement text;
         outcomes text[] := '{}';
       begin
         foreach statement in array statements loop
           begin
             execute statement;
             outcomes := outcomes || '00000'::text;
           exception when others then
             outcomes := outcomes || sqlstate::text;
           end;
         end loop;
         return outcomes;
       end $$`,
    'grant execute on function probe.outcomes(text[]) to public',
  )
}

/** How each statement ended, by statement. */
export async function outcomes(tx: Transaction, statements: readonly string[]): Promise<Map<string, string>> {
  const [row] = await tx.execute<{ outcomes: string[] }>(
    sql`select probe.outcomes(${sql.param([...statements])}::text[]) as outcomes`,
  )
  return new Map(statements.map((statement, index) => [statement, row!.outcomes[index]!]))
}

/** A transaction under any purpose, by the first login that may take it. */
export function under<T>(
  ground: Ground,
  purpose: PurposeId,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const [login] = purposeList.find(({ id }) => id === purpose)!.logins
  return take(ground, login!, purpose, work)
}

/** A login takes a purpose whether it may or not: the database decides, not the compiler. */
export function take<T>(
  ground: Ground,
  login: Login,
  purpose: PurposeId,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const open = withPurpose as (
    access: Access,
    purpose: PurposeId,
    actor: 'command',
    work: (tx: Transaction) => Promise<T>,
  ) => Promise<T>
  return open(ground.at[login], purpose, 'command', work)
}

import { sql } from 'drizzle-orm'
import { type Client, exec, type Transaction } from '../src/platform/database/client.ts'
import type { Access, Actor, Tx } from '../src/privacy/with-purpose.ts'
import { withPurpose } from '../src/privacy/with-purpose.ts'

/** What is said to happen now stands in this setting of the transaction. */
const setting = 'seed.now'

/** Days that are not the past's: what lies in carts now, and what the catalogue has told already. */
const present = ['cart', 'cart_line', 'price_change', 'migration']

/** Lets the doors run on days gone by, one after the other, within the owner's transaction. */
export interface Past {
  /** What happens next happens at this moment. */
  at(moment: Date): Promise<void>
  /** The login that a door asks for; the owner does what it would do. */
  readonly access: Access<'storefront'>
  /** An action of staff. */
  asStaff<T>(id: string, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T>
}

/**
 * Runs `work` in the past. The doors note each fact with the database's clock; until `work` ends that clock reads what
 * `at` says. Nothing of it outlives the transaction, and facts keep every rule that the doors and the database have.
 */
export async function inThePast(tx: Transaction, work: (past: Past) => Promise<void>): Promise<void> {
  await exec(tx, 'set constraints all immediate')
  await wind(tx, 'now()', `coalesce(nullif(current_setting('${setting}', true), '')::timestamptz, now())`)
  await exec(tx, `insert into purpose_switch (purpose, switched_on) values ('owner', true)`)
  await work(past(tx))
  await exec(tx, `delete from purpose_switch where purpose = 'owner'`)
  // A carrier is told for the order, and the owner is no purpose.
  await exec(tx, `update disclosure set purpose = 'order-contract' where purpose = 'owner'`)
  await exec(tx, 'set constraints all immediate')
  await wind(tx, 'seed.now', 'now()')
  await tx.execute(sql`select set_config(${setting}, '', true)`)
}

/** Sets the clock of every table whose clock reads so. */
async function wind(tx: Transaction, reading: string, to: string): Promise<void> {
  const columns = await tx.execute<{ table: string; column: string }>(sql`
    select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = 'public' and data_type = 'timestamp with time zone'
       and position(${reading} in column_default) > 0 and table_name <> all (${sql.param(present)}::text[])`)
  const statements = columns.map(
    ({ table, column }) => `alter table "${table}" alter column "${column}" set default ${to}`,
  )
  if (statements.length > 0) await exec(tx, statements.join(';'))
}

function past(tx: Transaction): Past {
  const access = standIn(tx)
  return {
    access,
    async at(moment) {
      await tx.execute(sql`select set_config(${setting}, ${moment.toISOString()}, true)`)
    },
    asStaff: (id, work) =>
      withPurpose(access as unknown as Access<'backoffice'>, 'order-contract', `staff:${id}` as Actor, work),
  }
}

// A door begins a transaction of its own; here it joins the one that runs, as the owner, whose role is called none.
function standIn(tx: Transaction): Access<'storefront'> {
  const begin = async <T>(opening: string, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    await exec(tx, opening.replace(/^begin; /, ''))
    return work(tx)
  }
  const roles = { purpose: () => 'none' }
  return {
    login: 'storefront',
    client: { begin } as Pick<Client, 'begin'>,
    roles,
  } as unknown as Access<'storefront'>
}

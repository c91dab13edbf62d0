import { eq, sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import { customer } from './table.ts'

/** The customer behind an e-mail address, remembered from the first order on. The address is compared in lower case. */
export async function remember(tx: Tx<'order-contract'>, email: string): Promise<string> {
  const address = email.toLowerCase()
  const [row] = await tx.execute<{ id: string }>(sql`
    with known as (select id from customer where email = ${address}),
         added as (insert into customer (email) select ${address} where not exists (select from known)
                   on conflict do nothing returning id)
    select id from known union all select id from added`)
  // Somebody else may have inserted it a moment ago: then it is committed, and visible now.
  return row?.id ?? (await find(tx, address))!
}

async function find(tx: Tx<'order-contract'>, address: string): Promise<string | undefined> {
  const [row] = await tx.select({ id: customer.id }).from(customer).where(eq(customer.email, address))
  return row?.id
}

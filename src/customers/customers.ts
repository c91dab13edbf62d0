import { eq, sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import { customer } from './table.ts'

/** The customer behind an e-mail address, remembered from the first order on. The address is compared in lower case. */
export async function remember(tx: Tx<'order-contract'>, email: string): Promise<string> {
  const address = email.toLowerCase()
  const known = await find(tx, address)
  if (known) return known
  await tx.execute(sql`insert into customer (email) values (${address}) on conflict do nothing`)
  // Somebody else may have inserted it a moment ago: then it is committed, and visible now.
  return (await find(tx, address))!
}

async function find(tx: Tx<'order-contract'>, address: string): Promise<string | undefined> {
  const [row] = await tx.select({ id: customer.id }).from(customer).where(eq(customer.email, address))
  return row?.id
}

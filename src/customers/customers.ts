import { sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'

/** The customer behind an e-mail address, remembered from the first order on. The address is compared in lower case. */
export async function remember(tx: Tx<'order-contract'>, email: string): Promise<string> {
  const [row] = await tx.execute<{ id: string }>(
    sql`select shop_remember_customer(${email.toLowerCase()}) as id`,
  )
  return row!.id
}

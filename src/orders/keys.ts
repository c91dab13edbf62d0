import { sql } from 'drizzle-orm'
import type { Reader } from '../platform/database/client.ts'
import { isToken, token, tokenHash } from '../platform/keys.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { orderKey } from './table.ts'

/** A new secret for an order's link; only its hash stays here. */
export async function make(
  tx: Tx<'order-contract'> | Tx<'service-messages'>,
  orderId: string,
): Promise<string> {
  const secret = token()
  await tx.insert(orderKey).values({ tokenHash: tokenHash(secret), orderId })
  return secret
}

/** The order that a link's secret opens, as long as its contract lasts. */
export async function opens(reader: Reader, secret: string): Promise<string | undefined> {
  if (!isToken(secret)) return undefined
  const [row] = await reader.execute<{ orderId: string }>(sql`
    select order_id as "orderId" from order_key where token_hash = ${tokenHash(secret)} and shop_contract_open(order_id)`)
  return row?.orderId
}

/** Whether one of these secrets opens that order. */
export async function mayOpen(reader: Reader, secrets: readonly string[], orderId: string): Promise<boolean> {
  const hashes = secrets.filter(isToken).map((secret) => `\\x${tokenHash(secret).toString('hex')}`)
  if (!hashes.length) return false
  const rows = await reader.execute(sql`
    select from order_key
     where token_hash = any(${sql.param(hashes)}::text[]::bytea[]) and order_id = ${orderId} and shop_contract_open(order_id)`)
  return rows.length > 0
}

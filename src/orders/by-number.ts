import { inArray } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import { order } from './table.ts'

/** The ids of orders by their numbers; a number that none has is not in it. */
export async function idsByNumber(
  tx: Tx<'order-contract'> | Tx<'legal-claims'>,
  numbers: readonly string[],
): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map()
  const rows = await tx
    .select({ id: order.id, number: order.number })
    .from(order)
    .where(inArray(order.number, [...numbers]))
  return new Map(rows.map(({ id, number }) => [number, id]))
}

import { sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import { withdrawalRestock } from './table.ts'
import type { Pieces } from './withdrawals.ts'

type Contract = Tx<'order-contract'>

/** Puts pieces back on the shelf, as far as they are counted there. */
export async function returnToStock(
  tx: Contract,
  withdrawalId: string,
  pieces: readonly Pieces[],
): Promise<void> {
  if (pieces.length === 0) return
  await tx.insert(withdrawalRestock).values(pieces.map((one) => ({ withdrawalId, ...one })))
  await moveStock(tx, pieces, 1)
}

/**
 * Moves pieces of an order's lines onto the shelf (1) or off it again (-1), as far as they are counted there. Rows are
 * locked in the order of their ids, as whoever buys locks them.
 */
export async function moveStock(tx: Contract, pieces: readonly Pieces[], direction: 1 | -1): Promise<void> {
  const lines = pieces.map(({ orderLineId }) => orderLineId)
  const counts = pieces.map(({ quantity }) => quantity)
  await tx.execute(sql`
    with asked as (
      select variant_id, sum(asked.pieces)::integer as pieces
        from unnest(${sql.param(lines)}::uuid[], ${sql.param(counts)}::integer[]) as asked (line, pieces)
        join order_line on order_line.id = line
       where stocked group by variant_id),
    locked as (
      select id from variant where id in (select variant_id from asked) and stock is not null
       order by id for no key update)
    update variant set stock = greatest(stock + ${direction} * asked.pieces, 0)
      from asked, locked where variant.id = asked.variant_id and variant.id = locked.id`)
}

import { type SQL, sql } from 'drizzle-orm'

/** The number of an order, as its first document has it: the books do not read orders. */
export const orderNumber = (orderId: SQL) =>
  sql`(select order_number from invoice where invoice.order_id = ${orderId} order by issued_at limit 1)`

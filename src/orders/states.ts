import { sql } from 'drizzle-orm'

/** Where an order stands; derived from recorded facts, never stored. */
export const states = [
  'awaiting-payment',
  'awaiting-proof',
  'to-make',
  'to-send',
  'sent',
  'delivered',
  'cancelled',
] as const
export type OrderState = (typeof states)[number]

/**
 * The state of the row "order" of the query around it. Its ends come first and are asked of functions, which know them
 * when the contract is over and its rows are out of sight.
 */
export const stateOf = sql<OrderState>`case
  when shop_cancelled_at("order".id) is not null then 'cancelled'
  when shop_delivered_on("order".id) is not null then 'delivered'
  when exists (select from shipment_dispatch where shipment_dispatch.order_id = "order".id) then 'sent'
  when not shop_may_leave("order".id) then 'awaiting-payment'
  when exists (select from order_line where order_line.order_id = "order".id and made_to_order
               and shop_to_make(order_line.id) and not shop_proof_approved(order_line.id)) then 'awaiting-proof'
  when exists (select from order_line where order_line.order_id = "order".id and to_make
               and shop_to_make(order_line.id)
               and not exists (select from making where making.order_line_id = order_line.id)) then 'to-make'
  else 'to-send' end`

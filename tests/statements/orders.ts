import { creditorReference } from '../../src/payments/reference.ts'
import { withSql } from '../support/postgres.ts'

export interface Placed {
  readonly id: string
  readonly number: string
  readonly reference: string
}

/** Unpaid orders of one thing each without going through a form, in any shop. */
export async function placeOrders(
  databaseUrl: string,
  numbers: readonly string[],
  totalCents: number,
  name = 'Anna Bērziņa',
): Promise<Placed[]> {
  const placed = numbers.map((number) => ({
    id: crypto.randomUUID(),
    number,
    reference: creditorReference(number),
  }))
  await withSql(databaseUrl, (run) =>
    run.unsafe(ordering, [JSON.stringify(placed), String(totalCents), name]),
  )
  return placed
}

/** Orders with a number, a buyer and a price of their own, of one thing off the shelf. */
const ordering = `
  with wanted as (select * from jsonb_to_recordset($1::text::jsonb) as wanted (id uuid, number text, reference text)),
  placed as (
    insert into "order" (id, number, form_key_hash, language, currency, delivery_method, delivery_price_cents, total_cents,
        payment_method, payment_reference, pay_by, notice_version_id, terms_version_id)
      select wanted.id, number, sha256(wanted.id::text::bytea), 'lv', 'EUR', 'collection', 0, $2::integer,
             'transfer', reference, shop_today() + 7,
             (select id from notice_version where language = 'lv' limit 1),
             (select id from terms_version where language = 'lv' limit 1)
        from wanted returning id),
  party as (
    insert into order_party (order_id, kind, name, email, country)
      select id, 'person', $3, id || '@example.com', 'LV' from placed)
  insert into order_line (order_id, position, variant_id, sku, name, label, quantity, unit_price_cents, vat_category,
      vat_rate, made_to_order, stocked)
    select placed.id, 1, variant.id, variant.sku, 'Zīme', '', 1, $2::integer, 'S', 2100, false, false
      from placed, (select id, sku from variant order by sku limit 1) variant`

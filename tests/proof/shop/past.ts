import type postgres from 'postgres'

/** How many of each a large past has. */
export interface Past {
  readonly customers: number
  /** For each customer. */
  readonly orders: number
  /** So many customers' orders are due today, of what the contract held. */
  readonly due: number
}

/**
 * Writes a past straight into the tables: paid, delivered orders with their buyers, lines, letters and invoices. Triggers
 * rest meanwhile, for they would note a quarter of a million rows one by one.
 */
export async function writePast(sql: postgres.Sql, { customers, orders, due }: Past): Promise<void> {
  await sql.begin(async (tx) => {
    await tx.unsafe('set local session_replication_role = replica; set local transaction_timeout = 0')
    await tx.unsafe(`
      create temp table past as
        select gen_random_uuid() as id, gen_random_uuid() as customer_id, person, turn,
               -- Some ended yesterday; the others ended long ago and were cleared then, or run on.
               case when person <= ${due} then shop_today() - 15 else shop_today() - 5 end as delivered_on
          from generate_series(1, ${customers}) person cross join generate_series(1, ${orders}) turn;
      update past set customer_id = first.customer_id from past first where first.person = past.person and first.turn = 1;
      insert into customer (id, email) select distinct on (person) customer_id, 'past-' || person || '@example.com' from past;
      insert into "order" (id, number, form_key_hash, customer_id, language, placed_at, currency, delivery_method,
                           delivery_price_cents, total_cents, payment_method, payment_reference, pay_by, notice_version_id, terms_version_id)
        select id, 'P' || person || '-' || turn, sha256(id::text::bytea), customer_id, 'lv', now() - interval '40 days', 'EUR', 'courier',
               390, 2390, 'transfer', 'RF00', shop_today(), (select id from notice_version limit 1), (select id from terms_version limit 1)
          from past;
      insert into order_party (order_id, kind, name, email, phone, street, town, postcode, country, note)
        select id, 'person', 'Persona ' || person, 'past-' || person || '@example.com', '+37120000000', 'Iela 1', 'Rīga', 'LV-1010', 'LV', 'zvaniet'
          from past;
      insert into order_line (order_id, position, variant_id, sku, name, label, quantity, unit_price_cents, vat_category, vat_rate, made_to_order, stocked)
        select past.id, 1, (select id from variant limit 1), 'S', 'Zīme', '', 1, 2000, 'S', 2100, false, true from past;
      insert into shipment (id, order_id, packed_by) select id, id, id from past;
      insert into shipment_dispatch (shipment_id, order_id, carrier, tracking_number, dispatched_by)
        select id, id, 'omniva', 'CE' || person, id from past;
      insert into shipment_delivery (shipment_id, order_id, delivered_on, withdrawal_until, source)
        select id, id, delivered_on, delivered_on + 14, 'staff' from past;
      insert into payment (id, order_id, means, amount_cents, currency, received_on, noted_by)
        select id, id, 'transfer', 2390, 'EUR', shop_today() - 30, id from past;
      insert into invoice (id, number, kind, order_id, order_number, language, issued_on, prepaid_cents, currency, net_cents, vat_cents,
                           gross_cents, payment_reference, seller, notes)
        select id, 'P-' || person || '-' || turn, 'invoice', id, 'P' || person || '-' || turn, 'lv', shop_today() - 30, 0, 'EUR', 1975, 415, 2390,
               'RF00', '{}', '{}' from past;
      insert into invoice_buyer (invoice_id, name, address) select id, 'Persona ' || person, array['Iela 1'] from past;
      insert into settlement (payment_id, invoice_id, amount_cents) select id, id, 2390 from past;
      insert into mail (id, kind, about_id, order_id) select id, 'order-invoice', id, id from past;
      insert into mail_copy (mail_id, recipient, subject, body, html, attachments, captured_at)
        select id, 'past-' || person || '@example.com', 'Rēķins', 'Labdien', '<p>Labdien</p>', '{}', now() from past;
      drop table past;`)
  })
  await sql`analyze`
}

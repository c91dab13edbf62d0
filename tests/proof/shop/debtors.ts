import type postgres from 'postgres'

/** Why a debt of the proof is or is not reminded of; each is given to one in twenty. */
const standings = ['hold', 'promise', 'objection', 'restriction', 'paid', 'cancelled'] as const

/** How many open invoices there are, and how many letters they are worth today. */
export interface Owed {
  readonly invoices: number
  readonly letters: number
}

/**
 * Writes open invoices straight into the tables, triggers at rest: persons and companies by turns, due from five days to
 * come to 34 days ago, and among them those of whom nobody is reminded. What is to be sent is counted here by itself.
 */
export async function writeDebtors(sql: postgres.Sql, invoices: number): Promise<Owed> {
  await sql.begin(async (tx) => {
    await tx.unsafe('set local session_replication_role = replica; set local transaction_timeout = 0')
    await tx.unsafe(`
      create temp table owed as
        select gen_random_uuid() as id, n, case n % 2 when 0 then 'person' else 'company' end as kind, (n / 2) % 40 - 5 as age,
               case when n / 80 % 20 < ${standings.length} then (array['${standings.join("','")}'])[n / 80 % 20 + 1] end as standing
          from generate_series(1, ${invoices}) n;
      insert into customer (id, email) select id, 'debtor-' || n || '@example.com' from owed;
      insert into "order" (id, number, form_key_hash, customer_id, language, placed_at, currency, delivery_method,
                           delivery_price_cents, total_cents, payment_method, payment_reference, pay_by, notice_version_id, terms_version_id)
        select id, 'D' || n, sha256(id::text::bytea), id, (array['lv', 'en', 'sv', 'nl'])[n / 80 % 4 + 1], now() - interval '40 days', 'EUR',
               'courier', 390, 2390, 'later', 'RF18539007547034', shop_today() - age, (select id from notice_version limit 1),
               (select id from terms_version limit 1) from owed;
      insert into order_party (order_id, kind, name, company_name, registration_number, email, phone, street, town, postcode, country)
        select id, kind, 'Persona ' || n, case kind when 'company' then 'SIA ' || n end, case kind when 'company' then '40003000000' end,
               'debtor-' || n || '@example.com', '+37120000000', 'Iela 1', 'Rīga', 'LV-1010', 'LV' from owed;
      insert into order_line (order_id, position, variant_id, sku, name, label, quantity, unit_price_cents, vat_category, vat_rate, made_to_order, stocked)
        select id, 1, (select id from variant limit 1), 'S', 'Zīme', '', 1, 2000, 'S', 2100, false, true from owed;
      insert into shipment (id, order_id, packed_by) select id, id, id from owed;
      insert into shipment_dispatch (shipment_id, order_id, carrier, tracking_number, dispatched_by) select id, id, 'omniva', 'CE' || n, id from owed;
      insert into shipment_delivery (shipment_id, order_id, delivered_on, withdrawal_until, source)
        select id, id, shop_today() - 40, shop_today() - 26, 'staff' from owed;
      insert into invoice (id, number, kind, order_id, order_number, language, issued_on, due_on, prepaid_cents, currency, net_cents,
                           vat_cents, gross_cents, payment_reference, seller, notes)
        select id, 'D2026-' || n, 'invoice', id, 'D' || n, 'lv', shop_today() - 40, shop_today() - age, 0, 'EUR', 1975, 415, 2390,
               'RF18539007547034', '{}', '{}' from owed;
      insert into invoice_buyer (invoice_id, name, address) select id, 'Persona ' || n, array['Iela 1'] from owed;
      insert into dunning_hold (invoice_id, order_id, reason, placed_by) select id, id, 'x', id from owed where standing = 'hold';
      insert into payment_promise (invoice_id, order_id, promised_on, noted_by) select id, id, shop_today(), id from owed where standing = 'promise';
      insert into debt_objection (invoice_id, order_id, words) select id, id, 'x' from owed where standing = 'objection';
      insert into restricted_order (order_id) select id from owed where standing = 'restriction';
      insert into payment (id, order_id, means, amount_cents, currency, received_on, noted_by)
        select id, id, 'transfer', 2390, 'EUR', shop_today(), id from owed where standing = 'paid';
      insert into settlement (payment_id, invoice_id, amount_cents) select id, id, 2390 from owed where standing = 'paid';
      insert into cancellation (order_id, reason) select id, 'x' from owed where standing = 'cancelled';`)
  })
  const [counted] = await sql<[{ letters: number }]>`
    select count(*)::int as letters from owed where standing is null and age >= case kind when 'person' then 5 else -3 end`
  await sql`drop table owed`
  await sql`analyze`
  return { invoices, letters: counted.letters }
}

-- The shop's tables and the rules that the database itself keeps. Rights are not granted here: they are
-- reconciled from the register after every migration (src/privacy/rights.ts).

revoke all on schema public from public;
alter default privileges revoke execute on functions from public;

-- Settings -----------------------------------------------------------------------------------------------------

create table setting (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by uuid
);

create table terms_version (
  id uuid primary key default gen_random_uuid(),
  language text not null check (language in ('lv', 'en', 'sv', 'nl')),
  -- As staff wrote it, with places for the shop's own facts, and as buyers read it.
  template text not null,
  markdown text not null,
  published_at timestamptz not null default now(),
  published_by uuid
);
create index on terms_version (language, published_at desc);

create table number_series (
  document text not null,
  year integer not null check (year between 2000 and 9999),
  first integer not null check (first > 0),
  next integer not null check (next >= first),
  -- The day of the last number given out: as numbers go forward, days do not go back.
  last_on date,
  primary key (document, year),
  check ((last_on is null) = (next = first))
);

-- An order's number need not be gapless, so it costs no lock; the owner may set where it goes on.
create sequence order_number_seq minvalue 1;

-- The day of a moment in the shop's zone.
create function shop_day(moment timestamptz) returns date
  language sql stable
  as $$ select (moment at time zone coalesce(nullif(current_setting('shop.zone', true), ''), 'Europe/Riga'))::date $$;

-- Today in the shop's zone: never later than the real one, whatever `shop.as_of` says.
create function shop_today() returns date
  language sql stable
  as $$
    select least(
      shop_day(now()),
      coalesce(nullif(current_setting('shop.as_of', true), '')::date, 'infinity'::date))
  $$;

-- Privacy ------------------------------------------------------------------------------------------------------

create table purpose_switch (
  purpose text primary key,
  switched_on boolean not null,
  changed_at timestamptz not null default now(),
  changed_by uuid
);

create table notice_version (
  id text primary key,
  language text not null,
  content jsonb not null,
  published_at timestamptz not null default now()
);

create table consent_text (
  hash bytea primary key check (octet_length(hash) = 32),
  purpose text not null,
  language text not null,
  words text not null
);

create table consent (
  id uuid primary key default gen_random_uuid(),
  purpose text not null,
  address text not null,
  text_hash bytea not null references consent_text (hash),
  notice_version_id text not null references notice_version (id),
  form text not null,
  order_id uuid,
  given_at timestamptz not null default now()
);

create table consent_withdrawal (
  consent_id uuid primary key references consent (id),
  withdrawn_at timestamptz not null default now()
);

-- Each no stays: a later one counts again after a yes in between.
create table objection (
  address_hash bytea not null check (octet_length(address_hash) = 32),
  -- 'marketing' is all of it.
  purpose text not null
    check (purpose in ('marketing', 'marketing-email', 'marketing-similar-goods', 'marketing-phone')),
  made_at timestamptz not null default now(),
  primary key (address_hash, purpose, made_at)
);

-- The evidence of a consent stays while it lasts, and so long after it was taken back.
create function shop_consent_kept(asked uuid, period interval) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select not exists (select from consent_withdrawal where consent_id = asked and withdrawn_at <= now() - period)
  $$;

create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  table_name text not null,
  row_id text not null,
  action text not null check (action in ('insert', 'update', 'delete')),
  columns text[],
  purpose text not null,
  actor text
);
create index on audit_entry (table_name, row_id);

-- The purpose of this transaction, from the role it took; in a definer function current_user is the owner.
create function shop_purpose() returns text
  language sql stable
  as $$
    select case
      when current_setting('role') like current_database() || '\_p\_%'
        then replace(substr(current_setting('role'), length(current_database()) + 4), '_', '-')
      else 'owner'
    end
  $$;

create function shop_purpose_on(asked text) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce((select switched_on from purpose_switch where purpose = asked), false) $$;

-- Called in the message that opens a transaction: a purpose that is switched off is refused, not merely empty.
create function shop_refuse_switched_off() returns void
  language plpgsql stable
  as $$
    begin
      if not shop_purpose_on(shop_purpose()) then
        raise exception 'the purpose % is switched off', shop_purpose() using errcode = '42501';
      end if;
    end
  $$;

-- Notes who wrote what, by column names alone. Arguments: the column that identifies the row.
create function shop_audit() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      row_now jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
      changed text[];
    begin
      if tg_op = 'UPDATE' then
        select array_agg(now_.key order by now_.key) into changed
          from jsonb_each(row_now) now_ join jsonb_each(to_jsonb(old)) was using (key)
          where now_.value is distinct from was.value;
        if changed is null then return null; end if;
      end if;
      insert into audit_entry (table_name, row_id, action, columns, purpose, actor)
        values (tg_table_name, row_now ->> tg_argv[0], lower(tg_op), changed, shop_purpose(),
                nullif(current_setting('shop.actor', true), ''));
      return null;
    end
  $$;

-- Catalogue ----------------------------------------------------------------------------------------------------

create table category (
  id uuid primary key default gen_random_uuid(),
  parent_id uuid references category (id),
  position integer not null,
  picture_id uuid
);

create table category_text (
  category_id uuid not null references category (id) on delete cascade,
  language text not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (name <> ''),
  summary text not null,
  primary key (category_id, language),
  unique (language, slug)
);

create table product (
  id uuid primary key default gen_random_uuid(),
  category_id uuid not null references category (id),
  position integer not null,
  vat_class text not null,
  made_to_order boolean not null,
  word_lines integer check (word_lines between 1 and 12),
  word_line_length integer check (word_line_length between 1 and 80),
  -- How it is drawn: its picture, and its buyer's words on the proof.
  drawing jsonb,
  lead_days integer not null check (lead_days between 0 and 365),
  manufacturer_name text not null,
  manufacturer_address text not null,
  manufacturer_email text not null,
  identifier text not null,
  published_at timestamptz,
  check ((word_lines is null) = (word_line_length is null)),
  check (word_lines is null or made_to_order),
  -- Regulation (EU) 2023/988 Art. 19: nothing is offered without its maker.
  check (published_at is null or (manufacturer_name <> '' and manufacturer_address <> ''
         and manufacturer_email <> '' and identifier <> ''))
);
create index on product (category_id, position);

create table product_text (
  product_id uuid not null references product (id) on delete cascade,
  language text not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (name <> ''),
  summary text not null,
  description text not null,
  material text not null,
  fixing text,
  warnings text,
  primary key (product_id, language),
  unique (language, slug)
);

create table variant (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references product (id) on delete cascade,
  sku text not null unique,
  position integer not null,
  price_cents integer not null check (price_cents between 1 and 10000000),
  stock integer check (stock >= 0),
  weight_grams integer not null check (weight_grams > 0),
  width_mm integer not null check (width_mm > 0),
  height_mm integer not null check (height_mm > 0),
  finish text
);
create index on variant (product_id, position);

create table variant_text (
  variant_id uuid not null references variant (id) on delete cascade,
  language text not null,
  label text not null,
  primary key (variant_id, language)
);

create table price_change (
  id uuid primary key default gen_random_uuid(),
  variant_id uuid not null references variant (id) on delete cascade,
  price_cents integer not null,
  since timestamptz not null default now()
);
create index on price_change (variant_id, since desc);

create table picture (
  id uuid primary key default gen_random_uuid(),
  product_id uuid references product (id) on delete cascade,
  position integer not null,
  -- A picture that the shop draws itself; its files are rendered from it.
  drawing jsonb
);
create index on picture (product_id, position);
alter table category add foreign key (picture_id) references picture (id);

create table picture_text (
  picture_id uuid not null references picture (id) on delete cascade,
  language text not null,
  alt text not null check (alt <> ''),
  primary key (picture_id, language)
);

create table picture_file (
  picture_id uuid not null references picture (id) on delete cascade,
  width integer not null,
  height integer not null,
  bytes bytea not null,
  primary key (picture_id, width)
);

create function shop_note_price() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      insert into price_change (variant_id, price_cents) values (new.id, new.price_cents);
      return null;
    end
  $$;
create trigger note_first_price after insert on variant
  for each row execute function shop_note_price();
create trigger note_price after update of price_cents on variant
  for each row when (old.price_cents <> new.price_cents) execute function shop_note_price();

-- The lowest price of the 30 days before the last reduction began, while that is recent news and a reduction at all
-- (Directive 98/6/EC Art. 6a; C-330/23). Null otherwise.
create function shop_lowest_before(asked uuid) returns integer
  language plpgsql stable security definer set search_path = public, pg_temp
  as $$
    begin
      -- Most goods never changed their price.
      if not exists (select from price_change where variant_id = asked offset 1) then return null; end if;
      return (
        with history as (
          select price_cents, since, lead(since) over (order by since) as until,
                 row_number() over (order by since desc) as age
            from price_change where variant_id = asked
        ), now_ as (select price_cents, since from history where age = 1 and since > now() - interval '60 days')
        select case when min(history.price_cents) > now_.price_cents then min(history.price_cents) end
          from history, now_
          where history.age > 1 and history.until > now_.since - interval '30 days'
          group by now_.price_cents);
    end
  $$;

-- Every process keeps rendered pages and settings in memory; it is told at commit when they are no longer true.
create function shop_tell() returns trigger
  language plpgsql as $$ begin perform pg_notify('shop_changed', tg_argv[0]); return null; end $$;
create trigger tell after insert or update or delete on category for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on category_text for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on product for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on product_text for each statement execute function shop_tell('catalogue');
create trigger tell after insert or delete on variant for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on variant_text for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on picture for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on picture_text for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on setting for each statement execute function shop_tell('settings');
create trigger tell after insert on terms_version for each statement execute function shop_tell('settings');
create trigger tell after insert or update on purpose_switch for each statement execute function shop_tell('settings');
-- A sale tells only when the words on the page change: few left, sold out, or back again.
create trigger tell_change after update on variant for each row
  when (old.price_cents <> new.price_cents or least(old.stock, 4) is distinct from least(new.stock, 4)
        or old.position <> new.position or old.sku <> new.sku)
  execute function shop_tell('catalogue');

-- Customers, cart ----------------------------------------------------------------------------------------------

create table customer (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email <> ''),
  since timestamptz not null default now()
);

-- The customer behind an address, known or new. Who is known already is not told: only an open order shows a customer.
create function shop_remember_customer(address text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      known uuid;
    begin
      select id into known from customer where email = address;
      if known is null then
        insert into customer (email) values (address) on conflict (email) do nothing returning id into known;
      end if;
      -- Somebody else inserted it a moment ago: then it is committed, and seen by a statement that begins now.
      if known is null then
        select id into known from customer where email = address;
      end if;
      return known;
    end
  $$;

create table cart (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  touched_at timestamptz not null default now()
);

-- A cart that nobody has touched for so long is forgotten with the words in it.
create function shop_cart_live(asked uuid, period interval) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from cart where id = asked and touched_at > now() - period) $$;

-- Remembers a cookie's cart. One that was forgotten meanwhile begins empty: its old words do not come back.
create function shop_keep_cart(token bytea, period interval) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    delete from cart where token_hash = token and touched_at <= now() - period;
    insert into cart (token_hash) values (token) on conflict (token_hash) do update set touched_at = now();
  $$;

-- The cart behind a cookie, for purposes that may not see the cookie's hash themselves.
create function shop_cart_of(token bytea) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$ select id from cart where token_hash = token $$;

create table cart_line (
  id uuid primary key default gen_random_uuid(),
  cart_id uuid not null references cart (id) on delete cascade,
  variant_id uuid not null references variant (id) on delete cascade,
  quantity integer not null check (quantity between 1 and 999),
  words text check (length(words) <= 1000),
  seen_price_cents integer not null,
  added_at timestamptz not null default now()
);
create index on cart_line (cart_id);

-- An order takes its cart with it in the same breath.
create function shop_empty_cart(token bytea) returns void
  language sql security definer set search_path = public, pg_temp
  as $$ delete from cart_line using cart where cart_id = cart.id and token_hash = token $$;

-- Orders -------------------------------------------------------------------------------------------------------

create table "order" (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  form_key_hash bytea not null unique check (octet_length(form_key_hash) = 32),
  customer_id uuid not null references customer (id),
  language text not null,
  placed_at timestamptz not null default now(),
  currency text not null check (currency = 'EUR'),
  delivery_method text not null check (delivery_method in ('courier', 'locker', 'collection')),
  delivery_price_cents integer not null check (delivery_price_cents >= 0),
  total_cents integer not null check (total_cents > 0),
  payment_method text not null check (payment_method in ('transfer')),
  payment_reference text not null,
  pay_by date not null,
  notice_version_id text not null references notice_version (id),
  terms_version_id uuid not null references terms_version (id)
);
create index on "order" (placed_at desc);
create index on "order" (customer_id);

create table order_party (
  order_id uuid primary key references "order" (id),
  kind text not null check (kind in ('person', 'company')),
  name text not null check (name <> ''),
  company_name text,
  registration_number text,
  vat_number text,
  buyer_reference text,
  email text not null check (email <> ''),
  invoice_email text,
  phone text,
  street text,
  town text,
  postcode text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  delivery_name text,
  delivery_street text,
  delivery_town text,
  delivery_postcode text,
  locker text,
  note text,
  check (kind = 'person' or company_name is not null)
);

create table order_line (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  position integer not null,
  variant_id uuid not null references variant (id),
  sku text not null,
  name text not null,
  label text not null,
  quantity integer not null check (quantity between 1 and 999),
  unit_price_cents integer not null check (unit_price_cents > 0),
  vat_category text not null check (vat_category in ('S', 'Z', 'O')),
  vat_rate integer not null check (vat_rate between 0 and 10000),
  made_to_order boolean not null,
  stocked boolean not null,
  unique (order_id, position),
  check ((vat_category = 'S') = (vat_rate > 0))
);

create table artwork (
  order_line_id uuid primary key references order_line (id),
  order_id uuid not null references "order" (id),
  words text not null
);

create table proof (
  id uuid primary key default gen_random_uuid(),
  order_line_id uuid not null references order_line (id),
  order_id uuid not null references "order" (id),
  version integer not null check (version > 0),
  words text not null,
  picture bytea not null,
  sent_at timestamptz not null default now(),
  sent_by uuid not null,
  unique (order_line_id, version)
);
create index on proof (order_id);

create table proof_answer (
  proof_id uuid primary key references proof (id),
  order_id uuid not null references "order" (id),
  approved boolean not null,
  remark text,
  answered_at timestamptz not null default now(),
  check (approved or remark is not null)
);

create table making (
  order_line_id uuid primary key references order_line (id),
  order_id uuid not null references "order" (id),
  made_at timestamptz not null default now(),
  made_by uuid not null
);
create index on making (order_id);

create table shipment (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  packed_at timestamptz not null default now(),
  packed_by uuid not null
);
-- One parcel for an order: partial shipments will drop this, and with it what the code takes for granted.
create unique index one_parcel_for_an_order on shipment (order_id);

create table shipment_dispatch (
  shipment_id uuid primary key references shipment (id),
  order_id uuid not null references "order" (id),
  carrier text not null,
  tracking_number text,
  dispatched_at timestamptz not null default now(),
  dispatched_by uuid not null
);
create index on shipment_dispatch (order_id);

create table shipment_delivery (
  shipment_id uuid primary key references shipment_dispatch (shipment_id),
  order_id uuid not null references "order" (id),
  delivered_on date not null,
  withdrawal_until date not null check (withdrawal_until >= delivered_on + 14),
  source text not null check (source in ('staff', 'carrier', 'assumed')),
  noted_at timestamptz not null default now(),
  noted_by uuid
);
create index on shipment_delivery (order_id);

create table cancellation (
  order_id uuid primary key references "order" (id),
  reason text not null,
  cancelled_at timestamptz not null default now(),
  cancelled_by uuid not null
);

create table order_key (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  order_id uuid not null references "order" (id),
  made_at timestamptz not null default now()
);
create index on order_key (order_id);

-- Money --------------------------------------------------------------------------------------------------------

create table payment (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  means text not null check (means in ('transfer')),
  amount_cents integer not null check (amount_cents > 0),
  currency text not null check (currency = 'EUR'),
  received_on date not null,
  payer_name text,
  noted_at timestamptz not null default now(),
  noted_by uuid not null
);
create index on payment (order_id);

-- A payment that was noted wrongly: it counts for nothing any more, and both facts stay.
create table payment_reversal (
  payment_id uuid primary key references payment (id),
  order_id uuid not null references "order" (id),
  reason text not null check (reason <> ''),
  reversed_at timestamptz not null default now(),
  reversed_by uuid not null
);
create index on payment_reversal (order_id);

create table invoice (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  kind text not null check (kind in ('invoice')),
  order_id uuid not null references "order" (id),
  order_number text not null,
  language text not null,
  issued_on date not null,
  supplied_on date,
  due_on date,
  paid_on date,
  prepaid_cents integer not null check (prepaid_cents between 0 and gross_cents),
  currency text not null check (currency = 'EUR'),
  net_cents integer not null,
  vat_cents integer not null,
  gross_cents integer not null,
  payment_reference text not null,
  seller jsonb not null,
  notes text[] not null,
  issued_at timestamptz not null default now(),
  issued_by uuid,
  check (net_cents + vat_cents = gross_cents)
);
create unique index one_invoice_for_an_order on invoice (order_id) where kind = 'invoice';

create table invoice_line (
  invoice_id uuid not null references invoice (id),
  position integer not null,
  description text not null,
  quantity integer not null check (quantity > 0),
  unit text not null,
  unit_net text not null,
  net_cents integer not null,
  gross_cents integer not null,
  vat_category text not null,
  vat_rate integer not null,
  primary key (invoice_id, position)
);

create table invoice_vat (
  invoice_id uuid not null references invoice (id),
  category text not null,
  rate integer not null,
  taxable_cents integer not null,
  vat_cents integer not null,
  primary key (invoice_id, category, rate)
);

create table invoice_buyer (
  invoice_id uuid primary key references invoice (id),
  name text not null,
  company_name text,
  registration_number text,
  vat_number text,
  address text[] not null,
  reference text
);

create table invoice_document (
  invoice_id uuid not null references invoice (id),
  format text not null check (format in ('pdf')),
  bytes bytea not null,
  rendered_at timestamptz not null default now(),
  primary key (invoice_id, format)
);

create table settlement (
  id uuid primary key default gen_random_uuid(),
  payment_id uuid not null references payment (id),
  invoice_id uuid not null references invoice (id),
  amount_cents integer not null check (amount_cents > 0),
  settled_at timestamptz not null default now(),
  settled_by uuid,
  unique (payment_id, invoice_id)
);
create index on settlement (invoice_id);

create function shop_refuse_change() returns trigger
  language plpgsql
  as $$
    begin
      raise exception 'an issued % does not change', tg_table_name using errcode = 'restrict_violation';
    end
  $$;
create trigger stays before update or delete on invoice for each row execute function shop_refuse_change();
create trigger stays before update or delete on invoice_line for each row execute function shop_refuse_change();
create trigger stays before update or delete on invoice_vat for each row execute function shop_refuse_change();
create trigger stays before update or delete on invoice_buyer for each row execute function shop_refuse_change();
create trigger stays before update or delete on invoice_document for each row execute function shop_refuse_change();

-- A payment settles no more than itself, an invoice is settled no further than its amount.
create function shop_check_settlement() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from payment where id = new.payment_id for update;
      if exists (select from payment_reversal where payment_id = new.payment_id) then
        raise exception 'the payment was reversed' using errcode = 'check_violation';
      end if;
      if (select sum(amount_cents) from settlement where payment_id = new.payment_id)
          > (select amount_cents from payment where id = new.payment_id)
        or (select sum(amount_cents) from settlement where invoice_id = new.invoice_id)
          > (select gross_cents from invoice where id = new.invoice_id) then
        raise exception 'a settlement exceeds its payment or invoice' using errcode = 'check_violation';
      end if;
      return null;
    end
  $$;
create trigger within_bounds after insert or update on settlement
  for each row execute function shop_check_settlement();

-- A payment that an invoice stands on is not undone: that is a refund.
create function shop_check_reversal() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from payment where id = new.payment_id and order_id = new.order_id for update;
      if not found or exists (select from settlement where payment_id = new.payment_id) then
        raise exception 'an invoice stands on the payment' using errcode = 'check_violation', constraint = 'unsettled';
      end if;
      return null;
    end
  $$;
create trigger unsettled after insert on payment_reversal for each row execute function shop_check_reversal();

-- Facts about an order that row conditions and rules stand on ---------------------------------------------------

create function shop_settled(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(sum(gross_cents) <= sum((select coalesce(sum(amount_cents), 0) from settlement
                                              where settlement.invoice_id = invoice.id)), false)
      from invoice where order_id = asked
  $$;

-- Pieces sold by product in the last 90 days: a count, and nobody's purchase.
create function shop_sold_lately() returns table (product_id uuid, pieces bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select variant.product_id, sum(quantity)
      from order_line join "order" on "order".id = order_line.order_id join variant on variant.id = order_line.variant_id
      where placed_at > now() - interval '90 days' group by variant.product_id
  $$;

create function shop_delivered_on(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select case when count(*) > 0 and count(*) = count(delivered_on) then max(delivered_on) end
      from shipment left join shipment_delivery on shipment_delivery.shipment_id = shipment.id
      where shipment.order_id = asked
  $$;

-- The last day to withdraw, known with the delivery: no Saturday, Sunday or public holiday (Regulation 1182/71 Art. 3(4)).
create function shop_withdrawal_until(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select case when count(*) > 0 and count(*) = count(withdrawal_until) then max(withdrawal_until) end
      from shipment left join shipment_delivery on shipment_delivery.shipment_id = shipment.id
      where shipment.order_id = asked
  $$;

-- Contract end (register: order-contract): paid, delivered and the days of withdrawal over; a cancelled one is
-- wound up within 14 days, in which its buyer is told and may ask.
create function shop_contract_open(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(
      (select shop_day(cancelled_at) + 14 >= shop_today() from cancellation where order_id = asked),
      not (shop_settled(asked) and coalesce(shop_withdrawal_until(asked) < shop_today(), false)))
  $$;

-- Facts of an order that outlive the rows which tell more (who carried it, why it was cancelled).
create function shop_cancelled_at(asked uuid) returns timestamptz
  language sql stable security definer set search_path = public, pg_temp
  as $$ select cancelled_at from cancellation where order_id = asked $$;

-- A customer is known as long as an order of theirs is open.
create function shop_customer_known(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from "order" where customer_id = asked and shop_contract_open(id)) $$;

create function shop_invoiced_order(asked uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$ select order_id from invoice where id = asked $$;

-- Claims run from delivery; before it they may still arise.
create function shop_claims_open(asked uuid, period interval) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select not exists (select from cancellation where order_id = asked)
      and coalesce(shop_delivered_on(asked) + period >= shop_today(), true)
  $$;

create function shop_proof_approved(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((select proof_answer.approved
      from proof left join proof_answer on proof_answer.proof_id = proof.id
      where proof.order_line_id = asked order by proof.version desc limit 1), false)
  $$;

-- The last order's number, for whoever sets the next one.
create function shop_last_order() returns text
  language sql stable security definer set search_path = public, pg_temp
  as $$ select number from "order" order by placed_at desc limit 1 $$;

-- Two clicks on the same order wait for each other. Null where there is no such order.
create function shop_lock_order(asked uuid) returns uuid
  language sql security definer set search_path = public, pg_temp
  as $$ select id from "order" where id = asked for update $$;

-- A made-to-order line is made once it is paid for, from the drawing that its buyer approved, and from no other; nobody
-- else can use it, so none is made after a cancellation.
create function shop_check_making() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if exists (select from cancellation where order_id = new.order_id) or not shop_settled(new.order_id)
        or not shop_proof_approved(new.order_line_id) then
        raise exception 'the line cannot be made yet' using errcode = 'check_violation', constraint = 'ready_to_make';
      end if;
      return null;
    end
  $$;
create trigger ready_to_make after insert on making for each row execute function shop_check_making();

-- Nothing is packed before it is paid and made, nor after a cancellation.
create function shop_check_packing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if exists (select from cancellation where order_id = new.order_id) or not shop_settled(new.order_id)
        or exists (select from order_line
                   where order_id = new.order_id and made_to_order
                     and not exists (select from making where making.order_line_id = order_line.id)) then
        raise exception 'the order cannot be packed yet' using errcode = 'check_violation', constraint = 'ready_to_pack';
      end if;
      return null;
    end
  $$;
create trigger ready_to_pack after insert on shipment for each row execute function shop_check_packing();

-- Only an order without money and without a parcel can be cancelled here; the rest is a refund.
create function shop_check_cancellation() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if exists (select from payment where order_id = new.order_id
                 and not exists (select from payment_reversal where payment_id = payment.id))
        or exists (select from shipment where order_id = new.order_id) then
        raise exception 'the order is paid or packed' using errcode = 'check_violation', constraint = 'unpaid';
      end if;
      return null;
    end
  $$;
create trigger unpaid after insert on cancellation for each row execute function shop_check_cancellation();

-- Money that comes for a cancelled order is noted, to be paid back; no invoice is issued on it.
create function shop_check_invoice() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if exists (select from cancellation where order_id = new.order_id) then
        raise exception 'the order is cancelled' using errcode = 'check_violation', constraint = 'not_cancelled';
      end if;
      return null;
    end
  $$;
create trigger not_cancelled after insert on invoice for each row execute function shop_check_invoice();

-- Marketing ----------------------------------------------------------------------------------------------------

create table subscription (
  id uuid primary key default gen_random_uuid(),
  purpose text not null check (purpose in ('marketing-email', 'marketing-similar-goods', 'marketing-phone')),
  address text not null,
  address_hash bytea not null check (octet_length(address_hash) = 32),
  language text not null,
  consent_id uuid references consent (id),
  since timestamptz not null default now(),
  -- The soft opt-in needs no consent; everything else does.
  check (consent_id is not null or purpose = 'marketing-similar-goods')
);
create unique index one_subscription on subscription (purpose, address_hash);

-- A no wins at once over every yes that came before it.
create function shop_may_market(asked text, hash bytea, given uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select not exists (select from objection
                        where address_hash = hash and purpose in (asked, 'marketing')
                          and made_at >= coalesce((select given_at from consent where id = given), '-infinity'))
      and not exists (select from consent_withdrawal where consent_id = given)
  $$;

-- Writes an address down for the marketing purpose that asks. A new consent renews the row of an earlier one; the
-- soft opt-in adds nothing to itself, and nothing at all after a no.
create function shop_subscribe(asked_address text, hash bytea, asked_language text, given uuid) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    insert into subscription (purpose, address, address_hash, language, consent_id)
      select shop_purpose(), asked_address, hash, asked_language, given
       where shop_may_market(shop_purpose(), hash, given)
      on conflict (purpose, address_hash) do update
        set address = excluded.address, language = excluded.language, consent_id = excluded.consent_id, since = now()
        where excluded.consent_id is not null
  $$;

-- Correspondence -----------------------------------------------------------------------------------------------

create table mail (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  about_id uuid not null,
  order_id uuid references "order" (id),
  queued_at timestamptz not null default now()
);
create index on mail (queued_at desc);
create index on mail (order_id);

-- A mail about an order is remembered as long as its buyer may be written to; one to staff is not about an order.
create function shop_mail_open(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select order_id is null or shop_contract_open(order_id) from mail where id = asked $$;

create table mail_copy (
  mail_id uuid primary key references mail (id),
  recipient text not null,
  subject text not null,
  body text not null,
  html text not null,
  attachments text[] not null,
  captured_at timestamptz,
  sent_at timestamptz,
  check (captured_at is not null or sent_at is not null)
);

-- The register governs: terms that the shop signs off, purposes that end early, restriction, holds, erasure, requests.

-- Every term stands here; the register (src/privacy/purposes.ts) proposes it at the first start.
create table retention_term (
  purpose text not null,
  fact text not null,
  -- ISO 8601, one unit.
  period text not null check (period ~ '^P[0-9]{1,3}[YMD]$'),
  -- No seed states it: ours until the owner signs it off.
  proposed boolean not null,
  signed_by uuid,
  signed_at timestamptz,
  primary key (purpose, fact),
  check ((signed_by is null) = (signed_at is null))
);
create trigger tell after insert or update on retention_term for each statement execute function shop_tell('settings');

-- Null for a term that nobody knows: a condition with it lets nothing through.
create function shop_term(asked text, asked_fact text) returns interval
  language sql stable security definer set search_path = public, pg_temp
  as $$ select period::interval from retention_term where purpose = asked and fact = asked_fact $$;

-- A look ahead is taken in a transaction that cannot write; everywhere else the day is never later than the real one.
create or replace function shop_today() returns date
  language sql stable
  as $$
    select case
      when current_setting('transaction_read_only') = 'on'
        then coalesce(nullif(current_setting('shop.as_of', true), '')::date, shop_day(now()))
      else least(shop_day(now()), coalesce(nullif(current_setting('shop.as_of', true), '')::date, 'infinity'::date))
    end
  $$;

-- The moment that goes with the day: terms that run from a moment are looked ahead of, too.
create function shop_now() returns timestamptz
  language sql stable
  as $$ select now() + (shop_today() - shop_day(now())) * interval '1 day' $$;

create or replace function shop_consent_kept(asked uuid, period interval) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select not exists (select from consent_withdrawal where consent_id = asked and withdrawn_at <= shop_now() - period)
  $$;

create or replace function shop_cart_live(asked uuid, period interval) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from cart where id = asked and touched_at > shop_now() - period) $$;

-- The eraser acts for no purpose: it takes away what none holds any longer.
create or replace function shop_purpose() returns text
  language sql stable
  as $$
    select case
      when current_setting('role') like current_database() || '\_p\_%'
        then replace(substr(current_setting('role'), length(current_database()) + 4), '_', '-')
      when current_setting('role') = current_database() || '_eraser' then 'retention'
      else 'owner'
    end
  $$;

-- Requests ------------------------------------------------------------------------------------------------------

-- Somebody who showed by a letter to the address that it is theirs.
create table subject_session (
  id uuid primary key default gen_random_uuid(),
  -- The link's token until it is used, the cookie's from then on.
  token_hash bytea unique check (octet_length(token_hash) = 32),
  address text not null check (address = lower(address) and address <> ''),
  address_hash bytea not null check (octet_length(address_hash) = 32),
  language text not null,
  -- The cart of the same browser, which nothing else leads to.
  cart_id uuid references cart (id) on delete set null,
  asked_at timestamptz not null default now(),
  expires_at timestamptz,
  consumed_at timestamptz,
  ended_at timestamptz
);
create index on subject_session (asked_at);

create table subject_request (
  id uuid primary key default gen_random_uuid(),
  address text not null check (address = lower(address) and address <> ''),
  address_hash bytea not null check (octet_length(address_hash) = 32),
  language text not null,
  name text,
  kind text not null
    check (kind in ('access', 'portability', 'rectification', 'erasure', 'restriction', 'objection', 'withdrawal', 'other')),
  origin text not null check (origin in ('page', 'mail', 'letter', 'telephone')),
  words text,
  received_on date not null default shop_today(),
  due_on date not null,
  identity_checked_at timestamptz,
  identity_checked_by uuid,
  identity_checked_how text,
  closed_at timestamptz,
  closed_by uuid,
  outcome text check (outcome in ('done', 'refused', 'withdrawn')),
  check ((closed_at is null) = (outcome is null)),
  check ((identity_checked_at is null) = (identity_checked_how is null))
);
create index on subject_request (due_on) where closed_at is null;
create index on subject_request (address);
create index on order_party (lower(email));

-- Whose rows `rights-requests` may read now: the person behind the session or the request that `shop.subject` names, while
-- it is open and it is known that they are who they say.
create function shop_subject_address() returns text
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select address from subject_session
     where id = nullif(current_setting('shop.subject', true), '')::uuid
       and consumed_at is not null and ended_at is null and expires_at > now()
    union all
    select address from subject_request
     where id = nullif(current_setting('shop.subject', true), '')::uuid
       and closed_at is null and identity_checked_at is not null
  $$;

create function shop_orders_of(asked text) returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(order_id), '{}') from order_party where lower(email) = asked $$;

create function shop_subject_orders() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select shop_orders_of(shop_subject_address()) $$;

-- A telephone number in an order is whose order it is, unless somebody else consented with the same number: anybody may
-- write down a stranger's.
create index on consent (address);
create function shop_phones_of(orders uuid[]) returns setof text
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select distinct lower(phone) from order_party
     where order_id = any (orders) and phone is not null
       and not exists (select from consent where address = lower(phone) and (order_id is null or order_id <> all (orders)))
  $$;

-- The person's addresses: the e-mail, and the telephone numbers given with it.
create function shop_subject_addresses() returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select array_remove(array_agg(distinct own), null) from (
      select shop_subject_address() as own
      union select shop_phones_of(shop_subject_orders())) known
  $$;

create function shop_subject_mails() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(array_agg(id), '{}') from mail
     where order_id = any (shop_subject_orders())
        or id in (select mail_id from mail_copy where lower(recipient) = shop_subject_address())
  $$;

create function shop_subject_consents() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(id), '{}') from consent where address = any (shop_subject_addresses()) $$;

create function shop_subject_hashes() returns bytea[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(array_agg(address_hash), '{}') from (
      select address_hash from subject_session where id = nullif(current_setting('shop.subject', true), '')::uuid
      union select address_hash from subject_request where id = nullif(current_setting('shop.subject', true), '')::uuid
      union select address_hash from subscription where address = any (shop_subject_addresses())) known
     where shop_subject_address() is not null
  $$;

create function shop_subject_cart() returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select cart_id from subject_session
     where id = nullif(current_setting('shop.subject', true), '')::uuid and shop_subject_address() is not null
  $$;

create function shop_subject_staff() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(id), '{}') from staff where email = shop_subject_address() $$;

create function shop_subject_customers() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(id), '{}') from customer where email = shop_subject_address() $$;

create function shop_subject_requests() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(id), '{}') from subject_request where address = shop_subject_address() $$;

-- The keys of everything that belongs to the person, by which traces (audit, disclosures, openings) name rows.
create function shop_subject_rows() returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(array_agg(id::text), '{}') from (
      select unnest(shop_subject_orders()) as id
      union all select unnest(shop_subject_mails())
      union all select unnest(shop_subject_consents())
      union all select unnest(shop_subject_customers())
      union all select unnest(shop_subject_requests())
      union all select id from order_line where order_id = any (shop_subject_orders())
      union all select id from proof where order_id = any (shop_subject_orders())
      union all select id from shipment where order_id = any (shop_subject_orders())
      union all select id from payment where order_id = any (shop_subject_orders())
      union all select id from invoice where order_id = any (shop_subject_orders())
      union all select id from order_question where order_id = any (shop_subject_orders())
      union all select id from correction where order_id = any (shop_subject_orders())
      union all select id from subscription where address = any (shop_subject_addresses())) own
  $$;

-- What ends early, what is restricted, what is held --------------------------------------------------------------

-- A purpose that holds an order no longer, before its term: asked for (Art. 17, 21), or decided by the shop.
create table purpose_end (
  order_id uuid not null references "order" (id),
  purpose text not null,
  ended_at timestamptz not null default now(),
  cause text not null check (cause in ('erasure', 'objection', 'shop', 'restore')),
  request_id uuid references subject_request (id) on delete set null,
  primary key (order_id, purpose)
);
create index on purpose_end (request_id);

-- Art. 18: stored and otherwise not touched.
create table restriction (
  id uuid primary key default gen_random_uuid(),
  address text not null check (address = lower(address) and address <> ''),
  address_hash bytea not null check (octet_length(address_hash) = 32),
  ground text not null check (ground in ('accuracy', 'unlawful', 'claims', 'objection')),
  request_id uuid references subject_request (id) on delete set null,
  made_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_by uuid
);
create index on restriction (address) where lifted_at is null;

create table restricted_order (order_id uuid primary key references "order" (id));

create function shop_pin_restricted() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      -- An order that is being placed meanwhile is pinned by one of the two.
      perform pg_advisory_xact_lock(hashtextextended(new.address, 4));
      insert into restricted_order select unnest(shop_orders_of(new.address)) on conflict do nothing;
      if new.lifted_at is not null then
        delete from restricted_order where order_id = any (shop_orders_of(new.address))
          and not exists (select from restriction where address = new.address and lifted_at is null);
      end if;
      return null;
    end
  $$;
create trigger pin_restricted after insert or update on restriction for each row execute function shop_pin_restricted();

-- Who is restricted stays so with a new order.
create function shop_restrict_new_order() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended(lower(new.email), 4));
      if exists (select from restriction where address = lower(new.email) and lifted_at is null) then
        insert into restricted_order values (new.order_id) on conflict do nothing;
      end if;
      return null;
    end
  $$;
create trigger restrict_new_order after insert or update of email on order_party
  for each row execute function shop_restrict_new_order();

create function shop_restricted_orders() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(order_id), '{}') from restricted_order $$;

create function shop_restricted_invoices() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(id), '{}') from invoice where order_id in (select order_id from restricted_order) $$;

create function shop_restricted_mails() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(id), '{}') from mail where order_id in (select order_id from restricted_order) $$;

create function shop_restricted_addresses() returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(array_agg(address), '{}') from (
      select address from restriction where lifted_at is null
      union select shop_phones_of(array(select order_id from restricted_order))) known
  $$;

-- Why something that is due stays for now. The words may name a claim; they are read under it.
create table hold (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  kind text not null check (kind in ('claim', 'complaint', 'dispute', 'authority')),
  reason text not null check (length(reason) between 1 and 500),
  placed_at timestamptz not null default now(),
  placed_by uuid not null,
  lifted_at timestamptz,
  lifted_by uuid,
  check ((lifted_at is null) = (lifted_by is null))
);
create index on hold (order_id) where lifted_at is null;

-- Orders that the eraser leaves alone: held by a person, restricted, or asked about and not yet answered.
create function shop_held_orders() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(array_agg(order_id), '{}') from (
      select order_id from hold where lifted_at is null
      union select order_id from restricted_order
      union select unnest(shop_orders_of(address)) from subject_request where closed_at is null and kind <> 'erasure') held
  $$;

create function shop_held_addresses() returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(array_agg(address), '{}') from (
      select unnest(shop_restricted_addresses()) as address
      union select address from subject_request where closed_at is null and kind <> 'erasure') held
  $$;

-- The last day on which each purpose holds an order; null while nobody knows ------------------------------------

-- What goes with an order is found by it.
create index on invoice (order_id);
create index on artwork (order_id);
create index on proof_answer (order_id);

create function shop_ended_early(asked uuid, asked_purpose text) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$ select shop_day(ended_at) - 1 from purpose_end where order_id = asked and purpose = asked_purpose $$;

-- The contract's own last day: paid, received and the days of withdrawal over; a cancelled one is wound up in 14 days.
create function shop_contract_over(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((select shop_day(cancelled_at) + 14 from cancellation where order_id = asked),
                    case when shop_settled(asked) then shop_withdrawal_until(asked) end)
  $$;

-- Books are kept for so long after the end of the financial year, which is the calendar's. Null where there is nothing to keep.
create function shop_accounting_ends(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select least(
      shop_ended_early(asked, 'accounting'),
      (greatest(
          (select max(make_date(extract(year from issued_on)::int, 12, 31)) from invoice where order_id = asked),
          (select max(make_date(extract(year from received_on)::int, 12, 31)) from payment where order_id = asked))
        + shop_term('accounting', 'financial-year-end'))::date)
  $$;

-- All of them for some orders. It has no rights of its own, so that the database takes it apart within those below: whoever
-- asks for one day does not pay for the others. Claims run from delivery, before which they may still arise; a claim that
-- is being made is held open.
create function shop_last_days(asked uuid[])
  returns table (order_id uuid, contract date, messages date, conformity date, legal date, accounting date)
  language sql stable
  as $$
    select placed.id,
      least(shop_ended_early(placed.id, 'order-contract'),
            (over_on + (select shop_term('order-contract', 'contract-end')))::date),
      least(shop_ended_early(placed.id, 'service-messages'),
            (over_on + (select shop_term('service-messages', 'contract-end')))::date),
      least(shop_ended_early(placed.id, 'conformity-claims'),
            coalesce(cancelled_on - 1, (delivered_on + coalesce(
              -- Some countries have a term of their own, as `delivery-se`.
              (select shop_term('conformity-claims', 'delivery-' || lower(country))
                 from order_party where order_party.order_id = placed.id),
              (select shop_term('conformity-claims', 'delivery'))))::date)),
      case when not exists (select from hold where hold.order_id = placed.id and lifted_at is null) then
        least(shop_ended_early(placed.id, 'legal-claims'),
              coalesce(cancelled_on - 1, (delivered_on + (select shop_term('legal-claims', 'delivery')))::date))
      end,
      shop_accounting_ends(placed.id)
      from "order" placed cross join lateral (
        select shop_contract_over(placed.id) as over_on, shop_delivered_on(placed.id) as delivered_on,
               (select shop_day(cancelled_at) from cancellation where cancellation.order_id = placed.id) as cancelled_on
          -- Kept apart, so that each is asked once at most.
          offset 0) facts
      where placed.id = any (asked)
  $$;

create function shop_contract_ends(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$ select contract from shop_last_days(array[asked]) $$;

create or replace function shop_contract_open(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce((select contract from shop_last_days(array[asked])) >= shop_today(), true) $$;

create function shop_messages_open(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce((select messages from shop_last_days(array[asked])) >= shop_today(), true) $$;

create function shop_claims_ends(asked uuid, claims text) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select case claims when 'conformity-claims' then conformity when 'legal-claims' then legal end
      from shop_last_days(array[asked])
  $$;

drop function shop_claims_open(uuid, interval) cascade;
create function shop_claims_open(asked uuid, claims text) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(shop_claims_ends(asked, claims) >= shop_today(), true) $$;

create function shop_accounting_open(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(shop_accounting_ends(asked) >= shop_today(), true) $$;

-- A mail about an order is remembered as long as its buyer may be written to; any other, as an enquiry is.
create or replace function shop_mail_open(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select case when order_id is null then queued_at > shop_now() - shop_term('service-messages', 'enquiry-closed')
                else shop_messages_open(order_id) end
      from mail where id = asked
  $$;

-- Erasure -------------------------------------------------------------------------------------------------------

-- One run of the eraser: what it did, and nobody's name.
create table erasure_run (
  id uuid primary key default gen_random_uuid(),
  cause text not null check (cause in ('retention', 'request', 'restore')),
  as_of date not null,
  begun_at timestamptz not null default now(),
  ended_at timestamptz,
  -- Units and rows, by table.
  counts jsonb not null default '{}'
);

-- What is gone, and what a purpose still holds and until when: the end of a relationship, without a person.
create table erasure (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references erasure_run (id),
  unit text not null,
  unit_id uuid,
  erased_at timestamptz not null default now(),
  -- Table to columns, or to the number of its rows.
  gone jsonb not null,
  -- Purpose to its last day, null where that is not known yet.
  remains jsonb not null
);
create index on erasure (unit_id);
create index on erasure (run_id);

-- What ends in the coming months, as the last nightly run saw it: ids and days.
create table retention_forecast (
  order_id uuid not null references "order" (id),
  purpose text not null,
  ends date not null,
  primary key (order_id, purpose)
);
create index on retention_forecast (ends);

-- The same for rows that belong to no order: how many of a table will have gone by a day, and had not by the day before it
-- that was looked at.
create table retention_outlook (
  unit text not null,
  gone_by date not null,
  rows integer not null check (rows > 0),
  primary key (unit, gone_by)
);

-- A look ahead that somebody asked for and the worker takes: what would be due on the day, its first units as ids and tables.
create table retention_look (
  day date primary key,
  asked_at timestamptz not null default now(),
  seen_at timestamptz,
  total integer not null default 0,
  units jsonb not null default '[]'
);

-- The cart in the browser of whoever asks for erasure; nothing else leads to it.
create function shop_forget_cart() returns void
  language sql security definer set search_path = public, pg_temp
  as $$ delete from cart where id = shop_subject_cart() $$;

-- The customer goes with the last open order; the order stays, and leads to nobody.
alter table "order" alter column customer_id drop not null;
alter table "order" drop constraint order_customer_id_fkey;
alter table "order" add foreign key (customer_id) references customer (id) on delete set null;

-- That a consent was taken back goes with the consent: its term is counted from it.
alter table consent_withdrawal drop constraint consent_withdrawal_consent_id_fkey;
alter table consent_withdrawal add foreign key (consent_id) references consent (id) on delete cascade;

-- Who paid is a fact of its own, so that the sum stays when the name goes.
create table payment_payer (
  payment_id uuid primary key references payment (id),
  order_id uuid not null references "order" (id),
  name text not null check (name <> '')
);
create index on payment_payer (order_id);
insert into payment_payer (payment_id, order_id, name) select id, order_id, payer_name from payment where payer_name <> '';
alter table payment drop column payer_name;

-- An issued invoice does not change; its buyer and its pages go when the law lets go of them.
create or replace function shop_refuse_change() returns trigger
  language plpgsql
  as $$
    begin
      if tg_op = 'DELETE' and tg_table_name in ('invoice_buyer', 'invoice_document') and shop_purpose() = 'retention' then
        return old;
      end if;
      raise exception 'an issued % does not change', tg_table_name using errcode = 'restrict_violation';
    end
  $$;

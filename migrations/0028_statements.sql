-- Bank statements: what the bank says of the shop's account, each entry once.

create table bank_statement (
  id uuid primary key default gen_random_uuid(),
  -- Files that were handed in together.
  import_id uuid not null,
  account text not null check (account <> ''),
  name text not null,
  -- camt.053.001.08; null where the file names none.
  schema text check (schema ~ '^camt\.053\.[0-9]{3}\.[0-9]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  from_on date,
  until_on date,
  opening_cents bigint,
  closing_cents bigint,
  -- Transfers that it tells of, and how many of them were new.
  entries integer not null check (entries >= 0),
  added integer not null check (added between 0 and entries),
  flags text[] not null,
  -- Of what it says, however its file is written.
  content_hash bytea not null unique check (octet_length(content_hash) = 32),
  imported_at timestamptz not null default now(),
  imported_by uuid,
  -- When all its entries had been looked through for orders.
  matched_at timestamptz
);
create index on bank_statement (imported_at);
create index on bank_statement (import_id);

-- One transfer. An entry of the bank that holds several has a row for each of them.
create table bank_entry (
  id uuid primary key default gen_random_uuid(),
  statement_id uuid not null references bank_statement (id),
  account text not null,
  -- The bank's entry: a hash of its reference, or of its facts where the bank gives none; and the transfer within it.
  entry_key bytea not null check (octet_length(entry_key) = 32),
  part integer not null check (part >= 0),
  credit boolean not null,
  amount_cents bigint not null check (amount_cents >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  charges_cents bigint not null check (charges_cents >= 0),
  booked_on date not null,
  value_on date,
  bank_reference text,
  -- ISO 20022 transaction code: PMNT-RCDT-ESCT.
  code text,
  -- Several transfers that the bank tells as a sum.
  undivided boolean not null,
  -- Takes an earlier entry back.
  reversal boolean not null,
  -- Why a transfer came back; '' where the bank does not say.
  returned text,
  unique (account, entry_key, part)
);
create index on bank_entry (statement_id);
create index on bank_entry (booked_on);

-- Who stands on the other side, and what for: of money that came in, and of the shop's own refunds and returns; nobody else's.
create table bank_entry_party (
  entry_id uuid primary key references bank_entry (id),
  -- The order to which the entry was matched first; null while it waits.
  order_id uuid references "order" (id),
  booked_on date not null,
  name text,
  iban text,
  on_behalf_of text,
  words text,
  structured text[] not null,
  end_to_end_id text
);
create index on bank_entry_party (order_id);

-- What an entry is: a payment, or a refund that went out. A payment that was taken back matches nothing any more.
create table bank_entry_match (
  id uuid primary key default gen_random_uuid(),
  entry_id uuid not null references bank_entry (id),
  payment_id uuid unique references payment (id),
  refund_id uuid unique references refund (id),
  how text not null check (how in ('reference', 'number', 'hand')),
  matched_at timestamptz not null default now(),
  matched_by uuid,
  check (num_nonnulls(payment_id, refund_id) = 1),
  check (how <> 'hand' or matched_by is not null)
);
create index on bank_entry_match (entry_id);

-- Money that is no order's.
create table bank_entry_aside (
  id uuid primary key default gen_random_uuid(),
  entry_id uuid not null references bank_entry (id),
  reason text not null check (reason in ('fee', 'own-transfer', 'card-payout', 'interest', 'taken-back', 'other')),
  set_at timestamptz not null default now(),
  set_by uuid not null,
  taken_back_at timestamptz,
  taken_back_by uuid,
  check ((taken_back_at is null) = (taken_back_by is null))
);
create unique index on bank_entry_aside (entry_id) where taken_back_at is null;

-- What staff wrote to it.
create table bank_entry_note (
  aside_id uuid primary key references bank_entry_aside (id),
  booked_on date not null,
  note text not null check (length(note) between 1 and 500)
);

-- How much of an entry is matched to nothing yet, in cents; 0 for what was put aside.
create function shop_entry_open_cents(asked uuid) returns bigint
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select case when exists (select from bank_entry_aside where entry_id = asked and taken_back_at is null) then 0
      else amount_cents - (
        select coalesce(sum(coalesce(payment.amount_cents, refund.amount_cents)), 0)
          from bank_entry_match
          left join payment on payment.id = payment_id
          left join refund on refund.id = refund_id
         where entry_id = asked
           and not exists (select from payment_reversal where payment_reversal.payment_id = bank_entry_match.payment_id)) end
      from bank_entry where id = asked
  $$;

-- Money that came in, or that the bank took back, and of which nobody knows yet what for.
create function shop_entry_waits(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((select (credit or reversal or returned is not null) and shop_entry_open_cents(id) > 0
                       from bank_entry where id = asked), false)
  $$;

-- Two who match the same entry wait for each other, and both know how much of it is left then.
create function shop_lock_entry(asked uuid) returns table (amount_cents bigint, open_cents bigint, booked_on date)
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from bank_entry where id = asked for update;
      return query
        select bank_entry.amount_cents, shop_entry_open_cents(id), bank_entry.booked_on from bank_entry where id = asked;
    end
  $$;

-- Two imports of one account take turns.
create function shop_lock_account(asked text) returns void
  language sql security definer set search_path = public, pg_temp
  as $$ select pg_advisory_xact_lock(hashtextextended('bank account ' || asked, 28)) $$;

create function shop_check_entry_match() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      matched bank_entry%rowtype;
    begin
      select * into matched from bank_entry where id = new.entry_id for update;
      if matched.currency <> 'EUR' or matched.credit <> (new.payment_id is not null)
        or exists (select from bank_entry_aside where entry_id = new.entry_id and taken_back_at is null)
        or shop_entry_open_cents(new.entry_id) < 0 then
        raise exception 'an entry is matched beyond what it is' using errcode = 'check_violation', constraint = 'within_entry';
      end if;
      -- From now on who paid ends with the order; of a split, with the first.
      update bank_entry_party set order_id = coalesce(
          (select order_id from payment where id = new.payment_id), (select order_id from refund where id = new.refund_id))
       where entry_id = new.entry_id and order_id is null;
      return null;
    end
  $$;
create trigger within_entry after insert on bank_entry_match for each row execute function shop_check_entry_match();

create function shop_check_entry_aside() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from bank_entry where id = new.entry_id for update;
      if new.taken_back_at is null and exists (
          select from bank_entry_match
           where entry_id = new.entry_id
             and not exists (select from payment_reversal where payment_reversal.payment_id = bank_entry_match.payment_id)) then
        raise exception 'the entry is an order''s money' using errcode = 'check_violation', constraint = 'unmatched';
      end if;
      return null;
    end
  $$;
create trigger unmatched after insert on bank_entry_aside for each row execute function shop_check_entry_aside();

-- A payment that was taken back leaves its entry waiting, and nobody's: unless a part of it is another order's.
create function shop_release_entry() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      update bank_entry_party set order_id = (
          select payment.order_id from bank_entry_match join payment on payment.id = payment_id
           where bank_entry_match.entry_id = bank_entry_party.entry_id
             and not exists (select from payment_reversal where payment_reversal.payment_id = payment.id)
           order by matched_at limit 1)
       where entry_id in (select entry_id from bank_entry_match where payment_id = new.payment_id);
      return null;
    end
  $$;
create trigger release_entry after insert on payment_reversal for each row execute function shop_release_entry();

-- Whether the books of that day's financial year, which is the calendar's, are still kept.
create function shop_books_kept(day date) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select (make_date(extract(year from day)::int, 12, 31) + shop_term('accounting', 'financial-year-end'))::date >= shop_today()
  $$;

-- What people write into the words of a transfer: references, and numbers of documents without their signs.
create index on "order" (payment_reference);
create index invoice_bare_number on invoice (upper(regexp_replace(number, '[^0-9A-Za-z]', '', 'g')));

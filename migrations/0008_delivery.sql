-- Where parcels go: carriers' lockers, what an order chose, and which parcels a carrier has been told of.

-- Letters as one types them on a foreign keyboard: for finding a town by "rezekne" too.
create function shop_plain_letters(words text) returns text
  language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp
  as $$
    select regexp_replace(normalize(lower(words), nfd), '[\u0300-\u036f]', '', 'g')
  $$;

create table pickup_point (
  id uuid primary key default gen_random_uuid(),
  carrier text not null check (carrier ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  code text not null check (code <> ''),
  country text not null check (country ~ '^[A-Z]{2}$'),
  town text not null check (town <> ''),
  name text not null check (name <> ''),
  street text not null,
  postcode text not null,
  -- Names of the compartments it has; null: all that the carrier's lockers have.
  compartments text[],
  words text not null generated always as (shop_plain_letters(town || ' ' || name || ' ' || street || ' ' || postcode)) stored,
  changed_at timestamptz not null default now(),
  -- Null while it can be chosen. A point that is gone stays for the orders that went there.
  gone_at timestamptz,
  unique (carrier, code)
);
create index on pickup_point (carrier, country) where gone_at is null;

-- A carrier's list that was read and waits to be applied.
create table point_import (
  carrier text primary key,
  id uuid not null,
  points jsonb not null,
  read_at timestamptz not null default now(),
  read_by uuid
);

-- What the buyer chose: the carrier by its key in the settings (null: collected from us), the locker by its id.
alter table "order" add column carrier text check (carrier ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
alter table order_party add column point_id uuid references pickup_point (id);
create index on order_party (point_id);

-- Parcels that a carrier was told of: each file made is a row, also one made again. The file itself is not kept.
create table parcel_file (
  id uuid primary key default gen_random_uuid(),
  carrier text not null,
  made_at timestamptz not null default now(),
  made_by uuid not null
);
create index on parcel_file (made_at desc);

create table parcel_file_order (
  parcel_file_id uuid not null references parcel_file (id),
  order_id uuid not null references "order" (id),
  primary key (parcel_file_id, order_id)
);
create index on parcel_file_order (order_id);

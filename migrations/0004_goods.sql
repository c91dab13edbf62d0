-- Goods as a shop keeps them: materials, quantity prices, documents, where they come from, and where they were found before.

create table material (
  id uuid primary key default gen_random_uuid(),
  position integer not null
);

create table material_text (
  material_id uuid not null references material (id) on delete cascade,
  language text not null check (language in ('lv', 'en', 'sv', 'nl')),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (name <> ''),
  primary key (material_id, language),
  unique (language, slug)
);

alter table variant
  add column material_id uuid references material (id),
  add column depth_mm integer not null default 5 check (depth_mm > 0),
  -- What one piece measures, where it is sold by measure: its unit price is shown (MK 178).
  add column measure numeric check (measure > 0 and scale(measure) <= 3),
  add column measure_unit text check (measure_unit in ('m', 'm2', 'kg', 'l')),
  add column gtin text check (gtin ~ '^(\d{8}|\d{12,14})$'),
  -- At this many pieces or fewer it is time to order again.
  add column reorder_at integer not null default 3 check (reorder_at >= 0),
  add check ((measure is null) = (measure_unit is null));
create index on variant (material_id);

-- A lower price for each piece from so many pieces of one variant on; cents with VAT.
create table price_tier (
  variant_id uuid not null references variant (id) on delete cascade,
  from_quantity integer not null check (from_quantity between 2 and 999),
  price_cents integer not null check (price_cents > 0),
  primary key (variant_id, from_quantity)
);

-- What one piece costs when so many are bought; cents with VAT. Never more than the price of a single one.
create function shop_price_for(asked uuid, pieces bigint) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select least(variant.price_cents,
                 (select price_tier.price_cents from price_tier
                   where variant_id = asked and from_quantity <= pieces order by from_quantity desc limit 1))
      from variant where id = asked
  $$;

alter table product
  -- The buyer may send a file instead of words or beside them.
  add column takes_artwork boolean not null default false,
  -- Who orders it needs a certificate or an authority's leave; the words say which.
  add column needs_authority boolean not null default false,
  add column manufacturer_country text not null default 'LV' check (manufacturer_country ~ '^[A-Z]{2}$'),
  add column responsible_name text,
  add column responsible_address text,
  add column responsible_email text,
  -- When staff last changed anything about it: two editors notice each other, the sitemap tells.
  add column changed_at timestamptz not null default now(),
  add check (not takes_artwork or made_to_order),
  add check (num_nonnulls(responsible_name, responsible_address, responsible_email) in (0, 3)),
  -- Regulation (EU) 2023/988 Art. 19(b): a maker outside the Union (EEA) has a responsible person in it.
  add constraint responsible_person check (
    published_at is null or responsible_name is not null
    or manufacturer_country in ('AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS',
         'IT', 'LI', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'));

alter table product_text
  -- Which certificate or authority, where one is needed.
  add column authority text;

-- Goods that go together, chosen by staff; the shop fills up with the same category.
create table product_related (
  product_id uuid not null references product (id) on delete cascade,
  related_id uuid not null references product (id) on delete cascade,
  position integer not null,
  primary key (product_id, related_id),
  check (product_id <> related_id)
);
create index on product_related (related_id);

-- Data sheets, declarations, instructions. Null language: for readers of all languages.
create table product_document (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references product (id) on delete cascade,
  position integer not null,
  language text check (language in ('lv', 'en', 'sv', 'nl')),
  name text not null check (name <> ''),
  bytes bytea not null check (octet_length(bytes) between 1 and 10485760)
);
create index on product_document (product_id, position);

-- Where a product or category was found before: an earlier slug, or the shop's former address elsewhere.
create table old_address (
  -- As a visitor asks for it: a path of this shop, without a query.
  path text primary key check (path ~ '^/' and length(path) <= 500),
  language text not null check (language in ('lv', 'en', 'sv', 'nl')),
  product_id uuid references product (id) on delete cascade,
  category_id uuid references category (id) on delete cascade,
  since timestamptz not null default now(),
  check (num_nonnulls(product_id, category_id) = 1)
);
create index on old_address (product_id);
create index on old_address (category_id);

-- A category stands under another one, at most two deep, and never under itself.
create function shop_check_category() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if new.parent_id is not null
        and (new.parent_id = new.id
             or exists (select from category where id = new.parent_id and parent_id is not null)
             or exists (select from category where parent_id = new.id)) then
        raise exception 'categories are two deep' using errcode = 'check_violation', constraint = 'two_deep';
      end if;
      return new;
    end
  $$;
create trigger two_deep before insert or update of parent_id on category
  for each row when (new.parent_id is not null) execute function shop_check_category();

-- What is offered has a picture and something to buy (Regulation (EU) 2023/988 Art. 19(c)); checked when all is written.
create function shop_check_offer() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if exists (select from product where id = new.id and published_at is not null)
        and not (exists (select from picture where product_id = new.id)
                 and exists (select from variant where product_id = new.id)
                 and exists (select from product_text where product_id = new.id)) then
        raise exception 'a product on offer has a picture, a variant and a text'
          using errcode = 'check_violation', constraint = 'whole_offer';
      end if;
      return null;
    end
  $$;
create constraint trigger whole_offer after insert or update on product
  deferrable initially deferred for each row execute function shop_check_offer();

create trigger tell after insert or update or delete on material for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on material_text for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on price_tier for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on product_related for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on product_document for each statement execute function shop_tell('catalogue');
create trigger tell after insert or update or delete on old_address for each statement execute function shop_tell('catalogue');

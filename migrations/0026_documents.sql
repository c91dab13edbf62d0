-- Documents: what a machine reads of them, public buyers, and proofs for sales without VAT.

alter table invoice_document drop constraint invoice_document_format_check;
alter table invoice_document add check (format in ('pdf', 'ubl'));
-- The advance that a negative line of a final invoice clears.
alter table invoice_line add column clears_id uuid references invoice (id);
alter table invoice_line add check (clears_id is null or about = 'advance');
create index on invoice_line (clears_id) where clears_id is not null;
-- The buyer's address in parts, for the structured document; the lines beside it are what is printed.
alter table invoice_buyer add column place jsonb;
-- How a document was paid that was paid before its issue.
alter table invoice add column paid_means text check (paid_means in ('transfer', 'card', 'cash', 'terminal'));

-- Public buyers: the structured document is the original (law.md "Money"), so its sending is noted ------------------

create table public_buyer (
  order_id uuid primary key references "order" (id),
  noted_at timestamptz not null default now(),
  noted_by uuid not null
);

create table einvoice_sending (
  invoice_id uuid primary key references invoice (id),
  order_id uuid not null references "order" (id),
  sent_on date not null,
  way text not null check (way in ('peppol', 'e-address', 'portal', 'e-mail')),
  -- What the way calls it: a message or a receipt.
  reference text check (reference <> ''),
  noted_at timestamptz not null default now(),
  noted_by uuid not null
);
create index on einvoice_sending (order_id);

-- Sales without VAT: the number that VIES confirmed, the choice, and the proof that the goods left -------------------

create table vies_check (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  vat_number text not null check (vat_number ~ '^[A-Z]{2}[0-9A-Z+*]{2,13}$'),
  asked_at timestamptz not null default now(),
  -- Null: asked by the shop itself.
  asked_by uuid,
  -- Null: not answered yet.
  outcome text check (outcome in ('valid', 'invalid', 'unavailable')),
  answered_at timestamptz,
  -- What VIES gives to whoever names themselves: proof that it was asked.
  consultation_number text,
  check ((outcome is null) = (answered_at is null))
);
create index on vies_check (order_id);

create table vat_choice (
  order_id uuid primary key references "order" (id),
  choice text not null check (choice in ('intra-community', 'domestic')),
  chosen_at timestamptz not null default now(),
  chosen_by uuid not null
);

create table transport_proof (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  words text not null check (length(words) between 1 and 1000),
  content_type text check (content_type in ('application/pdf', 'image/jpeg', 'image/png')),
  bytes bytea check (octet_length(bytes) <= 31457280),
  noted_at timestamptz not null default now(),
  noted_by uuid not null,
  check ((content_type is null) = (bytes is null))
);
create index on transport_proof (order_id);

alter table order_line drop constraint order_line_vat_category_check;
alter table order_line add check (vat_category in ('S', 'Z', 'O', 'K', 'G', 'AE', 'E'));
-- The member state whose VAT is in the prices.
alter table "order" add column vat_country text not null default 'LV' check (vat_country ~ '^[A-Z]{2}$');

-- An order to a business elsewhere in the Union loses its VAT: prices without it, category K. False where it is too late
-- (money came, a document stands), or where no VIES answer of the last 30 days says that the number is in use.
create function shop_take_vat_off(asked uuid, staff uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = asked for update;
      if exists (select from invoice where order_id = asked) or shop_paid_cents(asked) > 0
        or exists (select from cancellation where order_id = asked)
        or exists (select from order_line where order_id = asked and vat_category not in ('S', 'Z'))
        or not exists (select from vies_check join order_party using (order_id)
                        where vies_check.order_id = asked and outcome = 'valid' and vies_check.vat_number = order_party.vat_number
                          and answered_at > now() - interval '30 days') then
        return false;
      end if;
      update "order" set delivery_price_cents = round(delivery_price_cents * 10000.0 / (10000 +
          (select max(vat_rate) from order_line where order_id = asked))) where id = asked;
      update order_line set unit_price_cents = round(unit_price_cents * 10000.0 / (10000 + vat_rate)),
                            discount_cents = least(round(discount_cents * 10000.0 / (10000 + vat_rate)),
                                                   quantity * round(unit_price_cents * 10000.0 / (10000 + vat_rate))),
                            vat_category = 'K', vat_rate = 0
        where order_id = asked;
      update "order" set discount_cents = lines.discounts, total_cents = lines.goods - lines.discounts + delivery_price_cents
        from (select sum(discount_cents) as discounts, sum(quantity * unit_price_cents) as goods
                from order_line where order_id = asked) lines
        where id = asked;
      -- A page at the provider still asks for the price with VAT.
      if exists (select from card_attempt where order_id = asked and ended is null) then
        perform shop_enqueue('card-close', jsonb_build_object('order', asked), 'card-close:' || asked);
      end if;
      insert into vat_choice (order_id, choice, chosen_by) values (asked, 'intra-community', staff)
        on conflict (order_id) do update set choice = 'intra-community', chosen_at = now(), chosen_by = staff;
      return true;
    end
  $$;

-- What went to other states in a calendar year for buyers who are taxed as consumers, in cents without VAT (Directive
-- 2006/112 Art. 59c).
create function shop_distance_cents(year integer, states text[]) returns bigint
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(sum(case kind when 'credit-note' then -taxable_cents else taxable_cents end), 0)::bigint
      from invoice join invoice_vat on invoice_id = invoice.id
     where issued_on between make_date(year, 1, 1) and make_date(year, 12, 31)
       and delivered_to = any (states) and category not in ('K', 'AE', 'G')
  $$;

-- Whether the shop is in the VAT register, since when; and whether it uses the One-Stop-Shop.
insert into setting (key, value)
  select 'vat', '{"periods": [], "oneStopShop": false}' where exists (select from setting where key = 'identity')
  on conflict do nothing;

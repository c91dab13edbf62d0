-- From the cart to the order: quantity prices over a whole cart, discount codes, gifts, a minimum to order.

create table discount_code (
  id uuid primary key default gen_random_uuid(),
  -- Capitals without accents or blanks: however it is typed, it is the same code.
  code text not null unique check (code ~ '^[A-Z0-9][A-Z0-9-]{2,39}$'),
  -- A share of the goods' price in basis points, or an amount in cents with VAT. Something is always left to pay.
  share integer check (share between 1 and 9900),
  amount_cents integer check (amount_cents > 0),
  minimum_cents integer not null default 0 check (minimum_cents between 0 and 10000000),
  -- Otherwise for those of its categories alone.
  all_goods boolean not null,
  valid_from date not null,
  valid_until date,
  use_limit integer check (use_limit > 0),
  used integer not null default 0 check (used >= 0),
  made_at timestamptz not null default now(),
  made_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  check (num_nonnulls(share, amount_cents) = 1),
  check (amount_cents < minimum_cents),
  check (valid_until >= valid_from),
  constraint within_limit check (used <= use_limit)
);

create table discount_category (
  discount_id uuid not null references discount_code (id) on delete cascade,
  category_id uuid not null references category (id) on delete cascade,
  primary key (discount_id, category_id)
);
create index on discount_category (category_id);

-- Whether a code takes something off goods of a category: one of its own, or one under them.
create function shop_discounts(asked uuid, asked_category uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select all_goods or exists (
        select from discount_category join category on category.id = asked_category
          where discount_id = asked and category_id in (category.id, category.parent_id))
      from discount_code where id = asked
  $$;

-- Why a code takes nothing off today; null where it does.
create function shop_discount_problem(code discount_code) returns text
  language sql stable
  as $$
    select case when code.ended_at is not null or shop_today() > code.valid_until then 'ended'
                when shop_today() < code.valid_from then 'early'
                when code.used >= code.use_limit then 'used-up' end
  $$;

-- One more use of a code, if it still has one: whoever comes at the same time waits, and is then counted truly.
create function shop_use_discount(asked uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      update discount_code set used = used + 1
        where id = asked and shop_discount_problem(discount_code) is null;
      return found;
    end
  $$;

alter table "order"
  add column gift boolean not null default false,
  add column discount_id uuid references discount_code (id),
  -- As it was called when it was used.
  add column discount_code text,
  -- Cents with VAT off the goods; the lines hold the same in shares.
  add column discount_cents integer not null default 0 check (discount_cents >= 0),
  add check ((discount_id is null) = (discount_code is null)),
  add check ((discount_id is null) = (discount_cents = 0));
create index order_discount on "order" (discount_id) where discount_id is not null;

alter table order_line
  add column discount_cents integer not null default 0,
  add check (discount_cents between 0 and quantity::bigint * unit_price_cents);

-- Nobody had anything of a code whose order was cancelled.
create function shop_give_discount_back() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      update discount_code set used = used - 1 from "order"
        where "order".id = new.order_id and discount_code.id = discount_id and used > 0;
      return null;
    end
  $$;
create trigger give_discount_back after insert on cancellation
  for each row execute function shop_give_discount_back();

-- EN 16931 BG-27: an allowance on the line, before VAT, with what it is for.
alter table invoice_line
  add column allowance_cents integer not null default 0 check (allowance_cents >= 0),
  add column allowance_reason text;

-- Cart ---------------------------------------------------------------------------------------------------------

-- The code typed into a cart, and how often codes were tried in it.
create table cart_discount (
  cart_id uuid primary key references cart (id) on delete cascade,
  discount_id uuid references discount_code (id) on delete set null,
  tries integer not null default 0,
  tried_at timestamptz not null default now()
);

create or replace function shop_empty_cart(token bytea) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    update cart_discount set discount_id = null from cart
      where cart_id = cart.id and token_hash = token and discount_id is not null;
    delete from cart_line using cart where cart_id = cart.id and token_hash = token;
  $$;

-- Who changes a quantity changes their own price. What the shop has changed since they looked is not taken as seen:
-- `was` is how many pieces the cart held before.
create function shop_reprice_cart(asked_cart uuid, asked_variant uuid, was bigint) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    update cart_line
       set seen_price_cents = shop_price_for(asked_variant, (
             select sum(quantity) from cart_line where cart_id = asked_cart and variant_id = asked_variant))
     where cart_id = asked_cart and variant_id = asked_variant
       and (was = 0 or seen_price_cents = shop_price_for(asked_variant, was))
  $$;

-- The pieces of a cart. A price beyond all orders is refused.
create function shop_count_cart(asked_cart uuid) returns integer
  language plpgsql stable security definer set search_path = public, pg_temp
  as $$
    declare
      pieces bigint;
      goods_cents bigint;
    begin
      select coalesce(sum(quantity), 0), coalesce(sum(quantity * price_cents::bigint), 0) into pieces, goods_cents
        from cart_line join variant on variant.id = variant_id where cart_id = asked_cart;
      if goods_cents > 2000000000 then
        raise exception 'the cart is full' using errcode = 'check_violation', constraint = 'cart_full';
      end if;
      return pieces;
    end
  $$;

-- Puts pieces into a cookie's cart, which begins with them where there is none, in one message. The same variant with
-- the same words becomes more of that line, unless either carries a file (`apart`, for one that is about to come).
-- Returns the line and the pieces of the whole cart; nothing for what is not sold.
create function shop_put_in_cart(token bytea, period interval, asked uuid, asked_pieces integer, own_words text, apart boolean)
  returns table (line_id uuid, pieces integer)
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      its_cart uuid;
      price integer;
      was bigint;
    begin
      select price_cents into price from variant join product on product.id = product_id
        where variant.id = asked and published_at <= now() and withdrawn_at is null;
      if price is null then return; end if;
      -- Locks the cart: two tabs wait for each other.
      perform shop_keep_cart(token, period);
      select id into its_cart from cart where token_hash = token;
      select coalesce(sum(quantity), 0) into was from cart_line where cart_id = its_cart and variant_id = asked;
      if was > 0 and not apart then
        update cart_line set quantity = least(quantity + asked_pieces, 999)
          where cart_id = its_cart and variant_id = asked and words is not distinct from own_words
            and not exists (select from cart_artwork where cart_line_id = cart_line.id)
          returning id into line_id;
      end if;
      if line_id is null then
        if (select count(*) from cart_line where cart_id = its_cart) >= 60 then
          raise exception 'the cart is full' using errcode = 'check_violation', constraint = 'cart_full';
        end if;
        insert into cart_line (cart_id, variant_id, quantity, words, seen_price_cents)
          values (its_cart, asked, asked_pieces, own_words, shop_price_for(asked, was + asked_pieces))
          returning id into line_id;
      end if;
      if was > 0 then perform shop_reprice_cart(its_cart, asked, was); end if;
      pieces := shop_count_cart(its_cart);
      return next;
    end
  $$;

-- Sets how many pieces a line of a cookie's cart holds; none takes it out. Returns how many are left where that is
-- fewer than asked for, and changes nothing then; no_data_found for a line that is not in the cart.
create function shop_set_cart_line(token bytea, asked uuid, pieces integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      its_cart uuid;
      its_variant uuid;
      was bigint;
      available integer;
    begin
      select id into its_cart from cart where token_hash = token for update;
      select variant_id, stock into its_variant, available from cart_line join variant on variant.id = variant_id
        where cart_line.id = asked and cart_id = its_cart;
      if its_variant is null then
        if pieces = 0 then return null; end if;
        raise exception 'no such line' using errcode = 'no_data_found';
      end if;
      if pieces > available then return available; end if;
      select sum(quantity) into was from cart_line where cart_id = its_cart and variant_id = its_variant;
      if pieces = 0 then
        delete from cart_line where id = asked;
      else
        update cart_line set quantity = pieces where id = asked;
      end if;
      perform shop_reprice_cart(its_cart, its_variant, was);
      perform shop_count_cart(its_cart);
      return null;
    end
  $$;

-- Shops that are set up already ask for no minimum.
insert into setting (key, value)
  select 'ordering', '{"minimumCents": null}' where exists (select from setting where key = 'identity');

-- A price counts while goods are on offer at it, and at no other time. What a draft said, a schedule before its hour, or a
-- variant that was taken from sale, was never "applied by the trader" (Directive 98/6/EC Art. 6a(2); C-330/23).

-- False: what the goods would have cost; kept for staff, and no price before a reduction.
alter table price_change add column offered boolean not null default true;
alter table price_change alter column offered drop default;

-- An older shop knows of its past since when goods are on offer this time. Earlier prices may have been those of a draft,
-- so they count as none: a reduction that is not shown deceives nobody.
with told as (
  select price_change.id, lead(since) over (partition by variant_id order by since) as until, withdrawn_at, published_at
    from price_change
    join variant on variant.id = variant_id
    join product on product.id = product_id
)
update price_change set offered = false from told
  where told.id = price_change.id
    and (published_at is null or published_at > now() or withdrawn_at is not null or until <= published_at);
update price_change set since = published_at from variant, product
  where variant.id = variant_id and product.id = product_id and offered and since < published_at;

-- Writes what has become of a variant's price: offered at once, from an hour to come, or not at all.
create function shop_reckon_price(asked uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      price integer;
      offered_from timestamptz;
      newest price_change;
      begun boolean;
    begin
      -- The product is held, so that its publishing and a new price, each in a transaction of its own, see each other.
      select price_cents, case when withdrawn_at is null and published_at is not null then greatest(published_at, now()) end
        into price, offered_from
        from variant join product on product.id = product_id where variant.id = asked
        for no key update of product;
      -- What was to come, or was written a moment ago in this transaction, nobody has been asked for.
      delete from price_change where variant_id = asked and since >= now();
      select * into newest from price_change where variant_id = asked order by since desc limit 1;
      begun := exists (select from price_change where variant_id = asked and offered);
      if offered_from is null or offered_from > now() and begun then
        if newest.id is null or newest.offered then
          insert into price_change (variant_id, price_cents, offered) values (asked, price, false);
        elsif newest.price_cents <> price then
          update price_change set price_cents = price where id = newest.id;
        end if;
      end if;
      if offered_from is null then return; end if;
      -- The history of goods begins with the first price that anybody could buy them at.
      if not begun then delete from price_change where id = newest.id; end if;
      if not begun or offered_from > now() or not newest.offered or newest.price_cents <> price then
        insert into price_change (variant_id, price_cents, since, offered) values (asked, price, offered_from, true);
      end if;
    end
  $$;

create or replace function shop_note_price() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$ begin perform shop_reckon_price(new.id); return null; end $$;
drop trigger note_price on variant;
create trigger note_price after update of price_cents, withdrawn_at on variant for each row
  when (old.price_cents <> new.price_cents or (old.withdrawn_at is null) <> (new.withdrawn_at is null))
  execute function shop_note_price();

create function shop_note_offer() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform shop_reckon_price(variant.id) from variant where product_id = new.id;
      return null;
    end
  $$;
create trigger note_offer after update of published_at on product for each row
  when (old.published_at is distinct from new.published_at) execute function shop_note_offer();

-- What is said of a variant's price, and why: the lowest of the 30 days before the last reduction began, while that is
-- recent news and a reduction at all. Goods that come back on offer begin anew, with what they cost in the 30 days before.
create function shop_price_standing(asked uuid) returns table (lowest_cents integer, because text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    with history as (
      select price_cents, offered, since, lead(since) over (order by since) as until,
             row_number() over (order by since desc) as age
        from price_change where variant_id = asked and since <= now()
    ), latest as (
      select price_cents, since from history where age = 1 and offered
    ), before as (
      select count(*) as prices,
             min(history.price_cents) filter (where history.until > latest.since - interval '30 days') as lowest
        from history, latest where history.age > 1 and history.offered
    ), said as (
      select lowest, case when latest.since is null then 'unoffered'
                          when prices = 0 then 'first'
                          when latest.since <= now() - interval '60 days' then 'old'
                          when lowest is null then 'again'
                          when lowest > latest.price_cents then 'reduced'
                          else 'raised' end as because
        from before left join latest on true
    )
    select case when because = 'reduced' then lowest end, because from said
  $$;

create or replace function shop_lowest_before(asked uuid) returns integer
  language plpgsql stable security definer set search_path = public, pg_temp
  as $$
    begin
      -- Most goods never changed their price.
      if not exists (select from price_change where variant_id = asked offset 1) then return null; end if;
      return (select lowest_cents from shop_price_standing(asked));
    end
  $$;

-- What is scheduled counts from its hour on.
do $$ begin perform shop_reckon_price(variant.id) from variant; end $$;

-- Repairs: whoever has goods repaired that did not conform may claim for a year longer.

-- The goods of an order were repaired because they did not conform. Nothing is said of what was wrong with them. What was
-- noted by mistake is taken back in its own row: the two must not go one after the other, or a term would come to life again.
create table repair (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  repaired_on date not null,
  noted_at timestamptz not null default now(),
  noted_by uuid not null,
  taken_back_at timestamptz,
  taken_back_by uuid,
  check ((taken_back_at is null) = (taken_back_by is null))
);
create index on repair (order_id);
create unique index repair_noted_once on repair (order_id, repaired_on) where taken_back_at is null;

-- Before the row is there: it would lengthen the very term that it is held against.
create function shop_check_repair() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if exists (select from cancellation where order_id = new.order_id)
        or not coalesce(new.repaired_on >= shop_delivered_on(new.order_id), false) then
        raise exception 'nothing was delivered by then' using errcode = 'check_violation', constraint = 'repair_delivered';
      end if;
      if new.repaired_on > shop_today() then
        raise exception 'a repair is noted once it is done' using errcode = 'check_violation', constraint = 'repair_done';
      end if;
      if not shop_claims_open(new.order_id, 'conformity-claims') then
        raise exception 'the seller answers no longer' using errcode = 'check_violation', constraint = 'repair_in_time';
      end if;
      return new;
    end
  $$;
create trigger noted before insert on repair for each row execute function shop_check_repair();

create function shop_keep_repair() returns trigger
  language plpgsql set search_path = public, pg_temp
  as $$
    begin
      if old.taken_back_at is not null or new.taken_back_at is null or (new.id, new.order_id, new.repaired_on, new.noted_at, new.noted_by)
          is distinct from (old.id, old.order_id, old.repaired_on, old.noted_at, old.noted_by) then
        raise exception 'a repair is taken back, not changed' using errcode = 'check_violation', constraint = 'repair_stays';
      end if;
      return new;
    end
  $$;
create trigger stays before update on repair for each row execute function shop_keep_repair();

-- As before (0014), and longer after a repair: once, however often the goods were repaired (Directive (EU) 2019/771
-- Art. 10, by Directive (EU) 2024/1799 Art. 16).
create or replace function shop_last_days(asked uuid[])
  returns table (order_id uuid, contract date, messages date, conformity date, legal date, accounting date)
  language sql stable
  as $$
    select placed.id,
      least(shop_ended_early(placed.id, 'order-contract'),
            (over_on + (select shop_term('order-contract', 'contract-end')))::date),
      least(shop_ended_early(placed.id, 'service-messages'),
            (over_on + (select shop_term('service-messages', 'contract-end')))::date),
      least(shop_ended_early(placed.id, 'conformity-claims'),
            coalesce(cancelled_on - 1, (delivered_on + claims
              -- Of those only that were done in time: one that stood on another, which was none, lengthens nothing.
              + case when exists (select from repair where repair.order_id = placed.id and taken_back_at is null
                                     and repaired_on <= delivered_on + claims)
                  then (select shop_term('conformity-claims', 'repair')) else interval '0' end)::date)),
      case when not exists (select from hold where hold.order_id = placed.id and lifted_at is null) then
        least(shop_ended_early(placed.id, 'legal-claims'),
              coalesce(cancelled_on - 1, (delivered_on + (select shop_term('legal-claims', 'delivery')))::date))
      end,
      shop_accounting_ends(placed.id)
      from "order" placed cross join lateral (
        select shop_contract_over(placed.id) as over_on, shop_delivered_on(placed.id) as delivered_on,
               (select shop_day(cancelled_at) from cancellation where cancellation.order_id = placed.id) as cancelled_on,
               -- Some countries have a term of their own, as `delivery-se`.
               coalesce((select shop_term('conformity-claims', 'delivery-' || lower(country))
                           from order_party where order_party.order_id = placed.id),
                        shop_term('conformity-claims', 'delivery')) as claims
          -- Kept apart, so that each is asked once at most.
          offset 0) facts
      where placed.id = any (asked)
  $$;

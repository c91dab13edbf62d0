-- The personal code of somebody who pays later: sealed by a key that the database does not have, for as long as the
-- invoice is open.

-- Generations of the key; the keys themselves derive from the shop's secret, outside.
create table personal_code_key (
  generation integer primary key check (generation > 0),
  begun_at timestamptz not null default now(),
  -- Nothing is sealed with it any more.
  retired_at timestamptz
);
insert into personal_code_key (generation) values (1);

create table personal_code (
  order_id uuid primary key references "order" (id),
  -- AES-256-GCM, bound to the order. Null once it was taken back.
  sealed bytea check (octet_length(sealed) = 12 + 16 + 11),
  taken_back_at timestamptz,
  generation integer not null references personal_code_key (generation),
  kept_at timestamptz not null default now(),
  kept_by uuid not null,
  check ((sealed is null) = (taken_back_at is not null))
);
create index on personal_code (generation);

-- A code is sealed with a key that is in use: whoever retires one waits for those who are sealing with it.
create function shop_check_key_generation() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from personal_code_key where generation = new.generation and retired_at is null for share;
      if not found then
        raise exception 'the key is retired' using errcode = 'check_violation', constraint = 'key_in_use';
      end if;
      return new;
    end
  $$;
create trigger key_in_use before insert or update of sealed, generation on personal_code
  for each row execute function shop_check_key_generation();

-- Asked only from a natural person, and only while something is to be paid.
create function shop_code_wanted(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (select from order_party where order_id = asked and kind = 'person')
      and not exists (select from cancellation where order_id = asked) and not shop_settled(asked)
  $$;

-- Keeps a code in place of an earlier one; false where none may be asked for.
create function shop_keep_personal_code(asked uuid, code bytea, key_generation integer, by_staff uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = asked for update;
      if not shop_code_wanted(asked) then return false; end if;
      insert into personal_code (order_id, sealed, generation, kept_by) values (asked, code, key_generation, by_staff)
        on conflict (order_id) do update
          set sealed = excluded.sealed, generation = excluded.generation, kept_by = excluded.kept_by, kept_at = now(),
              taken_back_at = null;
      return true;
    end
  $$;

-- What was sealed is overwritten at once; the row goes with the next run of the eraser. False where there was none.
create function shop_take_back_personal_code(asked uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      update personal_code set sealed = null, taken_back_at = now() where order_id = asked and sealed is not null;
      return found;
    end
  $$;

-- The last day on which each purpose holds these orders; null while nobody knows. The code's purpose has no day known
-- before: a code that nobody wants any longer should have gone yesterday. Without rights of its own, as `shop_last_days`.
create function shop_ends_listed(asked uuid[]) returns table (order_id uuid, purpose text, ends date)
  language sql stable
  as $$
    select days.order_id, day.purpose, day.ends
      from shop_last_days(asked) days
      cross join lateral (values
        ('order-contract', contract), ('service-messages', messages), ('conformity-claims', conformity),
        ('legal-claims', legal), ('accounting', accounting)) day (purpose, ends)
      where day.purpose <> 'accounting' or day.ends is not null
    union all
    select code.order_id, 'identification',
           case when taken_back_at is not null or not shop_code_wanted(code.order_id) then shop_today() - 1 end
      from personal_code code where code.order_id = any (asked)
  $$;

create function shop_ends_of(asked uuid[]) returns table (order_id uuid, purpose text, ends date)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select * from shop_ends_listed(asked) $$;

create function shop_order_ends(asked uuid) returns table (purpose text, ends date)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select purpose, ends from shop_ends_listed(array[asked]) $$;

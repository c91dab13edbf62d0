-- The accountant's books: months that are closed, and exports that were made.

-- A month of the books that is done. Reopening is a fact of the same closing; the month may be closed again.
create table month_closing (
  id uuid primary key default gen_random_uuid(),
  -- Its first day.
  month date not null check (extract(day from month) = 1),
  closed_at timestamptz not null default now(),
  closed_by uuid not null,
  reopened_at timestamptz,
  reopened_by uuid,
  reopened_why text check (length(reopened_why) between 1 and 500),
  check ((reopened_at is null) = (reopened_by is null)),
  check ((reopened_at is null) = (reopened_why is null))
);
create unique index on month_closing (month) where reopened_at is null;

create function shop_month_closed(day date) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from month_closing where month = date_trunc('month', day)::date and reopened_at is null) $$;

-- The day under which a fact of that day can still be booked: itself, or the first day of the next open month.
create function shop_open_day(day date) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select case when shop_month_closed(day) then (
      select min(month)::date from generate_series(date_trunc('month', day), date_trunc('month', day) + interval '50 years', interval '1 month') as month
       where not shop_month_closed(month::date)) else day end
  $$;

-- Whoever closes a month waits for what is being booked, and what is booked next sees that it is closed. What a machine
-- tells is booked under the next open day: the money came, whatever the books say. A person is told to name another day.
create function shop_keep_month_closed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      named text := tg_argv[0];
      by_whom text := tg_argv[1];
      day date := (to_jsonb(new) ->> named)::date;
    begin
      perform pg_advisory_xact_lock_shared(hashtextextended('month closing', 30));
      if not shop_month_closed(day) then
        return new;
      end if;
      if by_whom is not null and to_jsonb(new) ->> by_whom is null then
        return jsonb_populate_record(new, jsonb_build_object(named, shop_open_day(day)));
      end if;
      raise exception 'the month is closed' using errcode = 'check_violation', constraint = 'month_open';
    end
  $$;
create trigger month_open before insert on invoice for each row execute function shop_keep_month_closed('issued_on');
create trigger month_open before insert on payment for each row execute function shop_keep_month_closed('received_on', 'noted_by');
create trigger month_open before insert on refund_outcome for each row execute function shop_keep_month_closed('happened_on', 'noted_by');

create function shop_check_month_closing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if tg_op = 'INSERT' then
        perform pg_advisory_xact_lock(hashtextextended('month closing', 30));
        if new.month + interval '1 month' > shop_today() then
          raise exception 'the month is not over' using errcode = 'check_violation', constraint = 'month_over';
        end if;
      elsif old.reopened_at is not null or (new.id, new.month, new.closed_at, new.closed_by) <> (old.id, old.month, old.closed_at, old.closed_by) then
        raise exception 'a closing is reopened once, and nothing else of it changes' using errcode = 'check_violation';
      end if;
      return new;
    end
  $$;
create trigger month_over before insert or update on month_closing for each row execute function shop_check_month_closing();

-- Each taking of figures or documents out of the books; `finished_at` is null while it runs and where it was cut off.
create table book_export (
  id uuid primary key default gen_random_uuid(),
  made_at timestamptz not null default now(),
  -- Null: a command.
  made_by uuid,
  made_as text not null check (made_as in ('owner', 'administrator', 'accountant', 'command')),
  format text not null check (format in ('pack', 'csv', 'ubl', 'pdf', 'journal', 'oss')),
  from_on date not null,
  until_on date not null check (until_on >= from_on),
  documents integer not null check (documents >= 0),
  bytes bigint,
  sha256 bytea check (octet_length(sha256) = 32),
  finished_at timestamptz,
  check ((made_by is null) = (made_as = 'command')),
  check ((finished_at is null) = (sha256 is null)),
  check ((finished_at is null) = (bytes is null))
);
create index on book_export (made_at);

insert into setting (key, value)
  select 'bookkeeping', '{}' where exists (select from setting where key = 'identity');

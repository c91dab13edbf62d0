-- What the shop answers for (GDPR Art. 5(2)): who received personal data, who opened whose record, and what went wrong.
-- Rows name units and people by their ids, and hold no value of any record.

-- Disclosures: one row for each unit and transfer (Art. 4(9), 15(1)(c), 19), written by the code that makes it -------

create table disclosure (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default now(),
  recipient_kind text not null check (recipient_kind ~ '^[a-z][a-z-]{1,39}$'),
  -- As this recipient is called; null: whoever the register names for the kind.
  recipient text check (length(recipient) between 1 and 200),
  unit text not null check (unit ~ '^[a-z][a-z_-]{1,39}$'),
  unit_id uuid not null,
  purpose text not null,
  categories text[] not null check (cardinality(categories) > 0),
  what text not null check (what ~ '^[a-z][a-z-]{1,39}$'),
  -- The mail, file or document that was handed over; null for a page that was looked at.
  about_id uuid,
  by_actor text
);
create index on disclosure (at desc);
create index on disclosure (unit, unit_id);
create index on disclosure (about_id);

-- Notes a transfer under the purpose that makes it. What is looked at (no thing) is noted once a day for each person.
create function shop_note_disclosure(kind text, called text, of_unit text, ids uuid[], told text[], in_form text, thing uuid)
  returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    insert into disclosure (recipient_kind, recipient, unit, unit_id, purpose, categories, what, about_id, by_actor)
      select kind, called, of_unit, asked.id, shop_purpose(), told, in_form, thing, nullif(current_setting('shop.actor', true), '')
        from (select distinct unnest(ids) as id) asked
       where thing is not null or not exists (
         select from disclosure noted
          where noted.unit = of_unit and noted.unit_id = asked.id and noted.recipient_kind = kind and noted.what = in_form
            and noted.by_actor is not distinct from nullif(current_setting('shop.actor', true), '')
            and noted.at > now() - interval '1 day' and shop_day(noted.at) = shop_day(now()))
  $$;

-- What went before there was this table.
insert into disclosure (at, recipient_kind, recipient, unit, unit_id, purpose, categories, what, about_id, by_actor)
  select made_at, 'carrier', carrier, 'order', order_id, 'order-contract', array['name', 'contact'], 'parcel-file',
         parcel_file_id, 'staff:' || made_by
    from parcel_file_order join parcel_file on parcel_file.id = parcel_file_id;
insert into disclosure (at, recipient_kind, unit, unit_id, purpose, categories, what, about_id, by_actor)
  select sent_at, 'mail-provider', case when order_id is null then 'mail' else 'order' end, coalesce(order_id, mail.id),
         'service-messages', array['name', 'contact', 'correspondence'], 'letter', mail.id, 'job:send-mail'
    from mail_copy join mail on mail.id = mail_id where sent_at is not null;

-- No transfer without its row: the transaction that keeps one and not the other does not commit.
create function shop_check_parcel_disclosed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if not exists (select from disclosure where about_id = new.parcel_file_id and unit_id = new.order_id) then
        raise exception 'a carrier is told and it is not noted' using errcode = 'check_violation', constraint = 'disclosed';
      end if;
      return null;
    end
  $$;
create constraint trigger disclosed after insert on parcel_file_order
  deferrable initially deferred for each row execute function shop_check_parcel_disclosed();

create function shop_check_mail_disclosed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if not exists (select from disclosure where about_id = new.mail_id) then
        raise exception 'a mail was sent and it is not noted' using errcode = 'check_violation', constraint = 'disclosed';
      end if;
      return null;
    end
  $$;
create constraint trigger disclosed after insert on mail_copy
  deferrable initially deferred for each row when (new.sent_at is not null) execute function shop_check_mail_disclosed();

-- Openings: who of the staff opened whose record --------------------------------------------------------------------

create table record_opening (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default now(),
  staff_id uuid not null,
  unit text not null check (unit ~ '^[a-z][a-z_-]{1,39}$'),
  unit_id uuid not null,
  purpose text not null,
  page text not null check (page ~ '^[a-z][a-z-]{1,39}$'),
  -- Where a reason is asked for.
  reason text check (length(reason) between 1 and 300)
);
create index on record_opening (at desc);
create index on record_opening (unit, unit_id);
create index on record_opening (staff_id, at desc);

-- Notes an opening under the purpose that reads. Whoever turns back to the same page within five minutes has it open;
-- with a reason each one counts. Buyers, jobs and commands open nothing: the actor is a person of the staff, or no row.
create function shop_note_opening(of_unit text, ids uuid[], shown text, because text) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    insert into record_opening (staff_id, unit, unit_id, purpose, page, reason)
      select actor.id, of_unit, asked.id, shop_purpose(), shown, because
        from (select substr(current_setting('shop.actor', true), 7)::uuid as id
               where current_setting('shop.actor', true) ~ '^staff:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') actor,
             (select distinct unnest(ids) as id) asked
       where because is not null or not exists (
         select from record_opening open
          where open.staff_id = actor.id and open.unit = of_unit and open.unit_id = asked.id and open.page = shown
            and open.purpose = shop_purpose() and open.at > now() - interval '5 minutes')
  $$;

-- Breaches (Art. 33 and 34) -----------------------------------------------------------------------------------------

create table breach (
  id uuid primary key default gen_random_uuid(),
  title text not null check (length(title) between 1 and 120),
  -- From here the 72 hours run.
  aware_at timestamptz not null,
  happened text not null,
  -- The time in which data was within somebody's reach; null: it still is.
  began_at timestamptz not null,
  ended_at timestamptz check (ended_at >= began_at),
  -- Whom it concerns: those whose data was held then, came in then, was opened by staff then, or the orders named.
  scope text not null check (scope in ('held', 'collected', 'opened', 'named')),
  -- Whose openings; null: anybody's.
  opened_by uuid,
  named uuid[] not null default '{}',
  categories text[] not null check (cardinality(categories) > 0),
  -- Where the data was used; empty: all purposes.
  purposes text[] not null default '{}',
  risk text check (risk in ('unlikely', 'likely', 'high')),
  risk_reason text,
  consequences text,
  measures text,
  advice text,
  counted_at timestamptz,
  noted_at timestamptz not null default now(),
  noted_by uuid not null,
  check (risk is null or risk_reason is not null),
  check ((scope = 'named') = (cardinality(named) > 0)),
  check (opened_by is null or scope = 'opened')
);
create index on breach (aware_at desc);

create table breach_affected (
  breach_id uuid not null references breach (id) on delete cascade,
  unit text not null,
  unit_id uuid not null,
  categories text[] not null,
  primary key (breach_id, unit, unit_id)
);

-- What was told to the authority; more than once where it is told in phases (Art. 33(4)).
create table breach_filing (
  id uuid primary key default gen_random_uuid(),
  breach_id uuid not null references breach (id) on delete cascade,
  number text not null check (length(number) between 1 and 60),
  filed_at timestamptz not null,
  late_reason text,
  noted_at timestamptz not null default now(),
  noted_by uuid not null
);
create index on breach_filing (breach_id);

-- That somebody is not told, and why (Art. 33(1) and 34(3)).
create table breach_waiver (
  breach_id uuid not null references breach (id) on delete cascade,
  whom text not null check (whom in ('authority', 'subjects')),
  reason text not null check (length(reason) between 1 and 2000),
  decided_at timestamptz not null default now(),
  decided_by uuid not null,
  primary key (breach_id, whom)
);

create table breach_draft (
  breach_id uuid not null references breach (id) on delete cascade,
  kind text not null check (kind in ('notification', 'letter')),
  language text not null check (language in ('lv', 'en', 'sv', 'nl')),
  words text not null check (length(words) between 1 and 20000),
  saved_at timestamptz not null default now(),
  saved_by uuid not null,
  primary key (breach_id, kind, language)
);

-- A letter to one person, by one of the units that lead there.
create table breach_letter (
  id uuid primary key default gen_random_uuid(),
  breach_id uuid not null references breach (id) on delete cascade,
  unit text not null,
  unit_id uuid not null,
  language text not null,
  queued_at timestamptz not null default now(),
  queued_by uuid not null,
  unique (breach_id, unit, unit_id)
);

create table breach_closing (
  breach_id uuid primary key references breach (id) on delete cascade,
  closed_at timestamptz not null default now(),
  closed_by uuid not null
);

-- An open breach stays; a closed one so long after it.
-- What was noted about a breach goes with it, and not before.
create function shop_breach_noted(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from breach where id = asked) $$;

create function shop_breach_kept(asked uuid, period interval) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select not exists (select from breach_closing where breach_id = asked and closed_at <= shop_now() - period) $$;

-- Art. 33(1): after 72 hours a notification says why it is late, unless an earlier one was in time.
create function shop_check_filing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      due timestamptz := (select aware_at + interval '72 hours' from breach where id = new.breach_id);
    begin
      if new.filed_at > due and new.late_reason is null
        and not exists (select from breach_filing where breach_id = new.breach_id and filed_at <= due) then
        raise exception 'a late notification says why' using errcode = 'check_violation', constraint = 'late_reason';
      end if;
      return new;
    end
  $$;
create trigger late_reason before insert on breach_filing for each row execute function shop_check_filing();

-- Nothing is closed before it was assessed and it is decided who is told (Art. 33(1), 34(1)).
create function shop_check_breach_closing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      found_ breach%rowtype;
    begin
      select * into found_ from breach where id = new.breach_id for update;
      if found_.risk is null then
        raise exception 'the risk is not assessed' using errcode = 'check_violation', constraint = 'assessed';
      end if;
      if not exists (select from breach_filing where breach_id = new.breach_id)
        and not exists (select from breach_waiver where breach_id = new.breach_id and whom = 'authority') then
        raise exception 'the authority is not answered for' using errcode = 'check_violation', constraint = 'authority_decided';
      end if;
      if found_.risk = 'high' and not exists (select from breach_waiver where breach_id = new.breach_id and whom = 'subjects')
        and (not exists (select from breach_letter where breach_id = new.breach_id)
             or exists (select from shop_breach_addressees(new.breach_id))) then
        raise exception 'the subjects are not answered for' using errcode = 'check_violation', constraint = 'subjects_decided';
      end if;
      return new;
    end
  $$;
create trigger decided before insert on breach_closing for each row execute function shop_check_breach_closing();

-- What is closed does not change.
create function shop_check_breach_open() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if exists (select from breach_closing where breach_id = (to_jsonb(new) ->> tg_argv[0])::uuid) then
        raise exception 'the breach is closed' using errcode = 'check_violation', constraint = 'open';
      end if;
      return new;
    end
  $$;
create trigger open before update on breach for each row execute function shop_check_breach_open('id');
create trigger open before insert on breach_filing for each row execute function shop_check_breach_open('breach_id');
create trigger open before insert on breach_waiver for each row execute function shop_check_breach_open('breach_id');
create trigger open before insert or update on breach_draft for each row execute function shop_check_breach_open('breach_id');
create trigger open before insert on breach_letter for each row execute function shop_check_breach_open('breach_id');

-- The unit that a row of this table belongs to, and since when it is held, as SQL over the row `held`. A table of
-- which nothing leads to a unit is one itself; null where its rows have no id.
create function shop_unit_of(asked text) returns table (unit text, id text, since text)
  language plpgsql stable security definer set search_path = public, pg_temp
  as $$
    declare
      owns constant jsonb := '{"order": "placed_at", "customer": "since", "subscription": "since", "consent": "given_at",
                               "mail": "queued_at", "cart": "touched_at", "staff": "invited_at"}';
      has text[] := array(select attname from pg_attribute
        where attrelid = format('%I', asked)::regclass and attnum > 0 and not attisdropped);
      own_time text := (select attname from pg_attribute
        where attrelid = format('%I', asked)::regclass and attnum > 0 and not attisdropped and attnotnull
          and atttypid = 'timestamptz'::regtype order by attnum limit 1);
      parent text;
    begin
      if asked = 'subject_request' then
        unit := quote_literal('request');
        id := 'held.id';
      elsif owns ? asked and 'id' = any (has) then
        unit := quote_literal(asked);
        id := 'held.id';
      elsif 'order_id' = any (has) then
        parent := 'order';
      elsif 'invoice_id' = any (has) then
        unit := quote_literal('order');
        id := 'shop_invoiced_order(held.invoice_id)';
        since := '(select issued_at from invoice where id = held.invoice_id)';
      elsif 'mail_id' = any (has) then
        -- A mail about an order belongs to it.
        unit := '(select case when order_id is null then ''mail'' else ''order'' end from mail where id = held.mail_id)';
        id := '(select coalesce(order_id, id) from mail where id = held.mail_id)';
        since := '(select queued_at from mail where id = held.mail_id)';
      else
        parent := (select key from jsonb_object_keys(owns) key where key || '_id' = any (has) limit 1);
        if parent is null and exists (select from pg_attribute where attrelid = format('%I', asked)::regclass
                                        and attname = 'id' and atttypid = 'uuid'::regtype) then
          unit := quote_literal(asked);
          id := 'held.id';
        end if;
      end if;
      if parent is not null then
        unit := quote_literal(parent);
        id := format('held.%I', parent || '_id');
        since := format('(select %I from %I owner where owner.id = held.%I)', owns ->> parent, parent, parent || '_id');
      end if;
      if own_time is not null then since := format('held.%I', own_time); end if;
      since := coalesce(since, '''-infinity''::timestamptz');
      return next;
    end
  $$;

-- Counts whom a breach concerns, over the tags that stand as comments on the columns: every unit with a value in a column
-- of the categories (and purposes) within its scope. Notes ids and categories. Once letters were queued nobody is taken
-- off again.
create function shop_count_affected(asked uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      about breach%rowtype;
      part record;
      parts text[] := '{}';
      reach text;
    begin
      select * into about from breach where id = asked for update;
      if not found or exists (select from breach_closing where breach_id = asked) then
        raise exception 'the breach is closed' using errcode = 'check_violation', constraint = 'open';
      end if;
      if not exists (select from breach_letter where breach_id = asked) then
        delete from breach_affected where breach_id = asked;
      end if;
      reach := case about.scope
        when 'held' then 'since <= $4'
        when 'collected' then 'since >= $3 and since <= $4'
        when 'named' then 'unit = ''order'' and id = any ($5)'
        else 'exists (select from record_opening open where open.unit = had.unit and open.unit_id = had.id
                       and open.at >= $3 and open.at <= $4 and ($6 is null or open.staff_id = $6))'
        end;
      for part in
        select tagged.relname as name, tagged.category, leads.unit, leads.id, leads.since,
               string_agg(format('held.%I is not null', attname), ' or ') as filled
          from (select relname, attname, unnest(string_to_array(split_part(description, ': ', 1), ', ')) as category,
                       string_to_array(split_part(description, ': ', 2), ', ') as purposes
                  from pg_class
                  join pg_attribute on attrelid = pg_class.oid and not attisdropped
                  join pg_description on objoid = pg_class.oid and objsubid = attnum and classoid = 'pg_class'::regclass
                 where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity) tagged
          cross join lateral shop_unit_of(tagged.relname) leads
         where tagged.category = any (about.categories) and leads.id is not null
           and (cardinality(about.purposes) = 0 or tagged.purposes && about.purposes)
         group by 1, 2, 3, 4, 5
      loop
        parts := parts || format('select %s as unit, %s as id, %s as since, %L as category from %I held where %s',
          part.unit, part.id, part.since, part.category, part.name, part.filled);
      end loop;
      if cardinality(parts) > 0 then
        execute format(
          'insert into breach_affected (breach_id, unit, unit_id, categories)
             select $1, unit, id, array_agg(distinct category order by category) from (%s) had
              where id is not null and %s group by unit, id
             on conflict (breach_id, unit, unit_id) do update set categories =
               array(select distinct unnest(breach_affected.categories || excluded.categories) order by 1)',
          array_to_string(parts, ' union all '), reach)
          using asked, null::text, about.began_at, coalesce(about.ended_at, now()), about.named, about.opened_by;
      end if;
      update breach set counted_at = now() where id = asked;
    end
  $$;

-- Where the person of each unit is written to, in which language. For the functions below alone, which take it in as a
-- query of theirs; nobody is let at it.
create function shop_addressees() returns table (unit text, unit_id uuid, email text, name text, language text)
  language sql stable
  as $$
    select 'order', order_id, order_party.email, order_party.name, "order".language
      from order_party join "order" on "order".id = order_id
    union all
    select 'subscription', id, address, null, language from subscription
    union all
    select 'customer', customer.id, customer.email, null, coalesce(
             (select language from "order" where customer_id = customer.id order by placed_at desc limit 1), 'lv')
      from customer
    union all
    select 'request', id, address, name, language from subject_request
    union all
    select 'consent', id, address, null, coalesce((select consent_text.language from consent_text where hash = text_hash), 'lv')
      from consent
    union all
    select 'mail', mail_id, recipient, null, 'lv' from mail_copy
    union all
    select 'staff', id, staff.email, staff.name, staff.language from staff where left_on is null
  $$;

-- One unit for each person who is to be written to and has not been: ids and language, never the address.
create function shop_breach_addressees(asked uuid) returns table (unit text, unit_id uuid, language text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    with reached as (
      select leads.unit, leads.unit_id, lower(leads.email) as person, leads.language,
             exists (select from breach_letter where breach_letter.breach_id = asked
                       and breach_letter.unit = leads.unit and breach_letter.unit_id = leads.unit_id) as told
        from breach_affected
        join shop_addressees() leads on leads.unit = breach_affected.unit and leads.unit_id = breach_affected.unit_id
       where breach_id = asked
    ), told as (select distinct person from reached where told)
    -- The order knows name and language best.
    select distinct on (person) reached.unit, reached.unit_id, reached.language from reached
     where not exists (select from told where told.person = reached.person)
     order by person, reached.unit <> 'order', reached.unit_id
  $$;

-- Units of a breach that no address leads to any more.
create function shop_breach_unreached(asked uuid) returns bigint
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select count(*) from breach_affected
      left join shop_addressees() leads on leads.unit = breach_affected.unit and leads.unit_id = breach_affected.unit_id
     where breach_id = asked and leads.unit_id is null
  $$;

-- Queues at most so many letters in the languages whose words were saved; returns how many. An order's mail is about the order only
-- while its contract lasts, since the mail is kept as long as that.
create function shop_queue_breach_letters(asked uuid, by_staff uuid, most integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      letter record;
      queued integer := 0;
      mail_id uuid;
    begin
      perform from breach where id = asked for update;
      for letter in
        insert into breach_letter (breach_id, unit, unit_id, language, queued_by)
          select asked, found.unit, found.unit_id, found.language, by_staff from shop_breach_addressees(asked) found
           where exists (select from breach_draft where breach_id = asked and kind = 'letter'
                           and breach_draft.language = found.language)
           limit most
        returning id, unit, unit_id
      loop
        insert into mail (kind, about_id, order_id)
          values ('breach-letter', letter.id,
                  case when letter.unit = 'order' and shop_contract_open(letter.unit_id) then letter.unit_id end)
          returning id into mail_id;
        perform shop_enqueue('send-mail', jsonb_build_object('mail', mail_id));
        queued := queued + 1;
      end loop;
      return queued;
    end
  $$;

-- What the worker alone writes: to whom, and the words that staff saved for this language.
create function shop_breach_letter(asked uuid) returns table (email text, name text, language text, words text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select leads.email, leads.name, breach_letter.language, breach_draft.words
      from breach_letter
      join breach_draft on breach_draft.breach_id = breach_letter.breach_id and kind = 'letter'
       and breach_draft.language = breach_letter.language
      join shop_addressees() leads on leads.unit = breach_letter.unit and leads.unit_id = breach_letter.unit_id
     where breach_letter.id = asked and session_user = current_database() || '_worker'
  $$;

-- Asking for one's own data, and what was done about each request.

-- The links that were asked for from one connection lately: a keyed hash alone, forgotten within the hour.
create table my_data_asking (
  id uuid primary key default gen_random_uuid(),
  connection_hash bytea not null check (octet_length(connection_hash) = 32),
  asked_at timestamptz not null default now()
);
create index on my_data_asking (connection_hash, asked_at);
create index on my_data_asking (asked_at);
create index on subject_session (address_hash, asked_at);
create index on mail_copy (lower(recipient));

-- Each step of a request: who did what, when. Null for whoever asked, and for the machine.
create table request_step (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null references subject_request (id) on delete cascade,
  step text not null check (step in (
    'received', 'identity', 'extended', 'refused', 'answered', 'copied', 'erased', 'restricted', 'lift-told', 'lifted',
    'rectified', 'objection-accepted', 'objection-declined', 'withdrawn', 'recipients', 'recipients-told',
    'noted')),
  words text check (length(words) between 1 and 4000),
  -- A purpose (objection, consent), a ground (restriction).
  about text check (about ~ '^[a-z]+(-[a-z]+)*$'),
  -- The new last day of an extension.
  until_on date,
  -- What an erasure took away and left, when it was done.
  erased jsonb,
  made_at timestamptz not null default clock_timestamp(),
  made_by uuid,
  check ((step = 'extended') = (until_on is not null)),
  check (step not in ('extended', 'refused', 'objection-declined') or words is not null),
  check ((step = 'erased') = (erased is not null))
);
create index on request_step (request_id, made_at);

-- Writes down that somebody asks for the link to their data, whether or not the address is known: nothing here looks that
-- up. Null where this address was sent enough of them already; SQLSTATE 54000 where one connection asks for too many.
create function shop_ask_for_link(asked text, hash bytea, asked_language text, cart_token bytea, connection bytea)
  returns uuid
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      session uuid;
    begin
      perform pg_advisory_xact_lock(hashtextextended(encode(connection, 'hex'), 2));
      delete from my_data_asking
       where id in (select id from my_data_asking where asked_at < now() - interval '1 hour' limit 20 for update skip locked);
      if (select count(*) from my_data_asking
           where connection_hash = connection and asked_at > now() - interval '15 minutes') >= 10 then
        raise exception 'too many links are asked for' using errcode = '54000';
      end if;
      insert into my_data_asking (connection_hash) values (connection);

      -- What nobody opened is forgotten within a day, and so is a page that was closed.
      delete from subject_session
       where id in (select id from subject_session where asked_at < now() - interval '1 day' limit 20 for update skip locked);
      perform pg_advisory_xact_lock(hashtextextended(encode(hash, 'hex'), 3));
      if (select count(*) filter (where asked_at > now() - interval '15 minutes') >= 3 or count(*) >= 12
            from subject_session where address_hash = hash) then
        return null;
      end if;
      insert into subject_session (address, address_hash, language, cart_id)
        values (asked, hash, asked_language, (select id from cart where token_hash = cart_token))
        returning id into session;
      return session;
    end
  $$;

-- What the letter with the link says, for the worker alone: it names the link's token, and an earlier letter of the same
-- asking stops working. `known` is whether the shop holds anything of this address; where it does not, no link is made.
create function shop_link_letter(asked uuid, token bytea)
  returns table (address text, language text, known boolean)
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      found_session subject_session;
      is_known boolean;
    begin
      if session_user <> current_database() || '_worker' then
        raise exception 'links are not made here' using errcode = '42501';
      end if;
      select * into found_session from subject_session
       where id = asked and consumed_at is null and ended_at is null and asked_at > now() - interval '1 day' for update;
      if found_session.id is null then return; end if;
      is_known :=
        exists (select from order_party where lower(email) = found_session.address)
        or exists (select from customer where email = found_session.address)
        or exists (select from consent where consent.address = found_session.address)
        or exists (select from subscription where subscription.address = found_session.address)
        or exists (select from subject_request where subject_request.address = found_session.address)
        or exists (select from restriction where restriction.address = found_session.address)
        or exists (select from mail_copy where lower(recipient) = found_session.address)
        or exists (select from staff where email = found_session.address)
        or exists (select from objection where address_hash = found_session.address_hash)
        or found_session.cart_id is not null;
      if is_known then
        update subject_session set token_hash = token, expires_at = now() + interval '10 minutes' where id = asked;
      else
        update subject_session set ended_at = now() where id = asked;
      end if;
      return query select found_session.address, found_session.language, is_known;
    end
  $$;

-- Whether a link still opens something; asking uses nothing up.
create function shop_link_opens(token bytea) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (select from subject_session
                    where token_hash = token and consumed_at is null and ended_at is null and expires_at > now())
  $$;

-- Uses a link up: from now on the page opens with the cookie's token, for half an hour after each use and one hour at most.
create function shop_open_my_data(token bytea, cookie bytea) returns boolean
  language sql security definer set search_path = public, pg_temp
  as $$
    with opened as (
      update subject_session set token_hash = cookie, consumed_at = now(), expires_at = now() + interval '30 minutes'
       where token_hash = token and consumed_at is null and ended_at is null and expires_at > now()
      returning id)
    select exists (select from opened)
  $$;

-- Who holds this cookie, while the page is open.
create function shop_my_data_session(cookie bytea) returns table (id uuid, address text, address_hash bytea)
  language sql security definer set search_path = public, pg_temp
  as $$
    update subject_session
       set expires_at = least(now() + interval '30 minutes', consumed_at + interval '1 hour')
     where token_hash = cookie and consumed_at is not null and ended_at is null and expires_at > now()
    returning id, address, address_hash
  $$;

create function shop_close_my_data(cookie bytea) returns void
  language sql security definer set search_path = public, pg_temp
  as $$ update subject_session set ended_at = now(), token_hash = null where token_hash = cookie and consumed_at is not null $$;

-- Whether each marketing purpose may write to the person behind `shop.subject` or call them, since when, and by which
-- address. `asked_ever` is false where the person never said yes or no and never bought anything.
create function shop_subject_choices()
  returns table (purpose text, live boolean, since timestamptz, address text, asked_ever boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    with asked (purpose) as (values ('marketing-email'), ('marketing-similar-goods'), ('marketing-phone')),
    found as (
      select asked.purpose,
             case when asked.purpose = 'marketing-phone'
                  then coalesce(subscription.address,
                         (select consent.address from consent
                           where consent.purpose = asked.purpose and consent.address = any (shop_subject_addresses())
                           order by given_at desc limit 1),
                         (select phone from order_party join "order" on "order".id = order_id
                           where order_id = any (shop_subject_orders()) and lower(phone) = any (shop_subject_addresses())
                           order by placed_at desc limit 1))
                  else shop_subject_address() end as address,
             subscription.id is not null
               and shop_may_market(subscription.purpose, subscription.address_hash, subscription.consent_id) as live,
             subscription.since,
             (select max(at) from (
                select max(made_at) as at from objection
                 where address_hash = any (shop_subject_hashes()) and objection.purpose in (asked.purpose, 'marketing')
                union all
                select max(withdrawn_at) from consent_withdrawal join consent on consent.id = consent_id
                 where consent.purpose = asked.purpose and consent.address = any (shop_subject_addresses())) nos) as refused_at,
             subscription.id is not null or cardinality(shop_subject_orders()) > 0 as subscribed_ever
        from asked left join subscription
          on subscription.purpose = asked.purpose and subscription.address = any (shop_subject_addresses()))
    select purpose, live, case when live then since else refused_at end, address,
           subscribed_ever or refused_at is not null
      from found where address is not null
  $$;

-- The consents of the person to one purpose that were not taken back.
create function shop_subject_live_consents(asked text) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select id from consent
     where (asked = 'marketing' and purpose like 'marketing-%' or purpose = asked)
       and address = any (shop_subject_addresses())
       and not exists (select from consent_withdrawal where consent_id = consent.id)
  $$;

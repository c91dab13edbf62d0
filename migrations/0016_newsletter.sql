-- Newsletters: what is written, to whom it goes, and how somebody says yes or no behind the link of a letter.

create table newsletter (
  id uuid primary key default gen_random_uuid(),
  -- Its audiences: who consented, and own customers who did not say no (only about goods like those they bought).
  to_consented boolean not null default true,
  to_customers boolean not null default false,
  -- Goods shown below the text.
  article_numbers text[] not null default '{}' check (cardinality(article_numbers) <= 12),
  -- Counts changes, so that two editors do not overwrite each other.
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  queued_at timestamptz,
  queued_by uuid,
  -- Everybody it goes to has been written down.
  listed_at timestamptz,
  finished_at timestamptz,
  -- How many said no by a link of this one.
  unsubscribed integer not null default 0 check (unsubscribed >= 0)
);

create table newsletter_text (
  newsletter_id uuid not null references newsletter (id) on delete cascade,
  language text not null check (language in ('lv', 'en', 'sv', 'nl')),
  subject text not null,
  -- Markdown.
  body text not null,
  primary key (newsletter_id, language)
);

-- One letter of a newsletter: its state is all that stays. Whose it was is forgotten when the newsletter is finished.
create table newsletter_mail (
  id uuid primary key default gen_random_uuid(),
  newsletter_id uuid not null references newsletter (id),
  audience text not null check (audience in ('marketing-email', 'marketing-similar-goods')),
  language text not null,
  subscription_id uuid references subscription (id) on delete set null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'refused', 'not-allowed')),
  unique (newsletter_id, subscription_id)
);
create index on newsletter_mail (newsletter_id, state);
create index on newsletter_mail (subscription_id);

-- A letter to try it out, to the member of staff who asks for it.
create table newsletter_test (
  id uuid primary key default gen_random_uuid(),
  newsletter_id uuid not null references newsletter (id) on delete cascade,
  language text not null,
  staff_id uuid not null,
  asked_at timestamptz not null default now()
);

-- Somebody ticked the box on a page; the address is proven by the link of a letter. Lasts a day.
create table news_request (
  id uuid primary key default gen_random_uuid(),
  address text not null check (address = lower(address) and address <> ''),
  language text not null,
  -- The words that stood beside the box, and the notice that was shown.
  words text not null,
  notice_version_id text not null references notice_version (id),
  -- Known once the letter is written.
  token_hash bytea unique check (octet_length(token_hash) = 32),
  asked_at timestamptz not null default now(),
  confirmed_at timestamptz
);
create index on news_request (asked_at);
create index on news_request (address);

create function shop_news_request_open(asked timestamptz) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select asked > shop_now() - interval '1 day' $$;

-- What was sent stays as it was sent.
create function shop_keep_newsletter() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      queued boolean;
    begin
      if tg_table_name = 'newsletter' then
        if tg_op = 'UPDATE' then
          queued := old.queued_at is not null and (old.to_consented, old.to_customers, old.article_numbers, old.queued_at)
                      is distinct from (new.to_consented, new.to_customers, new.article_numbers, new.queued_at);
        else
          queued := old.queued_at is not null;
        end if;
      else
        queued := exists (select from newsletter
          where id = case when tg_op = 'INSERT' then new.newsletter_id else old.newsletter_id end and queued_at is not null);
      end if;
      if queued then
        raise exception 'a newsletter that goes out does not change'
          using errcode = 'restrict_violation', constraint = 'newsletter_stays';
      end if;
      return case when tg_op = 'DELETE' then old else new end;
    end
  $$;
create trigger stays before update or delete on newsletter for each row execute function shop_keep_newsletter();
create trigger stays before insert or update or delete on newsletter_text for each row execute function shop_keep_newsletter();

-- How many may be written to, by audience and language: a count, and nobody's address. `only_there` leaves out who is
-- reached by consent already, since nobody gets the same letter twice.
create function shop_news_audience()
  returns table (audience text, language text, people integer, only_there integer)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    with live as materialized (
      select purpose, subscription.language, address_hash from subscription
       where purpose in ('marketing-email', 'marketing-similar-goods') and shop_purpose_on(purpose)
         and shop_may_market(purpose, address_hash, consent_id)
         and address <> all ((select shop_restricted_addresses())::text[]))
    select purpose, live.language, count(*)::int,
           (count(*) filter (where purpose = 'marketing-email' or address_hash not in (
              select other.address_hash from live other where other.purpose = 'marketing-email')))::int
      from live group by purpose, live.language
  $$;

-- Whether the newsletter goes to this address by consent already.
create function shop_news_reached(newsletter uuid, hash bytea) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (
      select from subscription join newsletter_mail on subscription_id = subscription.id and newsletter_id = newsletter
       where purpose = 'marketing-email' and address_hash = hash)
  $$;

-- Where a test letter goes, for the worker, which sees nothing else of the staff.
create function shop_newsletter_test(asked uuid) returns table (email text, newsletter_id uuid, language text)
  language plpgsql stable security definer set search_path = public, pg_temp
  as $$
    begin
      if session_user <> current_database() || '_worker' then
        raise exception 'test letters are not written here' using errcode = '42501';
      end if;
      return query
        select staff.email, test.newsletter_id, test.language
          from newsletter_test test join staff on staff.id = test.staff_id and left_on is null
         where test.id = asked;
    end
  $$;

-- Behind the link of a letter. Nobody's address is told here: who holds the link names a subscription by its id, also
-- one that no purpose sees any longer.

-- The subscriptions to letters of the same address.
create function shop_news_links(asked uuid) returns table (id uuid, purpose text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select other.id, other.purpose
      from subscription this
      join subscription other on other.address_hash = this.address_hash
        and other.purpose in ('marketing-email', 'marketing-similar-goods')
     where this.id = asked
  $$;

-- Takes the consent back on which a subscription rests. True when it had not been.
create function shop_news_withdraw(asked uuid) returns uuid
  language sql security definer set search_path = public, pg_temp
  as $$
    with taken as (
      insert into consent_withdrawal (consent_id)
        select consent_id from subscription where id = asked and consent_id is not null
      on conflict do nothing returning consent_id)
    select consent_id from taken
  $$;

-- A no by the same address: its hash when it was not said before, or a yes came in between; null otherwise.
create function shop_news_object(asked uuid, refused text) returns bytea
  language sql security definer set search_path = public, pg_temp
  as $$
    with made as (
      insert into objection (address_hash, purpose)
        select address_hash, refused from subscription this
         where id = asked
           and not exists (
             select from objection said
              where said.address_hash = this.address_hash and said.purpose = refused
                and made_at >= coalesce((
                  select max(given_at) from consent join subscription on consent.id = consent_id
                   where subscription.address_hash = this.address_hash), '-infinity'))
      on conflict do nothing returning address_hash)
    select address_hash from made
  $$;

-- The evidence of a consent given behind the link, which proves the address. Null where the subscription is gone.
create function shop_news_consent(asked uuid, said text, spoken text, notice text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      -- As src/privacy/consents.ts addresses the words.
      text_id bytea := sha256(convert_to(E'marketing-email\n' || spoken || E'\n' || said, 'utf8'));
      given uuid;
    begin
      insert into consent_text (hash, purpose, language, words) values (text_id, 'marketing-email', spoken, said)
        on conflict do nothing;
      insert into consent (purpose, address, text_hash, notice_version_id, form)
        select 'marketing-email', address, text_id, notice, 'link' from subscription where id = asked
        returning id into given;
      return given;
    end
  $$;

-- The subscription that rests on it.
create function shop_news_subscribe(asked uuid, given uuid, spoken text) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    insert into subscription (purpose, address, address_hash, language, consent_id)
      select 'marketing-email', address, address_hash, spoken, given from subscription
       where id = asked and shop_may_market('marketing-email', address_hash, given)
    on conflict (purpose, address_hash) do update
      set address = excluded.address, language = excluded.language, consent_id = excluded.consent_id, since = now()
  $$;

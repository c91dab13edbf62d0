-- The register as the shop lives it: who receives data, what the owner wrote and signed, each version of it all; and
-- who of the staff held which rights since when.

create table recipient (
  id uuid primary key default gen_random_uuid(),
  -- One of the kinds that purposes name (src/privacy/register/recipients.ts).
  kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
  -- '' while only the kind is known.
  name text not null default '' check (length(name) <= 120),
  registration_number text check (length(registration_number) between 1 and 40),
  role text not null check (role in ('controller', 'processor')),
  country text not null default 'LV' check (country ~ '^[A-Z]{2}$'),
  -- The agreement by Art. 28(3).
  agreement_reference text check (length(agreement_reference) between 1 and 120),
  agreement_on date,
  -- For a country outside the European Economic Area (Art. 45-47), and where its copy can be had (Art. 13(1)(f)).
  safeguard text check (safeguard in ('adequacy', 'standard-clauses', 'binding-rules')),
  safeguard_copy text check (length(safeguard_copy) between 1 and 200),
  -- The owner has seen what is unusual about it; any change takes this back.
  signed_off_by uuid,
  signed_off_at timestamptz,
  ended_on date,
  -- Return or erasure of what a processor held, as it confirmed (Art. 28(3)(g)).
  return_confirmed_on date,
  noted_by uuid,
  noted_at timestamptz not null default now(),
  check (agreement_on is null or agreement_reference is not null),
  -- Nothing leaves the European Economic Area without one.
  check ((safeguard is not null and safeguard_copy is not null)
         or country in ('AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT',
                        'LI', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK')),
  check (signed_off_by is null or signed_off_at is not null),
  check (return_confirmed_on is null or (ended_on is not null and return_confirmed_on >= ended_on))
);
create index on recipient (kind);

-- Every kind that the register names; who it is in this shop is for the owner to say.
insert into recipient (kind, role) values
  ('hosting', 'processor'),
  ('carrier', 'controller'),
  ('payment-provider', 'controller'),
  ('mail-provider', 'processor'),
  ('accountant', 'processor'),
  ('tax-authority', 'controller'),
  ('supervisory-authority', 'controller'),
  ('court', 'controller'),
  ('card-dispute-body', 'controller'),
  ('debt-collector', 'controller'),
  ('survey-processor', 'processor');

-- Former processors were a setting: they are recipients like others, whose time is over.
insert into recipient (kind, name, registration_number, role, country, ended_on)
  select 'hosting', former ->> 'name', nullif(former ->> 'registrationNumber', ''), 'processor', former ->> 'country',
         shop_day(changed_at)
    from setting, jsonb_array_elements(value -> 'formerProcessors') former
    where key = 'privacy';
update setting set value = '{"contact": null, "officer": null}' where key = 'privacy';

-- What the shop wrote itself: the balancing test of a purpose, its security measures. Without a row the default stands.
create table register_text (
  -- A purpose, or 'measures'.
  subject text not null,
  language text not null check (language in ('lv', 'en')),
  part text not null check (part in ('purpose', 'necessity', 'balance', 'measures')),
  words text not null check (length(words) between 1 and 8000),
  changed_by uuid,
  changed_at timestamptz not null default now(),
  primary key (subject, language, part)
);

-- The register as it stood after each change; no name of a person is in it.
create table register_version (
  number integer primary key check (number > 0),
  at timestamptz not null default now(),
  -- Null: it came with the software.
  by uuid,
  changed jsonb not null,
  content jsonb not null,
  hash text not null check (hash ~ '^[0-9a-f]{32}$')
);

create trigger tell after insert or update or delete on recipient
  for each statement execute function shop_tell('settings');

-- Staff --------------------------------------------------------------------------------------------------------

-- Which rights somebody had since when; the last row is what they have.
create table staff_role_change (
  staff_id uuid not null references staff on delete cascade,
  since timestamptz not null default now(),
  role text not null check (role in ('owner', 'administrator', 'accountant')),
  primary key (staff_id, since)
);
insert into staff_role_change (staff_id, since, role) select id, coalesce(joined_at, invited_at), role from staff;

create function shop_note_staff_role() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      insert into staff_role_change (staff_id, role) values (new.id, new.role)
        on conflict (staff_id, since) do update set role = excluded.role;
      return null;
    end
  $$;
create trigger note_first_role after insert on staff for each row execute function shop_note_staff_role();
create trigger note_role after update of role on staff for each row
  when (old.role <> new.role) execute function shop_note_staff_role();

-- The agreement by which somebody works with the data (seed 003, paragraph 5).
create table staff_agreement (
  staff_id uuid primary key references staff on delete cascade,
  reference text not null check (length(reference) between 1 and 120),
  agreed_on date not null,
  noted_by uuid,
  noted_at timestamptz not null default now()
);

-- Who works in the back office, how they sign in, and what guards the door.

create table staff (
  id uuid primary key default gen_random_uuid(),
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  role text not null check (role in ('owner', 'administrator', 'accountant')),
  language text not null default 'lv' check (language in ('lv', 'en')),
  invited_by uuid references staff on delete set null,
  invited_at timestamptz not null,
  joined_at timestamptz,
  -- The words of the confidentiality undertaking that the person agreed to (seed 003, paragraph 5).
  undertaking_text text,
  left_on date,
  removed_by uuid references staff on delete set null,
  check ((joined_at is null) = (undertaking_text is null))
);
create unique index staff_email on staff (email) where left_on is null;

-- A shop without an owner can let nobody in: the last one who can sign in stays, whoever asks.
create function staff_keep_an_owner() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  -- One at a time, so that two owners cannot demote each other at the same moment.
  perform pg_advisory_xact_lock(hashtextextended('staff: the last owner', 0));
  if not exists (
    select from public.staff
    where role = 'owner' and left_on is null and joined_at is not null and id <> old.id
  ) then
    raise exception 'the last owner stays' using errcode = '23514', constraint = 'staff_last_owner';
  end if;
  return new;
end $$;

create trigger staff_keep_an_owner before update of role, left_on on staff for each row
when (old.role = 'owner' and old.left_on is null and old.joined_at is not null
  and (new.role <> 'owner' or new.left_on is not null))
execute function staff_keep_an_owner();

create table staff_credential (
  staff_id uuid primary key references staff on delete cascade,
  password_hash text not null,
  set_at timestamptz not null
);

create table staff_second_factor (
  staff_id uuid primary key references staff on delete cascade,
  -- AES-256-GCM, bound to the staff member.
  sealed_secret bytea not null,
  begun_at timestamptz not null,
  confirmed_at timestamptz,
  -- The last time step whose code was taken: a code works once (RFC 6238 5.2).
  last_step bigint,
  failures integer not null default 0 check (failures >= 0),
  locked_until timestamptz
);

create table staff_recovery_code (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references staff on delete cascade,
  code_hash bytea not null,
  made_at timestamptz not null,
  used_at timestamptz,
  replaced_at timestamptz
);
create index staff_recovery_code_staff on staff_recovery_code (staff_id);

create table staff_session (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references staff on delete cascade,
  -- SHA-256 of the cookie's token.
  token_hash bytea not null unique check (length(token_hash) = 32),
  browser text not null check (length(browser) <= 60),
  began_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  second_factor_at timestamptz,
  confirmed_at timestamptz not null,
  ended_at timestamptz,
  ended_because text check (ended_because in ('signed-out', 'ended', 'rotated', 'rights', 'credentials', 'left')),
  check ((ended_at is null) = (ended_because is null))
);
create index staff_session_staff on staff_session (staff_id) where ended_at is null;

create table staff_invitation (
  id uuid primary key default gen_random_uuid(),
  -- Nobody yet: the shop's first owner, who gives name and address on the page behind the link.
  staff_id uuid references staff on delete cascade,
  kind text not null check (kind in ('first-owner', 'invitation', 'recovery')),
  made_by uuid references staff on delete set null,
  made_at timestamptz not null,
  -- SHA-256 of the link's token; null until the mail with the link is sent.
  token_hash bytea unique check (length(token_hash) = 32),
  expires_at timestamptz,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  check ((token_hash is null) = (expires_at is null)),
  check ((staff_id is null) = (kind = 'first-owner') or accepted_at is not null)
);
create index staff_invitation_staff on staff_invitation (staff_id);

-- Whoever left is known for so long after it. Nobody yet (a first owner's link) is nobody's secret.
create function shop_staff_known(asked uuid, period interval) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select asked is null
      or exists (select from staff where id = asked and (left_on is null or left_on + period >= shop_today()))
  $$;

-- What the letter with a link says, for the worker, which sees nothing else of the staff: it names the link's token,
-- and earlier letters of the same invitation stop working. No row where the invitation is used or withdrawn.
create function shop_invitation_letter(asked uuid, token bytea, expires timestamptz)
  returns table (kind text, email text, name text, role text, language text)
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      -- Whoever chooses the token may come in with it: the back office, which writes to people too, must not.
      if session_user not in (current_database() || '_worker', current_database() || '_signin') then
        raise exception 'invitations are not written here' using errcode = '42501';
      end if;
      return query
        update staff_invitation set token_hash = token, expires_at = expires
          from staff
         where staff_invitation.id = asked and staff.id = staff_id and accepted_at is null and withdrawn_at is null
           and left_on is null and staff_invitation.kind <> 'first-owner'
        returning staff_invitation.kind, staff.email, staff.name, staff.role, staff.language;
    end
  $$;

-- The security log of the door: keyed hashes only, so the rows name nobody.
create table sign_in_attempt (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null,
  account_hash bytea not null,
  address_hash bytea not null,
  succeeded_at timestamptz
);
create index sign_in_attempt_account on sign_in_attempt (account_hash, at);
create index sign_in_attempt_address on sign_in_attempt (address_hash, at);

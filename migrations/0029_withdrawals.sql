-- Withdrawal from a contract (CRD Art. 9 to 16, 11a): anybody may declare it, no login, and no machine refuses it.

create table withdrawal (
  -- The form's key: a form sent twice withdraws once.
  id uuid primary key,
  -- Null while nobody knows which order it is about.
  order_id uuid references "order" (id),
  received_at timestamptz not null default now(),
  language text not null check (language in ('lv', 'en', 'sv', 'nl')),
  name text not null check (name <> ''),
  -- Where its receipt went.
  address text not null check (address = lower(address) and address <> ''),
  -- What names the contract, as it was typed.
  contract text check (contract <> ''),
  -- Which goods, in words; null: all of it, or the lines below.
  words text check (words <> ''),
  -- Where a transfer goes back to, where the buyer said so.
  holder text check (holder <> ''),
  iban text check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$')
);
create index on withdrawal (order_id);
create index on withdrawal (address);

-- Pieces of an order's line that are given back.
create table withdrawal_line (
  withdrawal_id uuid not null references withdrawal (id) on delete cascade,
  order_line_id uuid not null references order_line (id),
  quantity integer not null check (quantity > 0),
  primary key (withdrawal_id, order_line_id)
);
create index on withdrawal_line (order_line_id);

-- What was done about it: who, when. Null for a machine.
create table withdrawal_step (
  id uuid primary key default gen_random_uuid(),
  withdrawal_id uuid not null references withdrawal (id) on delete cascade,
  -- attached: its order was found; accepted: a person looked and lets it go on; declined and answered: by mail;
  -- settled: credited and its refund asked for; closed: nothing was to be done.
  step text not null check (step in ('attached', 'accepted', 'goods-back', 'answered', 'settled', 'declined', 'closed')),
  words text check (length(words) between 1 and 4000),
  made_at timestamptz not null default clock_timestamp(),
  made_by uuid,
  check (step not in ('answered', 'declined', 'closed') or words is not null)
);
create index on withdrawal_step (withdrawal_id, made_at);
-- It ends once.
create unique index one_end_of_a_withdrawal on withdrawal_step (withdrawal_id) where step in ('settled', 'declined', 'closed');
create unique index goods_come_back_once on withdrawal_step (withdrawal_id) where step = 'goods-back';

-- What went back to the shelf.
create table withdrawal_restock (
  withdrawal_id uuid not null references withdrawal (id) on delete cascade,
  order_line_id uuid not null references order_line (id),
  quantity integer not null check (quantity > 0),
  primary key (withdrawal_id, order_line_id)
);
create index on withdrawal_restock (order_line_id);

-- The money that went back on it.
create table withdrawal_refund (
  withdrawal_id uuid not null references withdrawal (id) on delete cascade,
  refund_id uuid not null references refund (id),
  primary key (withdrawal_id, refund_id)
);
create index on withdrawal_refund (refund_id);

create function shop_withdrawal_open(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select not exists (select from withdrawal_step
                        where withdrawal_id = asked and step in ('settled', 'declined', 'closed'))
  $$;

-- It waits for somebody, or its answer is as young as any other letter's.
create function shop_withdrawal_kept(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select not exists (select from withdrawal_step
                        where withdrawal_id = asked and step in ('settled', 'declined', 'closed')
                          and made_at <= shop_now() - shop_term('service-messages', 'enquiry-closed'))
  $$;

create function shop_is_withdrawn(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from withdrawal where order_id = asked and shop_withdrawal_open(id)) $$;

-- The order that a number and an address together name, whatever became of its contract; null where they do not.
create function shop_withdrawal_order(number_asked text, address_asked text) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select "order".id from "order" join order_party on order_party.order_id = "order".id
     where upper(regexp_replace("order".number, '[^[:alnum:]]', '', 'g'))
             = upper(regexp_replace(number_asked, '[^[:alnum:]]', '', 'g'))
       and address_asked in (lower(order_party.email), lower(order_party.invoice_email))
  $$;

-- How many of an address wait for a person to find their order.
create function shop_withdrawals_waiting(address_asked text) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select count(*)::integer from withdrawal
     where address = address_asked and order_id is null and received_at > now() - interval '1 hour'
  $$;

-- A contract is not over while its withdrawal is not, nor while money is on its way back.
create function shop_wound_up(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select not exists (select from refund where order_id = asked
                         and not exists (select from refund_outcome where refund_id = refund.id))
       and not shop_is_withdrawn(asked)
  $$;

-- What is withdrawn is not sent; nor is what was credited altogether.
create function shop_check_withdrawn() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if shop_is_withdrawn(new.order_id)
        or exists (select from "order" where id = new.order_id and total_cents > 0 and shop_due_cents(id) <= 0) then
        raise exception 'the order is withdrawn' using errcode = 'check_violation', constraint = 'not_withdrawn';
      end if;
      return null;
    end
  $$;
create trigger not_withdrawn after insert on shipment for each row execute function shop_check_withdrawn();
create trigger not_withdrawn after insert on shipment_dispatch for each row execute function shop_check_withdrawn();

-- An order is cancelled once all its money is on its way back; a packed parcel only where its buyer has withdrawn.
create or replace function shop_check_cancellation() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if shop_paid_cents(new.order_id) > 0
        or exists (select from shipment where order_id = new.order_id
                    and (not exists (select from withdrawal where withdrawal.order_id = new.order_id)
                         or exists (select from shipment_dispatch where shipment_id = shipment.id))) then
        raise exception 'the order is paid or packed' using errcode = 'check_violation', constraint = 'unpaid';
      end if;
      return null;
    end
  $$;

-- A link to one's data is made for whoever has withdrawn from something, too.
create or replace function shop_link_letter(asked uuid, token bytea)
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
        or exists (select from withdrawal where withdrawal.address = found_session.address)
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

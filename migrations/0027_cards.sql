-- Card payments on the provider's own page: attempts, what the provider told, disputes, payouts and what they are made of.

-- One page at the provider. A new attempt follows once the one before has ended, so that nobody pays twice.
create table card_attempt (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  attempt integer not null check (attempt > 0),
  amount_cents integer not null check (amount_cents > 0),
  currency text not null check (currency = 'EUR'),
  begun_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- The provider's name for the page; null until it answered.
  page_id text unique check (page_id <> ''),
  -- The buyer is done and the bank is not.
  awaiting_since timestamptz,
  ended_at timestamptz,
  -- closed: by us, for another way to pay or a cancellation; lost: the provider never gave us the page.
  ended text check (ended in ('paid', 'failed', 'expired', 'closed', 'lost')),
  check ((ended is null) = (ended_at is null)),
  unique (order_id, attempt)
);
create unique index one_open_attempt on card_attempt (order_id) where ended is null;

-- What the provider told, once each: the row is committed with what was done about it. Names nobody.
create table card_message (
  id text primary key check (id ~ '^[A-Za-z0-9_]{1,80}$'),
  topic text not null,
  taken_at timestamptz not null default now()
);
create index on card_message (taken_at);

-- What the provider told and nobody could act on: nothing was changed, and staff look at it.
create table card_problem (
  id uuid primary key default gen_random_uuid(),
  order_id uuid references "order" (id),
  code text not null check (code in ('amount', 'currency', 'unknown', 'late', 'overpaid', 'refused',
    'refund-unknown', 'refund-failed', 'refund-returned', 'refund-elsewhere', 'dispute-lost')),
  -- The provider's name for the page, refund or dispute.
  object text not null,
  noted_at timestamptz not null default now(),
  cleared_at timestamptz,
  cleared_by uuid,
  check ((cleared_at is null) = (cleared_by is null)),
  unique nulls not distinct (code, object, order_id)
);
create index on card_problem (order_id);

create table card_dispute (
  id text primary key,
  order_id uuid not null references "order" (id),
  payment_id uuid not null references payment (id),
  amount_cents integer not null check (amount_cents > 0),
  reason text not null check (reason ~ '^[a-z_]{1,60}$'),
  opened_at timestamptz not null,
  -- Until when the shop may answer.
  answer_by timestamptz
);
create index on card_dispute (order_id);
create index on card_dispute (payment_id);

create table card_dispute_end (
  dispute_id text primary key references card_dispute (id),
  order_id uuid not null references "order" (id),
  outcome text not null check (outcome in ('won', 'lost', 'withdrawn')),
  noted_at timestamptz not null default now()
);
create index on card_dispute_end (order_id);

-- What reached the shop's account, and what it is made of: cents, negative for what went out. Names payments, and no person.
create table card_payout (
  id text primary key,
  amount_cents integer not null,
  currency text not null,
  arrives_on date not null,
  noted_at timestamptz not null default now()
);
create index on card_payout (arrives_on);

create table card_fee (
  id text primary key,
  payout_id text not null references card_payout (id),
  kind text not null check (kind in ('payment', 'refund', 'dispute', 'fee', 'other')),
  amount_cents integer not null,
  fee_cents integer not null,
  net_cents integer not null,
  currency text not null,
  happened_on date not null,
  -- payment.provider_reference
  provider_reference text,
  check (net_cents = amount_cents - fee_cents)
);
create index on card_fee (payout_id);
create index on card_fee (provider_reference);

-- A page stays open at the provider until it is closed there: whoever pays otherwise, or cancels, must not pay by card too.
create function shop_close_card_page() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      of_order uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
    begin
      if exists (select from card_attempt where order_id = of_order and ended is null) then
        perform shop_enqueue('card-close', jsonb_build_object('order', of_order), 'card-close:' || of_order);
      end if;
      return null;
    end
  $$;
create trigger close_card_page after insert on cancellation
  for each row execute function shop_close_card_page('order_id');
create trigger close_card_page after update of payment_method on "order"
  for each row when (new.payment_method <> 'card') execute function shop_close_card_page('id');
create trigger close_card_page after insert on payment
  for each row when (new.means <> 'card') execute function shop_close_card_page('order_id');

-- A refund by card and the job that makes it are committed together.
create function shop_send_card_refund() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform shop_enqueue('card-refund', jsonb_build_object('refund', new.id), 'card-refund:' || new.id);
      return null;
    end
  $$;
create trigger send_card_refund after insert on refund
  for each row when (new.means = 'card') execute function shop_send_card_refund();

-- A refund that had arrived may still come back, from a card that was closed.
create function shop_card_refund_returned(asked uuid) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    update refund_outcome set outcome = 'failed', noted_at = now()
      from refund where refund.id = asked and refund.means = 'card' and refund_outcome.refund_id = asked
  $$;

-- A dispute holds its order back from the eraser; placed and lifted by no person.
alter table hold alter column placed_by drop not null;
alter table hold drop constraint hold_check;
alter table hold add check (lifted_by is null or lifted_at is not null);

create function shop_hold_for_dispute(asked uuid, named text) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    insert into hold (order_id, kind, reason)
      select asked, 'dispute', named
       where not exists (select from hold where order_id = asked and kind = 'dispute' and reason = named)
  $$;

create function shop_release_dispute(asked uuid, named text) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    update hold set lifted_at = now()
     where order_id = asked and kind = 'dispute' and reason = named and placed_by is null and lifted_at is null
  $$;

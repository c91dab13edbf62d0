-- Money owed: reminders, the notice of a debt, what stands against it, and the hand-over to a licensed collector.
-- A debt is an issued document that is due; its facts are rows that say who and when.

insert into setting (key, value)
  select 'debts', '{"countries": ["LV"], "automatic": false, "companySteps": [-3, 3, 14], "personDays": 5,
                    "companyNoticeDays": 30, "presumedDays": null, "barredYears": {"person": 10, "company": 3}}'::jsonb
   where exists (select from setting where key = 'identity')
  on conflict do nothing;

-- Facts ---------------------------------------------------------------------------------------------------------

-- A letter that asks for money, once for each step of the schedule.
create table reminder (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references invoice (id),
  order_id uuid not null references "order" (id),
  -- Its place in the buyer's schedule, from 1.
  level integer not null check (level between 1 and 9),
  asked_at timestamptz not null default now(),
  -- Null: the schedule itself.
  asked_by uuid,
  unique (invoice_id, level)
);
create index on reminder (order_id);

-- The debtor says when they will pay; until that day is over the schedule waits.
create table payment_promise (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references invoice (id),
  order_id uuid not null references "order" (id),
  promised_on date not null,
  noted_at timestamptz not null default now(),
  noted_by uuid not null
);
create index on payment_promise (invoice_id);
create index on payment_promise (order_id);

-- Somebody of the staff stops the schedule, until it is lifted.
create table dunning_hold (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references invoice (id),
  order_id uuid not null references "order" (id),
  reason text not null check (length(reason) between 1 and 500),
  placed_at timestamptz not null default now(),
  placed_by uuid not null,
  lifted_at timestamptz,
  lifted_by uuid,
  check ((lifted_at is null) = (lifted_by is null))
);
create index on dunning_hold (order_id);
create unique index one_hold_at_a_time on dunning_hold (invoice_id) where lifted_at is null;

-- The notice of a debt (paziņojums par parāda esamību): what is owed, and how to object.
create table debt_notice (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references invoice (id),
  order_id uuid not null references "order" (id),
  issued_on date not null,
  principal_cents integer not null check (principal_cents > 0),
  interest_cents integer not null check (interest_cents >= 0),
  costs_cents integer not null check (costs_cents >= 0),
  issued_at timestamptz not null default now(),
  -- A person, always.
  issued_by uuid not null
);
create index on debt_notice (invoice_id);
create index on debt_notice (order_id);

-- The letter as it was written, with the debtor's address.
create table debt_notice_document (
  notice_id uuid primary key references debt_notice (id),
  order_id uuid not null references "order" (id),
  bytes bytea not null,
  rendered_at timestamptz not null default now()
);
create index on debt_notice_document (order_id);

-- That the debtor has it, and until when they may object: no Saturday, Sunday or public holiday (Regulation 1182/71 Art. 3(4)).
create table debt_notice_receipt (
  notice_id uuid primary key references debt_notice (id),
  order_id uuid not null references "order" (id),
  received_on date not null,
  object_until date not null check (object_until >= received_on + 21),
  source text not null check (source in ('proof', 'presumed')),
  -- What proves it, as a parcel's number or the debtor's own answer.
  proof text check (length(proof) between 1 and 300),
  noted_at timestamptz not null default now(),
  -- Null: presumed by the shop's setting.
  noted_by uuid,
  check ((source = 'proof') = (proof is not null)),
  check (source = 'presumed' or noted_by is not null)
);
create index on debt_notice_receipt (order_id);

create table debt_objection (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references invoice (id),
  order_id uuid not null references "order" (id),
  words text not null check (length(words) between 1 and 4000),
  raised_at timestamptz not null default now(),
  -- Null: the debtor, on the page behind the letter's link.
  noted_by uuid
);
create index on debt_objection (invoice_id);
create index on debt_objection (order_id);

-- A person decides, and says why.
create table debt_objection_decision (
  objection_id uuid primary key references debt_objection (id),
  order_id uuid not null references "order" (id),
  upheld boolean not null,
  reason text not null check (length(reason) between 1 and 2000),
  decided_at timestamptz not null default now(),
  decided_by uuid not null
);
create index on debt_objection_decision (order_id);

-- Money that nobody will pay any more; a person says so. What is written off is owed no longer.
create table write_off (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references invoice (id),
  order_id uuid not null references "order" (id),
  amount_cents integer not null check (amount_cents > 0),
  cause text not null check (cause in ('uncollectable', 'insolvent', 'time-barred', 'small')),
  reason text not null check (length(reason) between 1 and 500),
  written_off_on date not null,
  written_off_at timestamptz not null default now(),
  written_off_by uuid not null
);
create index on write_off (invoice_id);
create index on write_off (order_id);

-- It was paid after all, or written off wrongly.
create table write_off_reversal (
  write_off_id uuid primary key references write_off (id),
  reversed_on date not null,
  reversed_at timestamptz not null default now(),
  reversed_by uuid not null
);

-- Hand-over -----------------------------------------------------------------------------------------------------

-- What a collector must have before anything is handed to it (Parādu ārpustiesas atgūšanas likums 5, 6).
alter table recipient add column licence_number text check (length(licence_number) between 1 and 60);
alter table recipient add column email text check (length(email) between 3 and 254);
-- It cannot do its work without the debtor's personal code.
alter table recipient add column needs_personal_code boolean not null default false;
alter table recipient add check (kind = 'debt-collector' or (licence_number is null and not needs_personal_code));

-- A batch, confirmed by a person (GDPR Art. 22).
create table hand_over (
  id uuid primary key default gen_random_uuid(),
  recipient_id uuid not null references recipient (id),
  confirmed_at timestamptz not null default now(),
  confirmed_by uuid not null
);

create table hand_over_case (
  id uuid primary key default gen_random_uuid(),
  hand_over_id uuid not null references hand_over (id),
  invoice_id uuid not null references invoice (id),
  order_id uuid not null references "order" (id),
  principal_cents integer not null check (principal_cents > 0),
  interest_cents integer not null check (interest_cents >= 0),
  costs_cents integer not null check (costs_cents >= 0)
);
create index on hand_over_case (hand_over_id);
create index on hand_over_case (invoice_id);
create index on hand_over_case (order_id);

-- The collector has given it back, or it is done with.
create table hand_over_end (
  case_id uuid primary key references hand_over_case (id),
  order_id uuid not null references "order" (id),
  outcome text not null check (outcome in ('paid', 'recalled', 'returned', 'written-off')),
  ended_at timestamptz not null default now(),
  -- Null: the money came in.
  ended_by uuid
);
create index on hand_over_end (order_id);

-- The collector is told that less is owed, or nothing.
create table debt_recall (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references hand_over_case (id),
  order_id uuid not null references "order" (id),
  cause text not null check (cause in ('payment', 'credit-note', 'objection', 'write-off', 'staff')),
  open_cents integer not null check (open_cents >= 0),
  made_at timestamptz not null default now(),
  made_by uuid
);
create index on debt_recall (case_id);
create index on debt_recall (order_id);

-- What the collector reported, line by line; the file itself is not kept.
create table collector_report (
  id uuid primary key default gen_random_uuid(),
  recipient_id uuid not null references recipient (id),
  file_hash bytea not null unique check (octet_length(file_hash) = 32),
  imported_at timestamptz not null default now(),
  imported_by uuid not null
);
create table collector_report_line (
  report_id uuid not null references collector_report (id),
  case_id uuid not null references hand_over_case (id),
  order_id uuid not null references "order" (id),
  state text not null check (state in ('open', 'promised', 'paid', 'returned', 'disputed')),
  paid_cents integer not null default 0 check (paid_cents >= 0),
  reported_on date not null,
  primary key (report_id, case_id)
);
create index on collector_report_line (case_id);
create index on collector_report_line (order_id);

-- What is owed ----------------------------------------------------------------------------------------------------

create function shop_written_off_cents(asked uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(sum(amount_cents), 0)::integer from write_off
     where invoice_id = asked and not exists (select from write_off_reversal where write_off_id = write_off.id)
  $$;

-- No more is written off than is open.
create function shop_check_write_off() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if new.order_id is distinct from (select order_id from invoice where id = new.invoice_id)
        or shop_open_cents(new.invoice_id) < 0 then
        raise exception 'more would be written off than is open' using errcode = 'check_violation', constraint = 'within_open';
      end if;
      return null;
    end
  $$;
create trigger within_open after insert on write_off for each row execute function shop_check_write_off();

-- The document by which an order's price is owed, and is due.
create function shop_debt_of(asked uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select id from invoice
     where order_id = asked and due_on < shop_today() and kind not in ('advance', 'credit-note', 'corrective')
       and shop_open_cents(id) > 0
     order by due_on, issued_at limit 1
  $$;

-- Until when an order is to be paid: its invoice's day where one says it; null while nobody asks, because it is paid later or
-- over the counter.
create function shop_due_on(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((select max(due_on) from invoice where order_id = asked and kind not in ('advance', 'credit-note', 'corrective')),
                    case when payment_method in ('transfer', 'card') then pay_by end)
      from "order" where id = asked
  $$;

-- Whether all parcels of an order came: true by proof, false where that was only assumed, null where one has not come.
create function shop_received_by_proof(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select case when count(*) > 0 and count(*) = count(delivered_on) then bool_and(source <> 'assumed') end
      from shipment left join shipment_delivery on shipment_delivery.shipment_id = shipment.id
     where shipment.order_id = asked
  $$;

-- What stands in the way of asking for a document's money, all of it; empty where nothing does. What the buyer says about a
-- document holds for the charges on it, too.
create function shop_dunning_problems(asked uuid) returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select array_remove(array[
        case when shop_open_cents(asked) <= 0 then 'nothing-open' end,
        case when due_on is null then 'not-due' end,
        case when exists (select from cancellation where cancellation.order_id = invoice.order_id) then 'cancelled' end,
        case when shop_is_withdrawn(order_id) then 'withdrawn' end,
        case when exists (select from dunning_hold where invoice_id = any (about) and lifted_at is null) then 'hold' end,
        case when exists (select from payment_promise where invoice_id = any (about) and promised_on >= shop_today()) then 'promise' end,
        case when exists (select from debt_objection where invoice_id = any (about)
                           and not exists (select from debt_objection_decision
                                            where objection_id = debt_objection.id and not upheld)) then 'objection' end,
        case when exists (select from restricted_order where restricted_order.order_id = invoice.order_id)
              and not exists (select from hand_over_case where invoice_id = asked
                               and not exists (select from hand_over_end where case_id = hand_over_case.id)) then 'restricted' end
      ], null)
      from invoice
      cross join lateral (select case kind when 'charge' then array[id, preceding_id] else array[id] end as about) said
     where id = asked
  $$;

-- Countries whose debtors the shop's lawyer has signed off.
create function shop_debt_countries() returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((select array(select jsonb_array_elements_text(value -> 'countries')) from setting where key = 'debts'),
                    array['LV'])
  $$;

-- Why a debt may not be handed to a collector, all of it; empty where it may. A notice and its 21 days are for natural
-- persons (Parādu ārpustiesas atgūšanas likums 8, 9); the last day to object must be over.
create function shop_collection_problems(asked uuid) returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select shop_dunning_problems(asked) || array_remove(array[
        case when due_on >= shop_today() then 'not-due' end,
        case when invoice.kind in ('advance', 'credit-note', 'corrective') then 'no-debt' end,
        case when order_party.order_id is null then 'nobody' end,
        case when received is null then 'not-received' when not received then 'received-assumed' end,
        case when not (order_party.country = any (shop_debt_countries())) then 'country' end,
        case when order_party.kind = 'person' then
          case when newest.id is null then 'no-notice'
               when newest.object_until is null then 'notice-not-received'
               when newest.object_until >= shop_today() then 'time-to-object' end
        end
      ], null)
      from invoice left join order_party on order_party.order_id = invoice.order_id
      cross join lateral (select shop_received_by_proof(invoice.order_id) as received offset 0) parcels
      -- Each notice promises its own days, so the last one counts.
      left join lateral (select debt_notice.id, object_until
                           from debt_notice left join debt_notice_receipt on notice_id = debt_notice.id
                          where invoice_id = asked order by issued_at desc, debt_notice.id limit 1) newest on true
     where invoice.id = asked
  $$;

-- Whose order a collector may be told of: what the purpose debt-collection sees.
create function shop_may_collect(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((select cardinality(shop_collection_problems(debt)) = 0 from shop_debt_of(asked) debt where debt is not null),
                    false)
  $$;

-- The day on which an unpaid debt cannot be asked for any more (Komerclikums 406, Civillikums 1895).
create function shop_debt_barred_on(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select (max(invoice.due_on) + make_interval(years => coalesce(
              (select (value -> 'barredYears' ->> (select kind from order_party where order_id = asked))::int
                 from setting where key = 'debts'), 10)))::date
      from invoice where order_id = asked and due_on is not null and kind not in ('advance', 'credit-note', 'corrective')
  $$;

-- Whoever paid what a notice asked for paid interest and costs too: until these are charged or paid back, that is no end.
create function shop_surplus_waits(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (select from debt_notice where order_id = asked)
       and exists (select from payment
                    where order_id = asked and shop_unused_cents(id) > 0
                      and not exists (select from payment_reversal where payment_id = payment.id))
  $$;

-- Settled, written off or time-barred: then the contract's data may go.
create or replace function shop_contract_over(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select case when shop_wound_up(asked) and not shop_surplus_waits(asked) then
      coalesce((select shop_day(cancelled_at) + 14 from cancellation where order_id = asked),
               case when shop_settled(asked) then shop_withdrawal_until(asked)
                    when shop_debt_barred_on(asked) is not null
                      then greatest(shop_debt_barred_on(asked), shop_withdrawal_until(asked)) end) end
  $$;

-- What the database refuses, whatever a page says -----------------------------------------------------------------

create function shop_check_reminder() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if new.order_id is distinct from (select order_id from invoice where id = new.invoice_id)
        or cardinality(shop_dunning_problems(new.invoice_id)) > 0 then
        raise exception 'nobody is reminded of this now' using errcode = 'check_violation', constraint = 'may_remind';
      end if;
      if new.level > 1 and exists (select from order_party where order_id = new.order_id and kind = 'person') then
        raise exception 'a person is reminded once before the notice'
          using errcode = 'check_violation', constraint = 'persons_once';
      end if;
      return null;
    end
  $$;
create trigger may_remind after insert on reminder for each row execute function shop_check_reminder();

create function shop_check_notice() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if new.order_id is distinct from (select order_id from invoice where id = new.invoice_id)
        or cardinality(shop_dunning_problems(new.invoice_id)) > 0
        or (select due_on from invoice where id = new.invoice_id) >= shop_today()
        or new.principal_cents <> shop_open_cents(new.invoice_id) then
        raise exception 'no notice of this is given now' using errcode = 'check_violation', constraint = 'may_give_notice';
      end if;
      return null;
    end
  $$;
create trigger may_give_notice after insert on debt_notice for each row execute function shop_check_notice();

create function shop_check_hand_over() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if new.order_id is distinct from (select order_id from invoice where id = new.invoice_id)
        or cardinality(shop_collection_problems(new.invoice_id)) > 0
        -- To the answer above this very case is a claim that has begun.
        or exists (select from restricted_order where order_id = new.order_id)
        or new.principal_cents <> shop_open_cents(new.invoice_id) then
        raise exception 'the debt may not be handed over' using errcode = 'check_violation', constraint = 'may_hand_over';
      end if;
      if exists (select from hand_over_case before
                  where before.invoice_id = new.invoice_id and before.id <> new.id
                    and not exists (select from hand_over_end where case_id = before.id)) then
        raise exception 'the debt is handed over already' using errcode = 'check_violation', constraint = 'handed_over_once';
      end if;
      if not exists (select from hand_over join recipient on recipient.id = recipient_id
                      where hand_over.id = new.hand_over_id and kind = 'debt-collector' and name <> '' and ended_on is null
                        and licence_number is not null and agreement_reference is not null) then
        raise exception 'the collector has no licence or agreement' using errcode = 'check_violation', constraint = 'licensed';
      end if;
      return null;
    end
  $$;
create trigger may_hand_over after insert on hand_over_case for each row execute function shop_check_hand_over();

-- No transfer without its row.
create function shop_check_hand_over_disclosed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if not exists (select from disclosure where about_id = new.hand_over_id and unit_id = new.order_id) then
        raise exception 'a collector is told and it is not noted' using errcode = 'check_violation', constraint = 'disclosed';
      end if;
      return null;
    end
  $$;
create constraint trigger disclosed after insert on hand_over_case
  deferrable initially deferred for each row execute function shop_check_hand_over_disclosed();

-- Whatever makes a handed-over debt smaller, or disputed, is told to the collector: the job looks what became of it.
create function shop_recall_handed_over() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      of_invoice uuid := case tg_table_name
        when 'settlement_reversal' then (select invoice_id from settlement where id = (to_jsonb(new) ->> 'settlement_id')::uuid)
        else (to_jsonb(new) ->> 'invoice_id')::uuid end;
      of_order uuid := case tg_table_name when 'withdrawal' then (to_jsonb(new) ->> 'order_id')::uuid end;
      handed uuid;
    begin
      for handed in select id from hand_over_case where (invoice_id = of_invoice or order_id = of_order)
                      and not exists (select from hand_over_end where case_id = hand_over_case.id) loop
        perform shop_enqueue('recall-debt', jsonb_build_object('case', handed), 'recall-debt:' || handed);
      end loop;
      return null;
    end
  $$;
create trigger recall after insert on settlement for each row execute function shop_recall_handed_over();
create trigger recall after insert on settlement_reversal for each row execute function shop_recall_handed_over();
create trigger recall after insert on write_off for each row execute function shop_recall_handed_over();
create trigger recall after insert on debt_objection for each row execute function shop_recall_handed_over();
create trigger recall after insert on dunning_hold for each row execute function shop_recall_handed_over();
create trigger recall after insert or update of order_id on withdrawal for each row execute function shop_recall_handed_over();

create or replace function shop_subject_rows() returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(array_agg(id::text), '{}') from (
      select unnest(shop_subject_orders()) as id
      union all select unnest(shop_subject_mails())
      union all select unnest(shop_subject_consents())
      union all select unnest(shop_subject_customers())
      union all select unnest(shop_subject_requests())
      union all select id from order_line where order_id = any (shop_subject_orders())
      union all select id from proof where order_id = any (shop_subject_orders())
      union all select id from shipment where order_id = any (shop_subject_orders())
      union all select id from payment where order_id = any (shop_subject_orders())
      union all select id from refund where order_id = any (shop_subject_orders())
      union all select id from invoice where order_id = any (shop_subject_orders())
      union all select id from order_question where order_id = any (shop_subject_orders())
      union all select id from correction where order_id = any (shop_subject_orders())
      union all select id from reminder where order_id = any (shop_subject_orders())
      union all select id from payment_promise where order_id = any (shop_subject_orders())
      union all select id from dunning_hold where order_id = any (shop_subject_orders())
      union all select id from debt_notice where order_id = any (shop_subject_orders())
      union all select id from debt_objection where order_id = any (shop_subject_orders())
      union all select id from write_off where order_id = any (shop_subject_orders())
      union all select id from hand_over_case where order_id = any (shop_subject_orders())
      union all select id from debt_recall where order_id = any (shop_subject_orders())
      union all select id from withdrawal where address = any (shop_subject_addresses())
      union all select id from subscription where address = any (shop_subject_addresses())) own
  $$;

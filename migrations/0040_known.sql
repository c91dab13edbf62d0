-- Known faults of debts: what is time-barred, what staff put right, a letter that did not go, notices of what a collector asks for,
-- what a collector hears, money for an order that is restricted.

-- Kinds of documents that ask for money by a day.
create function shop_asks_by_a_day(kind text) returns boolean
  language sql immutable
  as $$ select kind in ('invoice', 'final', 'taken-over', 'charge') $$;

-- As before (0032), by the one answer above.
create or replace function shop_debt_of(asked uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select id from invoice
     where order_id = asked and due_on < shop_today() and shop_asks_by_a_day(kind) and shop_open_cents(id) > 0
     order by due_on, issued_at limit 1
  $$;
create or replace function shop_due_on(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((select max(due_on) from invoice where order_id = asked and shop_asks_by_a_day(kind)),
                    case when payment_method in ('transfer', 'card') then pay_by end)
      from "order" where id = asked
  $$;

-- What is time-barred ---------------------------------------------------------------------------------------------

-- For how many years a debt can be asked for. The party goes with the contract, and then nobody knows any more whose years
-- counted: by then the shorter ones are over, and the longer ones must not bring the contract to life again.
create function shop_barred_years(debtor text) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((select case when debtor is null then least((years ->> 'person')::integer, (years ->> 'company')::integer)
                                 else (years ->> debtor)::integer end
                       from (select value -> 'barredYears' as years from setting where key = 'debts') known), 10)
  $$;

-- The last day on which a document's debt can be asked for. What is charged on a debt ends with it: it brings nothing to life.
create function shop_barred_on(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select (about.due_on + make_interval(years => shop_barred_years(order_party.kind)))::date
      from invoice
      join invoice about on about.id = case invoice.kind when 'charge' then invoice.preceding_id else invoice.id end
      left join order_party on order_party.order_id = invoice.order_id
     where invoice.id = asked
  $$;

-- As before (0032), by the one answer above; the order's newest debt counts, and no charge on it.
create or replace function shop_debt_barred_on(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select max(shop_barred_on(id)) from invoice
     where order_id = asked and due_on is not null and shop_asks_by_a_day(kind) and kind <> 'charge'
  $$;

-- When a collector has heard all that it must hear of a case that has ended. In the case's own row: what a row of its own says
-- would be erased first, and the contract would come to life again in the middle of the erasure.
alter table hand_over_case add column closed_at timestamptz;
update hand_over_case set closed_at = now()
 where exists (select from hand_over_end where case_id = hand_over_case.id)
   and not exists (select from debt_recall where case_id = hand_over_case.id
                      and not exists (select from debt_recall_telling where recall_id = debt_recall.id));

create function shop_close_case() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      of_case uuid := case tg_table_name when 'hand_over_end' then (to_jsonb(new) ->> 'case_id')::uuid
        else (select case_id from debt_recall where id = (to_jsonb(new) ->> 'recall_id')::uuid) end;
    begin
      update hand_over_case set closed_at = now()
       where id = of_case and closed_at is null and exists (select from hand_over_end where case_id = of_case)
         and not exists (select from debt_recall where case_id = of_case
                            and not exists (select from debt_recall_telling where recall_id = debt_recall.id));
      return null;
    end
  $$;
create trigger closes_case after insert on hand_over_end for each row execute function shop_close_case();
create trigger closes_case after insert on debt_recall_telling for each row execute function shop_close_case();

-- As before (0032); what is time-barred at its collector is told there before it goes.
create or replace function shop_contract_over(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select case when shop_wound_up(asked)
                 -- Too much was paid: somebody is to look at it, and not for ever.
                 and (not shop_surplus_waits(asked) or shop_debt_barred_on(asked) < shop_today()) then
      coalesce((select shop_day(cancelled_at) + 14 from cancellation where order_id = asked),
               case when shop_settled(asked) then shop_withdrawal_until(asked)
                    when shop_debt_barred_on(asked) is not null
                      and not exists (select from hand_over_case where order_id = asked and closed_at is null)
                      then greatest(shop_debt_barred_on(asked), shop_withdrawal_until(asked)) end) end
  $$;

-- What staff put right -------------------------------------------------------------------------------------------

-- A promise to pay that was noted wrongly, or that the debtor does not stand by, is taken back: the schedule goes on at once.
alter table payment_promise add column taken_back_at timestamptz;
alter table payment_promise add column taken_back_by uuid;
alter table payment_promise add check ((taken_back_at is null) = (taken_back_by is null));

-- An objection that was right in part: once a credit note has taken that part off, a person may ask for the rest, and says why.
alter table debt_objection_decision add column rest_reason text check (length(rest_reason) between 1 and 2000);
alter table debt_objection_decision add column rest_asked_at timestamptz;
alter table debt_objection_decision add column rest_asked_by uuid;
alter table debt_objection_decision add check ((rest_asked_at is null) = (rest_asked_by is null));
alter table debt_objection_decision add check (upheld or rest_asked_at is null);

-- Whether a debt that was objected to rightly has been made smaller since by a credit note, and something of it is left.
create function shop_rest_left(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select shop_open_cents(asked) > 0
       and exists (select from settlement join invoice credit on credit.id = settlement.credit_id
                    where settlement.invoice_id = asked and shop_standing(settlement.id)
                      and credit.issued_at > (select max(decided_at) from debt_objection_decision decision
                                                join debt_objection on debt_objection.id = objection_id
                                               where invoice_id = asked and upheld and rest_asked_at is null))
  $$;

create function shop_check_rest() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if not shop_rest_left((select invoice_id from debt_objection where id = new.objection_id)) then
        raise exception 'no rest is left to ask for' using errcode = 'check_violation', constraint = 'rest_left';
      end if;
      return new;
    end
  $$;
create trigger rest_left before update on debt_objection_decision
  for each row when (old.rest_asked_at is null and new.rest_asked_at is not null) execute function shop_check_rest();

-- As before (0032). Of what is time-barred nobody is asked any more: no reminder, no notice, no collector. A promise counts while it
-- stands, and an objection of which the rest is asked for is settled.
create or replace function shop_dunning_problems(asked uuid) returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select array_remove(array[
        case when open <= 0 then 'nothing-open' end,
        case when due_on is null then 'not-due' end,
        -- Nothing is barred within a year: most debts need not be looked into.
        case when open > 0 and (kind = 'charge' or due_on < shop_today() - 365) then
          case when shop_barred_on(asked) < shop_today() then 'barred' end
        end,
        case when exists (select from cancellation where cancellation.order_id = invoice.order_id) then 'cancelled' end,
        case when shop_is_withdrawn(order_id) then 'withdrawn' end,
        case when exists (select from dunning_hold where invoice_id = any (about) and lifted_at is null) then 'hold' end,
        case when exists (select from payment_promise where invoice_id = any (about) and taken_back_at is null
                             and promised_on >= shop_today()) then 'promise' end,
        case when exists (select from debt_objection where invoice_id = any (about)
                           and not exists (select from debt_objection_decision
                                            where objection_id = debt_objection.id
                                              and (not upheld or rest_asked_at is not null))) then 'objection' end,
        case when exists (select from restricted_order where restricted_order.order_id = invoice.order_id)
              and not exists (select from hand_over_case where invoice_id = asked
                               and not exists (select from hand_over_end where case_id = hand_over_case.id)) then 'restricted' end
      ], null)
      from invoice
      cross join lateral (select case kind when 'charge' then array[id, preceding_id] else array[id] end as about,
                                 shop_open_cents(id) as open offset 0) said
     where id = asked
  $$;

-- What is said of the charges on a debt, which a collector asks for together with it.
create function shop_charge_problems(asked uuid) returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(array_agg(distinct problem), '{}')
      from invoice charge cross join unnest(shop_dunning_problems(charge.id)) problem
     where charge.preceding_id = asked and charge.kind = 'charge' and shop_open_cents(charge.id) > 0
       and problem in ('hold', 'objection')
  $$;

-- As before (0032), and not while something is said of what was charged on it.
create or replace function shop_collection_problems(asked uuid) returns text[]
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select dunning || array(select unnest(shop_charge_problems(asked)) except select unnest(dunning)) || array_remove(array[
        case when due_on >= shop_today() then 'not-due' end,
        case when not shop_asks_by_a_day(invoice.kind) then 'no-debt' end,
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
      cross join lateral (select shop_received_by_proof(invoice.order_id) as received,
                                 shop_dunning_problems(invoice.id) as dunning offset 0) known
      -- Each notice promises its own days, so the last one counts.
      left join lateral (select debt_notice.id, object_until
                           from debt_notice left join debt_notice_receipt on notice_id = debt_notice.id
                          where invoice_id = asked order by issued_at desc, debt_notice.id limit 1) newest on true
     where invoice.id = asked
  $$;

-- As before (0034), and nothing is charged on what is time-barred.
create or replace function shop_check_invoice() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      about invoice%rowtype;
    begin
      perform from "order" where id = new.order_id for update;
      if new.kind not in ('credit-note', 'corrective')
        and exists (select from cancellation where order_id = new.order_id) then
        raise exception 'the order is cancelled' using errcode = 'check_violation', constraint = 'not_cancelled';
      end if;
      select * into about from invoice where id = new.preceding_id;
      if new.preceding_id is not null and new.order_id <> about.order_id then
        raise exception 'another order''s document' using errcode = 'check_violation', constraint = 'same_order';
      end if;
      if new.kind = 'charge' and (not shop_asks_by_a_day(about.kind) or about.kind = 'charge'
          or about.due_on is null or about.due_on >= shop_today()
          or shop_dunning_problems(about.id) && array['barred', 'cancelled', 'withdrawn', 'hold', 'objection', 'restricted']) then
        raise exception 'nothing is charged on this now' using errcode = 'check_violation', constraint = 'may_charge';
      end if;
      if new.kind = 'credit-note' and about.kind = 'charge' then
        if new.cause <> 'correction' or new.gross_cents <> about.gross_cents or shop_written_off_cents(about.id) > 0
          or exists (select from invoice where preceding_id = about.id and kind = 'credit-note' and id <> new.id) then
          raise exception 'a charge is credited once, and whole' using errcode = 'check_violation', constraint = 'charge_whole';
        end if;
      elsif new.kind = 'credit-note'
        and (select sum(invoice.gross_cents) filter (where invoice.kind = 'credit-note' and preceding.kind <> 'charge')
                    > sum(invoice.gross_cents) filter (where invoice.kind in ('invoice', 'advance', 'final', 'taken-over'))
               from invoice left join invoice preceding on preceding.id = invoice.preceding_id
              where invoice.order_id = new.order_id) then
        raise exception 'more would be credited than was invoiced' using errcode = 'check_violation', constraint = 'within_invoiced';
      end if;
      return null;
    end
  $$;

-- What asks for money ---------------------------------------------------------------------------------------------

-- The batch in which a document's debt is with a collector now. What is charged on it is asked for together with it.
create or replace function shop_handed_over(asked uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select hand_over_id
      from invoice join hand_over_case
        on invoice_id = any (array[invoice.id, case invoice.kind when 'charge' then invoice.preceding_id end])
     where invoice.id = asked and not exists (select from hand_over_end where case_id = hand_over_case.id)
     order by hand_over_case.invoice_id = asked desc limit 1
  $$;

-- The same, of all of them at once; the newest texts of both but for the kinds and for what is charged on a debt with a collector.
create or replace function shop_reminders_due(company_days integer[], person_days integer, on_day date, after_due date, after_id uuid, most integer)
  returns table (invoice_id uuid, order_id uuid, due_on date, level integer)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select id, debt_order, due, newest from (
      select invoice.id, invoice.order_id as debt_order, invoice.due_on as due, step.level as newest
        from invoice join order_party on order_party.order_id = invoice.order_id
        cross join lateral (
          select count(*)::integer as level, max(invoice.due_on + days) as day
            from unnest(case order_party.kind when 'person' then array[person_days] else company_days end) days
           where invoice.due_on + days <= on_day) step
       where invoice.due_on is not null and shop_asks_by_a_day(invoice.kind)
         and (invoice.due_on, invoice.id)
             > (coalesce(after_due, '-infinity'), coalesce(after_id, '00000000-0000-0000-0000-000000000000'))
         and step.level > 0
         -- What was paid long ago is most of them, and this is cheaper than the whole answer below.
         and gross_cents > (select coalesce(sum(amount_cents), 0) from settlement
                             where settlement.invoice_id = invoice.id
                               and not exists (select from settlement_reversal where settlement_id = settlement.id))
         and not exists (select from reminder
                          where reminder.invoice_id = invoice.id
                            and (reminder.level >= step.level or shop_day(asked_at) >= step.day))
         -- After the notice nobody is reminded any more.
         and not exists (select from debt_notice where debt_notice.invoice_id = invoice.id)
         and not exists (select from hand_over_case where hand_over_case.invoice_id = invoice.id
                            and not exists (select from hand_over_end where case_id = hand_over_case.id))
         and not (invoice.kind = 'charge' and shop_handed_over(invoice.id) is not null)
       order by invoice.due_on, invoice.id
      -- What each of them costs to ask is asked of no more than are wanted.
      offset 0) reached
     where case when cardinality(shop_dunning_problems(id)) > 0 then false else shop_contract_open(debt_order) end
     limit most
  $$;

create or replace function shop_debts(asked uuid[]) returns table (
    invoice_id uuid, order_id uuid, number text, order_number text, kind text,
    -- One of the same debtor's orders: the same for all debts of one company, or of one address.
    debtor_order uuid, debtor_kind text,
    issued_on date, due_on date, barred_on date, asked_cents integer, open_cents integer, written_off_cents integer,
    level integer, reminded_on date, held boolean, promised_on date,
    notice_id uuid, noticed_on date, received_on date, object_until date,
    -- 'open' until somebody decides, then 'upheld' or 'rejected'; rejected, too, once the rest is asked for.
    objection text, handed_over boolean, restricted boolean,
    -- Cancelled or withdrawn from: nobody is asked for it.
    stopped boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    with document as materialized (
      select id, order_id, number, order_number, kind, issued_on, due_on,
             case kind when 'charge' then (select about.due_on from invoice about where about.id = invoice.preceding_id)
                       else due_on end as first_due_on,
             shop_asked_cents(kind, gross_cents, prepaid_cents) as cents
        from invoice
       where due_on is not null and shop_asks_by_a_day(kind) and (asked is null or id = any (asked))),
    settled as (
      select settlement.invoice_id, sum(amount_cents)::integer as cents from settlement join document on document.id = invoice_id
       where not exists (select from settlement_reversal where settlement_id = settlement.id) group by 1),
    given_up as (
      select write_off.invoice_id, sum(amount_cents)::integer as cents from write_off
       where not exists (select from write_off_reversal where write_off_id = write_off.id) group by 1),
    handed as (
      select hand_over_case.invoice_id from hand_over_case
       where not exists (select from hand_over_end where case_id = hand_over_case.id)
      union select invoice.id from hand_over_case join invoice on preceding_id = hand_over_case.invoice_id
       where kind = 'charge' and not exists (select from hand_over_end where case_id = hand_over_case.id)),
    debt as materialized (
      select document.*, coalesce(given_up.cents, 0) as given_up,
             document.cents - coalesce(settled.cents, 0) - coalesce(given_up.cents, 0) as open,
             handed.invoice_id is not null as handed
        from document
        left join settled on settled.invoice_id = document.id
        left join given_up on given_up.invoice_id = document.id
        left join handed on handed.invoice_id = document.id
       where asked is not null or handed.invoice_id is not null
          or document.cents - coalesce(settled.cents, 0) > 0),
    reminded as (
      select reminder.invoice_id, max(reminder.level) as level, shop_day(max(asked_at)) as on_day from reminder group by 1),
    promised as (
      select payment_promise.invoice_id, max(payment_promise.promised_on) as on_day from payment_promise
       where taken_back_at is null group by 1),
    noticed as (
      select distinct on (debt_notice.invoice_id) debt_notice.invoice_id, id, debt_notice.issued_on,
             debt_notice_receipt.received_on, debt_notice_receipt.object_until
        from debt_notice left join debt_notice_receipt on debt_notice_receipt.notice_id = id
       order by debt_notice.invoice_id, issued_at desc),
    objected as (
      select debt_objection.invoice_id,
             case when bool_or(objection_id is null) then 'open' when bool_or(upheld and rest_asked_at is null) then 'upheld'
                  else 'rejected' end as state
        from debt_objection left join debt_objection_decision on objection_id = debt_objection.id group by 1),
    -- The same as shop_barred_on, which asks for each by itself.
    years as (
      select shop_barred_years('person') as person, shop_barred_years('company') as company, shop_barred_years(null) as nobody)
    select debt.id, debt.order_id, debt.number, debt.order_number, debt.kind,
           first_value(debt.order_id) over (
             partition by order_party.kind, coalesce(order_party.registration_number, lower(order_party.email), debt.order_id::text)
             order by debt.order_number, debt.order_id),
           order_party.kind, debt.issued_on, debt.due_on,
           (debt.first_due_on + make_interval(years => case order_party.kind when 'person' then person when 'company' then company
                                                       else nobody end))::date,
           debt.cents, debt.open, debt.given_up, coalesce(reminded.level, 0), reminded.on_day,
           dunning_hold.id is not null, promised.on_day,
           noticed.id, noticed.issued_on, noticed.received_on, noticed.object_until,
           objected.state, handed, restricted_order.order_id is not null,
           cancellation.order_id is not null or withdrawn.order_id is not null
      from debt cross join years
      left join order_party on order_party.order_id = debt.order_id
      left join reminded on reminded.invoice_id = debt.id
      left join promised on promised.invoice_id = debt.id
      left join noticed on noticed.invoice_id = debt.id
      left join objected on objected.invoice_id = debt.id
      left join dunning_hold on dunning_hold.invoice_id = debt.id and lifted_at is null
      left join restricted_order on restricted_order.order_id = debt.order_id
      left join cancellation on cancellation.order_id = debt.order_id
      left join (select distinct withdrawal.order_id from withdrawal where shop_withdrawal_open(withdrawal.id)) withdrawn
        on withdrawn.order_id = debt.order_id
  $$;

-- Whether a letter may ask for a document of an order now: nothing stands in the way, and no collector asks.
create function shop_may_ask(asked uuid, of_order uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (select from invoice where id = asked and order_id = of_order and shop_asks_by_a_day(kind))
       and cardinality(shop_dunning_problems(asked)) = 0 and shop_handed_over(asked) is null
  $$;

create or replace function shop_check_reminder() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if not shop_may_ask(new.invoice_id, new.order_id) then
        raise exception 'nobody is reminded of this now' using errcode = 'check_violation', constraint = 'may_remind';
      end if;
      if new.level > 1 and exists (select from order_party where order_id = new.order_id and kind = 'person') then
        raise exception 'a person is reminded once before the notice'
          using errcode = 'check_violation', constraint = 'persons_once';
      end if;
      return null;
    end
  $$;

create or replace function shop_check_notice() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if not shop_may_ask(new.invoice_id, new.order_id)
        or (select due_on from invoice where id = new.invoice_id) >= shop_today()
        or new.principal_cents <> shop_open_cents(new.invoice_id) then
        raise exception 'no notice of this is given now' using errcode = 'check_violation', constraint = 'may_give_notice';
      end if;
      return null;
    end
  $$;

-- A reminder whose letter stays here, because something stood in the way when it was to leave, was none: its step may come
-- again. Whoever sends letters asks for this, also of a person whose data are restricted and whom nobody else sees. Nothing
-- is taken back that may still be asked for.
create function shop_take_back_reminder(asked uuid) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    select from "order" where id = (select order_id from reminder where id = asked) for update;
    delete from reminder where id = asked
      and (not shop_may_ask(invoice_id, order_id)
           or exists (select from debt_notice where debt_notice.invoice_id = reminder.invoice_id))
      and not exists (select from mail join mail_copy on mail_id = mail.id where kind = 'debt-reminder' and about_id = asked);
  $$;

-- What a collector's word that its case is disputed comes to: whether anything is open, whether an objection waits, and the day on
-- which the last one was decided. Of a restricted person too: an objection is theirs, and lost to nobody.
create function shop_case_dispute(asked uuid)
  returns table (invoice_id uuid, order_id uuid, language text, open boolean, waits boolean, decided_on date)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select handed.invoice_id, handed.order_id, "order".language, shop_open_cents(handed.invoice_id) > 0,
           exists (select from debt_objection where debt_objection.invoice_id = handed.invoice_id
                      and not exists (select from debt_objection_decision where objection_id = debt_objection.id)),
           (select shop_day(max(decided_at)) from debt_objection join debt_objection_decision on objection_id = debt_objection.id
             where debt_objection.invoice_id = handed.invoice_id)
      from hand_over_case handed join "order" on "order".id = handed.order_id
     where handed.id = asked
  $$;

-- What a collector hears ------------------------------------------------------------------------------------------

alter table debt_recall drop constraint debt_recall_cause_check;
alter table debt_recall add constraint debt_recall_cause_check
  check (cause in ('payment', 'credit-note', 'objection', 'write-off', 'time-barred', 'staff'));

-- As before (0032); what happens to a charge happens to the debt that it is on, which is where the case stands.
create or replace function shop_recall_handed_over() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      of_invoice uuid := case tg_table_name
        when 'settlement_reversal' then (select invoice_id from settlement where id = (to_jsonb(new) ->> 'settlement_id')::uuid)
        else (to_jsonb(new) ->> 'invoice_id')::uuid end;
      of_debt uuid := (select preceding_id from invoice where id = of_invoice and kind = 'charge');
      of_order uuid := case tg_table_name when 'withdrawal' then (to_jsonb(new) ->> 'order_id')::uuid end;
      handed uuid;
    begin
      for handed in select id from hand_over_case where (invoice_id in (of_invoice, of_debt) or order_id = of_order)
                      and not exists (select from hand_over_end where case_id = hand_over_case.id) loop
        perform shop_enqueue('recall-debt', jsonb_build_object('case', handed), 'recall-debt:' || handed);
      end loop;
      return null;
    end
  $$;

-- What is time-barred comes back from its collector, before its data go. Returns how many are looked at.
create function shop_recall_barred() returns integer
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      handed uuid;
      found integer := 0;
    begin
      for handed in select id from hand_over_case
                     where not exists (select from hand_over_end where case_id = hand_over_case.id)
                       and shop_barred_on(invoice_id) < shop_today() loop
        perform shop_enqueue('recall-debt', jsonb_build_object('case', handed), 'recall-debt:' || handed);
        found := found + 1;
      end loop;
      return found;
    end
  $$;

-- As before (0035), with the charges that the collector was told of: they are asked for in one sum.
create or replace function shop_case_standing(asked uuid)
  returns table (order_id uuid, told_cents integer, open_cents integer, problems text[], written_off boolean, credited boolean, email text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select handed.order_id, coalesce(told.open_cents, handed.principal_cents + charged.told),
           shop_open_cents(handed.invoice_id) + charged.open,
           shop_dunning_problems(handed.invoice_id) || shop_charge_problems(handed.invoice_id),
           exists (select from write_off where invoice_id = any (handed.invoice_id || charged.ids)
                     and written_off_at > coalesce(told.made_at, confirmed_at)
                     and not exists (select from write_off_reversal where write_off_id = write_off.id)),
           exists (select from settlement where invoice_id = any (handed.invoice_id || charged.ids) and credit_id is not null
                     and shop_standing(id) and settled_at > coalesce(told.made_at, confirmed_at)),
           recipient.email
      from hand_over_case handed join hand_over on hand_over.id = handed.hand_over_id
      join recipient on recipient.id = recipient_id
      cross join lateral (
        select coalesce(array_agg(charge.id), '{}') as ids, coalesce(sum(shop_open_cents(charge.id)), 0)::integer as open,
               coalesce(sum(gross_cents - (select coalesce(sum(amount_cents), 0) from settlement
                                            where invoice_id = charge.id and settled_at <= confirmed_at
                                              and not exists (select from settlement_reversal
                                                               where settlement_id = settlement.id and reversed_at <= confirmed_at))
                                        - (select coalesce(sum(amount_cents), 0) from write_off
                                            where invoice_id = charge.id and written_off_at <= confirmed_at
                                              and not exists (select from write_off_reversal
                                                               where write_off_id = write_off.id and reversed_at <= confirmed_at))
                           ), 0)::integer as told
          from invoice charge
         where charge.preceding_id = handed.invoice_id and charge.kind = 'charge' and charge.issued_at <= confirmed_at) charged
      left join lateral (select open_cents, made_at from debt_recall where case_id = handed.id order by made_at desc limit 1) told on true
     where handed.id = asked and not exists (select from hand_over_end where case_id = handed.id)
  $$;

-- As before (0035): of what somebody noted as told, and once.
create or replace function shop_note_recall_disclosed(asked uuid) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    insert into disclosure (recipient_kind, recipient, unit, unit_id, purpose, categories, what, about_id, by_actor)
      select 'debt-collector', recipient.name, 'order', debt_recall.order_id, 'debt-collection', array['purchases'], 'debt-file',
             debt_recall.id, nullif(current_setting('shop.actor', true), '')
        from debt_recall join hand_over_case on hand_over_case.id = case_id join hand_over on hand_over.id = hand_over_id
        join recipient on recipient.id = recipient_id
       where debt_recall.id = asked
         and exists (select from debt_recall_telling where recall_id = asked)
         and not exists (select from disclosure where about_id = asked)
  $$;

-- Letters that are still to be written or sent. One that is neither here nor kept was not to go any more.
create function shop_queued_mails() returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp
  as $$
    begin
      return query
        select (payload ->> 'mail')::uuid
          from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
         where task.identifier = 'send-mail';
    end
  $$;

-- Money for restricted orders -------------------------------------------------------------------------------------

-- Money that came while its order was restricted: it settles what is invoiced at once, and documents that are missing follow when
-- the restriction ends.
alter table card_problem drop constraint card_problem_code_check;
alter table card_problem add constraint card_problem_code_check
  check (code in ('amount', 'currency', 'unknown', 'late', 'overpaid', 'restricted', 'refused',
    'refund-unknown', 'refund-failed', 'refund-returned', 'refund-elsewhere', 'dispute-lost'));

create function shop_follow_restriction() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      -- Whoever notes money meanwhile holds the order: what they note is seen here, or they see no restriction any more.
      perform from "order" where id = old.order_id for key share;
      if exists (select from payment where order_id = old.order_id and shop_unused_cents(id) > 0
                    and not exists (select from payment_reversal where payment_id = payment.id)) then
        perform shop_enqueue('book-payments', jsonb_build_object('order', old.order_id), 'book-payments:' || old.order_id);
      end if;
      -- What was put right just before the restriction is put right on the documents, too.
      if exists (select from invoice where order_id = old.order_id) then
        perform shop_enqueue('correct-documents', jsonb_build_object('order', old.order_id), 'correct-documents:' || old.order_id);
      end if;
      return null;
    end
  $$;
create trigger follow_restriction after delete on restricted_order
  for each row execute function shop_follow_restriction();

-- The restricted orders that a payment names, by reference or by themselves: money finds its order though nobody reads it.
create function shop_restricted_named(asked_references text[], asked uuid)
  returns table (id uuid, number text, reference text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select id, number, payment_reference from "order"
     where id = any (shop_restricted_orders()) and (payment_reference = any (asked_references) or id = asked)
  $$;

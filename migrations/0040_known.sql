-- Known faults of debts: a letter that did not go, notices of what a collector asks for, what a collector hears of a dispute,
-- money for an order that is restricted.

-- Kinds of documents that ask for money by a day.
create function shop_asks_by_a_day(kind text) returns boolean
  language sql immutable
  as $$ select kind in ('invoice', 'final', 'taken-over', 'charge') $$;

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
    -- 'open' until somebody decides, then 'upheld' or 'rejected'.
    objection text, handed_over boolean, restricted boolean,
    -- Cancelled or withdrawn from: nobody is asked for it.
    stopped boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    with document as materialized (
      select id, order_id, number, order_number, kind, issued_on, due_on,
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
      select payment_promise.invoice_id, max(payment_promise.promised_on) as on_day from payment_promise group by 1),
    noticed as (
      select distinct on (debt_notice.invoice_id) debt_notice.invoice_id, id, debt_notice.issued_on,
             debt_notice_receipt.received_on, debt_notice_receipt.object_until
        from debt_notice left join debt_notice_receipt on debt_notice_receipt.notice_id = id
       order by debt_notice.invoice_id, issued_at desc),
    objected as (
      select debt_objection.invoice_id,
             case when bool_or(objection_id is null) then 'open' when bool_or(upheld) then 'upheld' else 'rejected' end as state
        from debt_objection left join debt_objection_decision on objection_id = debt_objection.id group by 1),
    years as (
      select coalesce((select (value #>> '{barredYears,person}')::integer from setting where key = 'debts'), 10) as person,
             coalesce((select (value #>> '{barredYears,company}')::integer from setting where key = 'debts'), 10) as company)
    select debt.id, debt.order_id, debt.number, debt.order_number, debt.kind,
           first_value(debt.order_id) over (
             partition by order_party.kind, coalesce(order_party.registration_number, lower(order_party.email), debt.order_id::text)
             order by debt.order_number, debt.order_id),
           order_party.kind, debt.issued_on, debt.due_on,
           (debt.due_on + make_interval(years => case order_party.kind when 'person' then person when 'company' then company else 10 end))::date,
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

create or replace function shop_check_reminder() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if new.order_id is distinct from (select order_id from invoice where id = new.invoice_id and shop_asks_by_a_day(kind))
        or cardinality(shop_dunning_problems(new.invoice_id)) > 0
        or shop_handed_over(new.invoice_id) is not null then
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
      if new.order_id is distinct from (select order_id from invoice where id = new.invoice_id and shop_asks_by_a_day(kind))
        or cardinality(shop_dunning_problems(new.invoice_id)) > 0
        or shop_handed_over(new.invoice_id) is not null
        or (select due_on from invoice where id = new.invoice_id) >= shop_today()
        or new.principal_cents <> shop_open_cents(new.invoice_id) then
        raise exception 'no notice of this is given now' using errcode = 'check_violation', constraint = 'may_give_notice';
      end if;
      return null;
    end
  $$;

-- A reminder whose letter stays here, because something stood in the way when it was to leave, was none: its step may come
-- again. Whoever sends letters asks for this, also of a person whose data are restricted and whom nobody else sees.
create function shop_take_back_reminder(asked uuid) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    select from "order" where id = (select order_id from reminder where id = asked) for update;
    delete from reminder where id = asked
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

-- Money that came while its order was restricted: noted at once, and its documents follow when the restriction ends.
alter table card_problem drop constraint card_problem_code_check;
alter table card_problem add constraint card_problem_code_check
  check (code in ('amount', 'currency', 'unknown', 'late', 'overpaid', 'restricted', 'refused',
    'refund-unknown', 'refund-failed', 'refund-returned', 'refund-elsewhere', 'dispute-lost'));

create function shop_book_after_restriction() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if exists (select from payment where order_id = old.order_id and shop_unused_cents(id) > 0
                    and not exists (select from payment_reversal where payment_id = payment.id)) then
        perform shop_enqueue('book-payments', jsonb_build_object('order', old.order_id), 'book-payments:' || old.order_id);
      end if;
      return null;
    end
  $$;
create trigger book_after_restriction after delete on restricted_order
  for each row execute function shop_book_after_restriction();

-- Debts as the back office looks through them, and what the buyer of a new order owes already.

-- Every document that asks for money by a day, and where it stands: ids, numbers, days and amounts; no names, no words.
-- `asked`: these alone, paid ones too; null: all that is open, was given up or lies with a collector. One reading for ten
-- thousand, where row conditions would be asked one by one.
create function shop_debts(asked uuid[]) returns table (
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
       where due_on is not null and kind not in ('advance', 'credit-note', 'corrective') and (asked is null or id = any (asked))),
    settled as (
      select settlement.invoice_id, sum(amount_cents)::integer as cents from settlement join document on document.id = invoice_id
       where not exists (select from settlement_reversal where settlement_id = settlement.id) group by 1),
    given_up as (
      select write_off.invoice_id, sum(amount_cents)::integer as cents from write_off
       where not exists (select from write_off_reversal where write_off_id = write_off.id) group by 1),
    handed as (
      select distinct hand_over_case.invoice_id from hand_over_case
       where not exists (select from hand_over_end where case_id = hand_over_case.id)),
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

-- What is overdue of the buyer of an order: the same company, or the same address.
create function shop_overdue_of(asked uuid) returns table (invoice_id uuid, number text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select invoice.id, invoice.number
      from order_party own
      join order_party other on other.order_id <> own.order_id and other.kind = own.kind
       and (lower(other.email) = lower(own.email) or other.registration_number = own.registration_number)
      join invoice on invoice.order_id = other.order_id
     where own.order_id = asked and invoice.due_on < shop_today()
       and invoice.kind not in ('advance', 'credit-note', 'corrective') and shop_open_cents(invoice.id) > 0
     order by invoice.due_on, invoice.number
  $$;
create index on order_party (registration_number) where registration_number is not null;

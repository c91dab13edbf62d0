-- Late interest and recovery costs, charged on a document of their own when the shop chooses to; and what a calculation of
-- them stands on.

-- A charge is about the document whose debt it belongs to.
alter table invoice drop constraint invoice_kind_check;
alter table invoice add constraint invoice_kind_check
  check (kind in ('invoice', 'advance', 'final', 'credit-note', 'corrective', 'taken-over', 'charge'));
do $$
  declare found text;
  begin
    select conname into strict found from pg_constraint
     where conrelid = 'invoice'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%preceding_id IS NOT NULL%';
    execute format('alter table invoice drop constraint %I', found);
  end
$$;
alter table invoice add constraint names_what_it_is_about
  check ((kind in ('credit-note', 'corrective', 'charge')) = (preceding_id is not null));
-- No payment for a supply, so outside the scope of VAT (CJEU C-222/81 BAZ Bausystem).
alter table invoice add check (kind <> 'charge' or (vat_cents = 0 and gross_cents > 0 and due_on is not null));
alter table invoice_line drop constraint invoice_line_about_check;
alter table invoice_line add constraint invoice_line_about_check
  check (about in ('goods', 'delivery', 'advance', 'interest', 'costs'));

-- What of an order's charges stands, in cents: a charge that was a mistake is credited whole.
create function shop_charged_cents(asked uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(sum(gross_cents), 0)::integer from invoice charge
     where order_id = asked and kind = 'charge' and not exists (select from invoice where preceding_id = charge.id and kind = 'credit-note')
  $$;

create or replace function shop_open_cents(asked uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select shop_asked_cents(kind, gross_cents, prepaid_cents) - shop_written_off_cents(asked)
         - (select coalesce(sum(amount_cents), 0)::integer from settlement
             where invoice_id = asked and shop_standing(id))
      from invoice where id = asked
  $$;

create or replace function shop_due_cents(asked uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select total_cents
      - (select coalesce(sum(gross_cents), 0) from invoice
          where order_id = asked and kind = 'credit-note' and cause <> 'correction')::integer
      - (select coalesce(sum(shop_written_off_cents(id)), 0) from invoice where order_id = asked)::integer
      + shop_charged_cents(asked)
      from "order" where id = asked
  $$;

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
      if new.kind = 'charge' and (about.kind not in ('invoice', 'final', 'taken-over')
          or about.due_on is null or about.due_on >= shop_today()
          or shop_dunning_problems(about.id) && array['cancelled', 'withdrawn', 'hold', 'objection', 'restricted']) then
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

-- Orders of the last year that wait for money, and for how much; ids and amounts. What was taken over waits however old.
create function shop_orders_awaiting() returns table (order_id uuid, open_cents integer)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    with credited as (
      select order_id, sum(gross_cents) as cents from invoice
       where kind = 'credit-note' and cause <> 'correction' group by 1),
    charged as (
      select order_id, sum(gross_cents) as cents from invoice charge
       where kind = 'charge' and not exists (select from invoice where preceding_id = charge.id and kind = 'credit-note') group by 1),
    written as (
      select order_id, sum(amount_cents) as cents from write_off
       where not exists (select from write_off_reversal where write_off_id = write_off.id) group by 1),
    paid as (
      select order_id, sum(amount_cents) as cents from payment
       where not exists (select from payment_reversal where payment_id = payment.id) group by 1),
    returned as (
      select order_id, sum(amount_cents) as cents from refund
       where not exists (select from refund_outcome where refund_id = refund.id and outcome = 'failed') group by 1)
    select id, open::integer from (
      select "order".id,
             total_cents - coalesce(credited.cents, 0) - coalesce(written.cents, 0) + coalesce(charged.cents, 0)
               - coalesce(paid.cents, 0) + coalesce(returned.cents, 0) as open
        from "order"
        left join credited on credited.order_id = "order".id
        left join charged on charged.order_id = "order".id
        left join written on written.order_id = "order".id
        left join paid on paid.order_id = "order".id
        left join returned on returned.order_id = "order".id
       where (placed_at > now() - interval '400 days' or exists (select from taken_over where taken_over.order_id = "order".id))
         and not exists (select from cancellation where cancellation.order_id = "order".id)) waiting
     where open > 0
  $$;

-- What a calculation stands on ----------------------------------------------------------------------------------

-- A debt as it began: what was asked, until when, of whom, and whether a notice of it was given. Ids, days, amounts.
create function shop_debt_facts(asked uuid)
  returns table (order_id uuid, kind text, asked_cents integer, open_cents integer, due_on date, debtor text, noticed boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select invoice.order_id, invoice.kind, shop_asked_cents(invoice.kind, gross_cents, prepaid_cents), shop_open_cents(invoice.id),
           invoice.due_on, order_party.kind, exists (select from debt_notice where invoice_id = invoice.id)
      from invoice left join order_party on order_party.order_id = invoice.order_id
     where invoice.id = asked
  $$;

-- What made it smaller, and from which day: money from the day after it came, so that whoever pays what is asked today has paid
-- it all; credit notes and what was written off from their own.
create function shop_debt_changes(asked uuid) returns table (changed_on date, cents integer)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(payment.received_on + 1, credit.issued_on), settlement.amount_cents
      from settlement
      left join payment on payment.id = settlement.payment_id
      left join invoice credit on credit.id = settlement.credit_id
     where invoice_id = asked and shop_standing(settlement.id)
    union all
    select written_off_on, amount_cents from write_off
     where invoice_id = asked and not exists (select from write_off_reversal where write_off_id = write_off.id)
  $$;

-- The charges on a debt that stand, and what of each is open.
create function shop_debt_charges(asked uuid)
  returns table (id uuid, number text, issued_on date, interest_cents integer, costs_cents integer, open_cents integer)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select charge.id, charge.number, charge.issued_on,
           coalesce(sum(line.gross_cents) filter (where about = 'interest'), 0)::integer,
           coalesce(sum(line.gross_cents) filter (where about = 'costs'), 0)::integer, shop_open_cents(charge.id)
      from invoice charge join invoice_line line on line.invoice_id = charge.id
     where charge.preceding_id = asked and charge.kind = 'charge'
       and not exists (select from invoice where preceding_id = charge.id and kind = 'credit-note')
     group by charge.id order by charge.issued_at
  $$;


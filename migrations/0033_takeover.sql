-- Open invoices of a former system, and goods that are taken out of an order before it is paid.

-- Take-over ----------------------------------------------------------------------------------------------------

-- An invoice that the shop issued elsewhere and that was unpaid when it moved here. Its order holds nothing but its buyer:
-- so money, reminders, claims and ends reach it as they reach our own.
create table taken_over (
  order_id uuid primary key references "order" (id),
  -- The day in whose books it is opened.
  taken_on date not null,
  taken_at timestamptz not null default now(),
  -- Null: a command.
  taken_by uuid
);
create trigger month_open before insert on taken_over for each row execute function shop_keep_month_closed('taken_on');

-- Nobody was shown our notice or our terms when they ordered in another system.
alter table "order" alter column notice_version_id drop not null;
alter table "order" alter column terms_version_id drop not null;

alter table invoice drop constraint invoice_kind_check;
alter table invoice add constraint invoice_kind_check
  check (kind in ('invoice', 'advance', 'final', 'credit-note', 'corrective', 'taken-over'));
-- What was paid before stands in `prepaid_cents`; whatever was paid whole is not taken over.
alter table invoice add check (kind <> 'taken-over' or prepaid_cents between 0 and gross_cents - 1);
create unique index one_taken_over_for_an_order on invoice (order_id) where kind = 'taken-over';

-- A former system's numbers are none of ours: ours may come to the same one.
alter table invoice drop constraint invoice_number_key;
create unique index invoice_number_key on invoice (number) where kind <> 'taken-over';
create unique index taken_over_number on invoice (upper(number)) where kind = 'taken-over';

-- Its day lies in months of the former books; ours open it on the day it is taken over.
drop trigger month_open on invoice;
create trigger month_open before insert on invoice for each row when (new.kind <> 'taken-over')
  execute function shop_keep_month_closed('issued_on');

-- Only an order that was taken over has such a document, and no other of ours stands for its goods.
create function shop_check_taken_over() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if (new.kind = 'taken-over') <> exists (select from taken_over where order_id = new.order_id)
        and new.kind in ('taken-over', 'invoice', 'advance', 'final') then
        raise exception 'the document is not of its system' using errcode = 'check_violation', constraint = 'of_its_system';
      end if;
      return null;
    end
  $$;
create trigger of_its_system after insert on invoice for each row execute function shop_check_taken_over();

-- What of a document asks for money, in cents.
create function shop_asked_cents(kind text, gross_cents integer, prepaid_cents integer) returns integer
  language sql immutable
  as $$ select gross_cents - case kind when 'taken-over' then prepaid_cents else 0 end $$;

-- Neither side gives or takes more than it is, and both are of one order.
create or replace function shop_check_settlement() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      of_order uuid := coalesce((select order_id from payment where id = new.payment_id),
                                (select order_id from invoice where id = new.credit_id and kind = 'credit-note'));
    begin
      perform from "order" where id = of_order for update;
      if of_order is distinct from coalesce(
          (select order_id from invoice where id = new.invoice_id and kind not in ('credit-note', 'corrective')),
          (select order_id from refund where id = new.refund_id)) then
        raise exception 'a settlement joins what is not of one order' using errcode = 'check_violation';
      end if;
      if new.payment_id is not null and exists (select from payment_reversal where payment_id = new.payment_id) then
        raise exception 'the payment was reversed' using errcode = 'check_violation';
      end if;
      if (select sum(amount_cents) from settlement where payment_id = new.payment_id and shop_standing(id))
          > (select amount_cents from payment where id = new.payment_id)
        or (select sum(amount_cents) from settlement where credit_id = new.credit_id and shop_standing(id))
          > (select gross_cents from invoice where id = new.credit_id)
        or (select sum(amount_cents) from settlement where invoice_id = new.invoice_id and shop_standing(id))
          > (select shop_asked_cents(kind, gross_cents, prepaid_cents) from invoice where id = new.invoice_id)
        or (select sum(amount_cents) from settlement where refund_id = new.refund_id and shop_standing(id))
          > (select amount_cents from refund where id = new.refund_id) then
        raise exception 'a settlement exceeds one of its sides' using errcode = 'check_violation';
      end if;
      return null;
    end
  $$;

-- The goods of an invoice that was taken over left on trust, whatever was agreed there.
create or replace function shop_may_pay_later(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select payment_method = 'later'
       and (exists (select from pay_later where order_id = asked) or exists (select from taken_over where order_id = asked))
      from "order" where id = asked
  $$;

-- Opening an item in our books is an entry of the year in which it is taken over.
create or replace function shop_accounting_ends(asked uuid) returns date
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select least(
      shop_ended_early(asked, 'accounting'),
      (greatest(
          (select max(make_date(extract(year from issued_on)::int, 12, 31)) from invoice where order_id = asked),
          (select max(make_date(extract(year from taken_on)::int, 12, 31)) from taken_over where order_id = asked),
          (select max(make_date(extract(year from received_on)::int, 12, 31)) from payment where order_id = asked),
          (select max(make_date(extract(year from happened_on)::int, 12, 31)) from refund_outcome where order_id = asked))
        + shop_term('accounting', 'financial-year-end'))::date)
  $$;

-- Public buyers --------------------------------------------------------------------------------------------------

-- Null: the buyer said so on the order form.
alter table public_buyer alter column noted_by drop not null;

-- Goods that are taken out before they are paid ------------------------------------------------------------------

-- That pieces were taken out of an order, by whom and why; the order's own lines hold what is left.
create table order_reduction (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  reason text not null check (length(reason) between 1 and 300),
  -- The price of the order before and after; cents with VAT.
  before_cents integer not null,
  after_cents integer not null check (after_cents > 0 and after_cents < before_cents),
  reduced_at timestamptz not null default now(),
  reduced_by uuid not null
);
create index on order_reduction (order_id);

create table order_reduction_line (
  reduction_id uuid not null references order_reduction (id),
  order_id uuid not null references "order" (id),
  order_line_id uuid not null references order_line (id),
  pieces integer not null check (pieces > 0),
  primary key (reduction_id, order_line_id)
);
create index on order_reduction_line (order_id);
create index on order_reduction_line (order_line_id);

alter table order_line drop constraint order_line_quantity_check;
alter table order_line add constraint order_line_quantity_check check (quantity between 0 and 999);

-- Takes pieces out of an order that is neither paid nor packed; they return to the shelf, a discount goes down with its
-- goods, and the price of the delivery stays. Returns the id of the reduction. The exception's constraint says why not.
create function shop_take_out(asked uuid, lines uuid[], pieces integer[], reason text, staff uuid) returns uuid
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      made uuid := gen_random_uuid();
      before integer;
      goods bigint;
      discounts bigint;
    begin
      select total_cents into before from "order" where id = asked for update;
      if shop_settled(asked) or exists (select from cancellation where order_id = asked)
        or exists (select from shipment where order_id = asked) or exists (select from taken_over where order_id = asked) then
        raise exception 'the order takes no change' using errcode = 'check_violation', constraint = 'not_reducible';
      end if;
      if exists (select from unnest(lines, pieces) as wanted (line, out)
                  where not exists (select from order_line where id = line and order_id = asked and out between 1 and quantity)) then
        raise exception 'there is not so much of it' using errcode = 'check_violation', constraint = 'too_many';
      end if;
      if exists (select from making where order_line_id = any (lines)) then
        raise exception 'nobody else can use what was made' using errcode = 'check_violation', constraint = 'made';
      end if;
      -- In the order of their ids, as buyers take them.
      perform from variant where stock is not null and id in (select variant_id from order_line where id = any (lines) and stocked)
        order by id for no key update;
      update variant set stock = stock + back.pieces from (
          select variant_id, sum(out) as pieces from unnest(lines, pieces) as wanted (line, out) join order_line on id = line
           where stocked group by 1) back
        where variant.id = back.variant_id and stock is not null;
      update order_line set quantity = quantity - out,
                            discount_cents = floor(discount_cents::numeric * (quantity - out) / quantity),
                            -- What is taken out whole is not to be drawn or made.
                            made_to_order = made_to_order and out < quantity
        from unnest(lines, pieces) as wanted (line, out) where id = line;
      select sum(discount_cents), sum(quantity::bigint * unit_price_cents) into discounts, goods
        from order_line where order_id = asked;
      if goods = 0 then
        raise exception 'an order without goods is cancelled' using errcode = 'check_violation', constraint = 'nothing_left';
      end if;
      update "order" set discount_cents = discounts, total_cents = goods - discounts + delivery_price_cents,
                         discount_id = case when discounts > 0 then discount_id end,
                         discount_code = case when discounts > 0 then discount_code end
        where id = asked;
      -- More has come than it would cost: that is paid back by the way of credits.
      if shop_paid_cents(asked) > shop_due_cents(asked) then
        raise exception 'more was paid' using errcode = 'check_violation', constraint = 'paid_more';
      end if;
      -- A page at the provider still asks for the price before.
      if exists (select from card_attempt where order_id = asked and ended is null) then
        perform shop_enqueue('card-close', jsonb_build_object('order', asked), 'card-close:' || asked);
      end if;
      insert into order_reduction (id, order_id, reason, before_cents, after_cents, reduced_by)
        select made, asked, reason, before, total_cents, staff from "order" where id = asked;
      insert into order_reduction_line (reduction_id, order_id, order_line_id, pieces)
        select made, asked, line, out from unnest(lines, pieces) as wanted (line, out);
      return made;
    end
  $$;

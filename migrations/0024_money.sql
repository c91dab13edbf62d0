-- Money in: cards, cash, later; advance invoices, credit notes, refunds. What settles what is double entry: a payment or a
-- credit note on one side; an invoice or a refund on the other. What was matched wrongly is undone by a row of its own.

-- Ways to pay ---------------------------------------------------------------------------------------------------

alter table "order" drop constraint order_payment_method_check;
alter table "order" add check (payment_method in ('transfer', 'card', 'later', 'collection'));

-- The shop trusts a buyer to pay after the goods came (Directive (EU) 2023/2225 Art. 2(2)(h): at most 50 days, no interest).
create table pay_later (
  order_id uuid primary key references "order" (id),
  -- Calendar days from the invoice.
  net_days integer not null check (net_days between 1 and 120),
  approved_at timestamptz not null default now(),
  -- Null: by standing terms, or because the buyer identified themselves.
  approved_by uuid
);

create function shop_check_pay_later() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if new.net_days > 50 and exists (select from order_party where order_id = new.order_id and kind = 'person') then
        raise exception 'a person pays within 50 days' using errcode = 'check_violation', constraint = 'persons_within_50';
      end if;
      return null;
    end
  $$;
create trigger persons_within_50 after insert or update on pay_later
  for each row execute function shop_check_pay_later();

-- Payments ------------------------------------------------------------------------------------------------------

alter table payment drop constraint payment_means_check;
alter table payment add check (means in ('transfer', 'card', 'cash', 'terminal'));
-- Null: noted by no person, but by a statement or a provider's message.
alter table payment alter column noted_by drop not null;
-- The kvīts or the till receipt (MK 96, 2014).
alter table payment add column receipt_number text check (receipt_number <> '');
alter table payment add check ((means in ('cash', 'terminal')) = (receipt_number is not null));
-- What the provider calls it: the same money is noted once.
alter table payment add column provider_reference text unique;
alter table payment add check (means <> 'card' or provider_reference is not null);
alter table payment_reversal alter column reversed_by drop not null;

create table refund (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  -- The payment that goes back, by its own means unless the buyer agrees to another (CRD Art. 13(1)).
  payment_id uuid not null references payment (id),
  means text not null check (means in ('transfer', 'card', 'cash')),
  amount_cents integer not null check (amount_cents > 0),
  cause text not null check (cause in ('withdrawal', 'cancellation', 'overpaid', 'complaint', 'goodwill')),
  asked_at timestamptz not null default now(),
  asked_by uuid
);
create index on refund (order_id);
create index on refund (payment_id);

-- Where a transfer goes back to.
create table refund_account (
  refund_id uuid primary key references refund (id),
  order_id uuid not null references "order" (id),
  holder text not null check (holder <> ''),
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$')
);
create index on refund_account (order_id);

create table refund_outcome (
  refund_id uuid primary key references refund (id),
  order_id uuid not null references "order" (id),
  outcome text not null check (outcome in ('done', 'failed')),
  happened_on date not null,
  provider_reference text unique,
  noted_at timestamptz not null default now(),
  noted_by uuid
);
create index on refund_outcome (order_id);

-- A file of refunds for the bank (pain.001): each making of it. The file itself is not kept.
create table refund_file (
  id uuid primary key default gen_random_uuid(),
  made_at timestamptz not null default now(),
  made_by uuid not null
);
create table refund_file_refund (
  refund_file_id uuid not null references refund_file (id),
  refund_id uuid not null references refund (id),
  primary key (refund_file_id, refund_id)
);
create index on refund_file_refund (refund_id);

-- No more goes back than came in.
create function shop_check_refund() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      paid payment%rowtype;
    begin
      select * into paid from payment where id = new.payment_id for update;
      if paid.order_id <> new.order_id
        or exists (select from payment_reversal where payment_id = new.payment_id)
        or (select sum(amount_cents) from refund where payment_id = new.payment_id
             and not exists (select from refund_outcome where refund_id = refund.id and outcome = 'failed'))
           > paid.amount_cents then
        raise exception 'more would go back than came in' using errcode = 'check_violation', constraint = 'within_payment';
      end if;
      return null;
    end
  $$;
create trigger within_payment after insert on refund for each row execute function shop_check_refund();

-- Documents -----------------------------------------------------------------------------------------------------

alter table invoice drop constraint invoice_kind_check;
alter table invoice add check (kind in ('invoice', 'advance', 'final', 'credit-note', 'corrective'));
alter table invoice add column preceding_id uuid references invoice (id);
alter table invoice add check ((kind in ('credit-note', 'corrective')) = (preceding_id is not null));
create index on invoice (preceding_id);
-- Why a credit note was issued; `correction`: the money that its advance stood on never came.
alter table invoice add column cause text
  check (cause in ('withdrawal', 'cancellation', 'complaint', 'goodwill', 'correction'));
alter table invoice add check ((kind = 'credit-note') = (cause is not null));
-- Member state of taxation, and country where the goods arrive.
alter table invoice add column vat_country text not null default 'LV' check (vat_country ~ '^[A-Z]{2}$');
alter table invoice add column delivered_to text not null default 'LV' check (delivered_to ~ '^[A-Z]{2}$');
alter table invoice add check (gross_cents >= 0);
drop index one_invoice_for_an_order;
create unique index one_supply_for_an_order on invoice (order_id) where kind in ('invoice', 'final');
create index on invoice (issued_on);

-- What a line is about: goods of the order, their delivery, or an advance that is cleared (then in negative).
alter table invoice_line add column about text not null default 'goods' check (about in ('goods', 'delivery', 'advance'));
alter table invoice_line add column order_line_id uuid references order_line (id);
alter table invoice_line drop constraint invoice_line_quantity_check;
alter table invoice_line add check (quantity <> 0 and (quantity > 0 or about = 'advance'));
alter table invoice_line disable trigger stays;
update invoice_line set order_line_id = order_line.id
  from order_line, invoice
  where invoice.id = invoice_line.invoice_id and order_line.order_id = invoice.order_id
    and order_line.position = invoice_line.position;
update invoice_line set about = 'delivery' where order_line_id is null;
alter table invoice_line enable trigger stays;

-- Settlements ---------------------------------------------------------------------------------------------------

alter table settlement alter column payment_id drop not null;
alter table settlement alter column invoice_id drop not null;
alter table settlement add column credit_id uuid references invoice (id);
alter table settlement add column refund_id uuid references refund (id);
alter table settlement add check (num_nonnulls(payment_id, credit_id) = 1);
alter table settlement add check (num_nonnulls(invoice_id, refund_id) = 1);
alter table settlement drop constraint settlement_payment_id_invoice_id_key;
create index on settlement (payment_id);
create index on settlement (credit_id);
create index on settlement (refund_id);

-- What was matched wrongly counts for nothing any more, and both facts stay.
create table settlement_reversal (
  settlement_id uuid primary key references settlement (id),
  reversed_at timestamptz not null default now(),
  reversed_by uuid
);

create function shop_standing(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select not exists (select from settlement_reversal where settlement_id = asked) $$;

-- A payment is taken back once nothing stands on it.
create or replace function shop_check_reversal() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from payment where id = new.payment_id and order_id = new.order_id for update;
      if not found or exists (select from refund where payment_id = new.payment_id)
        or exists (select from settlement where payment_id = new.payment_id and shop_standing(id)) then
        raise exception 'something stands on the payment' using errcode = 'check_violation', constraint = 'unsettled';
      end if;
      return null;
    end
  $$;

-- What of a document is still open, in cents.
create function shop_open_cents(asked uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select gross_cents - (select coalesce(sum(amount_cents), 0)::integer from settlement
                           where invoice_id = asked and shop_standing(id))
      from invoice where id = asked
  $$;

-- What of a payment settles nothing, in cents.
create function shop_unused_cents(asked uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select amount_cents - (select coalesce(sum(amount_cents), 0)::integer from settlement
                            where payment_id = asked and shop_standing(id))
      from payment where id = asked
  $$;

-- What came in for an order and did not go back, and what it costs after its credit notes; in cents.
create function shop_paid_cents(asked uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select (select coalesce(sum(amount_cents), 0) from payment
             where order_id = asked
               and not exists (select from payment_reversal where payment_reversal.payment_id = payment.id))::integer
      - (select coalesce(sum(amount_cents), 0) from refund
          where order_id = asked
            and not exists (select from refund_outcome where refund_id = refund.id and outcome = 'failed'))::integer
  $$;

create function shop_due_cents(asked uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select total_cents - (select coalesce(sum(gross_cents), 0) from invoice
                           where order_id = asked and kind = 'credit-note' and cause <> 'correction')::integer
      from "order" where id = asked
  $$;

create or replace function shop_settled(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select shop_paid_cents(asked) >= shop_due_cents(asked) $$;

-- Goods and money -----------------------------------------------------------------------------------------------

create function shop_may_pay_later(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select payment_method = 'later' and exists (select from pay_later where order_id = asked)
      from "order" where id = asked
  $$;

-- Made for nobody else, so money or trust comes first.
create or replace function shop_check_making() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if exists (select from cancellation where order_id = new.order_id)
        or not (shop_settled(new.order_id) or shop_may_pay_later(new.order_id))
        or not shop_proof_approved(new.order_line_id) then
        raise exception 'the line cannot be made yet' using errcode = 'check_violation', constraint = 'ready_to_make';
      end if;
      return null;
    end
  $$;

-- What may be sent or laid ready: paid, trusted, or paid when it is collected.
create function shop_may_leave(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select shop_settled(asked) or shop_may_pay_later(asked)
        or exists (select from "order" where id = asked and payment_method = 'collection' and delivery_method = 'collection')
  $$;

create or replace function shop_check_packing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if exists (select from cancellation where order_id = new.order_id) or not shop_may_leave(new.order_id)
        or exists (select from order_line
                   where order_id = new.order_id and made_to_order
                     and not exists (select from making where making.order_line_id = order_line.id)) then
        raise exception 'the order cannot be packed yet' using errcode = 'check_violation', constraint = 'ready_to_pack';
      end if;
      return null;
    end
  $$;

-- Nothing is handed over the counter unpaid.
create function shop_check_delivery() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if not (shop_settled(new.order_id) or shop_may_pay_later(new.order_id)) then
        raise exception 'the order is not paid' using errcode = 'check_violation', constraint = 'paid_at_the_counter';
      end if;
      return null;
    end
  $$;
create trigger paid_at_the_counter after insert on shipment_delivery for each row execute function shop_check_delivery();

-- Another way to pay, while nothing was paid: false where it is too late.
create function shop_choose_payment(asked uuid, method text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = asked for update;
      if shop_paid_cents(asked) > 0 or exists (select from cancellation where order_id = asked)
        or exists (select from shipment where order_id = asked) then
        return false;
      end if;
      update "order" set payment_method = method where id = asked;
      return found;
    end
  $$;

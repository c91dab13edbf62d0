-- What buyers ask about an order, and what is put right on it before it is packed.

-- Kept as a note until correspondence has a room of its own.
create table order_question (
  id uuid primary key,
  order_id uuid not null references "order" (id),
  words text not null check (length(words) between 1 and 2000),
  asked_at timestamptz not null default now()
);
create index on order_question (order_id);

-- Somebody of the staff answered, by mail or telephone; the note says how.
create table order_question_answer (
  question_id uuid primary key references order_question (id),
  order_id uuid not null references "order" (id),
  note text not null check (length(note) between 1 and 500),
  answered_at timestamptz not null default now(),
  answered_by uuid not null
);
create index on order_question_answer (order_id);

-- That something was put right on a placed order, by whom and when; what stood there before is not kept. Only the
-- address that news went to until now stays for the letter which tells its owner.
create table correction (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references "order" (id),
  parts text[] not null
    check (cardinality(parts) > 0 and parts <@ array['delivery', 'phone', 'email', 'reference']),
  former_email text,
  corrected_at timestamptz not null default now(),
  -- Null: the buyer.
  corrected_by uuid,
  check ((former_email is not null) = ('email' = any (parts)))
);
create index on correction (order_id);

-- What stands on a packed parcel no longer changes, nor what an invoice was issued with. Named are the columns that say
-- nothing on the parcel: a new column is guarded until somebody decides otherwise. Staff may still mend where news goes.
create function shop_check_correction() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      beside constant text[] := array['name', 'company_name', 'registration_number', 'vat_number', 'buyer_reference',
                                      'invoice_email', 'note', 'email'];
    begin
      -- Buyers and staff act under the contract; what ends with it is cleared by others.
      if shop_purpose() <> 'order-contract' then return new; end if;
      perform from "order" where id = new.order_id for update;
      if exists (select from shipment where order_id = new.order_id)
        and (to_jsonb(new) - beside is distinct from to_jsonb(old) - beside
             or (new.email is distinct from old.email and session_user <> current_database() || '_backoffice')) then
        raise exception 'the order is packed' using errcode = 'check_violation', constraint = 'not_packed';
      end if;
      if new.buyer_reference is distinct from old.buyer_reference
        and exists (select from invoice where order_id = new.order_id) then
        raise exception 'the order is invoiced' using errcode = 'check_violation', constraint = 'not_invoiced';
      end if;
      return new;
    end
  $$;
create trigger correctable before update on order_party for each row execute function shop_check_correction();

-- An order belongs to whoever reads its mail: an address that was mistyped is no customer of it.
create function shop_follow_email() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if shop_purpose() = 'order-contract' then
        update "order" set customer_id = shop_remember_customer(lower(new.email)) where id = new.order_id;
      end if;
      return null;
    end
  $$;
create trigger follow_email after update of email on order_party
  for each row when (old.email is distinct from new.email) execute function shop_follow_email();

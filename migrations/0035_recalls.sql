-- Debts that are with a collector: what it was told, and what became of them since.

-- That the collector was told of a recall: by mail, or by somebody who says so.
create table debt_recall_telling (
  recall_id uuid primary key references debt_recall (id),
  order_id uuid not null references "order" (id),
  told_at timestamptz not null default now(),
  -- Null: by mail.
  told_by uuid
);
create index on debt_recall_telling (order_id);

-- The batch in which a document's debt is with a collector now.
create function shop_handed_over(asked uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select hand_over_id from hand_over_case
     where invoice_id = asked and not exists (select from hand_over_end where case_id = hand_over_case.id)
  $$;

-- What became of a debt since its collector was told of it last; nothing once the case has ended. The contract's data may
-- be gone by then, and the collector must hear all the same.
create function shop_case_standing(asked uuid)
  returns table (order_id uuid, told_cents integer, open_cents integer, problems text[], written_off boolean, credited boolean, email text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select handed.order_id, coalesce(told.open_cents, handed.principal_cents), shop_open_cents(handed.invoice_id),
           shop_dunning_problems(handed.invoice_id), shop_written_off_cents(handed.invoice_id) > 0,
           exists (select from settlement where invoice_id = handed.invoice_id and credit_id is not null
                     and shop_standing(id) and settled_at > coalesce(told.made_at, confirmed_at)),
           recipient.email
      from hand_over_case handed join hand_over on hand_over.id = handed.hand_over_id
      join recipient on recipient.id = recipient_id
      left join lateral (select open_cents, made_at from debt_recall where case_id = handed.id order by made_at desc limit 1) told on true
     where handed.id = asked and not exists (select from hand_over_end where case_id = handed.id)
  $$;

-- What the collector's letter says: a number and an amount.
create function shop_recall_letter(asked uuid) returns table (email text, number text, open_cents integer)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select recipient.email, invoice.number, debt_recall.open_cents
      from debt_recall join hand_over_case on hand_over_case.id = case_id join hand_over on hand_over.id = hand_over_id
      join recipient on recipient.id = recipient_id join invoice on invoice.id = invoice_id
     where debt_recall.id = asked and recipient.email is not null
  $$;

-- Notes that a collector hears of a recall: a number and an amount. Whoever was told of a debt hears what became of it after
-- the shop has stopped collecting debts, too; that is why the recall's own purpose may note it.
create function shop_note_recall_disclosed(asked uuid) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    insert into disclosure (recipient_kind, recipient, unit, unit_id, purpose, categories, what, about_id, by_actor)
      select 'debt-collector', recipient.name, 'order', debt_recall.order_id, 'debt-collection', array['purchases'], 'debt-file',
             debt_recall.id, nullif(current_setting('shop.actor', true), '')
        from debt_recall join hand_over_case on hand_over_case.id = case_id join hand_over on hand_over.id = hand_over_id
        join recipient on recipient.id = recipient_id
       where debt_recall.id = asked
  $$;

-- Recalls of which the collector has not been told, the oldest first.
create function shop_recalls_to_tell()
  returns table (recall_id uuid, order_id uuid, hand_over_id uuid, number text, open_cents integer, cause text, made_at timestamptz, collector text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select debt_recall.id, debt_recall.order_id, hand_over.id, invoice.number, debt_recall.open_cents, debt_recall.cause, made_at, recipient.name
      from debt_recall join hand_over_case on hand_over_case.id = case_id join hand_over on hand_over.id = hand_over_id
      join recipient on recipient.id = recipient_id join invoice on invoice.id = invoice_id
     where not exists (select from debt_recall_telling where recall_id = debt_recall.id)
     order by made_at
  $$;

-- A collector's cases by the numbers that it reports, the latest of each.
create function shop_collector_cases(of_recipient uuid, numbers text[])
  returns table (number text, case_id uuid, order_id uuid, ended boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select distinct on (upper(invoice.number)) upper(invoice.number), handed.id, handed.order_id,
           exists (select from hand_over_end where case_id = handed.id)
      from hand_over_case handed join hand_over on hand_over.id = handed.hand_over_id join invoice on invoice.id = invoice_id
     where recipient_id = of_recipient and upper(invoice.number) = any (numbers)
     order by upper(invoice.number), confirmed_at desc
  $$;

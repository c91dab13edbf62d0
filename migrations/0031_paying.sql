-- Ways to pay that the shop offers, trust in companies, reminders before a reservation lapses.

-- A shop that was set up before keeps selling as it did.
insert into setting (key, value)
  select 'paying', '{"transfer": true, "card": true, "collection": false, "persons": null, "companies": null,
                     "reminderDays": null, "releaseDays": null}'::jsonb
   where exists (select from setting where key = 'identity')
  on conflict do nothing;

-- A company that may always pay later, by its number in the register of enterprises.
create table standing_terms (
  registration_number text primary key check (registration_number <> ''),
  -- Calendar days from the invoice.
  net_days integer not null check (net_days between 1 and 120),
  agreed_at timestamptz not null default now(),
  agreed_by uuid not null
);

-- The letter that went before a reservation lapsed.
create table payment_reminder (
  order_id uuid primary key references "order" (id),
  reminded_at timestamptz not null default now()
);

-- Nobody of the staff: the last day to pay has passed.
alter table cancellation alter column cancelled_by drop not null;
-- The buyer's own hand, on the order form.
alter table personal_code alter column kept_by drop not null;

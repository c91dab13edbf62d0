-- Which debts are to be reminded of: found without asking the rights of each row, and told by ids alone.

create index on invoice (due_on, id) where due_on is not null;

-- Documents whose newest step of the schedule has come and was not taken, by their due day, so many after a place. Days
-- are counted from the due date, company_days ascending. What was missed before the newest step is left out.
create function shop_reminders_due(company_days integer[], person_days integer, on_day date, after_due date, after_id uuid, most integer)
  returns table (invoice_id uuid, order_id uuid, due_on date, level integer)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select invoice.id, invoice.order_id, invoice.due_on, newest.level
      from invoice join order_party on order_party.order_id = invoice.order_id
      cross join lateral (
        select count(*)::integer as level, max(invoice.due_on + days) as day
          from unnest(case order_party.kind when 'person' then array[person_days] else company_days end) days
         where invoice.due_on + days <= on_day) newest
     where invoice.due_on is not null and invoice.kind not in ('advance', 'credit-note', 'corrective')
       and (invoice.due_on, invoice.id)
           > (coalesce(after_due, '-infinity'), coalesce(after_id, '00000000-0000-0000-0000-000000000000'))
       and newest.level > 0
       and not exists (select from reminder
                        where reminder.invoice_id = invoice.id
                          and (reminder.level >= newest.level or shop_day(asked_at) >= newest.day))
       -- After the notice nobody is reminded any more.
       and not exists (select from debt_notice where debt_notice.invoice_id = invoice.id)
       and not exists (select from hand_over_case where hand_over_case.invoice_id = invoice.id
                          and not exists (select from hand_over_end where case_id = hand_over_case.id))
       and shop_open_cents(invoice.id) > 0
       and cardinality(shop_dunning_problems(invoice.id)) = 0
       and shop_contract_open(invoice.order_id)
     order by invoice.due_on, invoice.id limit most
  $$;

-- Which debts are to be reminded of: found without asking the rights of each row, and told by ids alone.

create index on invoice (due_on, id) where due_on is not null;

-- Documents whose newest step of the schedule has come and was not taken, by their due day, so many after a place. Days
-- are counted from the due date, company_days ascending. What was missed before the newest step is left out.
create function shop_reminders_due(company_days integer[], person_days integer, on_day date, after_due date, after_id uuid, most integer)
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
       where invoice.due_on is not null and invoice.kind not in ('advance', 'credit-note', 'corrective')
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
       order by invoice.due_on, invoice.id
      -- What each of them costs to ask is asked of no more than are wanted.
      offset 0) reached
     where case when cardinality(shop_dunning_problems(id)) > 0 then false else shop_contract_open(debt_order) end
     limit most
  $$;

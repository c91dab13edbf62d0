-- A notification is no older than the awareness that it tells of. The same number noted again puts the former note right:
-- of each number the newest counts, and all of them are kept.
create or replace function shop_check_filing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      aware timestamptz := (select aware_at from breach where id = new.breach_id);
      due timestamptz := aware + interval '72 hours';
    begin
      -- Forms know minutes.
      if new.filed_at < date_trunc('minute', aware) then
        raise exception 'nobody tells what they do not know' using errcode = 'check_violation', constraint = 'aware_first';
      end if;
      -- Art. 33(1): after 72 hours it says why it is late, unless an earlier one was in time.
      if new.filed_at > due and new.late_reason is null
        and not exists (select from (select distinct on (number) number, filed_at from breach_filing
                                      where breach_id = new.breach_id order by number, noted_at desc) standing
                         where filed_at <= due and number <> new.number) then
        raise exception 'a late notification says why' using errcode = 'check_violation', constraint = 'late_reason';
      end if;
      return new;
    end
  $$;

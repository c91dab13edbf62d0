-- A notification is no older than the awareness that it tells of. One that was noted under a wrong number or day is put right by
-- another note, which names the one that it stands for; the same number noted again does so, too. All of them are kept.

alter table breach_filing add column corrects uuid;
alter table breach_filing add constraint filing_of_its_breach unique (breach_id, id);
alter table breach_filing add constraint corrects_its_own foreign key (breach_id, corrects)
  references breach_filing (breach_id, id) on delete cascade;
alter table breach_filing add constraint corrected_once unique (corrects);

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
        and not exists (select from breach_filing former
                         where breach_id = new.breach_id and filed_at <= due
                           and number <> new.number and id is distinct from new.corrects
                           and not exists (select from breach_filing later
                                            where later.breach_id = former.breach_id
                                              and (later.corrects = former.id
                                                   or (later.number = former.number and later.noted_at > former.noted_at)))) then
        raise exception 'a late notification says why' using errcode = 'check_violation', constraint = 'late_reason';
      end if;
      return new;
    end
  $$;

-- The goods room of the back office: variants that are no longer sold, and goods that appear at their hour.

-- Taken from sale though orders refer to it: it is not offered any more, and what orders say of it stays true.
alter table variant add column withdrawn_at timestamptz;

-- Its pieces are no stock: neither those that were left nor those that a cancelled order gives back.
create function shop_empty_withdrawn() returns trigger
  language plpgsql as $$ begin new.stock := 0; return new; end $$;
create trigger withdrawn before insert or update on variant
  for each row when (new.withdrawn_at is not null) execute function shop_empty_withdrawn();

-- The variants of a product that somebody has ordered: a fact about goods, and nobody's purchase.
create function shop_ordered_variants(asked uuid) returns table (variant_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select variant.id from variant
      where variant.product_id = asked and exists (select from order_line where order_line.variant_id = variant.id)
  $$;
create index on order_line (variant_id);

-- A job for later; its key is needed, so that another hour replaces it.
create function shop_enqueue_at(task text, ids jsonb, key text, at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
    begin
      perform public.shop_enqueue(task, ids, key);
      update graphile_worker._private_jobs as job set run_at = at
        where job.key = shop_enqueue_at.key and job.locked_at is null;
    end
  $$;

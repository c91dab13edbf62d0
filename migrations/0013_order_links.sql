-- An order belongs to whoever reads its mail. Links that were sent to a mistyped address open nothing any more: the letter
-- to the right one brings its own, and so does the browser that corrected it.
create or replace function shop_follow_email() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if shop_purpose() = 'order-contract' then
        update "order" set customer_id = shop_remember_customer(lower(new.email)) where id = new.order_id;
        delete from order_key where order_id = new.order_id;
      end if;
      return null;
    end
  $$;

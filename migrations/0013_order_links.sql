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

-- Whoever reads a mistyped address asked for no news: what this order subscribed it to ends, and so does its consent.
create function shop_end_mistyped_news() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      insert into consent_withdrawal (consent_id)
        select id from consent where order_id = new.order_id and address = lower(old.email) on conflict do nothing;
      delete from subscription
        where address = lower(old.email)
          and (consent_id in (select id from consent where order_id = new.order_id)
               or (consent_id is null
                   and not exists (select from order_party
                                    where lower(email) = lower(old.email) and order_id <> new.order_id)));
      return null;
    end
  $$;
create trigger end_mistyped_news after update of email on order_party
  for each row when (lower(old.email) <> lower(new.email)) execute function shop_end_mistyped_news();

-- Forgotten carts go with their words and files: whoever puts something into a cart sweeps a few of them away.
create index on cart (touched_at);
create or replace function shop_keep_cart(token bytea, period interval) returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    delete from cart where token_hash = token and touched_at <= now() - period;
    insert into cart (token_hash) values (token) on conflict (token_hash) do update set touched_at = now();
    delete from cart where id in (select id from cart where touched_at <= now() - period limit 10 for update skip locked);
  $$;

-- The buyer's own file on a made-to-order sign: with the line of the cart, then with the line of the order.

create table cart_artwork (
  cart_line_id uuid primary key references cart_line (id) on delete cascade,
  cart_id uuid not null references cart (id) on delete cascade,
  content_type text not null check (content_type in ('image/png', 'image/jpeg', 'application/pdf')),
  size integer not null check (size between 1 and 31457280),
  bytes bytea not null,
  -- Pixels, and a small picture for pages (WebP); a PDF has neither: it is opened in the workshop alone.
  width integer,
  height integer,
  thumbnail bytea,
  added_at timestamptz not null default now(),
  check (size = octet_length(bytes)),
  check (num_nonnulls(width, height, thumbnail) = case when content_type = 'application/pdf' then 0 else 3 end)
);
create index on cart_artwork (cart_id);
create index on cart_artwork (added_at);
-- Pictures and PDFs are packed already.
alter table cart_artwork alter column bytes set storage external, alter column thumbnail set storage external;

create table order_artwork (
  order_line_id uuid primary key references order_line (id),
  order_id uuid not null references "order" (id),
  content_type text not null check (content_type in ('image/png', 'image/jpeg', 'application/pdf')),
  size integer not null check (size between 1 and 31457280),
  bytes bytea not null,
  width integer,
  height integer,
  thumbnail bytea,
  check (size = octet_length(bytes)),
  check (num_nonnulls(width, height, thumbnail) = case when content_type = 'application/pdf' then 0 else 3 end)
);
create index on order_artwork (order_id);
alter table order_artwork alter column bytes set storage external, alter column thumbnail set storage external;

-- A cart holds so many bytes of files, and so do all carts of a week together: nobody fills the disk by browsing.
create function shop_check_artwork_room() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from cart where id = new.cart_id for update;
      if (select sum(size) from cart_artwork where cart_id = new.cart_id) > 62914560 then
        raise exception 'the cart holds too many files' using errcode = 'check_violation', constraint = 'room_in_cart';
      end if;
      if (select sum(size) from cart_artwork where added_at > now() - interval '7 days') > 2147483648 then
        raise exception 'the carts hold too many files' using errcode = 'check_violation', constraint = 'room_in_carts';
      end if;
      return null;
    end
  $$;
create trigger room after insert on cart_artwork for each row execute function shop_check_artwork_room();

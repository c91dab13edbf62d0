-- Goods that are made after they were ordered, whether or not they carry anything of the buyer's own. `made_to_order` stays what
-- it was: the buyer's own words or file, which take the right of withdrawal away (CRD Art. 16(c)) and want a drawing approved.

alter table order_line add column to_make boolean not null default false;
-- Nobody changes an order here: the audit need not tell of it.
alter table order_line disable trigger user;
update order_line set to_make = true where made_to_order;
alter table order_line enable trigger user;
alter table order_line add constraint own_is_made check (to_make or not made_to_order);

-- Whether a line is to be made, or was: what was credited whole before it left is not made any more.
create function shop_to_make(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((
      select to_make and order_line.quantity > coalesce((
               select sum(invoice_line.quantity)
                 from invoice join invoice_line on invoice_line.invoice_id = invoice.id
                where invoice.order_id = order_line.order_id and kind = 'credit-note'
                  and about = 'goods' and order_line_id = order_line.id and unit = 'H87'), 0)
        from order_line where id = asked), false)
  $$;

-- Whether nothing stands against making a line: the money is there or its buyer is trusted, and what carries something of the
-- buyer's own has its approved drawing. What can be given back is not made while its buyer is giving the order back.
create function shop_may_make(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce((
      select shop_to_make(id) and shop_cancelled_at(order_id) is null
         and (shop_settled(order_id) or shop_may_pay_later(order_id))
         and case when made_to_order then shop_proof_approved(id) else not shop_is_withdrawn(order_id) end
        from order_line where id = asked), false)
  $$;

create or replace function shop_check_making() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if not shop_may_make(new.order_line_id)
        or not exists (select from order_line where id = new.order_line_id and order_id = new.order_id) then
        raise exception 'the line cannot be made yet' using errcode = 'check_violation', constraint = 'ready_to_make';
      end if;
      return null;
    end
  $$;

-- What may be sent or laid ready: paid, trusted, or paid when it is collected. Nothing is made on that last promise.
create or replace function shop_may_leave(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select shop_settled(asked) or shop_may_pay_later(asked)
        or exists (select from "order" where id = asked and payment_method = 'collection' and delivery_method = 'collection')
           and not exists (select from order_line where order_id = asked and to_make and shop_to_make(id))
  $$;

create or replace function shop_check_packing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      perform from "order" where id = new.order_id for update;
      if exists (select from cancellation where order_id = new.order_id) or not shop_may_leave(new.order_id)
        or exists (select from order_line
                   where order_id = new.order_id and to_make and shop_to_make(id)
                     and not exists (select from making where making.order_line_id = order_line.id)) then
        raise exception 'the order cannot be packed yet' using errcode = 'check_violation', constraint = 'ready_to_pack';
      end if;
      return null;
    end
  $$;

-- Takes pieces out of an order that is neither paid nor packed; they return to the shelf, a discount goes down with its
-- goods, and the price of the delivery stays. Returns the id of the reduction. The exception's constraint says why not.
create or replace function shop_take_out(asked uuid, lines uuid[], pieces integer[], reason text, staff uuid) returns uuid
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      made uuid := gen_random_uuid();
      before integer;
      goods bigint;
      discounts bigint;
    begin
      select total_cents into before from "order" where id = asked for update;
      if shop_settled(asked) or exists (select from cancellation where order_id = asked)
        or exists (select from shipment where order_id = asked) or exists (select from taken_over where order_id = asked) then
        raise exception 'the order takes no change' using errcode = 'check_violation', constraint = 'not_reducible';
      end if;
      if exists (select from unnest(lines, pieces) as wanted (line, out)
                  where not exists (select from order_line where id = line and order_id = asked and out between 1 and quantity)) then
        raise exception 'there is not so much of it' using errcode = 'check_violation', constraint = 'too_many';
      end if;
      if exists (select from making where order_line_id = any (lines)) then
        raise exception 'nobody else can use what was made' using errcode = 'check_violation', constraint = 'made';
      end if;
      -- In the order of their ids, as buyers take them.
      perform from variant where stock is not null and id in (select variant_id from order_line where id = any (lines) and stocked)
        order by id for no key update;
      update variant set stock = stock + back.pieces from (
          select variant_id, sum(out) as pieces from unnest(lines, pieces) as wanted (line, out) join order_line on id = line
           where stocked group by 1) back
        where variant.id = back.variant_id and stock is not null;
      update order_line set quantity = quantity - out,
                            discount_cents = floor(discount_cents::numeric * (quantity - out) / quantity),
                            -- What is taken out whole is not to be drawn or made.
                            made_to_order = made_to_order and out < quantity,
                            to_make = to_make and out < quantity
        from unnest(lines, pieces) as wanted (line, out) where id = line;
      select sum(discount_cents), sum(quantity::bigint * unit_price_cents) into discounts, goods
        from order_line where order_id = asked;
      if goods = 0 then
        raise exception 'an order without goods is cancelled' using errcode = 'check_violation', constraint = 'nothing_left';
      end if;
      update "order" set discount_cents = discounts, total_cents = goods - discounts + delivery_price_cents,
                         discount_id = case when discounts > 0 then discount_id end,
                         discount_code = case when discounts > 0 then discount_code end
        where id = asked;
      -- More has come than it would cost: that is paid back by the way of credits.
      if shop_paid_cents(asked) > shop_due_cents(asked) then
        raise exception 'more was paid' using errcode = 'check_violation', constraint = 'paid_more';
      end if;
      -- A page at the provider still asks for the price before.
      if exists (select from card_attempt where order_id = asked and ended is null) then
        perform shop_enqueue('card-close', jsonb_build_object('order', asked), 'card-close:' || asked);
      end if;
      insert into order_reduction (id, order_id, reason, before_cents, after_cents, reduced_by)
        select made, asked, reason, before, total_cents, staff from "order" where id = asked;
      insert into order_reduction_line (reduction_id, order_id, order_line_id, pieces)
        select made, asked, line, out from unnest(lines, pieces) as wanted (line, out);
      return made;
    end
  $$;

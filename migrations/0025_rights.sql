-- What is left of the rights: parcels that were entered at their carrier by hand, and people without e-mail.

-- Until now only a file for a carrier was noted; a parcel with a carrier has told it as much.
insert into disclosure (at, recipient_kind, recipient, unit, unit_id, purpose, categories, what, about_id, by_actor)
  select dispatched_at, 'carrier', left(carrier, 200), 'order', order_id, 'order-contract', array['name', 'contact'], 'parcel',
         shipment_id, 'staff:' || dispatched_by
    from shipment_dispatch
   where carrier <> '' and not exists (select from parcel_file_order where parcel_file_order.order_id = shipment_dispatch.order_id)
     and (select delivery_method from "order" where id = order_id) <> 'collection';

-- Whoever asks by letter may have no e-mail. Where their answer goes, as it stands on the envelope; a person is an address
-- still, and until an order shows theirs it is `post:` with an id, which is nobody's.
alter table subject_request add column postal text check (length(postal) between 5 and 400);

-- The e-mail of an order that somebody named in a letter, by which everything else of theirs is found. Staff ask it under
-- the request that they are answering.
create function shop_order_address(asked text) returns text
  language plpgsql stable security definer set search_path = public, pg_temp
  as $$
    begin
      if session_user <> current_database() || '_backoffice' then
        raise exception 'orders are not looked up here' using errcode = '42501';
      end if;
      return (select lower(email) from order_party join "order" on "order".id = order_id where upper(number) = upper(asked));
    end
  $$;

-- Where the person of each unit is written to, in which language; those whom only the post reaches are not among them.
create or replace function shop_addressees() returns table (unit text, unit_id uuid, email text, name text, language text)
  language sql stable
  as $$
    select 'order', order_id, order_party.email, order_party.name, "order".language
      from order_party join "order" on "order".id = order_id
    union all
    select 'subscription', id, address, null, language from subscription
    union all
    select 'customer', customer.id, customer.email, null, coalesce(
             (select language from "order" where customer_id = customer.id order by placed_at desc limit 1), 'lv')
      from customer
    union all
    select 'request', id, address, name, language from subject_request where address not like 'post:%'
    union all
    select 'consent', id, address, null, coalesce((select consent_text.language from consent_text where hash = text_hash), 'lv')
      from consent
    union all
    select 'mail', mail_id, recipient, null, 'lv' from mail_copy
    union all
    select 'staff', id, staff.email, staff.name, staff.language from staff where left_on is null
  $$;

-- A parcel may go to another country than its buyer is at home in: a company in Rīga sends to Sweden, and its invoice says Rīga.
-- `country` stands beside the buyer's own address. Where the goods go to another one, that stands here, as the other columns of
-- the delivery do; what was ordered before had one country for both.
alter table order_party
  add column delivery_country text check (delivery_country ~ '^[A-Z]{2}$' and delivery_country <> country);

-- As before (0036), and companies elsewhere, some of which are known by their VAT number alone. Two registers may give the same
-- number: then a person sees that it is somebody else.
create or replace function shop_overdue_of(asked uuid) returns table (invoice_id uuid, number text)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select invoice.id, invoice.number
      from order_party own
      join order_party other on other.order_id <> own.order_id and other.kind = own.kind
       and (lower(other.email) = lower(own.email)
            or other.registration_number = own.registration_number or other.vat_number = own.vat_number)
      join invoice on invoice.order_id = other.order_id
     where own.order_id = asked and invoice.due_on < shop_today()
       and invoice.kind not in ('advance', 'credit-note', 'corrective') and shop_open_cents(invoice.id) > 0
     order by invoice.due_on, invoice.number
  $$;
create index on order_party (vat_number) where vat_number is not null;

-- As before (0011): what stands on a packed parcel no longer changes until it has arrived. From then on the buyer's own address
-- says nothing of the parcel any more and may be put right (GDPR Art. 16); where the goods went stays.
create or replace function shop_check_correction() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      beside text[] := array['name', 'company_name', 'registration_number', 'vat_number', 'buyer_reference',
                             'invoice_email', 'note', 'email'];
    begin
      -- Buyers and staff act under the contract; what ends with it is cleared by others.
      if shop_purpose() <> 'order-contract' then return new; end if;
      perform from "order" where id = new.order_id for update;
      if exists (select from shipment_delivery where order_id = new.order_id)
        and coalesce(new.delivery_country, new.country) = coalesce(old.delivery_country, old.country) then
        beside := beside || array['street', 'town', 'postcode', 'country', 'delivery_country'];
      end if;
      if exists (select from shipment where order_id = new.order_id)
        and (to_jsonb(new) - beside is distinct from to_jsonb(old) - beside
             or (new.email is distinct from old.email and session_user <> current_database() || '_backoffice')) then
        raise exception 'the order is packed' using errcode = 'check_violation', constraint = 'not_packed';
      end if;
      if new.buyer_reference is distinct from old.buyer_reference
        and exists (select from invoice where order_id = new.order_id) then
        raise exception 'the order is invoiced' using errcode = 'check_violation', constraint = 'not_invoiced';
      end if;
      return new;
    end
  $$;

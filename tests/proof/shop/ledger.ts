import { setTimeout as pause } from 'node:timers/promises'
import type { Goods } from './buying.ts'
import type { ShopProcess } from './process.ts'

/** What was found in the shop's books; every count but `orders`, `invoices` and `mails` must be zero. */
export interface Books {
  readonly orders: number
  readonly invoices: number
  readonly mails: number
  readonly harm: Readonly<Record<string, number>>
}

interface Expected {
  readonly goods: Goods
  /** Pieces before the first order. */
  readonly pieces: number
  readonly acknowledgedOrders: Iterable<string>
  readonly acknowledgedInvoices?: Iterable<string>
}

/** Reads the books after a storm, as their owner. Every order must have been acknowledged by then. */
export function inspect(shop: ShopProcess, expected: Expected): Promise<Books> {
  const orderIds = [...new Set(expected.acknowledgedOrders)]
  const invoiceIds = [...new Set(expected.acknowledgedInvoices ?? [])]
  return shop.owner(async (sql) => {
    const [harm] = await sql<Record<string, number>[]>`
      select ${sql.unsafe(orderHarm)}, ${sql.unsafe(invoiceHarm)}, ${sql.unsafe(mailHarm)},
        (select count(*)::int from unnest(${orderIds}::uuid[]) id where not exists
          (select from "order" where "order".id = id)) as "acknowledged orders lost",
        (select count(*)::int from "order" where id <> all (${orderIds}::uuid[])) as "orders nobody was told of",
        (select count(*)::int from unnest(${invoiceIds}::uuid[]) id where not exists
          (select from invoice where invoice.id = id)) as "acknowledged invoices lost",
        (select ${expected.pieces} - stock - coalesce((select sum(quantity)::int from order_line
            where variant_id = variant.id and not exists
              (select from cancellation where cancellation.order_id = order_line.order_id)), 0)
          from variant where id = ${expected.goods.variantId}) as "pieces astray"`
    const [sums] = await sql<{ orders: number; invoices: number; mails: number }[]>`
      select (select count(*)::int from "order") as orders, (select count(*)::int from invoice) as invoices,
        (select count(*)::int from mail_copy) as mails`
    return { ...sums!, harm: harm! }
  })
}

/** Whole orders written by one transaction: xmin is the transaction that wrote a row. */
const orderHarm = `
  (select count(*)::int from "order" o where
      (select count(*) from order_party p where p.order_id = o.id) <> 1
      or not exists (select from order_line l where l.order_id = o.id)
      or (select count(*) from mail m where m.order_id = o.id and m.kind = 'order-confirmation') <> 1
    ) as "partial orders",
  (select count(*)::int from "order" o where total_cents <> delivery_price_cents
      + (select sum(quantity * unit_price_cents) from order_line l where l.order_id = o.id)) as "wrong totals",
  (select count(*)::int from "order" o where
      exists (select from order_party r where r.order_id = o.id and r.xmin <> o.xmin)
      or exists (select from order_line r where r.order_id = o.id and r.xmin <> o.xmin)
      or exists (select from mail r where r.order_id = o.id and r.kind = 'order-confirmation' and r.xmin <> o.xmin)
    ) as "orders of mixed transactions",
  (select count(*)::int - count(distinct form_key_hash)::int from "order") as "forms ordered twice"`

const invoiceHarm = `
  (select count(*)::int from invoice i where
      not exists (select from invoice_line r where r.invoice_id = i.id and r.xmin = i.xmin)
      or not exists (select from invoice_vat r where r.invoice_id = i.id and r.xmin = i.xmin)
      or not exists (select from invoice_buyer r where r.invoice_id = i.id and r.xmin = i.xmin)
      or not exists (select from mail r where r.about_id = i.id and r.kind = 'order-invoice' and r.xmin = i.xmin)
      or (select sum(amount_cents) from settlement r where r.invoice_id = i.id and r.xmin = i.xmin)
        is distinct from i.gross_cents
      or not exists (select from payment r where r.order_id = i.order_id and r.xmin = i.xmin)
    ) as "partial or mixed invoices",
  (select count(*)::int from payment p where not exists (select from invoice i where i.order_id = p.order_id)
    ) as "payments without invoice",
  (select count(*)::int from invoice i where gross_cents <> (select total_cents from "order" where id = i.order_id)
    ) as "invoices over another sum",
  (select coalesce(max(n) - min(n) + 1 - count(*), 0)::int from
      (select substring(number from '(\\d+)$')::int as n from invoice) numbers) as "invoice numbers missing",
  (select count(*)::int - count(distinct number)::int from invoice) as "invoice numbers twice",
  coalesce((select max(next) from number_series where document = 'invoice')
      - 1 - (select max(substring(number from '(\\d+)$')::int) from invoice), 0) as "numbers taken without invoice"`

/** A mail that has not gone yet still has its job. */
const mailHarm = `
  (select count(*)::int from mail m where not exists (select from mail_copy where mail_id = m.id)
      and not exists (select from graphile_worker._private_jobs where payload ->> 'mail' = m.id::text)
    ) as "mails forgotten"`

/** Waits until the queue is empty; otherwise says what is left of it after the limit. */
export async function queueDone(shop: ShopProcess, limitMs = 120_000): Promise<'done' | string> {
  const end = performance.now() + limitMs
  for (;;) {
    const { waiting, parked } = await openJobs(shop)
    if (parked > 0) return `${parked} jobs gave up`
    if (waiting === 0) return 'done'
    if (performance.now() > end) return `${waiting} jobs waiting after ${limitMs / 1000} s`
    await pause(250)
  }
}

function openJobs(shop: ShopProcess): Promise<{ waiting: number; parked: number }> {
  return shop.owner(async (sql) => {
    const [row] = await sql<{ waiting: number; parked: number }[]>`
      select count(*) filter (where attempts < max_attempts)::int as waiting,
        count(*) filter (where attempts >= max_attempts)::int as parked from graphile_worker._private_jobs`
    return row!
  })
}

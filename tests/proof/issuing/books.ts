import type { ShopProcess } from '../shop/process.ts'
import { type Counts, type Sale, same, sum } from './acts.ts'

/** What is wrong in the books, by what it is; all must be zero. */
export type Harm = Record<string, number>

/**
 * Reads the books after a blow. What was answered as done must be there, what nobody heard the answer of wholly or not at
 * all, and nothing else; notes in each sale whether it happened.
 */
export async function looked(shop: ShopProcess, sales: readonly Sale[]): Promise<Harm> {
  const { found, series } = await shop.owner(async (sql) => ({
    found: await sql<(Counts & { id: string })[]>`
      select id, (select count(*)::int from payment where order_id = o.id) as payments,
             (select count(*)::int from payment_reversal where order_id = o.id) as reversals,
             (select count(*)::int from invoice where order_id = o.id and kind = 'advance') as advances,
             (select count(*)::int from invoice where order_id = o.id and kind in ('final', 'invoice')) as finals,
             (select count(*)::int from invoice where order_id = o.id and kind = 'credit-note') as credits,
             (select count(*)::int from shipment where order_id = o.id) as packings,
             (select count(*)::int from cancellation where order_id = o.id) as cancellations
        from "order" o`,
    series: await sql<Harm[]>`${sql.unsafe(seriesHarm)}`,
  }))
  const harm: Harm = { 'acts lost, doubled or half done': 0, ...series[0] }
  const byOrder = new Map(found.map((row) => [row.id, row]))
  for (const sale of sales) {
    const there = byOrder.get(sale.orderId)
    if (there && same(sale.done, there)) continue
    sale.happened = Boolean(sale.unheard && there && same(sum(sale.done, sale.left[0]!.makes), there))
    if (!sale.happened) harm['acts lost, doubled or half done']! += 1
  }
  return harm
}

/** Every number of a series from its first on has one document, and the counter stands behind the last. */
const seriesHarm = `
  with document as (
    select case kind when 'credit-note' then kind else 'invoice' end as series, extract(year from issued_on)::int as year,
           substring(number from '[0-9]+$')::int as n from invoice),
  counted as (
    select series, year, count(*) as documents, count(distinct n) as numbers, min(n) as lowest, max(n) as highest
      from document group by 1, 2)
  select coalesce(sum(next - first - coalesce(numbers, 0)), 0)::int as "numbers without a document",
         coalesce(sum(documents - numbers), 0)::int as "numbers given twice",
         (count(*) filter (where number_series.document is null or lowest <> first or highest <> next - 1))::int as "series whose counter is wrong"
    from counted full join number_series on number_series.document = series and number_series.year = counted.year
   where numbers is not null or next > first`

/** What must hold once every order has gone its whole course and the queue is empty. */
export async function atTheEnd(shop: ShopProcess): Promise<Harm> {
  return shop.owner(async (sql) => {
    const [harm] = await sql<Harm[]>`${sql.unsafe(endHarm)}`
    return harm!
  })
}

/** xmin is the transaction that wrote a row. */
const endHarm = `
  select
    (select count(*)::int from invoice i where
        not exists (select from invoice_line r where r.invoice_id = i.id and r.xmin = i.xmin)
        or not exists (select from invoice_vat r where r.invoice_id = i.id and r.xmin = i.xmin)
        or not exists (select from invoice_buyer r where r.invoice_id = i.id and r.xmin = i.xmin)
        or not exists (select from mail r where r.about_id = i.id and r.kind = 'order-invoice' and r.xmin = i.xmin)
      ) as "documents of mixed transactions",
    (select count(*)::int from invoice i where gross_cents <> net_cents + vat_cents
        or (net_cents, vat_cents) is distinct from
          (select (sum(taxable_cents)::int, sum(vat_cents)::int) from invoice_vat g where g.invoice_id = i.id)
      ) as "documents whose sums are wrong",
    (select count(*)::int from invoice where (select count(*) from invoice_document d where d.invoice_id = invoice.id) <> 2
      ) as "documents without their PDF or UBL",
    (select count(*)::int from invoice where kind in ('advance', 'final') and shop_open_cents(id) <> 0) as "documents left open",
    (select count(*)::int from refund r where not exists (select from settlement s where s.refund_id = r.id)) as "refunds that stand on nothing",
    (select count(*)::int from (
        select order_id, sum(case kind when 'credit-note' then -gross_cents else gross_cents end) as kept from invoice group by 1) books
      where kept <> (select coalesce(sum(amount_cents), 0) from payment p where p.order_id = books.order_id
                       and not exists (select from payment_reversal where payment_id = p.id))
                  - (select coalesce(sum(amount_cents), 0) from refund r where r.order_id = books.order_id)
    ) as "orders whose documents are not their money"`

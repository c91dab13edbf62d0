import { type SQL, sql } from 'drizzle-orm'
import { DISTANCE_THRESHOLD_CENTS, type VatCategory } from '../invoicing/vat.ts'
import { distanceCents, nearsThreshold } from '../invoicing/watch.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Period } from './periods.ts'

/** What a period's sales come to for one member state, category and rate; cents. */
export interface TaxedSum {
  readonly country: string
  readonly category: VatCategory
  /** Basis points. */
  readonly rate: number
  readonly netCents: number
  readonly vatCents: number
}

/**
 * Each document by VAT group, signed. An intra-Community supply is taxed when it is made and not when its money comes
 * (Directive 2006/112 Art. 67, 69): of K the supply counts whole, and its advances do not.
 */
const taxed: SQL = sql`
  select invoice.id, invoice.issued_on, invoice.vat_country, invoice.delivered_to, invoice.kind, preceding.issued_on as corrects_on,
         category, rate, case when category = 'K' and (invoice.kind = 'advance' or preceding.kind = 'advance') then 0
           else sign * (taxable_cents - case when category = 'K' and invoice.kind = 'final' then cleared.net else 0 end) end as net,
         sign * invoice_vat.vat_cents as vat
    from invoice join invoice_vat on invoice_vat.invoice_id = invoice.id
    left join invoice preceding on preceding.id = invoice.preceding_id
    cross join lateral (select case invoice.kind when 'credit-note' then -1 else 1 end as sign) signed
    cross join lateral (
      select coalesce(sum(net_cents), 0)::integer as net from invoice_line
       where invoice_line.invoice_id = invoice.id and about = 'advance' and vat_category = category and vat_rate = rate) cleared
   where invoice.kind <> 'corrective'`

/** The sums of a period for the VAT return, by member state of taxation. */
export async function taxedSums(tx: Tx<'accounting'>, { from, until }: Period): Promise<TaxedSum[]> {
  return tx.execute<TaxedSum & Record<string, unknown>>(sql`
    select vat_country as country, category, rate, sum(net)::float8 as "netCents", sum(vat)::float8 as "vatCents"
      from (${taxed}) taxed where issued_on between ${from} and ${until}
     group by 1, 2, 3 order by 1, 3 desc, 2`)
}

/**
 * Rows of the Latvian VAT return (MK 40, 2013) for the value and the tax; null where there is none. What another member
 * state taxes stands in the One-Stop-Shop return alone.
 */
export function rowsInReturn(
  { category, rate, country }: Pick<TaxedSum, 'category' | 'rate' | 'country'>,
  home: string,
): { readonly value: string | null; readonly tax: string | null } {
  if (category === 'S' && country !== home) return { value: null, tax: null }
  if (category === 'S') return standardRows[rate] ?? { value: '41', tax: '52' }
  return { value: untaxedRows[category] ?? null, tax: null }
}

const standardRows: Readonly<Record<number, { value: string; tax: string }>> = {
  1200: { value: '42', tax: '53' },
  500: { value: '42.1', tax: '53.1' },
}

const untaxedRows: Partial<Record<VatCategory, string>> = { Z: '43', K: '45', G: '48.1', AE: '48.2', E: '49' }

/** What a business in another member state bought without VAT, for the recapitulative statement (PVN 2). */
export interface AcquiredAbroad {
  readonly vatNumber: string | null
  readonly country: string
  readonly category: VatCategory
  readonly netCents: number
}

/** By VAT number; null where the buyer's details are no longer, or not now, to be read. */
export async function acquiredAbroad(
  tx: Tx<'accounting'>,
  { from, until }: Period,
): Promise<AcquiredAbroad[]> {
  return tx.execute<AcquiredAbroad & Record<string, unknown>>(sql`
    select vat_number as "vatNumber", delivered_to as country, category, sum(net)::float8 as "netCents"
      from (${taxed}) taxed left join invoice_buyer on invoice_id = taxed.id
     where category in ('K', 'AE') and issued_on between ${from} and ${until}
     group by 1, 2, 3 having sum(net) <> 0 order by 1, 2, 3`)
}

/** A row of the One-Stop-Shop return; a correction names the quarter that it corrects (Council Regulation (EU) 2020/194). */
export interface OssRow extends Omit<TaxedSum, 'category'> {
  /** 2026-Q3; null for sales of the period itself. */
  readonly corrects: string | null
}

/** Sales that other member states tax, by country and rate; credit notes on what an earlier quarter declared apart. */
export async function ossRows(
  tx: Tx<'accounting'>,
  { from, until }: Period,
  home: string,
): Promise<OssRow[]> {
  return tx.execute<OssRow & Record<string, unknown>>(sql`
    select vat_country as country, rate, sum(net)::float8 as "netCents", sum(vat)::float8 as "vatCents",
           case when kind = 'credit-note' and date_trunc('quarter', corrects_on) < date_trunc('quarter', issued_on)
             then to_char(corrects_on, 'YYYY-"Q"Q') end as corrects
      from (${taxed}) taxed
     where category = 'S' and vat_country <> ${home} and issued_on between ${from} and ${until}
     group by 1, 2, 5 order by 1, 2 desc, 5 nulls first`)
}

/** Distance sales of a calendar year against the limit, in cents without VAT. */
export interface DistanceSales {
  readonly year: number
  readonly netCents: number
  readonly limitCents: number
  /** Basis points of the limit. */
  readonly share: number
  readonly warns: boolean
  readonly passed: boolean
}

/** This year's distance sales and the last one's (Directive 2006/112 Art. 59c: the limit is that of either). */
export async function distanceSales(
  tx: Tx<'accounting'>,
  year: number,
  home: string,
): Promise<DistanceSales[]> {
  return [await distanceIn(tx, year, home), await distanceIn(tx, year - 1, home)]
}

async function distanceIn(tx: Tx<'accounting'>, year: number, home: string): Promise<DistanceSales> {
  const netCents = await distanceCents(tx, year, home)
  return {
    year,
    netCents,
    limitCents: DISTANCE_THRESHOLD_CENTS,
    share: Math.max(0, Math.round((netCents * 10_000) / DISTANCE_THRESHOLD_CENTS)),
    warns: nearsThreshold(netCents),
    passed: netCents > DISTANCE_THRESHOLD_CENTS,
  }
}

import { sql } from 'drizzle-orm'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Series } from '../settings/numbers.ts'
import type { Column } from './csv.ts'

/** A year's series of numbers, as its documents prove it. */
export interface SeriesProof {
  readonly series: Series
  readonly year: number
  /** As printed. */
  readonly first: string | null
  readonly last: string | null
  readonly count: number
  /** How many the series has given out, by its own counter. */
  readonly given: number
  /** Numbers that no document has; the first twenty of them. */
  readonly missing: readonly number[]
  /** Documents that share their number with another, and that are dated before the one that precedes them. */
  readonly doubled: number
  readonly backwards: number
  readonly whole: boolean
}

/** Each series of each year, the newest year first: first, last, count, and that none is missing, double or out of order. */
export async function proveSeries(tx: Tx<'accounting'>): Promise<SeriesProof[]> {
  const rows = await tx.execute<Omit<SeriesProof, 'whole'> & Record<string, unknown>>(sql`
    with document as materialized (
      select case kind when 'credit-note' then 'credit-note' else 'invoice' end as series, extract(year from issued_on)::integer as year,
             number, issued_on, substring(number from '[0-9]+$')::integer as n
        from invoice where kind <> 'taken-over'),
    ordered as (
      select *, lag(issued_on) over (partition by series, year order by n) as before, lag(n) over (partition by series, year order by n) as n_before
        from document),
    counted as (
      select series, year, count(*)::integer as count, min(n) as lowest, max(n) as highest,
             (array_agg(number order by n))[1] as first, (array_agg(number order by n desc))[1] as last,
             count(*) filter (where n = n_before)::integer as doubled, count(*) filter (where issued_on < before)::integer as backwards
        from ordered group by 1, 2)
    select coalesce(document, counted.series) as series, coalesce(number_series.year, counted.year) as year, counted.first, last,
           coalesce(count, 0) as count, coalesce(next - number_series.first, 0) as given,
           coalesce(doubled, 0) as doubled, coalesce(backwards, 0) as backwards,
           array(select wanted.n from generate_series(coalesce(number_series.first, lowest), coalesce(next - 1, highest)) as wanted (n)
                  where not exists (select from document
                                     where document.series = coalesce(number_series.document, counted.series)
                                       and document.year = coalesce(number_series.year, counted.year) and document.n = wanted.n)
                  order by wanted.n limit 20) as missing
      from number_series full join counted on number_series.document = counted.series and number_series.year = counted.year
     where coalesce(next - number_series.first, count) > 0
     order by 2 desc, 1 desc`)
  return rows.map((row) => ({
    ...row,
    whole: row.count === row.given && row.missing.length === 0 && row.doubled === 0 && row.backwards === 0,
  }))
}

export const seriesColumns: readonly Column<SeriesProof>[] = [
  { field: 'series', of: (row) => row.series },
  { field: 'year', of: (row) => String(row.year) },
  { field: 'first', of: (row) => row.first },
  { field: 'last', of: (row) => row.last },
  { field: 'count', of: (row) => String(row.count) },
  { field: 'given', of: (row) => String(row.given) },
  { field: 'missing', of: (row) => row.missing.join(' ') },
  { field: 'doubled', of: (row) => String(row.doubled) },
  { field: 'backwards', of: (row) => String(row.backwards) },
  { field: 'whole', of: (row) => (row.whole ? '1' : '0') },
]

import { sql } from 'drizzle-orm'
import type { Executor } from '../platform/jobs/jobs.ts'
import { DISTANCE_THRESHOLD_CENTS } from './vat.ts'
import { memberStates } from './vat-rates.ts'

/**
 * What went to other member states in a calendar year for buyers who are taxed as consumers, in cents without VAT (Directive
 * 2006/112 Art. 59c).
 */
export async function distanceCents(tx: Executor, year: number, home = 'LV'): Promise<number> {
  const abroad = sql.param(memberStates.filter((state) => state !== home))
  const rows = await tx.execute(sql`select shop_distance_cents(${year}, ${abroad}::text[])::float8 as cents`)
  return (rows as { cents: number }[])[0]!.cents
}

/** Whether a year's sales come to four fifths of the threshold: time to register. */
export function nearsThreshold(netCents: number): boolean {
  return netCents * 5 >= DISTANCE_THRESHOLD_CENTS * 4
}

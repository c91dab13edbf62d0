import { sql } from 'drizzle-orm'
import type { Executor } from '../platform/jobs/jobs.ts'

/** What was sold to consumers elsewhere in the Union in a calendar year, in cents without VAT (Directive 2006/112 Art. 59c). */
export async function distanceCents(tx: Executor, year: number): Promise<number> {
  const rows = await tx.execute(sql`select shop_distance_cents(${year})::float8 as cents`)
  return (rows as { cents: number }[])[0]!.cents
}

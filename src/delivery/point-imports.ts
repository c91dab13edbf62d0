import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import { NotFound } from '../platform/errors.ts'
import type { PointRow } from './point-files.ts'
import { pickupPoint, pointImport } from './table.ts'

/** What a carrier's new list changes. */
export interface Difference {
  readonly added: readonly PointRow[]
  readonly changed: readonly PointRow[]
  readonly gone: readonly { readonly code: string; readonly name: string; readonly town: string }[]
  readonly same: number
}

/** Puts a carrier's list aside until somebody says yes to what it changes; an earlier one that waits is forgotten. */
export async function lay(
  tx: Transaction,
  carrier: string,
  points: readonly PointRow[],
  by: string | null,
): Promise<string> {
  const id = crypto.randomUUID()
  const row = { id, points: [...points], readBy: by }
  await tx
    .insert(pointImport)
    .values({ carrier, ...row })
    .onConflictDoUpdate({ target: pointImport.carrier, set: { ...row, readAt: sql`now()` } })
  return id
}

/** The list that waits for a yes, and what it would change. Throws NotFound. */
export async function waiting(
  tx: Transaction,
  carrier: string,
  id: string,
): Promise<{ readonly readAt: Date; readonly difference: Difference }> {
  const { points, readAt } = await waitingRow(tx, carrier, id)
  return { readAt, difference: await difference(tx, carrier, points) }
}

/** Makes the carrier's lockers those of the list that waits, once. Throws NotFound: it was applied, or another one came. */
export async function apply(tx: Transaction, carrier: string, id: string): Promise<Difference> {
  const [taken] = await tx
    .delete(pointImport)
    .where(and(eq(pointImport.carrier, carrier), eq(pointImport.id, id)))
    .returning({ points: pointImport.points })
  if (!taken) throw new NotFound()
  return replace(tx, carrier, taken.points)
}

/** What a list would change of a carrier's lockers. */
export async function difference(
  tx: Transaction,
  carrier: string,
  points: readonly PointRow[],
): Promise<Difference> {
  const known = new Map((await rowsOf(tx, carrier)).map((row) => [row.code, row]))
  const listed = new Set(points.map(({ code }) => code))
  const isOffered = ({ code }: PointRow) => known.get(code)?.goneAt === null
  const existing = points.filter(isOffered)
  const changed = existing.filter((point) => !isSame(point, known.get(point.code)!))
  return {
    added: points.filter((point) => !isOffered(point)),
    changed,
    gone: [...known.values()].filter(({ code, goneAt }) => goneAt === null && !listed.has(code)),
    same: existing.length - changed.length,
  }
}

/** Makes a carrier's lockers those of this list, in three statements however long it is. */
export async function replace(
  tx: Transaction,
  carrier: string,
  points: readonly PointRow[],
): Promise<Difference> {
  const change = await difference(tx, carrier, points)
  const rows = [...change.added, ...change.changed]
  if (rows.length > 0) await write(tx, carrier, rows)
  const gone = change.gone.map(({ code }) => code)
  if (gone.length > 0)
    await tx
      .update(pickupPoint)
      .set({ goneAt: sql`now()`, changedAt: sql`now()` })
      .where(
        and(eq(pickupPoint.carrier, carrier), sql`${pickupPoint.code} = any(${sql.param(gone)}::text[])`),
      )
  return change
}

async function write(tx: Transaction, carrier: string, rows: readonly PointRow[]): Promise<void> {
  await tx.execute(sql`
    insert into pickup_point (carrier, code, country, town, name, street, postcode, compartments)
    select ${carrier}, code, country, town, name, street, postcode, compartments
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as listed
        (code text, country text, town text, name text, street text, postcode text, compartments text[])
    on conflict (carrier, code) do update set
      country = excluded.country, town = excluded.town, name = excluded.name, street = excluded.street,
      postcode = excluded.postcode, compartments = excluded.compartments, changed_at = now(), gone_at = null`)
}

async function rowsOf(tx: Transaction, carrier: string) {
  return tx
    .select({
      code: pickupPoint.code,
      country: pickupPoint.country,
      town: pickupPoint.town,
      name: pickupPoint.name,
      street: pickupPoint.street,
      postcode: pickupPoint.postcode,
      compartments: pickupPoint.compartments,
      goneAt: pickupPoint.goneAt,
    })
    .from(pickupPoint)
    .where(eq(pickupPoint.carrier, carrier))
}

type Kept = Awaited<ReturnType<typeof rowsOf>>[number]

function isSame(point: PointRow, kept: Kept): boolean {
  return (
    (['country', 'town', 'name', 'street', 'postcode'] as const).every(
      (field) => point[field] === kept[field],
    ) && String(point.compartments) === String(kept.compartments)
  )
}

async function waitingRow(tx: Transaction, carrier: string, id: string) {
  const [row] = await tx
    .select({ points: pointImport.points, readAt: pointImport.readAt })
    .from(pointImport)
    .where(and(eq(pointImport.carrier, carrier), eq(pointImport.id, id)))
  if (!row) throw new NotFound()
  return row
}

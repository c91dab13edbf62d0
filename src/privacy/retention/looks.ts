import { eq, lt, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import { enqueue } from '../../platform/jobs/jobs.ts'
import type { IsoDate } from '../../platform/time.ts'
import { retentionLook } from '../table.ts'
import { withoutPurpose } from '../with-purpose.ts'
import { due, type Erased, type Eraser } from './eraser.ts'

/** So many units of what may be thousands are kept to be shown; the number counts all. */
const mostKept = 100

/** What would be due on a day, as it was last seen. */
export interface Look {
  /** Null while the worker is looking. */
  readonly seenAt: Date | null
  readonly total: number
  readonly units: readonly Erased[]
}

/** Has the worker look ahead to a day; an earlier look at it is forgotten, as are those of other days. */
export async function ask(tx: Transaction, day: IsoDate): Promise<void> {
  await tx.delete(retentionLook).where(lt(retentionLook.askedAt, sql`now() - interval '1 day'`))
  await tx.delete(retentionLook).where(eq(retentionLook.day, day))
  await tx.insert(retentionLook).values({ day }).onConflictDoNothing()
  await enqueue(tx, 'retention-look', { day }, `retention-look:${day}`)
}

/** The look at a day that was asked for; undefined where nobody did. */
export async function find(reader: Reader, day: IsoDate): Promise<Look | undefined> {
  const [look] = await reader
    .select({ seenAt: retentionLook.seenAt, total: retentionLook.total, units: retentionLook.units })
    .from(retentionLook)
    .where(eq(retentionLook.day, day))
  return look
}

/** Looks: the nightly run itself, unable to write. */
export async function take(eraser: Eraser, day: IsoDate): Promise<void> {
  const actor = 'job:retention-look'
  let total = 0
  const units: Erased[] = []
  for await (const unit of due(eraser, { cause: 'retention', actor, asOf: day })) {
    total++
    if (units.length < mostKept) units.push(unit)
  }
  await withoutPurpose(eraser.access, actor, (tx) =>
    tx.update(retentionLook).set({ seenAt: sql`now()`, total, units }).where(eq(retentionLook.day, day)),
  )
}

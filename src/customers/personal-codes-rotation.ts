import { and, asc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { seal, unseal } from '../platform/auth/seal.ts'
import type { Transaction } from '../platform/database/client.ts'
import { boundTo, type KeyRing } from './personal-codes.ts'
import { personalCode, personalCodeKey } from './table.ts'

/** Runs one transaction of the database's owner. */
type Run = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>

export interface Rotation {
  /** The generation under which everything is sealed now. */
  readonly generation: number
  readonly resealed: number
}

/**
 * Seals every personal code with a new generation of the key and retires the earlier ones. It works in small
 * transactions: cut off at any moment it leaves every code readable, and the next call goes on with the same generation.
 * `progress` is told how many are done and how many there were.
 */
export async function rotate(
  run: Run,
  ring: KeyRing,
  progress: (done: number, of: number) => void = () => {},
  batch = 200,
): Promise<Rotation> {
  const { generation, waiting } = await run((tx) => begin(tx))
  let resealed = 0
  while (true) {
    const done = await run((tx) => resealSome(tx, ring, generation, batch))
    resealed += done
    if (done > 0) progress(resealed, Math.max(waiting, resealed))
    // Somebody may have sealed with the old key while it was still in use: then there is more to do.
    else if (await run((tx) => retireOlder(tx, generation))) return { generation, resealed }
  }
}

/** A new generation, or the one that an interrupted call began. */
async function begin(tx: Transaction): Promise<{ generation: number; waiting: number }> {
  const inUse = await tx
    .select({ generation: personalCodeKey.generation })
    .from(personalCodeKey)
    .where(isNull(personalCodeKey.retiredAt))
    .orderBy(asc(personalCodeKey.generation))
    .for('update')
  const newest = inUse.at(-1)!.generation
  const generation = inUse.length > 1 ? newest : newest + 1
  if (generation !== newest) await tx.insert(personalCodeKey).values({ generation })
  const [row] = await tx
    .select({ waiting: sql<number>`count(*)::int` })
    .from(personalCode)
    .where(sealedBefore(generation))
  return { generation, waiting: row!.waiting }
}

async function resealSome(
  tx: Transaction,
  ring: KeyRing,
  generation: number,
  batch: number,
): Promise<number> {
  const rows = await tx
    .select({
      orderId: personalCode.orderId,
      sealed: personalCode.sealed,
      generation: personalCode.generation,
    })
    .from(personalCode)
    .where(sealedBefore(generation))
    .orderBy(asc(personalCode.orderId))
    .limit(batch)
    .for('update')
  for (const row of rows) {
    const code = unseal(ring(row.generation), row.sealed!, boundTo(row.orderId, row.generation))
    await tx
      .update(personalCode)
      .set({ sealed: seal(ring(generation), code, boundTo(row.orderId, generation)), generation })
      .where(eq(personalCode.orderId, row.orderId))
  }
  return rows.length
}

/** False where a code was sealed with an earlier key until a moment ago. */
async function retireOlder(tx: Transaction, generation: number): Promise<boolean> {
  const older = and(lt(personalCodeKey.generation, generation), isNull(personalCodeKey.retiredAt))
  // Waits for those who are sealing with it; what they did is seen by the statement after.
  await tx.select({ generation: personalCodeKey.generation }).from(personalCodeKey).where(older).for('update')
  const [left] = await tx
    .select({ orderId: personalCode.orderId })
    .from(personalCode)
    .where(sealedBefore(generation))
    .limit(1)
  if (left) return false
  await tx.update(personalCodeKey).set({ retiredAt: sql`now()` }).where(older)
  return true
}

function sealedBefore(generation: number) {
  return and(lt(personalCode.generation, generation), isNotNull(personalCode.sealed))
}

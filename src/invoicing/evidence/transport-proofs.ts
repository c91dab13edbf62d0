import { asc, eq, sql } from 'drizzle-orm'
import { sqlState } from '../../platform/database/client.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { transportProof } from './table.ts'
import { choiceOf } from './treatments.ts'

/** A proof without its file. */
export type Proof = Omit<typeof transportProof.$inferSelect, 'bytes'>

export interface ProofDraft {
  readonly orderId: string
  readonly words: string
  readonly file: { readonly contentType: string; readonly bytes: Buffer } | null
  readonly by: string
}

/**
 * Keeps a proof that an order's goods left the country. Throws NotFound for no order of ours, Conflict `vat-paid` where the
 * order's VAT was never taken off: then nothing is to be proved.
 */
export async function keep(tx: Tx<'accounting'>, { orderId, words, file, by }: ProofDraft): Promise<void> {
  if ((await choiceOf(tx, orderId))?.choice !== 'intra-community') throw new Conflict('vat-paid')
  const { contentType = null, bytes = null } = file ?? {}
  try {
    await tx.insert(transportProof).values({ orderId, words, contentType, bytes, notedBy: by })
  } catch (error) {
    if (sqlState(error) === '23503') throw new NotFound()
    throw error
  }
}

/** The proofs of an order, oldest first, without their files. */
export async function ofOrder(tx: Tx<'accounting'>, orderId: string): Promise<Proof[]> {
  return tx
    .select({
      id: transportProof.id,
      orderId: transportProof.orderId,
      words: transportProof.words,
      contentType: transportProof.contentType,
      notedAt: transportProof.notedAt,
      notedBy: transportProof.notedBy,
    })
    .from(transportProof)
    .where(eq(transportProof.orderId, orderId))
    .orderBy(asc(transportProof.notedAt))
}

/** A proof's file. Throws NotFound for a proof in words alone. */
export async function file(
  tx: Tx<'accounting'>,
  { id, orderId }: { id: string; orderId: string },
): Promise<{ contentType: string; bytes: Buffer }> {
  const [row] = await tx
    .select({ contentType: transportProof.contentType, bytes: transportProof.bytes })
    .from(transportProof)
    .where(sql`${eq(transportProof.id, id)} and ${eq(transportProof.orderId, orderId)}`)
  if (!row?.contentType || !row.bytes) throw new NotFound()
  return { contentType: row.contentType, bytes: row.bytes }
}

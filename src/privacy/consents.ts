import { createHash } from 'node:crypto'
import { and, eq, inArray, notExists, sql } from 'drizzle-orm'
import type { Language } from '../platform/i18n/languages.ts'
import { moment } from './journal.ts'
import type { PurposeId } from './purposes.ts'
import { consent, consentText, consentWithdrawal, objection, type Refused } from './table.ts'
import type { Tx } from './with-purpose.ts'

export interface Given {
  readonly purpose: PurposeId
  readonly address: string
  /** The words that stood beside the box. */
  readonly words: string
  readonly language: Language
  readonly noticeVersionId: string
  /** Which form it was given on. */
  readonly form: string
  readonly orderId: string | null
}

/** Keeps the evidence of a consent (Art. 7(1)) and returns its id. */
export async function give(tx: Tx<'consent-evidence'>, given: Given): Promise<string> {
  const { words, language, ...evidence } = given
  const hash = createHash('sha256').update(`${given.purpose}\n${language}\n${words}`).digest()
  await tx.insert(consentText).values({ hash, purpose: given.purpose, language, words }).onConflictDoNothing()
  const id = crypto.randomUUID()
  await tx.insert(consent).values({ id, ...evidence, textHash: hash })
  return id
}

/**
 * Keeps a no (Art. 21(2)), by the keyed hash of the address alone. It wins over every yes before it; `marketing` says
 * no to all three marketing purposes at once. A consent given after it counts again, for its own purpose only.
 */
export async function object(tx: Tx<'objections'>, addressHash: Buffer, refused: Refused): Promise<void> {
  await noteObjection(tx, addressHash.toString('hex'), refused)
  // The same no twice in one transaction is one.
  await tx.insert(objection).values({ addressHash, purpose: refused }).onConflictDoNothing()
}

/** Takes a consent back (Art. 7(3)); twice is once. What was sent before it stays lawful. */
export async function withdraw(tx: Tx<'consent-evidence'>, consentId: string): Promise<void> {
  await noteWithdrawal(tx, consentId)
  await tx.insert(consentWithdrawal).values({ consentId }).onConflictDoNothing()
}

/** Takes back every consent that was given with these addresses. */
export async function withdrawAll(tx: Tx<'consent-evidence'>, addresses: readonly string[]): Promise<void> {
  const given = await tx
    .select({ id: consent.id })
    .from(consent)
    .where(
      and(
        inArray(consent.address, [...addresses]),
        notExists(
          tx
            .select({ one: sql`1` })
            .from(consentWithdrawal)
            .where(eq(consentWithdrawal.consentId, consent.id)),
        ),
      ),
    )
  for (const { id } of given) await withdraw(tx, id)
}

/** In the journal before the commit: a restored backup must not forget the no. The hash is hex. */
export async function noteObjection(tx: Journalled, addressHash: string, refused: Refused): Promise<void> {
  await tx.journal.append({ kind: 'objection', addressHash, purpose: refused, at: await moment(tx) })
}

/** The same for a consent taken back. */
export async function noteWithdrawal(tx: Journalled, consentId: string): Promise<void> {
  await tx.journal.append({ kind: 'withdrawal', consentId, at: await moment(tx) })
}

type Journalled = Tx<'objections'> | Tx<'consent-evidence'>

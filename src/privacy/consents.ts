import { createHash } from 'node:crypto'
import type { Language } from '../platform/i18n/languages.ts'
import type { PurposeId } from './purposes.ts'
import { consent, consentText, objection, type Refused } from './table.ts'
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
  // The same no twice in one transaction is one.
  await tx.insert(objection).values({ addressHash, purpose: refused }).onConflictDoNothing()
}

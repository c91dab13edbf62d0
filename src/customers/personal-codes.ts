import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { seal, unseal } from '../platform/auth/seal.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { deriveKey } from '../platform/keys.ts'
import * as openings from '../privacy/accountability/openings.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { personalCode, personalCodeKey } from './table.ts'

/** The keys of one shop by generation: derived from its secret, so that the database never has them. */
export type KeyRing = (generation: number) => Buffer

/** The keys that seal personal codes (AES-256-GCM). */
export function keyRing(secret: Buffer): KeyRing {
  return (generation) => deriveKey(secret, `personal code ${generation}`)
}

/** What the back office shows of a code: enough to tell two people on the telephone apart. */
export interface Masked {
  readonly mask: string
  readonly keptAt: Date
}

/**
 * Keeps a buyer's personal code, sealed and bound to its order, in place of an earlier one. `code` is eleven digits
 * (identifiers.personalCode); `keptBy` is null for the buyer. Throws Conflict `not-wanted` where the order is a company's, cancelled or paid.
 */
export async function keep(
  tx: Tx<'identification'>,
  ring: KeyRing,
  {
    orderId,
    code,
    keptBy,
  }: { readonly orderId: string; readonly code: string; readonly keptBy: string | null },
): Promise<void> {
  const generation = await newestGeneration(tx)
  const sealed = seal(ring(generation), Buffer.from(code), boundTo(orderId, generation))
  const [row] = await tx.execute<{ kept: boolean }>(
    sql`select shop_keep_personal_code(${orderId}::uuid, ${sealed}::bytea, ${generation}::int, ${keptBy}::uuid) as kept`,
  )
  if (!row!.kept) throw new Conflict('not-wanted')
}

/** The code as pages show it, `******-**123`; undefined where there is none. */
export async function masked(
  tx: Tx<'identification'>,
  ring: KeyRing,
  orderId: string,
): Promise<Masked | undefined> {
  const row = await sealedOf(tx, orderId)
  if (!row) return undefined
  const code = opened(ring, orderId, row)
  return { mask: `${'*'.repeat(6)}-**${code.slice(-3)}`, keptAt: row.keptAt }
}

/**
 * The whole code, as it is written: for the purpose that needs it, with a reason, which the register of openings keeps
 * in the same transaction. Throws NotFound.
 */
export async function open(
  tx: Tx<'identification'> | Tx<'debt-collection'>,
  ring: KeyRing,
  { orderId, reason }: { readonly orderId: string; readonly reason: string },
): Promise<string> {
  const row = await sealedOf(tx as Tx<'identification'>, orderId)
  if (!row) throw new NotFound()
  await openings.note(tx as Tx<'identification'>, {
    unit: 'order',
    ids: [orderId],
    page: 'personal-code',
    reason,
  })
  const code = opened(ring, orderId, row)
  return `${code.slice(0, 6)}-${code.slice(6)}`
}

/** Takes a code back: what was sealed is overwritten at once, and the eraser takes the row. Throws NotFound. */
export async function takeBack(tx: Tx<'identification'>, orderId: string): Promise<void> {
  const [row] = await tx.execute<{ taken: boolean }>(
    sql`select shop_take_back_personal_code(${orderId}::uuid) as taken`,
  )
  if (!row!.taken) throw new NotFound()
}

/** Whether a code may be asked for: a natural person's order with something to pay. */
export async function isWanted(tx: Tx<'identification'>, orderId: string): Promise<boolean> {
  const [row] = await tx.execute<{ wanted: boolean }>(
    sql`select shop_code_wanted(${orderId}::uuid) as wanted`,
  )
  return row!.wanted
}

/** Sealed text is bound to its order and to its key: moved to another row it does not open. */
export function boundTo(orderId: string, generation: number): string {
  return `personal code of ${orderId} under key ${generation}`
}

interface Sealed {
  readonly sealed: Buffer | null
  readonly generation: number
  readonly keptAt: Date
}

async function sealedOf(tx: Tx<'identification'>, orderId: string): Promise<Sealed | undefined> {
  const [row] = await tx
    .select({
      sealed: personalCode.sealed,
      generation: personalCode.generation,
      keptAt: personalCode.keptAt,
    })
    .from(personalCode)
    .where(and(eq(personalCode.orderId, orderId), isNotNull(personalCode.sealed)))
  return row
}

function opened(ring: KeyRing, orderId: string, { sealed, generation }: Sealed): string {
  return unseal(ring(generation), sealed!, boundTo(orderId, generation)).toString()
}

async function newestGeneration(tx: Tx<'identification'>): Promise<number> {
  const [row] = await tx
    .select({ generation: personalCodeKey.generation })
    .from(personalCodeKey)
    .where(isNull(personalCodeKey.retiredAt))
    .orderBy(desc(personalCodeKey.generation))
    .limit(1)
  return row!.generation
}

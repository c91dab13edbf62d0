import { and, eq, isNull } from 'drizzle-orm'
import { asRecoveryCode, newRecoveryCodes } from '../platform/auth/recovery-codes.ts'
import { seal, unseal } from '../platform/auth/seal.ts'
import { base32, matchingStep, totpSecret, totpUri } from '../platform/auth/totp.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { keyedHash } from '../platform/keys.ts'
import { minutes, type StaffAuth, type StaffTx } from './auth.ts'
import { staffRecoveryCode, staffSecondFactor } from './table.ts'

/** Wrong codes in a row, of both kinds, until the second factor rests (NIST SP 800-63B 3.2.2 allows up to 100). */
const mostFailures = 5
const rest = minutes(15)

export type CodeAnswer = 'right' | 'wrong' | 'locked'
export type Setup = { readonly secret: string; readonly uri: string }
type Owner = { readonly id: string; readonly email: string }
type Factor = {
  readonly sealedSecret: Buffer
  readonly lastStep: number | null
  readonly failures: number
  readonly lockedUntil: Date | null
}

/** What the person's app needs; the same on every look until the first code confirms it. Conflict once it has. */
export async function setup(auth: StaffAuth, tx: StaffTx, of: Owner, issuer: string): Promise<Setup> {
  await begin(auth, tx, of.id)
  const secret = await unconfirmedSecret(auth, tx, of.id)
  return { secret: base32(secret), uri: totpUri({ secret, issuer, account: of.email }) }
}

/** Confirms the app with its first code; the recovery codes are shown this once. Undefined where the code is wrong. */
export async function confirm(
  auth: StaffAuth,
  tx: StaffTx,
  of: Owner,
  code: string,
): Promise<string[] | undefined> {
  const secret = await unconfirmedSecret(auth, tx, of.id)
  const now = auth.clock.now()
  const step = matchingStep(secret, code, now, null)
  if (step === undefined) return undefined
  await tx
    .update(staffSecondFactor)
    .set({ confirmedAt: now, lastStep: step, failures: 0, lockedUntil: null })
    .where(eq(staffSecondFactor.staffId, of.id))
  return replaceRecoveryCodes(auth, tx, of.id)
}

/** Judges a code from the app. The answer is written down, so the transaction must be committed whatever it is. */
export async function verify(
  auth: StaffAuth,
  tx: StaffTx,
  staffId: string,
  code: string,
): Promise<CodeAnswer> {
  return judge(auth, tx, staffId, async (factor) => {
    const secret = unseal(auth.keys.secondFactor, factor.sealedSecret, staffId)
    const step = matchingStep(secret, code, auth.clock.now(), factor.lastStep)
    return step === undefined ? undefined : { lastStep: step }
  })
}

/** Judges a recovery code, and uses it up. The answer is written down, as with `verify`. */
export async function recover(
  auth: StaffAuth,
  tx: StaffTx,
  staffId: string,
  typed: string,
): Promise<CodeAnswer> {
  return judge(auth, tx, staffId, async () =>
    (await useRecoveryCode(auth, tx, staffId, typed)) ? {} : undefined,
  )
}

/** A new set of recovery codes; the old ones no longer work. */
export async function replaceRecoveryCodes(auth: StaffAuth, tx: StaffTx, staffId: string): Promise<string[]> {
  const now = auth.clock.now()
  const codes = newRecoveryCodes()
  await withdrawRecoveryCodes(auth, tx, staffId)
  await tx
    .insert(staffRecoveryCode)
    .values(
      codes.map((code) => ({ staffId, codeHash: keyedHash(auth.keys.recoveryCode, code), madeAt: now })),
    )
  return codes
}

/** How many recovery codes are left. */
export async function recoveryCodesLeft(tx: StaffTx, staffId: string): Promise<number> {
  const rows = await tx.select({ id: staffRecoveryCode.id }).from(staffRecoveryCode).where(isUsable(staffId))
  return rows.length
}

/** Takes the second factor away: at the next sign-in another one is set up. */
export async function reset(auth: StaffAuth, tx: StaffTx, staffId: string): Promise<void> {
  await note(tx, staffId, fresh(auth, staffId))
  await withdrawRecoveryCodes(auth, tx, staffId)
}

async function judge(
  auth: StaffAuth,
  tx: StaffTx,
  staffId: string,
  proof: (factor: Factor) => Promise<{ lastStep?: number } | undefined>,
): Promise<CodeAnswer> {
  const now = auth.clock.now()
  const factor = await lockConfirmed(tx, staffId)
  if (!factor) return 'wrong'
  if (factor.lockedUntil && factor.lockedUntil > now) return 'locked'
  const proven = await proof(factor)
  await note(tx, staffId, proven ? { ...proven, failures: 0, lockedUntil: null } : failure(factor, now))
  return proven ? 'right' : 'wrong'
}

function failure({ failures }: Factor, now: Date): { failures: number; lockedUntil: Date | null } {
  if (failures + 1 < mostFailures) return { failures: failures + 1, lockedUntil: null }
  return { failures: 0, lockedUntil: new Date(now.getTime() + rest) }
}

async function note(
  tx: StaffTx,
  staffId: string,
  change: Partial<typeof staffSecondFactor.$inferInsert>,
): Promise<void> {
  await tx.update(staffSecondFactor).set(change).where(eq(staffSecondFactor.staffId, staffId))
}

/** Tries at the same account wait for each other here. */
async function lockConfirmed(tx: StaffTx, staffId: string): Promise<Factor | undefined> {
  const [row] = await tx
    .select({
      sealedSecret: staffSecondFactor.sealedSecret,
      lastStep: staffSecondFactor.lastStep,
      failures: staffSecondFactor.failures,
      lockedUntil: staffSecondFactor.lockedUntil,
      confirmedAt: staffSecondFactor.confirmedAt,
    })
    .from(staffSecondFactor)
    .where(eq(staffSecondFactor.staffId, staffId))
    .for('update')
  return row?.confirmedAt ? row : undefined
}

async function unconfirmedSecret(auth: StaffAuth, tx: StaffTx, staffId: string): Promise<Buffer> {
  const [row] = await tx
    .select({ sealedSecret: staffSecondFactor.sealedSecret, confirmedAt: staffSecondFactor.confirmedAt })
    .from(staffSecondFactor)
    .where(eq(staffSecondFactor.staffId, staffId))
    .for('update')
  if (!row) throw new NotFound()
  if (row.confirmedAt) throw new Conflict('second-factor-is-set')
  return unseal(auth.keys.secondFactor, row.sealedSecret, staffId)
}

/** Where none is there yet, so that two pages opened at once show the same secret. */
async function begin(auth: StaffAuth, tx: StaffTx, staffId: string): Promise<void> {
  await tx
    .insert(staffSecondFactor)
    .values({ staffId, ...fresh(auth, staffId) })
    .onConflictDoNothing({ target: staffSecondFactor.staffId })
}

function fresh(auth: StaffAuth, staffId: string) {
  return {
    sealedSecret: seal(auth.keys.secondFactor, totpSecret(), staffId),
    begunAt: auth.clock.now(),
    confirmedAt: null,
    lastStep: null,
    failures: 0,
    lockedUntil: null,
  }
}

async function useRecoveryCode(
  auth: StaffAuth,
  tx: StaffTx,
  staffId: string,
  typed: string,
): Promise<boolean> {
  const code = asRecoveryCode(typed)
  if (!code) return false
  const used = await tx
    .update(staffRecoveryCode)
    .set({ usedAt: auth.clock.now() })
    .where(and(isUsable(staffId), eq(staffRecoveryCode.codeHash, keyedHash(auth.keys.recoveryCode, code))))
    .returning({ id: staffRecoveryCode.id })
  return used.length === 1
}

async function withdrawRecoveryCodes(auth: StaffAuth, tx: StaffTx, staffId: string): Promise<void> {
  await tx.update(staffRecoveryCode).set({ replacedAt: auth.clock.now() }).where(isUsable(staffId))
}

function isUsable(staffId: string) {
  return and(
    eq(staffRecoveryCode.staffId, staffId),
    isNull(staffRecoveryCode.usedAt),
    isNull(staffRecoveryCode.replacedAt),
  )
}

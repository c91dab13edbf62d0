import { and, desc, eq, gt, isNotNull, isNull, ne } from 'drizzle-orm'
import { token, tokenHash } from '../platform/keys.ts'
import { minutes, type StaffMember, type StaffTx } from './auth.ts'
import { type SessionEnd, staff, staffSecondFactor, staffSession } from './table.ts'

/** A session nobody uses ends; one in use ends after a working day (OWASP ASVS 5.0 7.3). */
const idleLimit = minutes(2 * 60)
const absoluteLimit = minutes(12 * 60)
/** How long the way from the password to the code may take. */
const doorLimit = minutes(30)
/** `seen_at` is written at most this often. */
const seenStep = minutes(1)

type StaffSession = {
  readonly id: string
  readonly browser: string
  readonly beganAt: Date
  readonly seenAt: Date
}

/** A new session after a right password, still without the second factor. Gives the cookie's token, kept nowhere. */
export async function begin(tx: StaffTx, now: Date, staffId: string, browser: string): Promise<string> {
  return add(tx, {
    staffId,
    browser,
    beganAt: now,
    seenAt: now,
    confirmedAt: now,
    expiresAt: later(now, doorLimit),
  })
}

/** Whom a cookie's token speaks for, unless the session has ended, lain idle, or outlived its day. */
export async function find(tx: StaffTx, now: Date, bearer: string): Promise<StaffMember | undefined> {
  const [row] = await tx
    .select({
      id: staff.id,
      sessionId: staffSession.id,
      name: staff.name,
      email: staff.email,
      role: staff.role,
      language: staff.language,
      seenAt: staffSession.seenAt,
      secondFactorAt: staffSession.secondFactorAt,
      factorConfirmedAt: staffSecondFactor.confirmedAt,
      confirmedAt: staffSession.confirmedAt,
    })
    .from(staffSession)
    .innerJoin(staff, eq(staff.id, staffSession.staffId))
    .leftJoin(staffSecondFactor, eq(staffSecondFactor.staffId, staff.id))
    .where(and(eq(staffSession.tokenHash, tokenHash(bearer)), isLive(now), isNull(staff.leftOn)))
  if (!row) return undefined
  if (now.getTime() - row.seenAt.getTime() > seenStep) await see(tx, now, row.sessionId)
  const { seenAt: _, secondFactorAt, factorConfirmedAt, ...member } = row
  return { ...member, secondFactor: secondFactorAt !== null, hasSecondFactor: factorConfirmedAt !== null }
}

/** Whose session a token opened once, though it has ended meanwhile. */
export async function former(
  tx: StaffTx,
  bearer: string,
): Promise<Pick<StaffMember, 'email' | 'language'> | undefined> {
  const [row] = await tx
    .select({ email: staff.email, language: staff.language })
    .from(staffSession)
    .innerJoin(staff, eq(staff.id, staffSession.staffId))
    .where(
      and(
        eq(staffSession.tokenHash, tokenHash(bearer)),
        isNotNull(staffSession.secondFactorAt),
        isNull(staff.leftOn),
      ),
    )
  return row
}

/**
 * The same browser under a new token, after the second factor was passed or set up: whoever knew the old token is
 * out (CVE-2025-54236). Also renews the proof of identity.
 */
export async function rotate(tx: StaffTx, now: Date, sessionId: string): Promise<string> {
  const [old] = await tx
    .update(staffSession)
    .set({ endedAt: now, endedBecause: 'rotated' })
    .where(and(eq(staffSession.id, sessionId), isNull(staffSession.endedAt)))
    .returning({
      staffId: staffSession.staffId,
      browser: staffSession.browser,
      beganAt: staffSession.beganAt,
    })
  if (!old) throw new Error('the session has just ended')
  const expiresAt = later(old.beganAt, absoluteLimit)
  return add(tx, { ...old, seenAt: now, confirmedAt: now, secondFactorAt: now, expiresAt })
}

/** Notes that the person has proved again who they are. */
export async function confirm(tx: StaffTx, now: Date, sessionId: string): Promise<void> {
  await tx.update(staffSession).set({ confirmedAt: now }).where(eq(staffSession.id, sessionId))
}

/** The live sessions of a member of staff, the latest first. */
export async function list(tx: StaffTx, now: Date, staffId: string): Promise<StaffSession[]> {
  return tx
    .select({
      id: staffSession.id,
      browser: staffSession.browser,
      beganAt: staffSession.beganAt,
      seenAt: staffSession.seenAt,
    })
    .from(staffSession)
    .where(and(eq(staffSession.staffId, staffId), isLive(now)))
    .orderBy(desc(staffSession.seenAt))
}

/** Ends one session of this member of staff; somebody else's stays as it is. */
export async function end(
  tx: StaffTx,
  now: Date,
  of: { staffId: string; sessionId: string },
  because: SessionEnd,
) {
  await tx
    .update(staffSession)
    .set({ endedAt: now, endedBecause: because })
    .where(
      and(
        eq(staffSession.id, of.sessionId),
        eq(staffSession.staffId, of.staffId),
        isNull(staffSession.endedAt),
      ),
    )
}

/** Ends all sessions of a member of staff, or all but one. */
export async function endAll(tx: StaffTx, now: Date, staffId: string, because: SessionEnd, butNot?: string) {
  await tx
    .update(staffSession)
    .set({ endedAt: now, endedBecause: because })
    .where(
      and(
        eq(staffSession.staffId, staffId),
        isNull(staffSession.endedAt),
        butNot === undefined ? undefined : ne(staffSession.id, butNot),
      ),
    )
}

type NewSession = Omit<typeof staffSession.$inferInsert, 'tokenHash'>

async function add(tx: StaffTx, session: NewSession): Promise<string> {
  const bearer = token()
  await tx.insert(staffSession).values({ ...session, tokenHash: tokenHash(bearer) })
  return bearer
}

async function see(tx: StaffTx, now: Date, sessionId: string): Promise<void> {
  await tx.update(staffSession).set({ seenAt: now }).where(eq(staffSession.id, sessionId))
}

function isLive(now: Date) {
  return and(
    isNull(staffSession.endedAt),
    gt(staffSession.expiresAt, now),
    gt(staffSession.seenAt, later(now, -idleLimit)),
  )
}

function later(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds)
}

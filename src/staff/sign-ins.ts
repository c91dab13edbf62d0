import { and, eq, isNull } from 'drizzle-orm'
import { actorOf, type StaffAuth, type StaffMember, type StaffTx } from './auth.ts'
import * as secondFactors from './second-factors.ts'
import * as sessions from './sessions.ts'
import * as attempts from './sign-in-attempts.ts'
import { staff, staffCredential } from './table.ts'

export type Door = {
  /** Where the request came from; kept only as a keyed hash, for the throttle. */
  readonly address: string
  /** A few words that tell the person's own browsers apart. */
  readonly browser: string
}
/** The same answer for a wrong password and for an account that does not exist. */
type SignIn = { readonly kind: 'begun'; readonly token: string } | { readonly kind: 'refused' | 'throttled' }
export type Passed =
  | { readonly kind: 'right'; readonly token: string }
  | { readonly kind: 'wrong' | 'locked' }
type Confirmed = 'right' | 'wrong' | 'locked' | 'throttled'

/** The first step: e-mail and password. The session it begins opens only the second step. */
export async function signIn(
  auth: StaffAuth,
  typed: { email: string; password: string },
  door: Door,
): Promise<SignIn> {
  const attempt = await attempts.admit(auth, typed.email, door.address)
  if (!attempt) return { kind: 'throttled' }
  const account = await auth.under('staff-accounts', 'guest', (tx) => accountOf(tx, typed.email))
  const matches = await auth.passwords.verify(typed.password, account?.passwordHash)
  if (!account || !matches) return { kind: 'refused' }
  await attempts.succeed(auth, attempt)
  const passwordHash = await renewed(auth, typed.password, account.passwordHash)
  return auth.under('staff-accounts', actorOf(account), async (tx) => {
    if (!(await isStill(tx, typed.email, account))) return { kind: 'refused' }
    if (passwordHash !== account.passwordHash) await keepPassword(auth, tx, account.id, passwordHash)
    return { kind: 'begun', token: await sessions.begin(tx, auth.clock.now(), account.id, door.browser) }
  })
}

/** The second step with a code of the app: the session goes on under a new token. */
export function passCode(auth: StaffAuth, member: StaffMember, code: string): Promise<Passed> {
  return pass(auth, member, (tx) => secondFactors.verify(auth, tx, member.id, code))
}

/** The second step with a recovery code, which is used up. */
export function passRecoveryCode(auth: StaffAuth, member: StaffMember, code: string): Promise<Passed> {
  return pass(auth, member, (tx) => secondFactors.recover(auth, tx, member.id, code))
}

/** Whom a cookie's token speaks for. */
export async function currentStaff(auth: StaffAuth, bearer: string): Promise<StaffMember | undefined> {
  return auth.under('staff-accounts', 'guest', (tx) => sessions.find(tx, auth.clock.now(), bearer))
}

/** Who worked in this browser until their session ended. */
export type Former = Pick<StaffMember, 'email' | 'language'>

/** Whom a cookie's token spoke for before its session ended; undefined for one that we never gave. */
export async function formerStaff(auth: StaffAuth, bearer: string): Promise<Former | undefined> {
  if (!bearer) return undefined
  return auth.under('staff-accounts', 'guest', (tx) => sessions.former(tx, bearer))
}

/** Both steps at once, where a form waits for them. Throttled like every sign-in. */
export async function signInAgain(
  auth: StaffAuth,
  typed: { email: string; password: string; code: string },
  door: Door,
): Promise<Passed | { readonly kind: 'refused' | 'throttled' }> {
  const begun = await signIn(auth, typed, door)
  if (begun.kind !== 'begun') return begun
  const member = await currentStaff(auth, begun.token)
  if (!member) return { kind: 'refused' }
  const passed = await passCode(auth, member, typed.code)
  if (passed.kind !== 'right') await leave(auth, member)
  return passed
}

/** A session between the two steps that nobody goes on with. */
async function leave(auth: StaffAuth, member: StaffMember): Promise<void> {
  const of = { staffId: member.id, sessionId: member.sessionId }
  await auth.under('staff-accounts', actorOf(member), (tx) => sessions.end(tx, auth.clock.now(), of, 'ended'))
}

/** Sets up the second factor with the app's first code. Gives a new token and the recovery codes, shown this once. */
export async function setUpSecondFactor(
  auth: StaffAuth,
  member: StaffMember,
  code: string,
): Promise<{ token: string; recoveryCodes: string[] } | undefined> {
  return auth.under('staff-accounts', actorOf(member), async (tx) => {
    const recoveryCodes = await secondFactors.confirm(auth, tx, member, code)
    if (!recoveryCodes) return undefined
    const now = auth.clock.now()
    await sessions.endAll(tx, now, member.id, 'credentials', member.sessionId)
    return { token: await sessions.rotate(tx, now, member.sessionId), recoveryCodes }
  })
}

/** Password and code once more, before something critical (OWASP ASVS 5.0 7.5). Throttled like a sign-in. */
export async function confirmIdentity(
  auth: StaffAuth,
  member: StaffMember,
  typed: { password: string; code: string },
  door: Door,
): Promise<Confirmed> {
  const attempt = await attempts.admit(auth, member.email, door.address)
  if (!attempt) return 'throttled'
  const account = await auth.under('staff-accounts', actorOf(member), (tx) => accountOf(tx, member.email))
  if (!(await auth.passwords.verify(typed.password, account?.passwordHash))) return 'wrong'
  await attempts.succeed(auth, attempt)
  return auth.under('staff-accounts', actorOf(member), async (tx) => {
    const answer = await secondFactors.verify(auth, tx, member.id, typed.code)
    if (answer === 'right') await sessions.confirm(tx, auth.clock.now(), member.sessionId)
    return answer
  })
}

/** A new password: every other session of the person ends, this one goes on under the returned token. */
export async function changePassword(
  auth: StaffAuth,
  member: StaffMember,
  password: string,
): Promise<string> {
  const passwordHash = await auth.passwords.hash(password)
  return auth.under('staff-accounts', actorOf(member), async (tx) => {
    const now = auth.clock.now()
    await keepPassword(auth, tx, member.id, passwordHash)
    await sessions.endAll(tx, now, member.id, 'credentials', member.sessionId)
    return sessions.rotate(tx, now, member.sessionId)
  })
}

/** Stores a hashed password in place of the one before. */
export async function keepPassword(
  auth: StaffAuth,
  tx: StaffTx,
  staffId: string,
  passwordHash: string,
): Promise<void> {
  const credential = { passwordHash, setAt: auth.clock.now() }
  await tx
    .insert(staffCredential)
    .values({ staffId, ...credential })
    .onConflictDoUpdate({ target: staffCredential.staffId, set: credential })
}

async function pass(
  auth: StaffAuth,
  member: StaffMember,
  judge: (tx: StaffTx) => Promise<secondFactors.CodeAnswer>,
): Promise<Passed> {
  return auth.under('staff-accounts', actorOf(member), async (tx) => {
    const answer = await judge(tx)
    if (answer !== 'right') return { kind: answer }
    return { kind: 'right', token: await sessions.rotate(tx, auth.clock.now(), member.sessionId) }
  })
}

type Account = { readonly id: string; readonly passwordHash: string }

async function accountOf(tx: StaffTx, email: string): Promise<Account | undefined> {
  const [account] = await tx
    .select({ id: staff.id, passwordHash: staffCredential.passwordHash })
    .from(staff)
    .innerJoin(staffCredential, eq(staffCredential.staffId, staff.id))
    .where(and(eq(staff.email, email), isNull(staff.leftOn)))
  return account
}

/** The password took its time to check; meanwhile it may have been changed, or the person have left. */
async function isStill(tx: StaffTx, email: string, account: Account): Promise<boolean> {
  const now = await accountOf(tx, email)
  return now?.id === account.id && now.passwordHash === account.passwordHash
}

async function renewed(auth: StaffAuth, password: string, stored: string): Promise<string> {
  return auth.passwords.isOutdated(stored) ? auth.passwords.hash(password) : stored
}

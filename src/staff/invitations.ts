import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { Conflict, Gone } from '../platform/errors.ts'
import { isToken, token, tokenHash } from '../platform/keys.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { minutes, type StaffAuth, type StaffTx } from './auth.ts'
import * as secondFactors from './second-factors.ts'
import * as sessions from './sessions.ts'
import { keepPassword } from './sign-ins.ts'
import { type StaffLanguage, type StaffRole, staff, staffInvitation } from './table.ts'

const mailedLinkLasts = minutes(7 * 24 * 60)
const ownerLinkLasts = minutes(24 * 60)

export type Invitation = {
  readonly id: string
  /** first-owner: nobody is known yet; recovery: a new password and second factor for somebody who is. */
  readonly kind: 'first-owner' | 'invitation' | 'recovery'
  readonly staffId: string | null
  readonly name: string | null
  readonly email: string | null
  readonly language: StaffLanguage | null
}

/** What the mail with the link says. */
type InvitationLetter = {
  readonly kind: 'invitation' | 'recovery'
  readonly to: string
  readonly name: string
  readonly role: StaffRole
  readonly language: StaffLanguage
  readonly token: string
  readonly expiresAt: Date
}

export type Acceptance = {
  readonly password: string
  readonly name: string
  readonly email: string
  readonly language: StaffLanguage
  /** The confidentiality undertaking in the words the person saw (seed 003, paragraph 5). */
  readonly undertaking: string
  readonly browser: string
}

/** Prepares a link for a member of staff; earlier ones stop working. The token comes into being when the mail is sent. */
export async function make(
  tx: StaffTx,
  now: Date,
  of: { kind: 'invitation' | 'recovery'; staffId: string; madeBy: string | null },
): Promise<string> {
  await withdraw(tx, now, of.staffId)
  return add(tx, { ...of, madeAt: now })
}

/**
 * For the job that mails the link: a new token each time, so that none rests in a payload or a stored mail.
 * Undefined where the invitation has been used or withdrawn meanwhile.
 */
export async function letter(
  tx: Tx<'service-messages'> | StaffTx,
  now: Date,
  invitationId: string,
): Promise<InvitationLetter | undefined> {
  const bearer = token()
  const expiresAt = new Date(now.getTime() + mailedLinkLasts)
  const [invited] = await tx.execute<Omit<InvitationLetter, 'token' | 'expiresAt'>>(sql`
    select kind, email as "to", name, role, language
      from shop_invitation_letter(${invitationId}, ${tokenHash(bearer)}, ${expiresAt.toISOString()})`)
  return invited && { ...invited, token: bearer, expiresAt }
}

/** A link for the person at the machine: the first owner's, or one that lets a lost owner in again. Valid 24 hours. */
export async function ownerLink(tx: StaffTx, now: Date, owner: { id: string } | undefined): Promise<string> {
  await withdraw(tx, now, owner?.id ?? null)
  const kind = owner ? 'recovery' : 'first-owner'
  const id = await add(tx, { kind, staffId: owner?.id ?? null, madeAt: now })
  return (await giveToken(tx, id, new Date(now.getTime() + ownerLinkLasts))).token
}

/** The invitation behind a link, without using it up; undefined where the link is unknown, used or too old. */
export async function find(tx: StaffTx, now: Date, bearer: string): Promise<Invitation | undefined> {
  if (!isToken(bearer)) return undefined
  const [found] = await tx
    .select({
      id: staffInvitation.id,
      kind: staffInvitation.kind,
      staffId: staffInvitation.staffId,
      name: staff.name,
      email: staff.email,
      language: staff.language,
    })
    .from(staffInvitation)
    .leftJoin(staff, eq(staff.id, staffInvitation.staffId))
    .where(and(isBehind(bearer, now), isNull(staff.leftOn)))
  return found
}

/**
 * Uses the link up: sets the password, and for somebody who had been in before takes the second factor away and ends
 * every session. Gives the token of a session that still needs its second factor. Throws Gone, or
 * Conflict where the first owner's e-mail belongs to somebody else who works here.
 */
export async function accept(auth: StaffAuth, bearer: string, given: Acceptance): Promise<string> {
  const passwordHash = await auth.passwords.hash(given.password)
  const now = auth.clock.now()
  return auth.under('staff-accounts', 'guest', async (tx) => {
    const invitation = await find(tx, now, bearer)
    if (!invitation || !(await use(tx, now, bearer))) throw new Gone()
    const staffId = invitation.staffId ?? (await addFirstOwner(tx, now, invitation, given))
    if (invitation.kind === 'invitation') await join(tx, now, staffId, given)
    if (invitation.kind === 'recovery') await forget(auth, tx, now, staffId)
    await keepPassword(auth, tx, staffId, passwordHash)
    return sessions.begin(tx, now, staffId, given.browser)
  })
}

/** Links already sent stop working. */
export async function withdraw(tx: StaffTx, now: Date, staffId: string | null): Promise<void> {
  const of = staffId === null ? isNull(staffInvitation.staffId) : eq(staffInvitation.staffId, staffId)
  await tx.update(staffInvitation).set({ withdrawnAt: now }).where(and(of, isOpen()))
}

/** Two people with the same link: one of them is first. */
async function use(tx: StaffTx, now: Date, bearer: string): Promise<boolean> {
  const used = await tx
    .update(staffInvitation)
    .set({ acceptedAt: now })
    .where(isBehind(bearer, now))
    .returning({ id: staffInvitation.id })
  return used.length === 1
}

async function addFirstOwner(tx: StaffTx, now: Date, { id }: Invitation, given: Acceptance): Promise<string> {
  const [owner] = await tx
    .insert(staff)
    .values({
      email: given.email,
      name: given.name,
      role: 'owner',
      language: given.language,
      invitedAt: now,
      joinedAt: now,
      undertakingText: given.undertaking,
    })
    .onConflictDoNothing()
    .returning({ id: staff.id })
  if (!owner) throw new Conflict('staff-exists')
  await tx.update(staffInvitation).set({ staffId: owner.id }).where(eq(staffInvitation.id, id))
  return owner.id
}

async function join(tx: StaffTx, now: Date, staffId: string, given: Acceptance): Promise<void> {
  await tx
    .update(staff)
    .set({ joinedAt: now, undertakingText: given.undertaking, language: given.language })
    .where(eq(staff.id, staffId))
}

async function forget(auth: StaffAuth, tx: StaffTx, now: Date, staffId: string): Promise<void> {
  await secondFactors.reset(auth, tx, staffId)
  await sessions.endAll(tx, now, staffId, 'credentials')
}

async function add(tx: StaffTx, invitation: typeof staffInvitation.$inferInsert): Promise<string> {
  const [row] = await tx.insert(staffInvitation).values(invitation).returning({ id: staffInvitation.id })
  if (!row) throw new Error('no invitation was stored')
  return row.id
}

async function giveToken(tx: StaffTx, invitationId: string, expiresAt: Date) {
  const bearer = token()
  await tx
    .update(staffInvitation)
    .set({ tokenHash: tokenHash(bearer), expiresAt })
    .where(eq(staffInvitation.id, invitationId))
  return { token: bearer, expiresAt }
}

function isBehind(bearer: string, now: Date) {
  return and(eq(staffInvitation.tokenHash, tokenHash(bearer)), gt(staffInvitation.expiresAt, now), isOpen())
}

function isOpen() {
  return and(isNull(staffInvitation.acceptedAt), isNull(staffInvitation.withdrawnAt))
}

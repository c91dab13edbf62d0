import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { Conflict, NotFound } from '../platform/errors.ts'
import type { StaffAuth, StaffMember, StaffTx } from './auth.ts'
import * as invitations from './invitations.ts'
import * as sessions from './sessions.ts'
import { type StaffLanguage, type StaffRole, staff } from './table.ts'

type StaffRow = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: StaffRole
  readonly invitedAt: Date
  readonly joinedAt: Date | null
}

const columns = {
  id: staff.id,
  name: staff.name,
  email: staff.email,
  role: staff.role,
  invitedAt: staff.invitedAt,
  joinedAt: staff.joinedAt,
}

/** Everyone who works here now, and who has been invited to. */
export async function list(tx: StaffTx): Promise<StaffRow[]> {
  return tx.select(columns).from(staff).where(isNull(staff.leftOn)).orderBy(asc(staff.name), asc(staff.id))
}

/** Throws NotFound, also for somebody who has left. */
export async function find(tx: StaffTx, id: string): Promise<StaffRow> {
  const [row] = await tx
    .select(columns)
    .from(staff)
    .where(and(eq(staff.id, id), isNull(staff.leftOn)))
  if (!row) throw new NotFound()
  return row
}

/** Invites somebody; the returned invitation's letter is to be enqueued in the same transaction. Conflict `staff-exists`. */
export async function invite(
  auth: StaffAuth,
  tx: StaffTx,
  by: { readonly id: string },
  person: { email: string; name: string; role: StaffRole; language: StaffLanguage },
): Promise<{ staffId: string; invitationId: string }> {
  const now = auth.clock.now()
  const [added] = await tx
    .insert(staff)
    .values({ ...person, invitedBy: by.id, invitedAt: now })
    .onConflictDoNothing()
    .returning({ id: staff.id })
  if (!added) throw new Conflict('staff-exists')
  const invitationId = await invitations.make(tx, now, {
    kind: 'invitation',
    staffId: added.id,
    madeBy: by.id,
  })
  return { staffId: added.id, invitationId }
}

/** A new link for somebody who has not come in yet, or who has lost the password or the phone. Gives its invitation. */
export async function sendLinkAgain(
  auth: StaffAuth,
  tx: StaffTx,
  by: { readonly id: string },
  id: string,
): Promise<string> {
  const { joinedAt } = await find(tx, id)
  const kind = joinedAt ? 'recovery' : 'invitation'
  return invitations.make(tx, auth.clock.now(), { kind, staffId: id, madeBy: by.id })
}

/** Other rights from now on: the person's sessions end. Conflict `last-owner`. */
export async function changeRole(auth: StaffAuth, tx: StaffTx, id: string, role: StaffRole): Promise<void> {
  const { role: before } = await find(tx, id)
  if (before === role) return
  await refuseLastOwner(tx, id)
  await tx.update(staff).set({ role }).where(eq(staff.id, id))
  await sessions.endAll(tx, auth.clock.now(), id, 'rights')
}

/** The person leaves today: nothing opens any more. The row stays until its retention ends. Conflict `last-owner`. */
export async function remove(
  auth: StaffAuth,
  tx: StaffTx,
  by: { readonly id: string },
  id: string,
): Promise<void> {
  await find(tx, id)
  await refuseLastOwner(tx, id)
  await tx.update(staff).set({ leftOn: auth.clock.today(), removedBy: by.id }).where(eq(staff.id, id))
  await sessions.endAll(tx, auth.clock.now(), id, 'left')
  await invitations.withdraw(tx, auth.clock.now(), id)
}

/** The language in which a member of staff reads the back office. */
export async function chooseLanguage(
  tx: StaffTx,
  member: StaffMember,
  language: StaffLanguage,
): Promise<void> {
  await tx.update(staff).set({ language }).where(eq(staff.id, member.id))
}

/** Whether somebody can rule the shop; while nobody can, each start prints a new link. */
export async function hasOwner(tx: StaffTx): Promise<boolean> {
  return (await owners(tx)).length > 0
}

/**
 * The token of a one-time link, valid 24 hours: for the shop's first owner, or, once there is one, for the owner with
 * this e-mail (the first of them without one) to set a new password and second factor. NotFound for an unknown e-mail.
 */
export async function ownerLink(auth: StaffAuth, tx: StaffTx, email?: string): Promise<string> {
  const all = await owners(tx)
  const owner = email === undefined ? all[0] : all.find((each) => each.email === email.toLowerCase())
  if (email !== undefined && !owner) throw new NotFound()
  return invitations.ownerLink(tx, auth.clock.now(), owner)
}

/** Locked, so that two owners cannot take each other's rights at once; the database's trigger holds the same rule. */
async function refuseLastOwner(tx: StaffTx, id: string): Promise<void> {
  const locked = await owners(tx).for('update')
  if (locked.length === 1 && locked[0]?.id === id) throw new Conflict('last-owner')
}

function owners(tx: StaffTx) {
  return tx
    .select({ id: staff.id, email: staff.email })
    .from(staff)
    .where(and(eq(staff.role, 'owner'), isNull(staff.leftOn), isNotNull(staff.joinedAt)))
    .orderBy(asc(staff.joinedAt), asc(staff.id))
}

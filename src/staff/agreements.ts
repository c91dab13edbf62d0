import { asc, eq, isNull, sql } from 'drizzle-orm'
import type { IsoDate } from '../platform/time.ts'
import { staffAgreement, staffRoleChange } from './agreement-table.ts'
import type { StaffTx } from './auth.ts'
import { find } from './staff.ts'
import { type StaffRole, staff } from './table.ts'

/** Somebody who works with the data: which rights since when, and what they agreed to (seed 003, paragraph 5). */
export interface AgreedMember {
  readonly id: string
  readonly name: string
  readonly role: StaffRole
  readonly roleSince: Date
  readonly joinedAt: Date | null
  /** The words of the confidentiality undertaking; null before the person came in. */
  readonly undertaking: string | null
  readonly reference: string | null
  readonly agreedOn: string | null
}

/** Everyone who works here now. */
export async function list(tx: StaffTx): Promise<AgreedMember[]> {
  return tx
    .select({
      id: staff.id,
      name: staff.name,
      role: staff.role,
      roleSince: sql<Date>`coalesce((select max(${staffRoleChange.since}) from ${staffRoleChange}
        where ${staffRoleChange.staffId} = ${staff.id}), ${staff.invitedAt})`.mapWith(staff.invitedAt),
      joinedAt: staff.joinedAt,
      undertaking: staff.undertakingText,
      reference: staffAgreement.reference,
      agreedOn: staffAgreement.agreedOn,
    })
    .from(staff)
    .leftJoin(staffAgreement, eq(staffAgreement.staffId, staff.id))
    .where(isNull(staff.leftOn))
    .orderBy(asc(staff.name), asc(staff.id))
}

/** Notes the agreement with somebody who works here. Throws NotFound for anybody else. */
export async function note(
  tx: StaffTx,
  staffId: string,
  { reference, agreedOn }: { reference: string; agreedOn: IsoDate },
  by: string,
): Promise<void> {
  await find(tx, staffId)
  await tx
    .insert(staffAgreement)
    .values({ staffId, reference, agreedOn, notedBy: by })
    .onConflictDoUpdate({
      target: staffAgreement.staffId,
      set: { reference, agreedOn, notedBy: by, notedAt: sql`now()` },
    })
}

import { openPasswords, type PasswordCost, type Passwords } from '../platform/auth/passwords.ts'
import { deriveKey } from '../platform/keys.ts'
import type { Clock } from '../platform/time.ts'
import type { PurposesOf } from '../privacy/purposes.ts'
import { type Access, type Actor, type Tx, withPurpose } from '../privacy/with-purpose.ts'
import type { StaffLanguage, StaffRole } from './table.ts'

/** A transaction for what the shop knows of its staff. */
export type StaffTx = Tx<'staff-accounts'>

/** Runs one transaction of the login `signin` under a purpose; the actor is for the audit. */
type UnderPurpose = <P extends PurposesOf<'signin'>, T>(
  purpose: P,
  actor: Actor,
  work: (tx: Tx<P>) => Promise<T>,
) => Promise<T>

/** What signing in needs beside the request. */
export type StaffAuth = {
  readonly clock: Clock
  readonly passwords: Passwords
  readonly under: UnderPurpose
  readonly keys: { readonly secondFactor: Buffer; readonly recoveryCode: Buffer; readonly attempt: Buffer }
}

type StaffAuthOptions = {
  /** The shop's secret, from which the keys of this area derive. */
  readonly secret: Buffer
  readonly clock: Clock
  readonly database: Access<'signin'>
  readonly passwordCost?: PasswordCost
}

/** One for the process, which `Shop` holds: passwords are hashed one at a time in it. Opens no connection. */
export function openStaffAuth({ secret, clock, database, passwordCost }: StaffAuthOptions): StaffAuth {
  return {
    clock,
    under: (purpose, actor, work) => withPurpose(database, purpose, actor, work),
    passwords: openPasswords(passwordCost),
    keys: {
      secondFactor: deriveKey(secret, 'staff second factor'),
      recoveryCode: deriveKey(secret, 'staff recovery code'),
      attempt: deriveKey(secret, 'staff sign-in attempt'),
    },
  }
}

/** Who sits at the other end of a staff cookie. */
export type StaffMember = {
  readonly id: string
  readonly sessionId: string
  readonly name: string
  readonly email: string
  readonly role: StaffRole
  readonly language: StaffLanguage
  /** Whether this session has passed the second factor; without it nothing but its pages is open. */
  readonly secondFactor: boolean
  /** Whether a second factor is set up; if not, that comes first. */
  readonly hasSecondFactor: boolean
  /** When the person last proved in this session who they are. */
  readonly confirmedAt: Date
}

/** Minutes as milliseconds. */
export const minutes = (count: number): number => count * 60_000

/** The actor's name in the audit. */
export const actorOf = (member: { readonly id: string }): Actor => `staff:${member.id}`

import { shopTerm } from '../privacy/purposes.ts'
import { type Declarations, personal, personalTable, plain, sealed } from '../privacy/tags.ts'
import {
  signInAttempt,
  staff,
  staffCredential,
  staffInvitation,
  staffRecoveryCode,
  staffSecondFactor,
  staffSession,
} from './table.ts'

const name = personal('name', 'staff-accounts')
const contact = personal('contact', 'staff-accounts')
const technical = personal('technical', 'staff-accounts')
/** Keys are told to nobody, their owner included. */
const key = sealed('technical', 'staff-accounts')
const doorLog = personal('technical', 'security')

const afterLeaving = shopTerm('staff-accounts', 'leaving')
const account = {
  subjects: ['staff'],
  collectedFor: ['staff-accounts'],
  changedFor: ['staff-accounts'],
} as const
const ofStaff = {
  ...account,
  unit: { of: 'staff', by: 'staff_id' },
  rows: { 'staff-accounts': `shop_staff_known(staff_id, ${afterLeaving})` },
} as const

/**
 * What the shop knows of those who work in it (seed 003, paragraph 5), and the log of its door. Only the
 * sign-in login takes staff-accounts: passwords and sealed secrets are read by nobody else, the worker included.
 */
export const staffData: Declarations = {
  personal: [
    personalTable<typeof staff>({
      ...account,
      table: staff,
      columns: {
        id: plain,
        email: contact,
        name,
        role: technical,
        language: technical,
        invitedBy: technical,
        invitedAt: technical,
        joinedAt: technical,
        undertakingText: technical,
        leftOn: technical,
        removedBy: technical,
      },
      unit: { of: 'staff', by: 'id' },
      rows: { 'staff-accounts': `left_on is null or left_on + ${afterLeaving} >= shop_today()` },
      audited: true,
    }),
    personalTable<typeof staffCredential>({
      ...ofStaff,
      table: staffCredential,
      columns: { staffId: plain, passwordHash: key, setAt: technical },
      audited: true,
    }),
    personalTable<typeof staffInvitation>({
      ...ofStaff,
      table: staffInvitation,
      columns: {
        id: plain,
        staffId: technical,
        kind: technical,
        madeBy: technical,
        madeAt: technical,
        tokenHash: key,
        expiresAt: technical,
        acceptedAt: technical,
        withdrawnAt: technical,
      },
      audited: true,
    }),
    // Not audited below: five years of who came and went each day would watch the staff, not account for the data.
    personalTable<typeof staffSecondFactor>({
      ...ofStaff,
      table: staffSecondFactor,
      columns: {
        staffId: plain,
        sealedSecret: key,
        begunAt: technical,
        confirmedAt: technical,
        lastStep: technical,
        failures: technical,
        lockedUntil: technical,
      },
      audited: false,
    }),
    personalTable<typeof staffRecoveryCode>({
      ...ofStaff,
      table: staffRecoveryCode,
      columns: {
        id: plain,
        staffId: technical,
        codeHash: key,
        madeAt: technical,
        usedAt: technical,
        replacedAt: technical,
      },
      audited: false,
    }),
    personalTable<typeof staffSession>({
      ...ofStaff,
      table: staffSession,
      columns: {
        id: plain,
        staffId: technical,
        tokenHash: key,
        browser: technical,
        beganAt: technical,
        seenAt: technical,
        expiresAt: technical,
        secondFactorAt: technical,
        confirmedAt: technical,
        endedAt: technical,
        endedBecause: technical,
      },
      audited: false,
    }),
    personalTable<typeof signInAttempt>({
      table: signInAttempt,
      subjects: ['staff'],
      columns: { id: plain, at: doorLog, accountHash: doorLog, addressHash: doorLog, succeededAt: doorLog },
      unit: { of: 'nobody', why: 'keyed hashes of who tried and from where' },
      collectedFor: ['security'],
      changedFor: ['security'],
      rows: { security: `at > (select shop_now()) - ${shopTerm('security', 'event')}` },
      audited: false,
    }),
  ],
  plain: [],
}

import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
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
const doorLog = personal('technical', 'security')

const account = {
  subjects: ['staff'],
  collectedFor: ['staff-accounts'],
  changedFor: ['staff-accounts'],
} as const

/** What the shop knows of those who work in it (seed 003, paragraph 5), and the log of its door. */
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
      audited: true,
    }),
    personalTable<typeof staffCredential>({
      ...account,
      table: staffCredential,
      columns: { staffId: plain, passwordHash: technical, setAt: technical },
      audited: true,
    }),
    personalTable<typeof staffInvitation>({
      ...account,
      table: staffInvitation,
      columns: {
        id: plain,
        staffId: technical,
        kind: technical,
        madeBy: technical,
        madeAt: technical,
        tokenHash: technical,
        expiresAt: technical,
        acceptedAt: technical,
        withdrawnAt: technical,
      },
      audited: true,
    }),
    // Not audited below: five years of who came and went each day would watch the staff, not account for the data.
    personalTable<typeof staffSecondFactor>({
      ...account,
      table: staffSecondFactor,
      columns: {
        staffId: plain,
        sealedSecret: technical,
        begunAt: technical,
        confirmedAt: technical,
        lastStep: technical,
        failures: technical,
        lockedUntil: technical,
      },
      audited: false,
    }),
    personalTable<typeof staffRecoveryCode>({
      ...account,
      table: staffRecoveryCode,
      columns: {
        id: plain,
        staffId: technical,
        codeHash: technical,
        madeAt: technical,
        usedAt: technical,
        replacedAt: technical,
      },
      audited: false,
    }),
    personalTable<typeof staffSession>({
      ...account,
      table: staffSession,
      columns: {
        id: plain,
        staffId: technical,
        tokenHash: technical,
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
      collectedFor: ['security'],
      changedFor: ['security'],
      audited: false,
    }),
  ],
  plain: [],
}

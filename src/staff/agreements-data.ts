import { shopTerm } from '../privacy/purposes.ts'
import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { staffAgreement, staffRoleChange } from './agreement-table.ts'

const technical = personal('technical', 'staff-accounts')
const ofStaff = {
  subjects: ['staff'],
  unit: { of: 'staff', by: 'staff_id' },
  rows: { 'staff-accounts': `shop_staff_known(staff_id, ${shopTerm('staff-accounts', 'leaving')})` },
} as const

/** Who held which rights since when, and by which agreement they work with the data (seed 003, paragraph 5). */
export const agreementsData: Declarations = {
  personal: [
    personalTable<typeof staffRoleChange>({
      ...ofStaff,
      table: staffRoleChange,
      columns: { staffId: plain, since: technical, role: technical },
      // The database notes them.
      collectedFor: [],
      audited: false,
    }),
    personalTable<typeof staffAgreement>({
      ...ofStaff,
      table: staffAgreement,
      columns: {
        staffId: plain,
        reference: technical,
        agreedOn: technical,
        notedBy: technical,
        notedAt: technical,
      },
      collectedFor: ['staff-accounts'],
      changedFor: ['staff-accounts'],
      audited: true,
    }),
  ],
  plain: [],
}

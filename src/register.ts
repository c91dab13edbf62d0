import { bookkeepingData } from './bookkeeping/personal-data.ts'
import { catalogueData } from './catalogue/personal-data.ts'
import { checkoutData } from './checkout/personal-data.ts'
import { correspondenceData } from './correspondence/personal-data.ts'
import { customersData } from './customers/personal-data.ts'
import { deliveryData } from './delivery/personal-data.ts'
import { invoicingData } from './invoicing/personal-data.ts'
import { marketingData } from './marketing/personal-data.ts'
import { ordersData } from './orders/personal-data.ts'
import { cardsData } from './payments/cards/data.ts'
import { paymentsData } from './payments/personal-data.ts'
import { statementsData } from './payments/statements/data.ts'
import { accountabilityData } from './privacy/accountability/data.ts'
import { privacyData } from './privacy/personal-data.ts'
import { livingRegisterData } from './privacy/register/data.ts'
import { requestsData } from './privacy/requests/data.ts'
import type { Declarations } from './privacy/tags.ts'
import { receivablesData } from './receivables/personal-data.ts'
import { settingsData } from './settings/personal-data.ts'
import { agreementsData } from './staff/agreements-data.ts'
import { staffData } from './staff/personal-data.ts'
import { withdrawalsData } from './withdrawals/personal-data.ts'

const areas: Declarations[] = [
  settingsData,
  privacyData,
  accountabilityData,
  requestsData,
  livingRegisterData,
  staffData,
  agreementsData,
  catalogueData,
  deliveryData,
  customersData,
  checkoutData,
  ordersData,
  paymentsData,
  cardsData,
  invoicingData,
  statementsData,
  receivablesData,
  withdrawalsData,
  bookkeepingData,
  marketingData,
  correspondenceData,
]

/** Every table of the shop with its tags: what rights, comments, exports and erasures are derived from. */
export const register: Declarations = {
  personal: areas.flatMap((area) => area.personal),
  plain: areas.flatMap((area) => area.plain),
}

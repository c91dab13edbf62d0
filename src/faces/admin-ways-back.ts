import { Hono, type MiddlewareHandler } from 'hono'
import { requireStaff, type StaffDoor, type StaffEnv } from '../staff/guard.ts'
import { pattern, type StorefrontUrl, type UrlName, urlFor } from '../urls.ts'

type Place = Exclude<UrlName, StorefrontUrl>

/** Addresses that only take forms, and the page that each form stands on. */
const desk: readonly (readonly [from: Place, to: Place])[] = [
  ['adminOrderSearch', 'adminOrders'],
  ['adminPayment', 'adminOrder'],
  ['adminPaymentReversal', 'adminOrder'],
  ['adminTrust', 'adminOrder'],
  ['adminStandingEnd', 'adminOrder'],
  ['adminProof', 'adminOrder'],
  ['adminMaking', 'adminOrder'],
  ['adminPacking', 'adminOrder'],
  ['adminDispatch', 'adminOrder'],
  ['adminDelivery', 'adminOrder'],
  ['adminCancellation', 'adminOrder'],
  ['adminQuestionAnswer', 'adminOrder'],
  ['adminRepairs', 'adminOrder'],
  ['adminRepairTakingBack', 'adminOrder'],
  ['adminDeliveryCarrierRemove', 'adminDeliveryCarrier'],
  ['adminDeliveryZoneRemove', 'adminDeliveryZone'],
  ['adminParcelFile', 'adminParcels'],
  ['adminParcelFileAgain', 'adminParcels'],
  ['adminPackingSlips', 'adminParcels'],
  ['adminGoodsBulk', 'adminGoods'],
  ['adminProductCopy', 'adminProduct'],
  ['adminProductRemoval', 'adminProduct'],
  ['adminCategoryRemoval', 'adminCategory'],
  ['adminDiscountEnd', 'adminDiscount'],
  ['adminNewsletterTest', 'adminNewsletter'],
  ['adminNewsletterCopy', 'adminNewsletter'],
  ['adminNewsletterRemoval', 'adminNewsletter'],
  ['adminPersonalCode', 'adminOrder'],
  ['adminPersonalCodeOpening', 'adminOrder'],
  ['adminPersonalCodeRemoval', 'adminOrder'],
  ['adminBreachCount', 'adminBreach'],
  ['adminBreachFiling', 'adminBreach'],
  ['adminBreachDecision', 'adminBreach'],
  ['adminBreachLetters', 'adminBreach'],
  ['adminBreachClosing', 'adminBreach'],
  ['adminMailResend', 'adminMail'],
  ['adminRetentionRun', 'adminRetention'],
  ['adminHandOverCheck', 'adminHandOver'],
  ['adminHandOverBatches', 'adminHandOver'],
  ['adminHandOverPack', 'adminHandOverBatch'],
  ['adminHandOverReport', 'adminHandOverBatch'],
  ['adminHandOverRecall', 'adminHandOverBatch'],
  ['adminRecallTold', 'adminHandOver'],
  ['adminWriteOffReversal', 'adminHandOver'],
  ['adminHolds', 'adminRetention'],
  ['adminHoldLift', 'adminRetention'],
  ['adminRequestSearch', 'adminRequests'],
  ['adminRequestStep', 'adminRequest'],
  ['adminRequestCopy', 'adminRequest'],
  ['adminJobRetry', 'adminJobs'],
  ['adminOrderPublicBuyer', 'adminOrderDocuments'],
  ['adminOrderSending', 'adminOrderDocuments'],
  ['adminOrderVies', 'adminOrderDocuments'],
  ['adminOrderVat', 'adminOrderDocuments'],
  ['adminOrderCorrective', 'adminOrderDocuments'],
  ['adminTransportProof', 'adminOrderDocuments'],
  ['adminBankSearch', 'adminBankEntry'],
  ['adminBankMatch', 'adminBankEntry'],
  ['adminBankUndo', 'adminBankEntry'],
  ['adminBankAside', 'adminBankEntry'],
  ['adminBankAgain', 'adminBankEntry'],
  ['adminDebtsBulk', 'adminDebts'],
  ['adminDebtStep', 'adminDebt'],
]
const owner: typeof desk = [
  ['staffRole', 'staffPeople'],
  ['staffRemoval', 'staffPeople'],
  ['staffLink', 'staffPeople'],
  ['adminOpeningSearch', 'adminOpenings'],
  ['adminPurposeTerm', 'adminPurposeChange'],
  ['adminPurposeSwitch', 'adminPurposeChange'],
  ['adminPurposeBalance', 'adminPurposeChange'],
  ['adminRecipientSignOff', 'adminRecipients'],
  ['adminRecipientEnd', 'adminRecipient'],
  ['adminStaffAgreement', 'adminRecordStaff'],
]
const everybody: typeof desk = [
  ['staffLanguage', 'staffAccount'],
  ['staffNewSecondFactor', 'staffAccount'],
  ['staffRecoveryCodes', 'staffAccount'],
  ['staffSessionEnd', 'staffAccount'],
]

/** Whoever opens the address of a form (a reload, a bookmark, the way back after signing in) comes to its page. */
export function waysBack(door: StaffDoor): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>()
  lead(routes, desk, requireStaff(door, ['owner', 'administrator']))
  lead(routes, owner, requireStaff(door, ['owner']))
  lead(routes, everybody, requireStaff(door))
  return routes
    .get(pattern('adminClosureRemove'), requireStaff(door, ['owner', 'administrator']), (c) =>
      c.redirect(urlFor('adminSettings', { section: 'closures' }), 303),
    )
    .get(pattern('adminDeliveryCarriers'), requireStaff(door, ['owner', 'administrator']), (c) =>
      c.redirect(urlFor('adminSettings', { section: 'delivery' }), 303),
    )
    .get(pattern('staffSignOut'), (c) => c.redirect(urlFor('admin'), 303))
}

function lead(routes: Hono<StaffEnv>, ways: typeof desk, guard: MiddlewareHandler<StaffEnv>): void {
  for (const [from, to] of ways) {
    routes.get(pattern(from), guard, (c) => {
      const ids: Readonly<Record<string, string>> = c.req.param()
      return c.redirect(urlFor(to, ids), 303)
    })
  }
}

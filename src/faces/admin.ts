import { Hono } from 'hono'
import { booksRoutes } from '../bookkeeping/admin-books.ts'
import { goodsRoutes } from '../catalogue/admin.ts'
import { previewRoutes } from '../catalogue/editing/admin-preview.ts'
import { goodsFileRoutes } from '../catalogue/goods-files/admin.ts'
import { productPage } from '../catalogue/storefront-product.ts'
import { discountRoutes } from '../checkout/admin-discounts.ts'
import { mailRoutes } from '../correspondence/admin.ts'
import { deliveryRoutes } from '../delivery/admin.ts'
import { documentRoutes } from '../invoicing/admin-documents.ts'
import { orderDocumentRoutes } from '../invoicing/admin-order-documents.ts'
import { newsRoutes } from '../marketing/admin.ts'
import { orderRoutes } from '../orders/admin.ts'
import { parcelRoutes } from '../orders/admin-parcels.ts'
import { paymentRoutes } from '../payments/admin-payments.ts'
import { refundRoutes } from '../payments/admin-refunds.ts'
import { cardsRoutes } from '../payments/cards/admin-cards.ts'
import { statementRoutes } from '../payments/statements/admin-statements.ts'
import { breachRoutes } from '../privacy/accountability/admin-breaches.ts'
import { disclosureRoutes } from '../privacy/accountability/admin-disclosures.ts'
import { openingRoutes } from '../privacy/accountability/admin-openings.ts'
import { purposeRoutes } from '../privacy/register/admin-purposes.ts'
import { recipientRoutes } from '../privacy/register/admin-recipients.ts'
import { recordRoutes } from '../privacy/register/admin-record.ts'
import { requestRoutes } from '../privacy/requests/admin-requests.ts'
import { retentionRoutes } from '../privacy/retention/admin-retention.ts'
import { debtRoutes } from '../receivables/admin-debts.ts'
import { reminderRoutes } from '../receivables/dunning/admin-reminders.ts'
import { handOverRoutes } from '../receivables/hand-over/admin-hand-over.ts'
import { takeOverRoutes } from '../receivables/take-over/admin.ts'
import { settingsRoutes } from '../settings/admin.ts'
import type { Shop } from '../shop.ts'
import { staffRoutes } from '../staff/admin.ts'
import { requireStaff, type StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { withdrawalRoutes } from '../withdrawals/admin.ts'
import { jobRoutes } from './admin-jobs.ts'
import { openAdmin } from './admin-page.ts'
import { todayPage } from './admin-today.ts'
import { waysBack } from './admin-ways-back.ts'
import { openStorefront } from './storefront-page.ts'

/** The back office. Who may come in is decided here once; only staff's own pages bring their guards themselves. */
export function adminFace(shop: Shop): Hono<StaffEnv> {
  const office = openAdmin(shop)
  const desk = requireStaff(office, ['owner', 'administrator'])
  const face = new Hono<StaffEnv>()
  for (const room of ['orders', 'money', 'goods', 'news', 'privacy', 'mails', 'jobs', 'settings'])
    face.use(`${pattern('admin')}/${room}/*`, desk)
  face.get(pattern('adminPrivacy'), (c) => c.redirect(urlFor('adminRequests'), 303))
  face.get(pattern('adminMoney'), (c) => c.redirect(urlFor('adminPayments'), 303))
  face.get(pattern('admin'), requireStaff(office), async (c) => {
    if (c.get('staff').role === 'accountant') return c.redirect(urlFor('accountant'), 303)
    return todayPage(c, office)
  })
  face.route('/', waysBack(office))
  face.route('/', staffRoutes(office))
  face.route('/', goodsFileRoutes(office))
  face.route('/', discountRoutes(office))
  face.route('/', goodsRoutes(office))
  face.route('/', previewRoutes(office, productPage(openStorefront(shop))))
  // Before the orders: "parcels" is nobody's id.
  face.route('/', parcelRoutes(office))
  face.route('/', withdrawalRoutes(office))
  face.route('/', refundRoutes(office))
  face.route('/', documentRoutes(office))
  face.route('/', orderDocumentRoutes(office))
  face.route('/', orderRoutes(office))
  face.route('/', paymentRoutes(office))
  face.route('/', cardsRoutes(office))
  face.route('/', newsRoutes(office))
  face.route('/', statementRoutes(office))
  face.route('/', booksRoutes(office))
  face.route('/', takeOverRoutes(office))
  face.route('/', handOverRoutes(office))
  face.route('/', debtRoutes(office))
  face.route('/', mailRoutes(office))
  face.route('/', requestRoutes(office))
  face.route('/', jobRoutes(office))
  face.route('/', deliveryRoutes(office))
  face.route('/', retentionRoutes(office))
  face.route('/', settingsRoutes(office))
  face.route('/', reminderRoutes(office))
  face.route('/', disclosureRoutes(office))
  face.route('/', openingRoutes(office))
  face.route('/', breachRoutes(office))
  face.route('/', purposeRoutes(office))
  face.route('/', recipientRoutes(office))
  face.route('/', recordRoutes(office))
  return face
}

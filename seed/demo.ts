import { replace as replacePoints } from '../src/delivery/point-imports.ts'
import type { Transaction } from '../src/platform/database/client.ts'
import { languages } from '../src/platform/i18n/languages.ts'
import { dayIn } from '../src/platform/time.ts'
import * as settings from '../src/settings/settings.ts'
import { publishTerms } from '../src/settings/terms.ts'
import { zone } from '../src/shop.ts'
import { shop } from './cast.ts'
import { delivery } from './delivery.ts'
import { seedDiscounts } from './discounts.ts'
import { seedGoods } from './goods.ts'
import { home } from './home.ts'
import { lockers } from './lockers.ts'
import { seedNews } from './news.ts'
import { seedPages } from './pages.ts'
import { seedRecipients } from './recipients.ts'
import { terms } from './terms.ts'

/** The demo shop SIA "ZĪMES": its settings, terms and goods, through the doors that staff use. */
export async function seedDemo(tx: Transaction, now: Date): Promise<void> {
  await settings.change(tx, 'identity', identity, null)
  await settings.change(tx, 'bank', bank, null)
  await settings.change(tx, 'delivery', delivery, null)
  for (const { carrier, points } of lockers) await replacePoints(tx, carrier, points)
  await settings.change(tx, 'vat', { periods: [], oneStopShop: false }, null)
  await settings.change(tx, 'ordering', { minimumCents: null }, null)
  await settings.change(
    tx,
    'numbers',
    { orderPrefix: 'Z', invoicePrefix: 'ZIM-', creditPrefix: 'ZIM-K-' },
    null,
  )
  await settings.change(tx, 'closures', { closures: [] }, null)
  await settings.change(tx, 'languages', { open: [...languages] }, null)
  await settings.change(tx, 'home', home, null)
  await settings.change(tx, 'paying', paying, null)
  await settings.change(tx, 'debts', debts, null)
  await settings.change(tx, 'bookkeeping', {}, null)
  await settings.change(tx, 'backup', { on: false, hour: 3, keep: 14 }, null)
  await settings.change(tx, 'privacy', privacy, null)
  await seedRecipients(tx)
  for (const language of languages) await publishTerms(tx, language, terms[language], identity, null)
  await seedPages(tx)
  await seedGoods(tx, now)
  await seedDiscounts(tx, dayIn(zone, now))
  await seedNews(tx, now)
}

const identity = {
  name: 'ZĪMES',
  legalName: shop.name,
  registrationNumber: shop.registrationNumber,
  vatNumber: shop.vatNumber,
  ...shop.address,
  email: shop.email,
  phone: shop.phone,
  hours: {
    lv: 'Darbdienās 9.00–17.00',
    en: 'Working days 9:00 to 17:00',
    sv: 'Vardagar 9.00–17.00',
    nl: 'Werkdagen 9.00–17.00 uur',
  },
}

const paying = {
  transfer: true,
  card: true,
  collection: true,
  persons: { days: 14, mostCents: 15_000 },
  companies: { days: 14 },
  reminderDays: 2,
  releaseDays: 7,
}

const debts = {
  countries: ['LV'],
  automatic: false,
  companySteps: [-3, 3, 14],
  personDays: 5,
  companyNoticeDays: 30,
  presumedDays: null,
  barredYears: { person: 10, company: 3 },
}

/** An office, not a name: whoever answers today may be somebody else tomorrow. */
const privacy = {
  contact: { name: 'Datu aizsardzības kontaktpersona', email: 'dati@zimes.example', phone: shop.phone },
  officer: null,
}

const bank = {
  accountHolder: shop.account.name,
  iban: shop.account.iban,
  bic: shop.account.bic,
  bank: shop.account.bank,
  paymentDays: 7,
}

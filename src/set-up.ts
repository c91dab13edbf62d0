import { sql } from 'drizzle-orm'
import { withOwner } from './migrate.ts'
import { languages } from './platform/i18n/languages.ts'
import type { Clock } from './platform/time.ts'
import { bookkeeping } from './settings/bookkeeping.ts'
import { blankDelivery } from './settings/carriers.ts'
import type { Delivery } from './settings/delivery.ts'
import { change, type GroupKey, read, type Settings } from './settings/settings.ts'
import { publishTerms } from './settings/terms.ts'

/**
 * The demo shop with its goods, and with two years of orders where it is to look lived in: they need the rights in
 * place. Does nothing where there is a shop. Returns whether it was made.
 */
export function setUpDemo(
  ownerUrl: string,
  clock: Clock,
  { orders = false }: { orders?: boolean } = {},
): Promise<boolean> {
  return withOwner(ownerUrl, async (tx) => {
    if (await read(tx)) return false
    const { seedDemo } = await import('../seed/demo.ts')
    await seedDemo(tx, clock.now())
    if (!orders) return true
    const { seedYears } = await import('../seed/years.ts')
    await seedYears(tx, clock.now(), clock.zone)
    return true
  })
}

/** Whether there is a shop in this database. */
export function isSetUp(ownerUrl: string): Promise<boolean> {
  return withOwner(ownerUrl, async (tx) => {
    const [row] = await tx.execute<{ there: boolean }>(
      sql`select to_regclass('setting') is not null as there`,
    )
    return row!.there && (await read(tx)) !== undefined
  })
}

/** A shop without goods and without a name yet: nobody can order before the owner has filled in the settings. */
export function setUpEmpty(ownerUrl: string): Promise<boolean> {
  return withOwner(ownerUrl, async (tx) => {
    if (await read(tx)) return false
    const { terms } = await import('../seed/terms.ts')
    const { seedStartingPages } = await import('../seed/pages.ts')
    for (const [key, value] of Object.entries(blank)) await change(tx, key as GroupKey, value as never, null)
    for (const language of languages) await publishTerms(tx, language, terms[language], blank.identity, null)
    await seedStartingPages(tx)
    return true
  })
}

const blank: Omit<Settings, 'terms' | 'pages' | 'delivery'> & { readonly delivery: Delivery } = {
  identity: {
    name: '',
    legalName: '',
    registrationNumber: '',
    vatNumber: null,
    street: '',
    town: '',
    postcode: '',
    country: 'LV',
    email: '',
    phone: '',
    hours: {},
  },
  bank: { accountHolder: '', iban: '', bic: null, bank: null, paymentDays: 7 },
  delivery: blankDelivery,
  ordering: { minimumCents: null, cutOffHour: 12 },
  paying: {
    transfer: true,
    card: true,
    collection: false,
    persons: null,
    companies: null,
    reminderDays: 2,
    releaseDays: 7,
  },
  debts: {
    countries: ['LV'],
    automatic: false,
    companySteps: [-3, 3, 14],
    personDays: 5,
    personNoticeDays: 20,
    companyNoticeDays: 30,
    presumedDays: null,
    barredYears: { person: 10, company: 3 },
    rates: { person: [], refinancing: [] },
    personCosts: '7-10',
  },
  numbers: { orderPrefix: '', invoicePrefix: '', creditPrefix: 'K' },
  vat: { periods: [], oneStopShop: false },
  closures: { closures: [] },
  languages: { open: ['lv', 'en'] },
  home: {},
  backup: { on: false, hour: 3, keep: 14 },
  bookkeeping: bookkeeping.parse({}),
  privacy: { contact: null, officer: null },
}

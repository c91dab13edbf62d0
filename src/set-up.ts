import { sql } from 'drizzle-orm'
import { withOwner } from './migrate.ts'
import type { Clock } from './platform/time.ts'
import { change, type GroupKey, read, type Settings } from './settings/settings.ts'
import { publishTerms } from './settings/terms.ts'

/** The demo shop with its goods. Does nothing where there is a shop. Returns whether it was made. */
export function setUpDemo(ownerUrl: string, clock: Clock): Promise<boolean> {
  return withOwner(ownerUrl, async (tx) => {
    if (await read(tx)) return false
    const { seedDemo } = await import('../seed/demo.ts')
    await seedDemo(tx, clock.now())
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
    for (const [key, value] of Object.entries(blank)) await change(tx, key as GroupKey, value as never, null)
    await publishTerms(tx, 'lv', terms.lv, blank.identity, null)
    await publishTerms(tx, 'en', terms.en, blank.identity, null)
    return true
  })
}

const way = { offered: false, priceCents: 0, days: 2 }

const blank: Omit<Settings, 'terms'> = {
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
  delivery: {
    courier: way,
    locker: way,
    collection: way,
    freeFromCents: null,
  },
  numbers: { orderPrefix: '', invoicePrefix: '' },
  closures: { closures: [] },
  languages: { open: ['lv', 'en'] },
  privacy: { formerProcessors: [] },
}

import { addCategory, addProduct } from '../src/catalogue/editing.ts'
import type { Transaction } from '../src/platform/database/client.ts'
import * as settings from '../src/settings/settings.ts'
import { publishTerms } from '../src/settings/terms.ts'
import { shop } from './cast.ts'
import { categories, products } from './catalogue.ts'
import { terms } from './terms.ts'

/** The demo shop SIA "ZĪMES": its settings, terms and goods, through the doors that staff use. */
export async function seedDemo(tx: Transaction, now: Date): Promise<void> {
  await settings.change(tx, 'identity', identity, null)
  await settings.change(tx, 'bank', bank, null)
  await settings.change(tx, 'delivery', delivery, null)
  await settings.change(tx, 'numbers', { orderPrefix: 'Z', invoicePrefix: 'ZIM-' }, null)
  await settings.change(tx, 'closures', { closures: [] }, null)
  await settings.change(tx, 'languages', { open: ['lv', 'en'] }, null)
  await settings.change(tx, 'privacy', { formerProcessors: [formerWebShop] }, null)
  await publishTerms(tx, 'lv', terms.lv, identity, null)
  await publishTerms(tx, 'en', terms.en, identity, null)
  await seedCatalogue(tx, now)
}

async function seedCatalogue(tx: Transaction, now: Date): Promise<void> {
  const ids = new Map<string, string>()
  for (const category of categories) ids.set(category.key, await addCategory(tx, category))
  for (const [index, product] of products.entries()) {
    const { category, words, ...rest } = product
    await addProduct(
      tx,
      {
        ...rest,
        categoryId: ids.get(category)!,
        position: index + 1,
        vatClass: 'standard',
        words: words ?? null,
      },
      now,
    )
  }
}

const identity = {
  name: 'ZĪMES',
  legalName: shop.name,
  registrationNumber: shop.registrationNumber,
  vatNumber: shop.vatNumber,
  ...shop.address,
  email: shop.email,
  phone: shop.phone,
  hours: { lv: 'Darbdienās 9.00–17.00', en: 'Working days 9:00 to 17:00' },
}

/** Kept the shop's former web shop (seed 003 §8(a)). */
const formerWebShop = { name: 'Mozello SIA', registrationNumber: '40203002519', country: 'LV' }

const bank = {
  accountHolder: shop.account.name,
  iban: shop.account.iban,
  bic: shop.account.bic,
  bank: shop.account.bank,
  paymentDays: 7,
}

const delivery = {
  courier: { offered: true, priceCents: 590, days: 2 },
  locker: { offered: true, priceCents: 320, days: 2 },
  collection: { offered: true, priceCents: 0, days: 1 },
  freeFromCents: 10_000,
}

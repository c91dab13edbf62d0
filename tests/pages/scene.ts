import { companies, people } from '../../seed/cast.ts'
import { products } from '../../seed/catalogue.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'
import { type Bought, order, putIntoCart, type Tongue, take, walker } from '../support/trade.ts'
import { owedIn } from './owed.ts'

const states = ['placed', 'proofed', 'paid', 'delivered', 'cancelled'] as const
export const orderStates = states

/** A shop in the middle of its day: an order in each state. */
export interface Scene {
  readonly shop: RunningShop
  readonly orders: Record<(typeof states)[number], Bought>
  readonly debts: Awaited<ReturnType<typeof owedIn>>
}

/** A long word, as Latvian has them. */
export const long = 'Pretplūdspasākumkoordinācija'

/** Products that pages are tried with: from stock, and with the buyer's own words. */
export const slugs = Object.fromEntries(
  languages.map((tongue) => [
    tongue,
    { stock: slugIn(tongue, 'evakuacijas-izeja-pa-labi'), own: slugIn(tongue, 'misina-durvju-plaksnite') },
  ]),
) as Record<Tongue, { stock: string; own: string }>

function slugIn(tongue: Tongue, slug: string): string {
  return products.find(({ text }) => text.lv.slug === slug)?.text[tongue].slug ?? slug
}

/** `first` sees the shop before anybody works there. */
export async function openScene(first: (shop: RunningShop) => Promise<void>): Promise<Scene> {
  const shop = await startShop()
  await first(shop)
  const { token } = await shop.hire('owner')
  return { shop, orders: await trade(shop, token), debts: await owedIn(shop) }
}

async function trade(shop: RunningShop, token: string): Promise<Scene['orders']> {
  const bought = async (
    tongue: Tongue,
    what: 'stock' | 'own',
    by: Parameters<typeof order>[2],
    more = {},
  ) => {
    const buyer = walker(shop)
    await putIntoCart(
      buyer,
      tongue,
      slugs[tongue][what],
      what === 'own' ? `${long}\nĢertrūdes iela 27` : undefined,
    )
    return order(buyer, tongue, by, more)
  }
  const orders = {
    placed: await bought('lv', 'stock', companies.builders, { note: 'Zvanīt pie vārtiem. '.repeat(20) }),
    proofed: await bought('lv', 'own', people.anna),
    paid: await bought('en', 'stock', people.oliver),
    delivered: await bought('lv', 'own', people.janis),
    cancelled: await bought('en', 'stock', people.oliver, { delivery: 'collection' }),
  }
  const desk = walker(shop, token)
  await take(desk, orders.proofed, ['proof'])
  await take(desk, orders.paid, ['payment'])
  await take(desk, orders.delivered, [
    'proof',
    'approval',
    'payment',
    'making',
    'packing',
    'dispatch',
    'delivery',
  ])
  await take(desk, orders.cancelled, ['cancellation'])
  await shop.mail.waitFor(({ attachments }) => attachments[0]?.type === 'application/pdf')
  return orders
}

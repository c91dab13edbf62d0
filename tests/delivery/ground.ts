import { sql } from 'drizzle-orm'
import { companies, people } from '../../seed/cast.ts'
import * as customers from '../../src/customers/customers.ts'
import * as points from '../../src/delivery/points.ts'
import type { OpenedShop } from '../../src/open-shop.ts'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import * as orders from '../../src/orders/orders.ts'
import { creditorReference } from '../../src/payments/reference.ts'
import type { Language } from '../../src/platform/i18n/languages.ts'
import { cents } from '../../src/platform/money.ts'
import { addDays } from '../../src/platform/time.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import * as receipts from '../../src/receivables/receipts.ts'
import { takeOrderNumber } from '../../src/settings/numbers.ts'
import { TEST_SECRET } from '../support/postgres.ts'

export interface SentBy {
  readonly language?: Language
  readonly method?: 'courier' | 'locker' | 'collection'
  readonly carrier?: string | null
  readonly gift?: boolean
  readonly party?: Partial<orders.Party>
  /** How far it has come. */
  readonly until?: 'placed' | 'paid' | 'packed'
  readonly sku?: string
}

const staffId = '00000000-0000-4000-8000-000000000001'

export const company: Partial<orders.Party> = {
  kind: 'company',
  name: companies.builders.name,
  companyName: companies.builders.company,
  registrationNumber: companies.builders.registrationNumber,
  vatNumber: companies.builders.vatNumber,
  ...companies.builders.address,
}

/** An order as far as it shall have come, through the doors that buyers and staff use. */
export async function sendable(shop: OpenedShop, of: SentBy = {}): Promise<{ id: string; number: string }> {
  const { until = 'packed' } = of
  const placed = await contract(shop, (tx) => place(shop, tx, of))
  if (until !== 'placed') await contract(shop, (tx) => pay(shop, tx, placed))
  if (until === 'packed') await contract(shop, (tx) => fulfilment.pack(tx, placed.id, staffId))
  return placed
}

export function contract<T>(shop: OpenedShop, work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.backoffice, 'order-contract', 'command', work)
}

async function place(shop: OpenedShop, tx: Tx<'order-contract'>, of: SentBy) {
  const { language = 'lv', method = 'locker', gift = false } = of
  const carrier = of.carrier === undefined ? (method === 'collection' ? null : 'omniva') : of.carrier
  const { settings, notices } = shop.known()
  const id = crypto.randomUUID()
  const number = await takeOrderNumber(tx, settings.numbers)
  const { name, email, phone, address } = people.anna
  const party = {
    kind: 'person' as const,
    name,
    email,
    phone: phone.replaceAll(' ', ''),
    ...address,
    ...(method === 'locker' && carrier ? await lockerOf(tx, carrier) : {}),
    ...of.party,
  }
  const lines = await linesOf(tx, language)
  await orders.place(tx, {
    id,
    number,
    formKeyHash: orders.formKeyHash(TEST_SECRET, id),
    customerId: await customers.remember(tx, party.email),
    language,
    gift,
    carrier,
    delivery: { method, priceCents: cents(320) },
    paymentMethod: 'transfer',
    paymentReference: creditorReference(number),
    payBy: addDays(shop.clock.today(), 7),
    noticeVersionId: notices[language === 'lv' ? 'lv' : 'en']!.id,
    termsVersionId: settings.terms[language === 'lv' ? 'lv' : 'en']!.id,
    party,
    lines,
  })
  return {
    id,
    number,
    totalCents: lines.reduce((total, line) => total + line.quantity * line.unitPriceCents, 320),
  }
}

async function lockerOf(tx: Tx<'order-contract'>, carrier: string) {
  const [town] = await points.points(tx, [{ carrier, compartments: ['S', 'M', 'L'] }], {
    country: 'LV',
    search: 'riga',
  })
  const point = town!.points[0]!
  return { pointId: point.id, locker: points.pointLine(point) }
}

type LineRow = Pick<orders.DraftLine, 'variantId' | 'sku' | 'name' | 'label' | 'unitPriceCents'>

/** Three pieces of something from the shelf, and one of another. */
async function linesOf(tx: Tx<'order-contract'>, language: Language): Promise<orders.DraftLine[]> {
  const said = language === 'lv' ? 'lv' : 'en'
  const rows = await tx.execute<LineRow & Record<string, unknown>>(sql`
    select variant.id as "variantId", sku, product_text.name, label, price_cents as "unitPriceCents"
      from variant join product on product.id = product_id
      join product_text on product_text.product_id = product.id and product_text.language = ${said}
      join variant_text on variant_text.variant_id = variant.id and variant_text.language = ${said}
     where stock > 5 and price_cents < 10000 order by stock desc, sku limit 2`)
  return rows.map((row, index) => ({
    ...row,
    quantity: index === 0 ? 3 : 1,
    vatCategory: 'S' as const,
    vatRate: 2100,
    madeToOrder: false,
    words: null,
    stocked: true,
  }))
}

async function pay(shop: OpenedShop, tx: Tx<'order-contract'>, order: { id: string; totalCents: number }) {
  const today = shop.clock.today()
  const transfer = {
    orderId: order.id,
    amountCents: cents(order.totalCents),
    receivedOn: today,
    means: 'transfer' as const,
    payerName: null,
    notedBy: staffId,
    seen: 0,
  }
  await receipts.receive(tx, transfer, { settings: shop.known().settings, today, t: shop.t })
}

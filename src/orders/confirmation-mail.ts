import { inArray, max, eq } from 'drizzle-orm'
import { product, variant } from '../catalogue/table.ts'
import type { About, Letter } from '../correspondence/jobs.ts'
import { documentOf } from '../invoicing/drafting.ts'
import { richText } from '../platform/mail/rich-text.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { type Settings, termsOf } from '../settings/settings.ts'
import type { Shop } from '../shop.ts'
import { urlFor } from '../urls.ts'
import type { LineFacts, OrderFacts } from './find.ts'
import { deliveryPlace } from './mail-facts.ts'
import { letter, type OrderMail } from './mails.ts'

/**
 * The confirmation on a durable medium (Directive 2011/83/EU Art. 8(7), MK 255): everything that the law wants known
 * before the contract, as it stood for this order, and the terms in full.
 */
export async function confirmation(
  shop: Shop,
  mail: OrderMail,
  _: About,
  tx: Tx<'order-contract'>,
): Promise<Letter | undefined> {
  const { order } = mail
  if (!order.party) return undefined
  const { settings } = shop.known()
  const terms = (await termsOf(tx, order.termsVersionId))!
  const lines = order.lines.map(lineModel)
  return letter(shop, 'order-confirmation', mail, {
    placedAt: order.placedAt,
    lines,
    sums: sumsOf(order, settings),
    payment: paymentModel(order, settings),
    delivery: {
      ...order.delivery,
      place: deliveryPlace(order, settings.identity),
      days: settings.delivery[order.delivery.method].days,
      hours: settings.identity.hours[order.language],
    },
    leadDays: await leadDays(tx, order),
    party: order.party,
    consumer: order.party.kind === 'person',
    // Only what carries the buyer's own words is excepted, never a mere choice of size (CRD Art. 16(c)).
    excepted: lines.filter((line) => line.words),
    withdrawable: lines.some((line) => !line.words),
    terms: { ...terms, html: await richText(terms.markdown) },
    noticeVersionHref: shop.origin + urlFor('noticeVersion', order.language, { id: order.noticeVersionId }),
  })
}

function lineModel(line: LineFacts) {
  return { ...line, totalCents: line.quantity * line.unitPriceCents }
}

function sumsOf(order: OrderFacts, settings: Settings) {
  const { vatGroups } = documentOf(order, settings, '-')
  return {
    goodsCents: order.totalCents - order.delivery.priceCents,
    deliveryCents: order.delivery.priceCents,
    totalCents: order.totalCents,
    vat: vatGroups.map(({ rate, vatCents }) => ({ rate, vatCents })),
  }
}

function paymentModel(order: OrderFacts, { bank }: Settings) {
  return {
    ...bank,
    iban: bank.iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 '),
    amountCents: order.totalCents,
    // Unlike the account, banks take a reference only as machines write it.
    reference: order.paymentReference,
    payBy: order.payBy,
  }
}

/** Working days until the slowest of the goods can leave: at least the next one. */
async function leadDays(tx: Tx<'order-contract'>, { lines }: OrderFacts): Promise<number> {
  const variants = lines.map((line) => line.variantId)
  const [slowest] = await tx
    .select({ days: max(product.leadDays) })
    .from(variant)
    .innerJoin(product, eq(product.id, variant.productId))
    .where(inArray(variant.id, variants))
  return Math.max(1, slowest?.days ?? 0)
}

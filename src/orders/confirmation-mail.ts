import { eq, inArray, max } from 'drizzle-orm'
import { product, variant } from '../catalogue/table.ts'
import type { Letter } from '../correspondence/jobs.ts'
import { printedIban } from '../customers/identifiers.ts'
import { collectionWords } from '../delivery/hours.ts'
import { sumsOf } from '../invoicing/sums.ts'
import { printedReference } from '../payments/reference.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { html } from '../settings/markdown.ts'
import type { Settings } from '../settings/settings.ts'
import { termsOf } from '../settings/terms.ts'
import type { Shop } from '../shop.ts'
import { urlFor } from '../urls.ts'
import { confirmationWords } from './confirmation-words.ts'
import { abroad } from './destinations.ts'
import { daysOnTheWay } from './elsewhere.ts'
import type { OrderFacts } from './find.ts'
import { deliveryPlace, letter, type OrderMail } from './letters.ts'
import * as payLater from './pay-later.ts'

interface ConfirmationFacts {
  readonly party: NonNullable<OrderFacts['party']>
  readonly terms: { readonly markdown: string; readonly publishedAt: Date }
  /** Working days until the slowest of the goods leaves. */
  readonly leadDays: number
  /** Calendar days of who is trusted to pay later. */
  readonly netDays: number | undefined
}

/** What the confirmation tells beside the order itself. */
export async function confirmationFacts(
  tx: Tx<'order-contract'>,
  order: OrderFacts,
): Promise<ConfirmationFacts | undefined> {
  const terms = order.termsVersionId === null ? undefined : await termsOf(tx, order.termsVersionId)
  if (!order.party || !terms) return undefined
  const trust = await payLater.trustOf(tx, order.id)
  return { party: order.party, terms, leadDays: await leadDays(tx, order), netDays: trust?.netDays }
}

/**
 * The confirmation on a durable medium (Directive 2011/83/EU Art. 8(7), MK 255): everything that the law wants known
 * before the contract, as it stands for this order, and the terms in full.
 */
export async function confirmationLetter(
  shop: Shop,
  mail: OrderMail,
  { party, terms, leadDays, netDays }: ConfirmationFacts,
): Promise<Letter> {
  const { order } = mail
  const { settings } = shop.known()
  const lines = order.lines.map((line) => ({ ...line, totalCents: line.quantity * line.unitPriceCents }))
  // Only what carries the buyer's own words or file is excepted, never a mere choice of size (CRD Art. 16(c)).
  const excepted = lines.filter((line) => line.madeToOrder)
  const how = { method: order.paymentMethod, made: excepted.length > 0, netDays, leadDays }
  return letter(shop, 'order-confirmation', mail, {
    placedAt: order.placedAt,
    lines,
    sums: sumsOf(order.lines, order.delivery.priceCents),
    discountCode: order.discountCode,
    payment: paymentOf(order, settings),
    delivery: {
      ...order.delivery,
      place: deliveryPlace(order, settings.identity),
      days: daysOnTheWay(order, settings.delivery),
      hours: collectionWords(
        settings.delivery.collection,
        settings.identity.hours[order.language],
        order.language,
      ),
    },
    said: confirmationWords(how, shop.t(order.language)),
    party: { ...party, abroad: abroad(party.country, order.language) },
    consumer: party.kind === 'person',
    excepted,
    withdrawable: lines.some((line) => !line.madeToOrder),
    withdrawalHref: shop.origin + urlFor('withdrawal', order.language),
    terms: await termsModel(shop, terms),
    noticeVersionHref: shop.origin + urlFor('noticeVersion', order.language, { id: order.noticeVersionId! }),
  })
}

/** The terms as text and as HTML; their links lead to our pages from anywhere. */
async function termsModel(shop: Shop, { markdown, publishedAt }: ConfirmationFacts['terms']) {
  const written = markdown.replaceAll('](/', `](${shop.origin}/`)
  return { publishedAt, html: await html(written), text: withoutMarks(written) }
}

/** Markdown is nearly a plain text already: only emphasis, links, escapes and the names of headings are in the way. */
function withoutMarks(markdown: string): string {
  return markdown
    .replace(/ *\{#[a-z0-9-]+\}$/gm, '')
    .replace(/^#+ +/gm, '')
    .replace(/^> ?/gm, '')
    .replace(/\*\*(.+?)\*\*/g, '$1')
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, said, to) => (to.endsWith(said) ? to : `${said} (${to})`))
    .replace(/\\([\\`*[\]<>#|~_])/g, '$1')
}

function paymentOf(order: OrderFacts, { bank }: Settings) {
  return {
    ...bank,
    method: order.paymentMethod,
    iban: printedIban(bank.iban),
    amountCents: order.totalCents,
    reference: printedReference(order.paymentReference),
    payBy: order.payBy,
  }
}

/** At least the next working day. */
async function leadDays(tx: Tx<'order-contract'>, { lines }: OrderFacts): Promise<number> {
  const variants = lines.map((line) => line.variantId)
  const [slowest] = await tx
    .select({ days: max(product.leadDays) })
    .from(variant)
    .innerJoin(product, eq(product.id, variant.productId))
    .where(inArray(variant.id, variants))
  return Math.max(1, slowest?.days ?? 0)
}

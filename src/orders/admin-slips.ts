import { and, eq, inArray } from 'drizzle-orm'
import { productText, variant, variantText } from '../catalogue/table.ts'
import { carrierOf } from '../delivery/carriers.ts'
import { documentOf } from '../invoicing/drafting.ts'
import { Conflict } from '../platform/errors.ts'
import { translator } from '../platform/i18n/messages.ts'
import { dayIn } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import { zone } from '../shop.ts'
import type { DeliveryNote } from './admin-delivery-note.ts'
import type { Slip, SlipLine } from './admin-packing-slip.ts'
import { abroad, destinationCountry } from './destinations.ts'
import { find, type OrderFacts, type PartyFacts } from './find.ts'
import { deliveryPlace } from './letters.ts'
import * as proofs from './proofs.ts'

type Contract = Tx<'order-contract'>

/** What each of these orders puts into its parcel, in this order. Throws NotFound; Conflict `ended` without a buyer. */
export async function slipsOf(
  tx: Contract,
  orderIds: readonly string[],
  settings: Settings,
): Promise<Slip[]> {
  const slips: Slip[] = []
  // One after the other: a transaction has one connection.
  for (const id of orderIds) slips.push(await slipOf(tx, id, settings))
  return slips
}

async function slipOf(tx: Contract, id: string, settings: Settings): Promise<Slip> {
  const found = await find(tx, id)
  if (!found.party) throw new Conflict('ended')
  const { identity } = settings
  const goods = found.lines.reduce((total, line) => total + line.quantity * line.unitPriceCents, 0)
  const discount = found.lines.reduce((total, { discountCents }) => total + discountCents, 0)
  return {
    number: found.number,
    language: found.language,
    placedOn: dayIn(zone, found.placedAt),
    shopName: identity.name,
    contact: [identity.phone, identity.email],
    ...wayOf(found, settings),
    recipient: recipientOf(found, found.party, settings),
    gift: found.gift,
    lines: await linesOf(tx, found),
    taxed: found.lines.some(({ vatCategory }) => vatCategory !== 'O'),
    totals: { goods, discount, delivery: found.delivery.priceCents, total: found.totalCents },
  }
}

/** The delivery note of an order that is packed. Throws NotFound; Conflict `ended`, `not-packed`. */
export async function noteOf(tx: Contract, id: string, settings: Settings): Promise<DeliveryNote> {
  const found = await find(tx, id)
  if (!found.party) throw new Conflict('ended')
  if (!found.packedAt) throw new Conflict('not-packed')
  const { identity } = settings
  const document = documentOf(found, settings, translator(found.language))
  // Delivery is the line behind the goods: paid for, not in the parcel.
  const goods = { ...document, lines: document.lines.slice(0, found.lines.length) }
  return {
    number: noteNumber(found.number),
    issuedOn: dayIn(zone, found.packedAt),
    document: found.gift ? goods : document,
    gift: found.gift,
    from: [identity.legalName, identity.street, identity.town, identity.postcode].join(', '),
    to: found.gift ? recipientOf(found, found.party, settings).join(', ') : deliveryPlace(found, identity),
    ...wayOf(found, settings),
  }
}

/** One parcel for an order: its delivery note needs no series of its own. */
export function noteNumber(orderNumber: string): string {
  return `${orderNumber}-P1`
}

function wayOf({ delivery }: OrderFacts, settings: Settings) {
  return {
    way: `delivery.${delivery.method}`,
    carrier: carrierOf(settings.delivery, delivery.carrier)?.name ?? null,
  }
}

/** Who opens the parcel. A gift says nothing of the one who paid for it. */
function recipientOf(
  { delivery, gift, language }: OrderFacts,
  party: PartyFacts,
  { identity }: Settings,
): string[] {
  const name = party.deliveryName ?? party.name
  const company = gift || party.deliveryName ? null : party.companyName
  const street = party.deliveryStreet
    ? [party.deliveryStreet, joined(party.deliveryTown, party.deliveryPostcode)]
    : [party.street, joined(party.town, party.postcode)]
  const country = abroad(destinationCountry(party), language)
  const place = {
    courier: [...street, country],
    locker: [party.locker, country],
    collection: [joined(identity.street, identity.town, identity.postcode)],
  }[delivery.method]
  return [company, name, ...place].filter((line): line is string => Boolean(line))
}

function joined(...parts: (string | null)[]): string {
  return parts.filter(Boolean).join(', ')
}

async function linesOf(tx: Contract, { id, language, lines }: OrderFacts): Promise<SlipLine[]> {
  const approved = await proofs.latest(tx, id)
  const latvian =
    language === 'lv'
      ? new Map<string, string>()
      : await latvianNames(
          tx,
          lines.map(({ variantId }) => variantId),
        )
  return lines.map((line) => {
    const proof = approved.get(line.id)
    const name = latvian.get(line.variantId)
    return {
      sku: line.sku,
      name: line.name,
      label: line.label,
      latvianName: name === undefined || name === line.name ? null : name,
      words: (proof?.approved ? proof.words : line.words) || null,
      quantity: line.quantity,
      unitPriceCents: line.unitPriceCents,
    }
  })
}

/** How goods are called on the shelf: whoever packs reads Latvian. */
async function latvianNames(tx: Contract, variantIds: readonly string[]): Promise<Map<string, string>> {
  if (variantIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: variant.id, name: productText.name, label: variantText.label })
    .from(variant)
    .innerJoin(productText, and(eq(productText.productId, variant.productId), eq(productText.language, 'lv')))
    .innerJoin(variantText, and(eq(variantText.variantId, variant.id), eq(variantText.language, 'lv')))
    .where(inArray(variant.id, [...variantIds]))
  return new Map(rows.map(({ id, name, label }) => [id, [name, label].filter(Boolean).join(', ')]))
}

import type { OrderFacts } from '../orders/find.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import { basisPoints, cents } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Settings } from '../settings/settings.ts'
import type { Draft } from './invoices.ts'
import type { Buyer, DocumentSnapshot, Seller } from './snapshot.ts'
import { type PricedLine, totals } from './totals.ts'

/** UN/ECE Recommendation 20: a piece. */
const piece = 'H87'

/** An order's own facts as a document shows them: goods, delivery, VAT by rate. Never the words on a sign. */
export function documentOf(order: OrderFacts, settings: Settings, deliveryName: string): DocumentSnapshot {
  const goods = order.lines.map((line) => ({
    description: line.label ? `${line.name}, ${line.label}` : line.name,
    quantity: line.quantity,
    unitPriceCents: cents(line.unitPriceCents),
    vatRate: basisPoints(line.vatRate),
  }))
  const delivery =
    order.delivery.priceCents > 0
      ? [
          {
            description: deliveryName,
            quantity: 1,
            unitPriceCents: cents(order.delivery.priceCents),
            vatRate: deliveryRate(order),
          },
        ]
      : []
  const lines = [...goods, ...delivery].map((line) => ({
    ...line,
    vatCategory: line.vatRate === 0 ? ('Z' as const) : ('S' as const),
  }))
  const sums = totals(lines satisfies PricedLine[])
  return {
    language: order.language,
    currency: 'EUR',
    seller: sellerOf(settings),
    buyer: buyerOf(order),
    orderNumber: order.number,
    paymentReference: order.paymentReference,
    lines: lines.map(({ description, quantity, vatCategory, vatRate }, index) => ({
      position: index + 1,
      description,
      quantity,
      unit: piece,
      vatCategory,
      vatRate,
      ...sums.lines[index]!,
    })),
    vatGroups: sums.groups.map(({ category, rate, taxableCents, vatCents }) => ({
      category,
      rate,
      taxableCents,
      vatCents,
    })),
    netCents: sums.netCents,
    vatCents: sums.vatCents,
    grossCents: sums.grossCents,
    notes: [],
  }
}

/** The invoice of an order whose money came before the goods left (Directive 2006/112 Art. 220(1)(4)). */
export function prepaidInvoice(
  order: OrderFacts,
  settings: Settings,
  t: Translate,
  days: { today: IsoDate; paidOn: IsoDate },
  by: string | null,
): Draft {
  const document = documentOf(order, settings, t(`delivery.${order.delivery.method}`))
  return {
    ...document,
    orderId: order.id,
    issuedBy: by,
    issuedOn: days.today,
    suppliedOn: null,
    dueOn: null,
    paidOn: days.paidOn,
    prepaidCents: document.grossCents,
  }
}

/** Delivery shares the goods' rate; with several, the highest, which is never too little tax. */
function deliveryRate(order: OrderFacts) {
  return basisPoints(Math.max(...order.lines.map((line) => line.vatRate)))
}

function sellerOf({ identity, bank }: Settings): Seller {
  return {
    name: identity.legalName,
    registrationNumber: identity.registrationNumber,
    vatNumber: identity.vatNumber,
    address: [identity.street, `${identity.town}, ${identity.postcode}`],
    phone: identity.phone,
    email: identity.email,
    iban: bank.iban,
    bankName: bank.bank,
    accountName: bank.accountHolder,
  }
}

function buyerOf({ party }: OrderFacts): Buyer {
  if (!party) throw new RangeError('an order whose contract has ended is not invoiced')
  const street = party.street ?? party.deliveryStreet
  const town = party.street ? party.town : party.deliveryTown
  const postcode = party.street ? party.postcode : party.deliveryPostcode
  return {
    name: party.name,
    companyName: party.companyName,
    registrationNumber: party.registrationNumber,
    vatNumber: party.vatNumber,
    address: street ? [street, [town, postcode].filter(Boolean).join(', ')] : [],
    reference: party.buyerReference,
  }
}

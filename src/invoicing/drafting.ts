import type { OrderFacts } from '../orders/find.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Settings } from '../settings/settings.ts'
import type { Draft } from './invoices.ts'
import type { Buyer, DocumentSnapshot, Seller } from './snapshot.ts'
import { withDelivery } from './sums.ts'
import { totals } from './totals.ts'

/** UN/ECE Recommendation 20: a piece. */
const piece = 'H87'

/** The invoice of an order whose money came before the goods left (Directive 2006/112 Art. 220(1)(4)). */
export function prepaidInvoice(
  order: OrderFacts,
  settings: Settings,
  t: Translate,
  days: { today: IsoDate; paidOn: IsoDate },
  by: string | null,
): Draft {
  const document = documentOf(order, settings, t)
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

/** An order's own facts as a document shows them: goods, delivery, VAT by rate. Never the words on a sign. */
export function documentOf(order: OrderFacts, settings: Settings, t: Translate): DocumentSnapshot {
  const names = [
    ...order.lines.map(({ name, label }) => (label ? `${name}, ${label}` : name)),
    t(`delivery.${order.delivery.method}`),
  ]
  const lines = withDelivery(order.lines, order.delivery.priceCents)
  const sums = totals(lines)
  const untaxed = sums.groups.some(({ category }) => category === 'O')
  return {
    language: order.language,
    currency: 'EUR',
    seller: sellerOf(settings),
    buyer: buyerOf(order),
    orderNumber: order.number,
    paymentReference: order.paymentReference,
    lines: lines.map(({ quantity, vatCategory, vatRate }, index) => ({
      position: index + 1,
      description: names[index]!,
      quantity,
      unit: piece,
      vatCategory,
      vatRate,
      ...sums.lines[index]!,
      ...(sums.lines[index]!.allowanceCents && {
        allowanceReason: t('document.discount', { code: order.discountCode }),
      }),
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
    // EN 16931 BR-O-10: an invoice without VAT says why.
    notes: untaxed ? [t('document.outsideVat')] : [],
  }
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
  // Their own address or none: goods may go to somebody else, who is no part of the invoice.
  const { street, town, postcode } = party
  return {
    name: party.name,
    companyName: party.companyName,
    registrationNumber: party.registrationNumber,
    vatNumber: party.vatNumber,
    address: street ? [street, [town, postcode].filter(Boolean).join(', ')] : [],
    reference: party.buyerReference,
  }
}

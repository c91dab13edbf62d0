import type { OrderFacts } from '../orders/find.ts'
import { type Translate, translator } from '../platform/i18n/messages.ts'
import { type Cents, cents, sum } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Settings } from '../settings/settings.ts'
import { units } from './earlier.ts'
import { arrivalOf, buyerOf, sellerOf } from './parties.ts'
import type {
  DocumentDraft,
  DocumentSnapshot,
  IssuedKind,
  LineSnapshot,
  PaidMeans,
  VatGroupSnapshot,
} from './snapshot.ts'
import { withDelivery } from './sums.ts'
import { type PricedLine, totals } from './totals.ts'
import { isDestination, reasonFor } from './vat.ts'

/** What every draft needs besides its order: `t` speaks the order's language. */
export interface Around {
  readonly settings: Settings
  readonly t: Translate
  readonly today: IsoDate
  /** The member of staff; null where a machine issues. */
  readonly by: string | null
}

/** A thing that an order sells: a line of goods, or its delivery, which has no line of its own. */
export type Sold = PricedLine & {
  readonly about: 'goods' | 'delivery'
  readonly orderLineId: string | null
  readonly description: string
}

/**
 * The supply of an order without advances: at dispatch, with its due day, or with the day it was paid where money and
 * goods change hands together. It may also be all prepaid (`paidOn` before the goods left, `suppliedOn` null).
 */
export function invoiceFor(
  order: OrderFacts,
  days: {
    readonly suppliedOn: IsoDate | null
    readonly dueOn: IsoDate | null
    readonly paidOn: IsoDate | null
    readonly paidMeans?: PaidMeans | null
  },
  around: Around,
): DocumentDraft {
  const document = documentOf(order, around.settings, around.t)
  return {
    ...draftFacts(order, 'invoice', around),
    ...document,
    ...days,
    prepaidCents: days.paidOn ? document.grossCents : cents(0),
  }
}

/** An order's own facts as a document shows them: goods, delivery, VAT by rate. Never the words on a sign. */
export function documentOf(order: OrderFacts, settings: Settings, t: Translate): DocumentSnapshot {
  const sold = soldIn(order, t)
  const sums = totals(sold)
  const lines = sold.map(({ quantity, vatCategory, vatRate, about, orderLineId, description }, index) => ({
    position: index + 1,
    about,
    orderLineId,
    description,
    quantity,
    unit: units.piece,
    vatCategory,
    vatRate,
    ...sums.lines[index]!,
    ...(sums.lines[index]!.allowanceCents && {
      allowanceReason: t('document.discount', { code: order.discountCode }),
    }),
  }))
  return contentOf(order, lines, sums.groups, { settings, t })
}

/** What a document of an order says with these lines: its parties, its sums by VAT group, and why no VAT is charged. */
export function contentOf(
  order: OrderFacts,
  lines: readonly LineSnapshot[],
  groups: readonly VatGroupSnapshot[],
  { settings, t }: Pick<Around, 'settings' | 't'>,
): DocumentSnapshot {
  return {
    language: order.language,
    currency: 'EUR',
    seller: sellerOf(settings),
    buyer: buyerOf(order),
    orderNumber: order.number,
    paymentReference: order.paymentReference,
    lines,
    ...amountsOf(groups),
    notes: vatNotes(lines, t, order.vatCountry),
  }
}

/** Goods and delivery of an order in the order of its lines; a delivery without a price is none. */
export function soldIn(order: OrderFacts, t: Translate): Sold[] {
  const goods = order.lines.length
  return withDelivery(order.lines, order.delivery.priceCents).map((priced, index) => {
    if (index === goods)
      return {
        ...priced,
        about: 'delivery',
        orderLineId: null,
        description: t(`delivery.${order.delivery.method}`),
      }
    const { id, name, label } = order.lines[index]!
    return {
      ...priced,
      about: 'goods',
      orderLineId: id,
      description: label ? `${name}, ${label}` : name,
    }
  })
}

/** What a draft says besides its lines and amounts. Days and prepaid amount are those of a document that neither is paid nor due. */
export function draftFacts(order: OrderFacts, kind: IssuedKind, around: Around) {
  return {
    kind,
    orderId: order.id,
    issuedBy: around.by,
    issuedOn: around.today,
    suppliedOn: null as string | null,
    dueOn: null as string | null,
    paidOn: null as string | null,
    prepaidCents: cents(0) as Cents,
    cause: null,
    precedingId: null,
    vatCountry: order.vatCountry,
    deliveredTo: arrivalOf(order, around.settings),
  }
}

/** VAT groups and the sums over them. */
function amountsOf(groups: readonly VatGroupSnapshot[]) {
  const netCents = sum(groups.map(({ taxableCents }) => taxableCents))
  const vatCents = sum(groups.map((group) => group.vatCents))
  return {
    vatGroups: groups.map(({ category, rate, taxableCents, vatCents }) => ({
      category,
      rate,
      taxableCents,
      vatCents,
    })),
    netCents,
    vatCents,
    grossCents: cents(netCents + vatCents),
  }
}

/** Why no Latvian VAT is charged (PVN likums 125; BR-E-10 and its like), in the document's language and in Latvian. */
function vatNotes(lines: readonly LineSnapshot[], t: Translate, vatCountry: string): string[] {
  const reasons = [...new Set(lines.map(({ vatCategory }) => reasonFor(vatCategory)))]
  const abroad = isDestination({ category: lines[0]!.vatCategory, country: vatCountry })
  const keys = [...reasons, abroad ? 'document.vatOfAnotherState' : null].filter((key) => key !== null)
  const lv = translator('lv')
  const values = { country: vatCountry }
  return keys.map((key) => [...new Set([t(key, values), lv(key, values)])].join(' / '))
}

import {
  type Declarations,
  personal,
  personalTable,
  plain,
  plainTable,
  sealed,
  withheld,
} from '../privacy/tags.ts'
import { artworkData } from './artwork-data.ts'
import { questionsData } from './questions-data.ts'
import { reductionsData } from './reductions-data.ts'
import { repairsData } from './repairs-data.ts'
import {
  cancellation,
  making,
  order,
  orderKey,
  orderLine,
  orderParty,
  parcelFile,
  parcelFileOrder,
  payLater,
  paymentReminder,
  shipment,
  shipmentDelivery,
  shipmentDispatch,
  standingTerms,
} from './table.ts'
import { takenOverData } from './taken-over-data.ts'

const bought = personal('purchases', 'order-contract', 'conformity-claims', 'legal-claims')
/** What a collector must know of it besides: the number it goes by, and that the goods came. */
const owed = personal('purchases', 'order-contract', 'conformity-claims', 'legal-claims', 'debt-collection')
/** Who it was, for whoever has to make good what was sold; a claim at law names the order, and the invoice its buyer. */
const identity = personal('name', 'order-contract', 'conformity-claims')
const contact = personal('contact', 'order-contract', 'conformity-claims')
/** The debtor, as the letter and a collector need them. */
const debtor = {
  name: personal('name', 'order-contract', 'conformity-claims', 'debt-collection'),
  contact: personal('contact', 'order-contract', 'conformity-claims', 'debt-collection'),
}
/** A letter needs a name and where to send it, nothing else. */
const lettered = {
  name: personal('name', 'order-contract', 'conformity-claims', 'service-messages', 'debt-collection'),
  email: personal('contact', 'order-contract', 'conformity-claims', 'service-messages', 'debt-collection'),
  contact: personal('contact', 'order-contract', 'conformity-claims', 'service-messages'),
}

/** Claims end so long after the delivery; before it they may still arise. */
const claimsOn = (orderId: string) =>
  ({
    'conformity-claims': `shop_claims_open(${orderId}, 'conformity-claims')`,
    'legal-claims': `shop_claims_open(${orderId}, 'legal-claims')`,
  }) as const

/** Each purpose has its own end, counted by recorded facts. */
const whileItLasts = {
  'order-contract': 'shop_contract_open(order_id)',
  ...claimsOn('order_id'),
} as const
/** A debt that may be collected, of goods that came. */
const collectable = { ...whileItLasts, 'debt-collection': 'shop_may_collect(order_id)' } as const
const ofOrder = { of: 'order', by: 'order_id' } as const

/**
 * After the contract's end order-contract still sees what was sold: orders and their lines with numbers, days and
 * amounts, so that the staff's list stays whole. Nothing there leads to a person: the party, the customer and the
 * payer are gone, as are the parcel's number and the words of a cancellation. No purpose reads which customer an order
 * belongs to. Who of the staff did something (sentBy, packedBy and so on) is an id; names are staff-accounts' alone.
 */
export const ordersData: Declarations = {
  personal: [
    personalTable<typeof order>({
      table: order,
      subjects: ['customer', 'business-contact'],
      columns: {
        id: plain,
        number: owed,
        formKeyHash: sealed('purchases', 'order-contract'),
        customerId: withheld('relationship'),
        language: bought,
        placedAt: bought,
        currency: bought,
        deliveryMethod: bought,
        carrier: bought,
        deliveryPriceCents: bought,
        totalCents: bought,
        paymentMethod: bought,
        paymentReference: bought,
        payBy: bought,
        noticeVersionId: bought,
        termsVersionId: bought,
        gift: bought,
        discountId: bought,
        discountCode: bought,
        discountCents: bought,
        vatCountry: bought,
      },
      unit: { of: 'order', by: 'id' },
      collectedFor: ['order-contract'],
      rows: { ...claimsOn('id'), 'debt-collection': 'shop_may_collect(id)' },
      audited: true,
    }),
    personalTable<typeof orderParty>({
      table: orderParty,
      // A gift, or a parcel to another address, has somebody else's name on it.
      subjects: ['customer', 'business-contact', 'third-person'],
      columns: {
        orderId: plain,
        kind: debtor.name,
        name: lettered.name,
        companyName: debtor.name,
        registrationNumber: debtor.name,
        vatNumber: identity,
        buyerReference: identity,
        email: lettered.email,
        invoiceEmail: lettered.contact,
        phone: debtor.contact,
        street: debtor.contact,
        town: debtor.contact,
        postcode: debtor.contact,
        country: debtor.contact,
        deliveryName: identity,
        deliveryStreet: contact,
        deliveryTown: contact,
        deliveryPostcode: contact,
        deliveryCountry: contact,
        locker: contact,
        pointId: contact,
        note: personal('purchases', 'order-contract'),
      },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      changedFor: ['order-contract'],
      rows: {
        'order-contract': whileItLasts['order-contract'],
        'conformity-claims': whileItLasts['conformity-claims'],
        'service-messages': 'shop_messages_open(order_id)',
        'debt-collection': collectable['debt-collection'],
      },
      audited: true,
    }),
    personalTable<typeof orderLine>({
      table: orderLine,
      subjects: ['customer', 'business-contact'],
      columns: {
        id: plain,
        orderId: plain,
        position: bought,
        variantId: bought,
        sku: bought,
        name: bought,
        label: bought,
        quantity: bought,
        unitPriceCents: bought,
        discountCents: bought,
        vatCategory: bought,
        vatRate: bought,
        madeToOrder: bought,
        toMake: bought,
        stocked: plain,
      },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      rows: claimsOn('order_id'),
      audited: true,
    }),
    ...artworkData.personal,
    personalTable<typeof shipmentDispatch>({
      table: shipmentDispatch,
      subjects: ['customer', 'business-contact'],
      columns: {
        shipmentId: plain,
        orderId: plain,
        carrier: owed,
        trackingNumber: owed,
        dispatchedAt: owed,
        dispatchedBy: plain,
      },
      unit: ofOrder,
      stays: true,
      blanks: { tracking_number: 'null' },
      collectedFor: ['order-contract'],
      rows: collectable,
      audited: true,
    }),
    personalTable<typeof shipmentDelivery>({
      table: shipmentDelivery,
      subjects: ['customer', 'business-contact'],
      columns: {
        shipmentId: plain,
        orderId: plain,
        deliveredOn: owed,
        withdrawalUntil: bought,
        source: owed,
        notedAt: bought,
        notedBy: plain,
      },
      unit: ofOrder,
      stays: true,
      collectedFor: ['order-contract'],
      rows: collectable,
      audited: true,
    }),
    personalTable<typeof cancellation>({
      table: cancellation,
      subjects: ['customer', 'business-contact'],
      columns: {
        orderId: plain,
        reason: bought,
        cancelledAt: bought,
        cancelledBy: plain,
      },
      unit: ofOrder,
      stays: true,
      blanks: { reason: "''" },
      collectedFor: ['order-contract'],
      rows: whileItLasts,
      audited: true,
    }),
    ...questionsData.personal,
    ...reductionsData.personal,
    ...repairsData.personal,
    ...takenOverData.personal,
  ],
  plain: [
    plainTable<typeof making>(making, { 'order-contract': 'insert' }),
    plainTable<typeof payLater>(payLater, { 'order-contract': 'insert' }),
    plainTable<typeof paymentReminder>(paymentReminder, { 'order-contract': 'insert' }),
    // Companies, by their number in a public register.
    plainTable<typeof standingTerms>(standingTerms, { 'order-contract': 'delete' }),
    plainTable<typeof shipment>(shipment, { 'order-contract': 'insert' }),
    plainTable<typeof parcelFile>(parcelFile, { 'order-contract': 'insert' }),
    plainTable<typeof parcelFileOrder>(parcelFileOrder, { 'order-contract': 'insert' }),
    plainTable<typeof orderKey>(orderKey, { 'order-contract': 'insert', 'service-messages': 'insert' }),
  ],
}

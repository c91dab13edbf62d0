import {
  type Declarations,
  personal,
  personalTable,
  plain,
  plainTable,
  sealed,
  withheld,
} from '../privacy/tags.ts'
import { questionsData } from './questions-data.ts'
import {
  artwork,
  cancellation,
  making,
  order,
  orderArtwork,
  orderKey,
  orderLine,
  orderParty,
  parcelFile,
  parcelFileOrder,
  payLater,
  paymentReminder,
  proof,
  proofAnswer,
  shipment,
  shipmentDelivery,
  shipmentDispatch,
  standingTerms,
  takenOver,
} from './table.ts'

const bought = personal('purchases', 'order-contract', 'conformity-claims', 'legal-claims')
/** What a collector must know of it besides: the number it goes by, and that the goods came. */
const owed = personal('purchases', 'order-contract', 'conformity-claims', 'legal-claims', 'debt-collection')
/** Who it was, for whoever has to make good what was sold; a claim at law names the order, and the invoice its buyer. */
const identity = personal('name', 'order-contract', 'conformity-claims')
const contact = personal('contact', 'order-contract', 'conformity-claims')
const opened = personal('purchases', 'order-contract', 'accounting', 'conformity-claims', 'legal-claims')
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
const drawn = personal('artwork', 'order-contract', 'conformity-claims', 'legal-claims')

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
const onlyApproved = {
  'order-contract': whileItLasts['order-contract'],
  'conformity-claims': `${whileItLasts['conformity-claims']} and shop_proof_approved(order_line_id)`,
  'legal-claims': `${whileItLasts['legal-claims']} and shop_proof_approved(order_line_id)`,
} as const

const ofOrder = { of: 'order', by: 'order_id' } as const

/** A rejected drawing is no evidence of anything; claims see the one that was approved. */
const itselfApproved = 'exists (select from proof_answer where proof_id = proof.id and approved)'

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
        stocked: plain,
      },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      rows: claimsOn('order_id'),
      audited: true,
    }),
    personalTable<typeof artwork>({
      table: artwork,
      subjects: ['customer', 'business-contact', 'third-person'],
      columns: { orderLineId: plain, orderId: plain, words: drawn },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      rows: onlyApproved,
      audited: true,
    }),
    personalTable<typeof orderArtwork>({
      table: orderArtwork,
      subjects: ['customer', 'business-contact', 'third-person'],
      columns: {
        orderLineId: plain,
        orderId: plain,
        contentType: plain,
        size: plain,
        bytes: drawn,
        width: plain,
        height: plain,
        thumbnail: drawn,
      },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      rows: onlyApproved,
      audited: true,
    }),
    personalTable<typeof proof>({
      table: proof,
      subjects: ['customer', 'business-contact', 'third-person'],
      columns: {
        id: plain,
        orderLineId: plain,
        orderId: plain,
        version: plain,
        words: drawn,
        picture: drawn,
        sentAt: plain,
        sentBy: plain,
      },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      rows: {
        'order-contract': whileItLasts['order-contract'],
        'conformity-claims': `${whileItLasts['conformity-claims']} and ${itselfApproved}`,
        'legal-claims': `${whileItLasts['legal-claims']} and ${itselfApproved}`,
      },
      audited: true,
    }),
    personalTable<typeof proofAnswer>({
      table: proofAnswer,
      subjects: ['customer', 'business-contact'],
      columns: {
        proofId: plain,
        orderId: plain,
        approved: drawn,
        remark: personal('artwork', 'order-contract'),
        answeredAt: drawn,
      },
      unit: ofOrder,
      collectedFor: ['order-contract'],
      rows: {
        'order-contract': whileItLasts['order-contract'],
        'conformity-claims': `${whileItLasts['conformity-claims']} and approved`,
        'legal-claims': `${whileItLasts['legal-claims']} and approved`,
      },
      audited: true,
    }),
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
    personalTable<typeof takenOver>({
      table: takenOver,
      subjects: ['customer', 'business-contact'],
      columns: { orderId: plain, takenOn: opened, takenAt: opened, takenBy: plain },
      unit: ofOrder,
      // What the journal opened stays in it, as the document does.
      neverRestricted: ['accounting'],
      collectedFor: ['order-contract'],
      rows: claimsOn('order_id'),
      audited: true,
    }),
    ...questionsData.personal,
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

import { type Declarations, personal, personalTable, plain } from '../../privacy/tags.ts'
import {
  debtNotice,
  debtNoticeDocument,
  debtNoticeReceipt,
  debtObjection,
  debtObjectionDecision,
  dunningHold,
  paymentPromise,
  reminder,
} from './table.ts'

/** What was asked and answered about a debt: for whoever may have to prove it. */
const asked = personal('purchases', 'order-contract', 'legal-claims')
/** What a collector needs to know of it. */
const owed = personal('purchases', 'order-contract', 'legal-claims', 'debt-collection')

/** Whoever may see what was done about a debt, and until when. */
export const whileItLasts = {
  'order-contract': 'shop_contract_open(order_id)',
  'legal-claims': `shop_claims_open(order_id, 'legal-claims')`,
} as const
const collectable = { ...whileItLasts, 'debt-collection': 'shop_may_collect(order_id)' } as const

/** A fact about a debt belongs to its order. */
export const ofOrder = {
  subjects: ['customer', 'business-contact'],
  unit: { of: 'order', by: 'order_id' },
  collectedFor: ['order-contract'],
  audited: true,
} as const

/** Reminders, the notice and what the debtor says to it. Their words never go to a collector. */
export const dunningData: Declarations = {
  personal: [
    personalTable<typeof reminder>({
      table: reminder,
      columns: { id: plain, invoiceId: plain, orderId: plain, level: asked, askedAt: asked, askedBy: plain },
      rows: whileItLasts,
      ...ofOrder,
    }),
    personalTable<typeof paymentPromise>({
      table: paymentPromise,
      columns: {
        id: plain,
        invoiceId: plain,
        orderId: plain,
        promisedOn: asked,
        notedAt: asked,
        notedBy: plain,
        takenBackAt: asked,
        takenBackBy: plain,
      },
      changedFor: ['order-contract'],
      rows: whileItLasts,
      ...ofOrder,
    }),
    personalTable<typeof dunningHold>({
      table: dunningHold,
      columns: {
        id: plain,
        invoiceId: plain,
        orderId: plain,
        reason: personal('purchases', 'order-contract'),
        placedAt: asked,
        placedBy: plain,
        liftedAt: asked,
        liftedBy: plain,
      },
      changedFor: ['order-contract'],
      rows: whileItLasts,
      ...ofOrder,
    }),
    personalTable<typeof debtNotice>({
      table: debtNotice,
      columns: {
        id: plain,
        invoiceId: plain,
        orderId: plain,
        issuedOn: owed,
        principalCents: asked,
        interestCents: asked,
        costsCents: asked,
        issuedAt: owed,
        issuedBy: plain,
      },
      rows: collectable,
      ...ofOrder,
    }),
    personalTable<typeof debtNoticeDocument>({
      table: debtNoticeDocument,
      columns: {
        noticeId: plain,
        orderId: plain,
        bytes: personal(['name', 'contact', 'purchases'], 'order-contract', 'debt-collection'),
        renderedAt: plain,
      },
      rows: {
        'order-contract': collectable['order-contract'],
        'debt-collection': collectable['debt-collection'],
      },
      ...ofOrder,
    }),
    personalTable<typeof debtNoticeReceipt>({
      table: debtNoticeReceipt,
      columns: {
        noticeId: plain,
        orderId: plain,
        receivedOn: owed,
        objectUntil: owed,
        source: asked,
        proof: asked,
        notedAt: asked,
        notedBy: plain,
      },
      rows: collectable,
      ...ofOrder,
    }),
    personalTable<typeof debtObjection>({
      table: debtObjection,
      columns: { id: plain, invoiceId: plain, orderId: plain, words: asked, raisedAt: asked, notedBy: plain },
      rows: whileItLasts,
      ...ofOrder,
    }),
    personalTable<typeof debtObjectionDecision>({
      table: debtObjectionDecision,
      columns: {
        objectionId: plain,
        orderId: plain,
        upheld: asked,
        reason: asked,
        decidedAt: asked,
        decidedBy: plain,
        restReason: asked,
        restAskedAt: asked,
        restAskedBy: plain,
      },
      changedFor: ['order-contract'],
      rows: whileItLasts,
      ...ofOrder,
    }),
  ],
  plain: [],
}

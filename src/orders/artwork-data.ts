import { type Declarations, personal, personalTable, plain } from '../privacy/tags.ts'
import { artwork, orderArtwork, proof, proofAnswer } from './table.ts'

const drawn = personal('artwork', 'order-contract', 'conformity-claims', 'legal-claims')

/** Each purpose has its own end, counted by recorded facts. */
const whileItLasts = {
  'order-contract': 'shop_contract_open(order_id)',
  'conformity-claims': "shop_claims_open(order_id, 'conformity-claims')",
  'legal-claims': "shop_claims_open(order_id, 'legal-claims')",
} as const
const onlyApproved = {
  'order-contract': whileItLasts['order-contract'],
  'conformity-claims': `${whileItLasts['conformity-claims']} and shop_proof_approved(order_line_id)`,
  'legal-claims': `${whileItLasts['legal-claims']} and shop_proof_approved(order_line_id)`,
} as const

const ofOrder = { of: 'order', by: 'order_id' } as const

/** A rejected drawing is no evidence of anything; claims see the one that was approved. */
const itselfApproved = 'exists (select from proof_answer where proof_id = proof.id and approved)'

/** What stands on made-to-order signs: words, files, drawings and the buyer's yes to them. */
export const artworkData: Declarations = {
  personal: [
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
  ],
  plain: [],
}

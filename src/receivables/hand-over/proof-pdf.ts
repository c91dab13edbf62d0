import { drawFacts, drawTitle } from '../../invoicing/pdf-head.ts'
import { labelsOf } from '../../invoicing/pdf-labels.ts'
import { closePdf, openPdf, sheet } from '../../platform/files/pdf.ts'

/** How it is known that goods came. */
export interface DeliveryProof {
  /** The invoice's number. */
  readonly number: string
  readonly seller: string
  readonly madeOn: string
  readonly parcels: readonly {
    readonly carrier: string
    readonly trackingNumber: string | null
    /** ISO days. */
    readonly sentOn: string
    readonly deliveredOn: string
    readonly source: string
  }[]
}

const gap = 14

/** The proof of delivery as a page in Latvian: carrier, number, days, and who says so. What was in the parcel is not on it. */
export async function renderDeliveryProof(proof: DeliveryProof): Promise<Uint8Array> {
  const { number, seller, madeOn, parcels } = proof
  const labels = labelsOf('lv')
  const { pdf, root } = await openPdf({
    title: `${labels.t('handOver.proof.title')} ${number}`,
    author: seller,
    language: labels.locale,
    madeOn,
  })
  let y = drawTitle(pdf, root, labels, 'handOver.proof.title', number, seller)
  for (const { carrier, trackingNumber, sentOn, deliveredOn, source } of parcels) {
    if (y + 60 > sheet.bottom) {
      pdf.addPage()
      y = sheet.top
    }
    const facts = [
      { label: 'handOver.proof.carrier', text: carrier },
      { label: 'handOver.proof.tracking', text: trackingNumber ?? '–' },
      { label: 'handOver.proof.sent', text: labels.date(sentOn) },
      { label: 'handOver.proof.received', text: labels.date(deliveredOn) },
      { label: 'handOver.proof.known', text: labels.t(`handOver.proof.source.${source}`) },
    ]
    y = drawFacts(pdf, root, labels, facts, y) + gap
  }
  return closePdf(pdf, root)
}

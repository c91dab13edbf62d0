import { advanceFor } from '../../../src/invoicing/advances.ts'
import { correctiveFor } from '../../../src/invoicing/correctives.ts'
import { creditFor } from '../../../src/invoicing/credit-notes.ts'
import { invoiceFor } from '../../../src/invoicing/drafting.ts'
import type { Earlier } from '../../../src/invoicing/earlier.ts'
import { finalFor } from '../../../src/invoicing/finals.ts'
import { renderInvoice, renderPaymentRequest } from '../../../src/invoicing/pdf.ts'
import type { DocumentDraft, InvoiceSnapshot } from '../../../src/invoicing/snapshot.ts'
import { ublOf } from '../../../src/invoicing/ubl/document.ts'
import { renderDeliveryNote } from '../../../src/orders/admin-delivery-note.ts'
import { transferCode } from '../../../src/payments/transfer-code.ts'
import { type Language, languages } from '../../../src/platform/i18n/languages.ts'
import { cents } from '../../../src/platform/money.ts'
import { isoDate } from '../../../src/platform/time.ts'
import { company, sampleInvoice, samplePaymentRequest, seller } from '../../invoicing/sample-documents.ts'
import { around, issued, sampleOrder } from '../../invoicing/sample-orders.ts'

/** A document as its reader gets it. */
export interface Paper {
  readonly kind: string
  readonly language: Language
  readonly bytes: Uint8Array
}

const today = isoDate('2026-11-20')

/** One of each kind in each language. */
export async function papers(): Promise<Paper[]> {
  const all: Paper[] = []
  for (const language of languages) {
    for (const [kind, snapshot] of Object.entries(snapshotsOf(language)))
      all.push({ kind, language, bytes: await renderInvoice(snapshot, ublOf(snapshot)) })
    all.push({ kind: 'payment-request', language, bytes: await paymentRequest(language) })
    for (const gift of [false, true])
      all.push({
        kind: gift ? 'delivery-note-of-a-gift' : 'delivery-note',
        language,
        bytes: await deliveryNote(language, gift),
      })
  }
  return all
}

/** An order that was paid in two parts, sent, credited in part and corrected; and invoices to be paid, short and long. */
function snapshotsOf(language: Language): Record<string, InvoiceSnapshot> {
  const order = sampleOrder(
    [
      {
        quantity: 3,
        unitPriceCents: 1250,
        vatCategory: 'S',
        vatRate: 2100,
        name: 'Evakuācijas zīme',
        label: '300 × 150 mm',
      },
      {
        quantity: 7,
        unitPriceCents: 499,
        discountCents: 349,
        vatCategory: 'S',
        vatRate: 2100,
        name: 'Zīme <b>&</b> "pēdiņas"',
      },
      {
        quantity: 1,
        unitPriceCents: 4790,
        vatCategory: 'S',
        vatRate: 1200,
        name: 'Skylt Å Ä Ö, één ĳ, ĢĶĻŅŠŽ',
      },
    ],
    { deliveryCents: 390, language },
  )
  const books = around(language)
  const earlier: Earlier[] = []
  const made: Record<string, InvoiceSnapshot> = {}
  const issue = (name: string, draft: DocumentDraft) => {
    const document = issued(draft, earlier.length)
    const ids = [draft.precedingId, ...draft.lines.map(({ clearsId }) => clearsId)]
    const preceding = earlier.filter(({ id }) => ids.includes(id))
    made[name] = { ...draft, number: document.number, preceding }
    earlier.push(document)
  }
  const paid = { paidOn: today, means: 'transfer' } as const
  issue('advance', advanceFor(order, earlier, { amountCents: cents(5000), ...paid }, books))
  issue('final', finalFor(order, earlier, { suppliedOn: today, dueOn: isoDate('2026-12-04') }, books))
  const part = { lines: [{ orderLineId: order.lines[0]!.id, quantity: 1 }], delivery: 100 } as const
  issue('credit-note', creditFor(order, earlier, { ...part, cause: 'withdrawal' }, books))
  issue('corrective', correctiveFor(order, earlier[1]!, books))
  made.invoice = {
    ...invoiceFor(order, { suppliedOn: today, dueOn: null, paidOn: today, paidMeans: 'card' }, books),
    number: 'ZM-2026-0099',
    preceding: [],
  }
  made['long-invoice'] = sampleInvoice({ language, lines: 45, buyer: company, paid: false })
  return made
}

function paymentRequest(language: Language): Promise<Uint8Array> {
  const request = samplePaymentRequest(language, null)
  const code = transferCode({
    name: seller.accountName,
    iban: seller.iban,
    amountCents: request.grossCents,
    reference: request.paymentReference,
  })
  return renderPaymentRequest({ ...request, transferCode: code })
}

function deliveryNote(language: Language, gift: boolean): Promise<Uint8Array> {
  return renderDeliveryNote({
    number: 'B-2026-1042-P1',
    issuedOn: today,
    document: samplePaymentRequest(language, null),
    gift,
    from: 'Ģertrūdes iela 10–4, Rīga, LV-1010',
    to: 'Līga Ozola, Jomas iela 1, Jūrmala, LV-2015',
    way: 'delivery.courier',
    carrier: 'DPD',
  })
}

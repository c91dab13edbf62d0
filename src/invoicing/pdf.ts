import { printedIban } from '../customers/identifiers.ts'
import { closePdf, mark, openPdf, type Pdf, sheet, type Tag } from '../platform/files/pdf.ts'
import { countryName } from '../platform/i18n/country-names.ts'
import { documentName } from './documents.ts'
import { drawFacts, drawParties, drawTitle, type Fact } from './pdf-head.ts'
import { type Labels, labelsOf } from './pdf-labels.ts'
import { drawLines } from './pdf-lines.ts'
import { numberPages } from './pdf-pages.ts'
import { drawPayment, type PaymentDetails, paymentHeight } from './pdf-payment.ts'
import { height, type Style, styles, write } from './pdf-text.ts'
import { type Amounts, drawTotals, totalsHeight } from './pdf-totals.ts'
import { ownSentences } from './sentences.ts'
import { askedCents, type InvoiceSnapshot, type IssuedKind, type PaymentRequestSnapshot } from './snapshot.ts'

const SPACE = 15
const NOTE_GAP = 3
// Notes beyond this may go to a page of their own; up to it they stay with the totals.
const LONGEST_ENDING = 120

/** What the kinds of document differ in. */
type Contents = {
  readonly title: string
  readonly facts: readonly Fact[]
  /** Null where a document is about words alone. */
  readonly amounts: Amounts | null
  readonly payment: PaymentDetails | null
  /** Sentences in the size of the text, above the small notes. */
  readonly closing: readonly string[]
  readonly notes: readonly string[]
  /** The same for machines, as a file within. */
  readonly ubl: string | null
}

const titles: Readonly<Record<IssuedKind, string>> = {
  invoice: 'document.invoice',
  advance: 'document.advance',
  final: 'document.final',
  'credit-note': 'document.creditNote',
  corrective: 'document.corrective',
  charge: 'document.charge',
}

/**
 * An issued document as tagged PDF/A-3a in its own language, with the Latvian labels where that is another one; `ubl` is the
 * same for machines, attached. The same snapshot always gives the same bytes. Contents: PVN likums 125. pants, Directive
 * 2006/112 Art. 226.
 */
export async function renderInvoice(
  snapshot: InvoiceSnapshot,
  ubl: string | null = null,
): Promise<Uint8Array> {
  const labels = labelsOf(snapshot.language)
  const { kind, notes } = snapshot
  const asked = askedCents(snapshot)
  return render(labels, snapshot, {
    title: titles[kind],
    facts: factsOf(labels, snapshot),
    amounts: kind === 'corrective' ? null : { ...snapshot, credited: kind === 'credit-note' },
    payment: asked > 0 ? paymentDetails(labels, snapshot, asked, null) : null,
    closing: closingOf(labels, snapshot),
    notes: [...notes, labels.both('document.withoutSignature')],
    ubl,
  })
}

function factsOf(labels: Labels, snapshot: InvoiceSnapshot): Fact[] {
  const { kind, issuedOn, suppliedOn, paidOn, dueOn, orderNumber, preceding, deliveredTo } = snapshot
  const numbers = preceding.map(({ number }) => number).join(', ')
  const named = kind === 'final' ? 'document.clears' : 'document.precedingInvoice'
  return [
    { label: 'document.issued', text: labels.date(issuedOn) },
    ...(kind === 'corrective' ? [] : dated(labels, 'document.supplied', suppliedOn)),
    ...dated(labels, 'document.paid', paidOn),
    ...(isPaid(snapshot) ? [] : dated(labels, 'document.due', dueOn)),
    ...(numbers ? [{ label: named, text: numbers }] : []),
    { label: 'document.order', text: orderNumber },
    ...(deliveredTo === 'LV'
      ? []
      : [{ label: 'document.delivered', text: countryName(deliveredTo, labels.locale) }]),
  ]
}

function isPaid({ grossCents, prepaidCents, paidOn }: InvoiceSnapshot): boolean {
  return grossCents === prepaidCents && paidOn !== null
}

function closingOf(labels: Labels, snapshot: InvoiceSnapshot): string[] {
  const { kind, paidOn, grossCents, dueOn } = snapshot
  const own = ownSentences(snapshot)
  if (kind === 'invoice' && paidOn && isPaid(snapshot))
    return [labels.t('document.paidInFull', { day: labels.date(paidOn) })]
  if (kind === 'credit-note') return [...own, labels.t('document.creditTerms')]
  const onReceipt = grossCents > snapshot.prepaidCents && dueOn === null
  return onReceipt ? [...own, labels.t('document.onReceipt')] : own
}

/** A payment request in the same clothes; it says that it is no accounting document. */
export async function renderPaymentRequest(snapshot: PaymentRequestSnapshot): Promise<Uint8Array> {
  const labels = labelsOf(snapshot.language)
  return render(labels, snapshot, {
    title: 'document.paymentRequest',
    facts: [
      // It is no invoice, and has no day of one.
      { label: 'note.day', text: labels.date(snapshot.issuedOn) },
      ...dated(labels, 'document.due', snapshot.dueOn),
    ],
    amounts: { ...snapshot, prepaidCents: 0 },
    payment: paymentDetails(labels, snapshot, snapshot.grossCents, snapshot.transferCode),
    closing: [],
    notes: [labels.both('document.notAccounting'), ...snapshot.notes],
    ubl: null,
  })
}

function dated(labels: Labels, label: string, day: string | null): Fact[] {
  return day ? [{ label, text: labels.date(day) }] : []
}

function paymentDetails(
  labels: Labels,
  snapshot: InvoiceSnapshot | PaymentRequestSnapshot,
  leftCents: number,
  transferCode: string | null,
): PaymentDetails {
  const { accountName, iban, bankName } = snapshot.seller
  return {
    accountName,
    iban: printedIban(iban),
    bankName,
    paymentReference: inFours(snapshot.paymentReference),
    amount: labels.money(leftCents),
    due: snapshot.dueOn && labels.date(snapshot.dueOn),
    transferCode,
  }
}

async function render(
  labels: Labels,
  snapshot: InvoiceSnapshot | PaymentRequestSnapshot,
  contents: Contents,
): Promise<Uint8Array> {
  const name = `${labels.t(contents.title)} ${snapshot.number}`
  const { pdf, root } = await openPdf({
    title: name,
    author: snapshot.seller.name,
    language: labels.locale,
    madeOn: snapshot.issuedOn,
  })
  const { amounts, payment, ubl } = contents
  if (ubl) attach(pdf, ubl, snapshot)
  let y = drawTitle(pdf, root, labels, contents.title, snapshot.number, snapshot.seller.name)
  y = drawFacts(pdf, root, labels, contents.facts, y) + SPACE
  y = drawParties(pdf, root, labels, snapshot, y) + SPACE + 4

  const notes = amounts ? [...contents.notes, labels.both('document.allInEuro')] : contents.notes
  if (amounts) {
    const reserve =
      12 +
      totalsHeight(labels, amounts) +
      (payment ? SPACE + paymentHeight(pdf, labels, payment) : 0) +
      Math.min(LONGEST_ENDING, notesHeight(pdf, contents, notes))
    y = drawLines(pdf, root, labels, snapshot.lines, y, reserve) + 12
    y = drawTotals(pdf, root, labels, amounts, y) + SPACE
  }
  if (payment) y = (await drawPayment(pdf, root, labels, payment, y)) + SPACE
  for (const sentence of contents.closing) y = drawNote(pdf, root, styles.body, sentence, y) + 4
  for (const note of notes) y = drawNote(pdf, root, styles.label, note, y)

  numberPages(pdf, labels, `${name} · ${snapshot.seller.name}`)
  return closePdf(pdf, root)
}

/** The structured document travels within (PDF/A-3, AFRelationship): the same facts for machines. */
function attach(pdf: Pdf, ubl: string, { number, issuedOn }: { number: string; issuedOn: string }): void {
  const madeOn = new Date(`${issuedOn}T00:00:00Z`)
  // pdfkit's types do not know the relationship that PDF/A-3 asks for.
  const options = {
    type: 'text/xml',
    relationship: 'Alternative',
    creationDate: madeOn,
    modifiedDate: madeOn,
  }
  pdf.file(Buffer.from(ubl), {
    name: documentName(number, 'ubl'),
    ...options,
  } as PDFKit.Mixins.PDFAttachmentOptions)
}

function drawNote(pdf: Pdf, root: Tag, style: Style, note: string, top: number): number {
  const width = sheet.right - sheet.left
  const needed = height(pdf, style, note, width)
  const next = top + needed > sheet.bottom
  if (next) pdf.addPage()
  const y = next ? sheet.top : top
  mark(pdf, root, 'P', () => write(pdf, style, note, { x: sheet.left, y, width }))
  return y + needed + NOTE_GAP
}

function notesHeight(pdf: Pdf, { closing }: Contents, notes: readonly string[]): number {
  const width = sheet.right - sheet.left
  const text = closing.reduce(
    (total, sentence) => total + height(pdf, styles.body, sentence, width) + NOTE_GAP + 4,
    0,
  )
  return notes.reduce(
    (total, note) => total + height(pdf, styles.label, note, width) + NOTE_GAP,
    SPACE + text,
  )
}

function inFours(text: string): string {
  return text.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
}

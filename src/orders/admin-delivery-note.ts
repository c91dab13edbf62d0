import { drawFacts, drawLabel, drawParties, drawTitle } from '../invoicing/pdf-head.ts'
import { type Labels, labelsOf } from '../invoicing/pdf-labels.ts'
import { drawLines } from '../invoicing/pdf-lines.ts'
import { colours, height, rule, styles, write } from '../invoicing/pdf-text.ts'
import { drawTotals, totalsHeight } from '../invoicing/pdf-totals.ts'
import type { DocumentSnapshot } from '../invoicing/snapshot.ts'
import { closePdf, decorate, group, mark, openPdf, type Pdf, sheet, type Tag } from '../platform/files/pdf.ts'

/**
 * Goods that leave go with a document that says who sends what to whom (Grāmatvedības likums 11. pants: name, number
 * and day of the document, both parties, the transaction with quantities and sums, who answers for it).
 */
export interface DeliveryNote {
  /** The order's number with that of its parcel. */
  readonly number: string
  /** ISO day on which the parcel was packed. */
  readonly issuedOn: string
  readonly document: DocumentSnapshot
  /** For somebody else: no prices, and nothing about the one who pays; their invoice has both. */
  readonly gift: boolean
  /** One line each: where goods are loaded, and where they go. */
  readonly from: string
  readonly to: string
  /** Message key of the way, and the carrier's name. */
  readonly way: string
  readonly carrier: string | null
}

const GAP = 16
const SIGNATURES = 84
const QUANTITY = 80
const COLUMN = (sheet.right - sheet.left - GAP) / 2

/** The delivery note as tagged PDF/A-3a in the buyer's language, with the Latvian labels where that is another one. */
export async function renderDeliveryNote(note: DeliveryNote): Promise<Uint8Array> {
  const { document, number } = note
  const labels = labelsOf(document.language)
  const { pdf, root } = await openPdf({
    title: `${labels.t('note.title')} ${number}`,
    author: document.seller.name,
    language: labels.locale,
    madeOn: note.issuedOn,
  })
  let y = drawTitle(pdf, root, labels, 'note.title', number, document.seller.name)
  y = drawFacts(pdf, root, labels, factsOf(note, labels), y) + GAP
  if (!note.gift) y = drawParties(pdf, root, labels, document, y) + GAP
  y = drawPlaces(pdf, root, labels, note, y) + GAP
  y = note.gift ? drawGoods(pdf, root, labels, document.lines, y) : drawPriced(pdf, root, labels, document, y)
  drawSignatures(pdf, root, labels, y + GAP)
  return closePdf(pdf, root)
}

function drawPriced(pdf: Pdf, root: Tag, labels: Labels, document: DocumentSnapshot, top: number): number {
  const amounts = { ...document, prepaidCents: 0 }
  const reserve = 12 + totalsHeight(labels, amounts) + GAP + SIGNATURES
  let y = drawLines(pdf, root, labels, document.lines, top, reserve) + 12
  y = drawTotals(pdf, root, labels, amounts, y) + GAP
  for (const text of document.notes) {
    const at = y
    mark(pdf, root, 'P', () =>
      write(pdf, styles.label, text, { x: sheet.left, y: at, width: sheet.right - sheet.left }),
    )
    y += height(pdf, styles.label, text, sheet.right - sheet.left) + 3
  }
  return y
}

/** What a gift's parcel holds: how many of what. */
function drawGoods(
  pdf: Pdf,
  root: Tag,
  labels: Labels,
  lines: DocumentSnapshot['lines'],
  top: number,
): number {
  const table = group(pdf, root, 'Table', { title: labels.t('document.lines') })
  const goods = { x: sheet.left, width: sheet.right - sheet.left - QUANTITY - GAP }
  const pieces = { x: sheet.right - QUANTITY, width: QUANTITY }
  const head = group(pdf, table, 'TR')
  const ends = [
    { label: 'document.description', ...goods },
    { label: 'document.quantity', ...pieces },
  ].map(({ label, x, width }) => {
    const cell = group(pdf, head, 'TH', { scope: 'Column' })
    const end = drawLabel(pdf, cell, labels, label, x, top, width)
    cell.end()
    return end
  })
  head.end()
  let y = Math.max(...ends) + 3
  const line = y
  decorate(pdf, () => rule(pdf, line, 1, colours.ink))
  for (const { description, quantity, unit } of lines) {
    const tall = height(pdf, styles.body, description, goods.width) + 8
    if (y + tall > sheet.bottom) y = nextPage(pdf)
    const at = y + 5
    const counted = `${quantity} ${unit === 'H87' ? labels.t('document.piece') : unit}`
    const row = group(pdf, table, 'TR')
    mark(pdf, row, 'TD', () => write(pdf, styles.body, description, { ...goods, y: at }))
    mark(pdf, row, 'TD', () => write(pdf, styles.body, counted, { ...pieces, y: at }))
    row.end()
    y += tall
    const end = y
    decorate(pdf, () => rule(pdf, end, 0.5, colours.hairline))
  }
  table.end()
  return y
}

function factsOf({ issuedOn, document, way, carrier }: DeliveryNote, labels: Labels) {
  return [
    { label: 'note.day', text: labels.date(issuedOn) },
    { label: 'document.order', text: document.orderNumber },
    { label: 'slip.way', text: [labels.t(way), carrier].filter(Boolean).join(', ') },
  ]
}

function drawPlaces(pdf: Pdf, root: Tag, labels: Labels, { from, to }: DeliveryNote, top: number): number {
  const places = [
    { label: 'note.from', text: from, x: sheet.left },
    { label: 'note.to', text: to, x: sheet.left + COLUMN + GAP },
  ]
  const ends = places.map(({ label, text, x }) => {
    const y = drawLabel(pdf, root, labels, label, x, top, COLUMN) + 1
    mark(pdf, root, 'P', () => write(pdf, styles.body, text, { x, y, width: COLUMN }))
    return y + height(pdf, styles.body, text, COLUMN)
  })
  return Math.max(...ends)
}

/** Who gave and who took: name, signature, day. Goods that a carrier takes are signed for by the carrier. */
function drawSignatures(pdf: Pdf, root: Tag, labels: Labels, top: number): void {
  const y = top + SIGNATURES > sheet.bottom ? nextPage(pdf) : top
  for (const [index, label] of ['note.issued', 'note.received'].entries()) {
    const x = sheet.left + index * (COLUMN + GAP)
    const section = group(pdf, root, 'Sect')
    drawLabel(pdf, section, labels, label, x, y, COLUMN, 'H2')
    for (const [row, what] of ['note.name', 'note.signature'].entries()) {
      const line = y + 34 + row * 32
      decorate(pdf, () => rule(pdf, line, 0.5, colours.ink, x, x + COLUMN))
      drawLabel(pdf, section, labels, what, x, line + 2, COLUMN)
    }
    section.end()
  }
}

function nextPage(pdf: Pdf): number {
  pdf.addPage()
  return sheet.top
}

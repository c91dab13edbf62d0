import { drawFacts, drawLabel, drawTitle } from '../invoicing/pdf-head.ts'
import { type Labels, labelsOf } from '../invoicing/pdf-labels.ts'
import { colours, height, rule, type Style, styles, write } from '../invoicing/pdf-text.ts'
import { closePdf, decorate, group, mark, openPdf, type Pdf, sheet, type Tag } from '../platform/files/pdf.ts'
import type { Language } from '../platform/i18n/languages.ts'

/** What goes into a parcel, as the one who packs and the one who opens it read it. */
export interface Slip {
  readonly number: string
  /** The buyer's. */
  readonly language: Language
  /** ISO day. */
  readonly placedOn: string
  readonly shopName: string
  /** Where questions go: telephone and e-mail. */
  readonly contact: readonly string[]
  /** Message key of the way, and the carrier's name. */
  readonly way: string
  readonly carrier: string | null
  /** Name, company, address or locker, a line each. */
  readonly recipient: readonly string[]
  /** No prices, and nothing about the one who pays. */
  readonly gift: boolean
  readonly lines: readonly SlipLine[]
  /** Whether the sums hold VAT. */
  readonly taxed: boolean
  /** Cents with VAT; not read for a gift. */
  readonly totals: {
    readonly goods: number
    readonly discount: number
    readonly delivery: number
    readonly total: number
  }
}

export interface SlipLine {
  readonly sku: string
  /** In the buyer's language, as it was ordered. */
  readonly name: string
  readonly label: string
  /** For whoever packs; null where it is the same. */
  readonly latvianName: string | null
  /** The words on the sign, as they were approved. */
  readonly words: string | null
  readonly quantity: number
  /** Cents with VAT. */
  readonly unitPriceCents: number
}

const PADDING = 5
const BOX = 11
const GAP = 16
const quiet: Style = { size: 7.5, face: 'regular', colour: colours.quiet }
const large: Style = { size: 10, face: 'bold', colour: colours.ink }

/** All slips in one tagged PDF, each beginning on a page of its own. `madeOn` is an ISO day. */
export async function renderPackingSlips(slips: readonly Slip[], madeOn: string): Promise<Uint8Array> {
  const first = slips[0]!
  const labels = labelsOf(slips.length === 1 ? first.language : 'lv')
  const { pdf, root } = await openPdf({
    title: slips.length === 1 ? `${labels.t('slip.title')} ${first.number}` : labels.t('slip.title'),
    author: first.shopName,
    language: labels.locale,
    madeOn,
  })
  for (const [index, slip] of slips.entries()) {
    if (index > 0) pdf.addPage()
    drawSlip(pdf, root, slip)
  }
  return closePdf(pdf, root)
}

function drawSlip(pdf: Pdf, root: Tag, slip: Slip): void {
  const labels = labelsOf(slip.language)
  const section = group(pdf, root, 'Sect', { lang: labels.locale })
  let y = drawTitle(pdf, section, labels, 'slip.title', slip.number, slip.shopName)
  y = drawFacts(pdf, section, labels, factsOf(slip, labels), y) + GAP
  y = drawRecipient(pdf, section, labels, slip, y) + GAP
  y = drawTable(pdf, section, labels, slip, y)
  if (!slip.gift) y = drawSums(pdf, section, labels, slip, y + 8)
  drawClosing(pdf, section, labels, slip, y + GAP)
  section.end()
}

function factsOf({ placedOn, way, carrier, lines }: Slip, labels: Labels) {
  const pieces = lines.reduce((total, { quantity }) => total + quantity, 0)
  return [
    { label: 'slip.ordered', text: labels.date(placedOn) },
    { label: 'slip.way', text: [labels.t(way), carrier].filter(Boolean).join(', ') },
    { label: 'slip.pieces', text: String(pieces) },
  ]
}

function drawRecipient(pdf: Pdf, root: Tag, labels: Labels, { recipient }: Slip, top: number): number {
  const width = sheet.right - sheet.left
  let y = drawLabel(pdf, root, labels, 'slip.recipient', sheet.left, top, width) + 2
  recipient.forEach((line, index) => {
    const style = index === 0 ? large : styles.body
    const at = y
    mark(pdf, root, 'P', () => write(pdf, style, line, { x: sheet.left, y: at, width }))
    y += height(pdf, style, line, width)
  })
  return y
}

interface Column {
  readonly label: string
  readonly x: number
  readonly width: number
  readonly align: 'left' | 'right'
}

function columnsOf(gift: boolean): Record<'box' | 'quantity' | 'goods' | 'price' | 'sum', Column> {
  const goodsX = sheet.left + 26 + 46
  const moneyX = gift ? sheet.right : sheet.right - 132
  return {
    box: { label: 'slip.packed', x: sheet.left, width: 34, align: 'left' },
    quantity: { label: 'document.quantity', x: sheet.left + 30, width: 30, align: 'right' },
    goods: { label: 'document.description', x: goodsX, width: moneyX - goodsX - 8, align: 'left' },
    price: { label: 'document.unitPrice', x: moneyX, width: 62, align: 'right' },
    sum: { label: 'document.amount', x: moneyX + 66, width: 66, align: 'right' },
  }
}

function drawTable(pdf: Pdf, root: Tag, labels: Labels, slip: Slip, top: number): number {
  const columns = columnsOf(slip.gift)
  const shown = slip.gift
    ? [columns.box, columns.quantity, columns.goods]
    : [columns.box, columns.quantity, columns.goods, columns.price, columns.sum]
  const table = group(pdf, root, 'Table', { title: labels.t('document.lines') })
  const head = group(pdf, table, 'TR')
  for (const column of shown) {
    const cell = group(pdf, head, 'TH', { scope: 'Column' })
    const latvian = labels.latvian(column.label)
    mark(pdf, cell, 'P', () => write(pdf, styles.label, labels.t(column.label), { ...column, y: top }))
    if (latvian)
      mark(pdf, cell, 'P', () => write(pdf, styles.latvian, latvian, { ...column, y: top + 10 }), {
        lang: 'lv-LV',
      })
    cell.end()
  }
  head.end()
  let y = top + (labels.latvian('document.description') === null ? 14 : 23)
  const line = y
  decorate(pdf, () => rule(pdf, line, 1, colours.ink))
  y += 1
  for (const one of slip.lines) {
    if (y + lineHeight(pdf, columns.goods.width, one) > sheet.bottom) {
      pdf.addPage()
      y = sheet.top
    }
    y = drawLine(pdf, table, labels, slip, columns, one, y)
  }
  table.end()
  return y
}

/** What stands under each other in the goods' cell. */
function textsOf({
  name,
  label,
  latvianName,
  words,
  sku,
}: SlipLine): { text: string; style: Style; lang?: string }[] {
  return [
    { text: name, style: styles.strong },
    ...(latvianName ? [{ text: latvianName, style: quiet, lang: 'lv-LV' }] : []),
    ...(words ? [{ text: `„${words.split('\n').join(' / ')}“`, style: styles.body }] : []),
    { text: [label, sku].filter(Boolean).join(' · '), style: styles.body },
  ]
}

function lineHeight(pdf: Pdf, width: number, line: SlipLine): number {
  return (
    textsOf(line).reduce((total, { text, style }) => total + height(pdf, style, text, width), 0) + 2 * PADDING
  )
}

function drawLine(
  pdf: Pdf,
  table: Tag,
  labels: Labels,
  { gift }: Slip,
  columns: ReturnType<typeof columnsOf>,
  line: SlipLine,
  top: number,
): number {
  const y = top + PADDING
  const row = group(pdf, table, 'TR')
  mark(pdf, row, 'TD', () => box(pdf, columns.box.x + 1, y + 1), { alt: labels.t('slip.box') })
  mark(pdf, row, 'TD', () => write(pdf, large, `${line.quantity} ×`, { ...columns.quantity, y: y - 0.5 }))
  const cell = group(pdf, row, 'TD')
  let at = y
  for (const { text, style, lang } of textsOf(line)) {
    const here = at
    mark(pdf, cell, 'P', () => write(pdf, style, text, { ...columns.goods, y: here }), lang ? { lang } : {})
    at += height(pdf, style, text, columns.goods.width)
  }
  cell.end()
  if (!gift) {
    const sum = line.quantity * line.unitPriceCents
    mark(pdf, row, 'TD', () =>
      write(pdf, styles.cell, labels.amount(line.unitPriceCents), { ...columns.price, y }),
    )
    mark(pdf, row, 'TD', () => write(pdf, styles.cell, labels.amount(sum), { ...columns.sum, y }))
  }
  row.end()
  const end = at + PADDING
  decorate(pdf, () => rule(pdf, end, 0.5, colours.hairline))
  return end
}

/** A place for a pencil. */
function box(pdf: Pdf, x: number, y: number): void {
  pdf.lineWidth(0.8).strokeColor(colours.ink).rect(x, y, BOX, BOX).stroke()
}

function drawSums(pdf: Pdf, root: Tag, labels: Labels, { totals, taxed }: Slip, top: number): number {
  const rows = [
    { label: 'totals.goods', cents: totals.goods, style: styles.body },
    ...(totals.discount > 0 ? [{ label: 'slip.discount', cents: -totals.discount, style: styles.body }] : []),
    { label: 'totals.delivery', cents: totals.delivery, style: styles.body },
    { label: taxed ? 'totals.total' : 'totals.totalPlain', cents: totals.total, style: styles.strong },
  ]
  const x = sheet.right - 250
  let y = top + rows.length * 14 > sheet.bottom ? nextPage(pdf) : top
  const table = group(pdf, root, 'Table', { title: labels.t('document.totals') })
  for (const { label, cents, style } of rows) {
    const at = y
    const row = group(pdf, table, 'TR')
    mark(pdf, row, 'TH', () => write(pdf, style, labels.both(label), { x, y: at, width: 170 }), {
      scope: 'Row',
    })
    mark(pdf, row, 'TD', () =>
      write(pdf, style, moneyOf(labels, cents), { x: x + 174, y: at, width: 76, align: 'right' }),
    )
    row.end()
    y += 14
  }
  table.end()
  return y
}

/** As the shop's pages write what is taken off: a real minus before the amount, in every language. */
function moneyOf({ money }: Labels, cents: number): string {
  return cents < 0 ? `−${money(-cents)}` : money(cents)
}

function nextPage(pdf: Pdf): number {
  pdf.addPage()
  return sheet.top
}

/** Whom to ask if something is missing. */
function drawClosing(pdf: Pdf, root: Tag, labels: Labels, { contact }: Slip, top: number): void {
  const width = sheet.right - sheet.left
  const text = labels.t('slip.closing', { contact: contact.join(', ') })
  const y = top + height(pdf, styles.body, text, width) > sheet.bottom ? nextPage(pdf) : top
  mark(pdf, root, 'P', () => write(pdf, styles.body, text, { x: sheet.left, y, width }))
}

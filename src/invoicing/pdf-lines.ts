import { decorate, group, mark, type Pdf, sheet, type Tag } from '../platform/files/pdf.ts'
import { units } from './earlier.ts'
import type { Labels } from './pdf-labels.ts'
import { colours, height, rule, styles, widthOf, write } from './pdf-text.ts'
import type { LineSnapshot } from './snapshot.ts'

const PADDING = 2.5
const BETWEEN = 7

type Column = {
  readonly label: string
  readonly width: number
  readonly align: 'left' | 'right'
  readonly text: (line: LineSnapshot) => string
}
type PlacedColumn = Column & { readonly x: number }

/**
 * The table of lines. Pages follow as needed, each beginning with the table's head again; the last line never parts
 * from what follows it, which needs `reserve` points. Returns the y below.
 */
export function drawLines(
  pdf: Pdf,
  root: Tag,
  labels: Labels,
  lines: readonly LineSnapshot[],
  top: number,
  reserve: number,
): number {
  const columns = placed(columnsFor(labels, lines).map((column) => fitted(pdf, column, lines)))
  const table = group(pdf, root, 'Table', { title: labels.t('document.lines') })
  let y = drawHead(pdf, table, labels, columns, top)
  lines.forEach((line, i) => {
    const needed = rowHeight(pdf, columns, line) + (i === lines.length - 1 ? reserve : 0)
    if (y + needed > sheet.bottom && y > sheet.top + 60) {
      pdf.addPage()
      y = repeatHead(pdf, labels, columns)
    }
    y = drawRow(pdf, table, columns, line, y)
  })
  table.end()
  return y
}

function columnsFor(labels: Labels, lines: readonly LineSnapshot[]): Column[] {
  // One number of decimals for the whole column, so that the figures stand under each other.
  const decimals = Math.max(...lines.map(({ unitNet }) => unitNet.length - unitNet.indexOf('.') - 1))
  const untaxed = lines.every(({ vatCategory }) => vatCategory === 'O')
  const first: Column[] = [
    { label: 'document.position', width: 13, align: 'left', text: (line) => String(line.position) },
    { label: 'document.description', width: 0, align: 'left', text: (line) => described(line, labels) },
    { label: 'document.quantity', width: 30, align: 'right', text: (line) => counted(line) },
    {
      label: 'document.unit',
      width: 21,
      align: 'left',
      text: ({ unit }) => unitText(unit, labels),
    },
  ]
  const price = (line: LineSnapshot) => labels.price(line.unitNet, decimals)
  const net = (line: LineSnapshot) => labels.amount(line.netCents)
  if (untaxed)
    return [
      ...first,
      { label: 'document.unitPrice', width: 64, align: 'right', text: price },
      { label: 'document.amount', width: 68, align: 'right', text: net },
    ]
  return [
    ...first,
    { label: 'document.unitNet', width: 57, align: 'right', text: price },
    { label: 'document.vatRate', width: 24, align: 'right', text: (line) => labels.percent(line.vatRate) },
    { label: 'document.net', width: 50, align: 'right', text: net },
    { label: 'document.gross', width: 50, align: 'right', text: (line) => labels.amount(line.grossCents) },
  ]
}

/** What it is, and under it what was taken off its price before VAT. */
function described(line: LineSnapshot, { amount, latvian }: Labels): string {
  const { description, allowanceCents = 0, allowanceReason } = line
  const reason = [allowanceReason, latvian('totals.discount')].filter(Boolean).join(' / ')
  const allowance = allowanceCents > 0 ? `\n${reason}: ${amount(-allowanceCents)}` : ''
  return kept(description) + allowance
}

/** A measure stays on one line: 300 × 150 mm. */
function kept(text: string): string {
  return text.replace(/(?<=\d) (?=×)|(?<=×) (?=\d)|(?<=\d) (?=(?:mm|cm|m|g|kg)\b)/g, '\u00a0')
}

/** Figures never break: a column grows to its widest, at the description's cost. */
function fitted(pdf: Pdf, column: Column, lines: readonly LineSnapshot[]): Column {
  if (column.align === 'left') return column
  const widest = Math.max(...lines.map((line) => widthOf(pdf, styles.cell, column.text(line))))
  return { ...column, width: Math.max(column.width, Math.ceil(widest) + 1) }
}

/** A real minus, as among the amounts. */
function counted({ quantity }: LineSnapshot): string {
  return quantity < 0 ? `−${-quantity}` : String(quantity)
}

/** What is no piece but an amount has none. */
function unitText(unit: string, labels: Labels): string {
  if (unit === units.amount) return ''
  return unit === units.piece ? labels.t('document.piece') : unit
}

/** The description takes what the others leave. */
function placed(columns: readonly Column[]): PlacedColumn[] {
  const fixed = columns.reduce((total, { width }) => total + width, 0) + BETWEEN * (columns.length - 1)
  const rest = sheet.right - sheet.left - fixed
  let x: number = sheet.left
  return columns.map((column) => {
    const width = column.width || rest
    const at = x
    x += width + BETWEEN
    return { ...column, width, x: at }
  })
}

function drawHead(
  pdf: Pdf,
  table: Tag,
  labels: Labels,
  columns: readonly PlacedColumn[],
  top: number,
): number {
  const row = group(pdf, table, 'TR')
  for (const column of columns) {
    const cell = group(pdf, row, 'TH', { scope: 'Column' })
    const latvian = labels.latvian(column.label)
    mark(pdf, cell, 'P', () => write(pdf, styles.label, labels.t(column.label), { ...column, y: top }))
    if (latvian)
      mark(pdf, cell, 'P', () => write(pdf, styles.latvian, latvian, { ...column, y: top + 10 }), {
        lang: 'lv-LV',
      })
    cell.end()
  }
  row.end()
  return headRule(pdf, labels, top)
}

function repeatHead(pdf: Pdf, labels: Labels, columns: readonly PlacedColumn[]): number {
  decorate(
    pdf,
    () => {
      for (const column of columns) {
        const latvian = labels.latvian(column.label)
        write(pdf, styles.label, labels.t(column.label), { ...column, y: sheet.top })
        if (latvian) write(pdf, styles.latvian, latvian, { ...column, y: sheet.top + 10 })
      }
    },
    'Pagination',
  )
  return headRule(pdf, labels, sheet.top)
}

function headRule(pdf: Pdf, labels: Labels, top: number): number {
  const bilingual = labels.latvian('document.description') !== null
  const y = top + (bilingual ? 23 : 14)
  decorate(pdf, () => rule(pdf, y, 1, colours.ink))
  return y + 1
}

function rowHeight(pdf: Pdf, columns: readonly PlacedColumn[], line: LineSnapshot): number {
  return (
    Math.max(...columns.map(({ text, width }) => height(pdf, styles.cell, text(line), width))) + 2 * PADDING
  )
}

function drawRow(
  pdf: Pdf,
  table: Tag,
  columns: readonly PlacedColumn[],
  line: LineSnapshot,
  top: number,
): number {
  const row = group(pdf, table, 'TR')
  for (const column of columns)
    mark(pdf, row, 'TD', () => write(pdf, styles.cell, column.text(line), { ...column, y: top + PADDING }))
  row.end()
  const y = top + rowHeight(pdf, columns, line)
  decorate(pdf, () => rule(pdf, y, 0.5, colours.hairline))
  return y
}

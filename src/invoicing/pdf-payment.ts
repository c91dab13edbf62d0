import { group, mark, type Pdf, sheet, type Tag } from '../platform/files/pdf.ts'
import { drawLabel, labelHeight } from './pdf-head.ts'
import type { Labels } from './pdf-labels.ts'
import { colours, height, styles, write } from './pdf-text.ts'

const CODE_SIDE = 92
const GAP = 16
const HEADING = 17
const ROW_GAP = 5

/** Where to pay: all texts as people read them, `transferCode` as a bank's app does. */
export type PaymentDetails = {
  readonly accountName: string
  readonly iban: string
  readonly bankName: string | null
  readonly paymentReference: string
  readonly amount: string
  readonly due: string | null
  readonly transferCode: string | null
}

type Cell = { readonly label: string; readonly text: string }

/** How many points the payment part takes. */
export function paymentHeight(pdf: Pdf, labels: Labels, details: PaymentDetails): number {
  const { rows, width } = arrangement(details)
  const cells = rows.map((row) =>
    Math.max(
      ...row.map(
        (cell) => labelHeight(pdf, labels, cell.label, width) + height(pdf, styles.body, cell.text, width),
      ),
    ),
  )
  const text = HEADING + cells.reduce((total, cell) => total + cell + ROW_GAP, -ROW_GAP)
  return Math.max(details.transferCode ? CODE_SIDE : 0, text)
}

/** Account, reference, amount and due date; the code for bank apps at the right. Returns the y below. */
export async function drawPayment(
  pdf: Pdf,
  root: Tag,
  labels: Labels,
  details: PaymentDetails,
  top: number,
): Promise<number> {
  const section = group(pdf, root, 'Sect')
  const heading = labels.both('document.payment')
  mark(pdf, section, 'H2', () => write(pdf, styles.strong, heading, { x: sheet.left, y: top, width: 300 }))
  const { rows, width } = arrangement(details)
  let y = top + HEADING
  for (const row of rows) {
    const at = y
    const ends = row.map((cell, i) =>
      drawCell(pdf, section, labels, cell, sheet.left + i * (width + GAP), at, width),
    )
    y = Math.max(...ends) + ROW_GAP
  }
  if (details.transferCode) await drawCode(pdf, section, labels, details.transferCode, top)
  section.end()
  return Math.max(y - ROW_GAP, details.transferCode ? top + CODE_SIDE : top)
}

/** Three cells a row over the whole width; two where the code takes its part. */
function arrangement(details: PaymentDetails): { rows: Cell[][]; width: number } {
  const holder = { label: 'document.accountName', text: details.accountName }
  const iban = { label: 'document.iban', text: details.iban }
  const bank = details.bankName ? [{ label: 'document.bank', text: details.bankName }] : []
  const reference = { label: 'document.paymentReference', text: details.paymentReference }
  const amount = { label: 'document.toPay', text: details.amount }
  const due = details.due ? [{ label: 'document.due', text: details.due }] : []
  const whole = sheet.right - sheet.left
  if (!details.transferCode)
    return {
      rows: [
        [holder, iban, ...bank],
        [reference, amount, ...due],
      ],
      width: (whole - 2 * GAP) / 3,
    }
  const rows = [
    [holder, reference],
    [iban, amount],
    [...bank, ...due],
  ].filter((row) => row.length > 0)
  return { rows, width: (whole - CODE_SIDE - 2 * GAP) / 2 }
}

function drawCell(
  pdf: Pdf,
  section: Tag,
  labels: Labels,
  cell: Cell,
  x: number,
  top: number,
  width: number,
): number {
  const y = drawLabel(pdf, section, labels, cell.label, x, top, width)
  mark(pdf, section, 'P', () => write(pdf, styles.body, cell.text, { x, y, width }))
  return y + height(pdf, styles.body, cell.text, width)
}

async function drawCode(pdf: Pdf, section: Tag, labels: Labels, code: string, top: number): Promise<void> {
  const { create } = await import('qrcode')
  const { modules } = create(code, { errorCorrectionLevel: 'M' })
  const step = CODE_SIDE / modules.size
  const left = sheet.right - CODE_SIDE
  const draw = () => {
    for (let row = 0; row < modules.size; row += 1)
      for (let column = 0; column < modules.size; column += 1)
        if (modules.get(row, column)) pdf.rect(left + column * step, top + row * step, step, step)
    pdf.fill(colours.ink)
  }
  const bbox: [number, number, number, number] = [left, top, left + CODE_SIDE, top + CODE_SIDE]
  mark(pdf, section, 'Figure', draw, { alt: labels.t('document.transferCode'), bbox })
}

import { decorate, group, mark, type Pdf, sheet, type Tag } from '../platform/files/pdf.ts'
import type { Labels } from './pdf-labels.ts'
import { colours, type Place, rule, type Style, styles, widthOf, write } from './pdf-text.ts'
import { type DocumentSnapshot, taxed, type VatGroupSnapshot } from './snapshot.ts'

const ROW = 16
const HEAD = 15
const LAST = 26
const BREAKDOWN = { x: sheet.left, width: 236 } as const
const SUMS = { x: 336, width: sheet.right - 336 } as const
const FIGURE = 80

export type Amounts = Pick<DocumentSnapshot, 'vatGroups' | 'netCents' | 'vatCents' | 'grossCents'> & {
  readonly prepaidCents: number
  /** The sum goes off: it is called so. */
  readonly credited?: boolean
}

/** How many points the totals take, to keep them on the page of the last line. */
export function totalsHeight(labels: Labels, amounts: Amounts): number {
  const bilingual = labels.latvian('document.rate') === null ? 0 : 9
  const breakdown = taxed(amounts) ? HEAD + bilingual + amounts.vatGroups.length * ROW : 0
  return Math.max(breakdown, (sums(amounts).length - 1) * ROW + LAST + (bilingual && 4))
}

/** VAT by rate on the left, the sums on the right. Returns the y below. */
export function drawTotals(pdf: Pdf, root: Tag, labels: Labels, amounts: Amounts, top: number): number {
  if (taxed(amounts)) drawBreakdown(pdf, root, labels, amounts.vatGroups, top)
  drawSums(pdf, root, labels, amounts, top)
  return top + totalsHeight(labels, amounts)
}

function drawBreakdown(
  pdf: Pdf,
  root: Tag,
  labels: Labels,
  groups: readonly VatGroupSnapshot[],
  top: number,
): void {
  const table = group(pdf, root, 'Table', { title: labels.t('document.vatBreakdown') })
  const columns = [
    { label: 'document.rate', x: BREAKDOWN.x, width: 60, align: 'left' },
    { label: 'document.taxable', x: BREAKDOWN.x + 64, width: 92, align: 'right' },
    { label: 'document.vat', x: BREAKDOWN.x + 160, width: 76, align: 'right' },
  ] as const
  const head = group(pdf, table, 'TR')
  let y = top
  for (const column of columns) {
    const latvian = labels.latvian(column.label)
    const cell = group(pdf, head, 'TH', { scope: 'Column' })
    mark(pdf, cell, 'P', () => write(pdf, styles.label, labels.t(column.label), { ...column, y: top }))
    if (latvian)
      mark(pdf, cell, 'P', () => write(pdf, styles.latvian, latvian, { ...column, y: top + 10 }), {
        lang: 'lv-LV',
      })
    cell.end()
  }
  head.end()
  y += HEAD + (labels.latvian('document.rate') === null ? 0 : 9)
  decorate(pdf, () => rule(pdf, y - 2, 0.5, colours.hairline, BREAKDOWN.x, BREAKDOWN.x + BREAKDOWN.width))
  for (const one of groups) {
    const texts = [rateText(labels, one), labels.amount(one.taxableCents), labels.amount(one.vatCents)]
    const row = group(pdf, table, 'TR')
    columns.forEach((column, i) => {
      mark(pdf, row, 'TD', () => write(pdf, styles.body, texts[i]!, { ...column, y }))
    })
    row.end()
    y += ROW
  }
  table.end()
}

function rateText(labels: Labels, { category, rate }: VatGroupSnapshot): string {
  // A rate of nothing needs its reason: the code says which, the sentence stands among the notes.
  return category === 'S' || category === 'Z' ? labels.percent(rate) : `${labels.percent(rate)} (${category})`
}

type Sum = { readonly label: string; readonly cents: number }

function sums(amounts: Amounts): Sum[] {
  const { netCents, vatCents, grossCents, prepaidCents } = amounts
  const net = [
    { label: 'document.totalNet', cents: netCents },
    { label: 'document.totalVat', cents: vatCents },
  ]
  const total = taxed(amounts) ? 'document.totalGross' : 'document.total'
  const gross = { label: amounts.credited ? 'document.credited' : total, cents: grossCents }
  const prepaid = [
    { label: 'document.prepaid', cents: -prepaidCents },
    { label: 'document.toPay', cents: grossCents - prepaidCents },
  ]
  return [...(taxed(amounts) ? net : []), gross, ...(prepaidCents === 0 ? [] : prepaid)]
}

function drawSums(pdf: Pdf, root: Tag, labels: Labels, amounts: Amounts, top: number): void {
  const table = group(pdf, root, 'Table', { title: labels.t('document.totals') })
  const rows = sums(amounts)
  let y = top
  rows.forEach((sum, i) => {
    const last = i === rows.length - 1
    if (last) decorate(pdf, () => rule(pdf, y + 1, 1, colours.ink, SUMS.x, SUMS.x + SUMS.width))
    drawSum(pdf, table, labels, sum, last ? y + 6 : y, last ? styles.total : styles.body)
    y += last ? LAST : ROW
  })
  table.end()
}

function drawSum(pdf: Pdf, table: Tag, labels: Labels, sum: Sum, y: number, style: Style): void {
  const text = style === styles.total ? labels.money(sum.cents) : labels.amount(sum.cents)
  const labelWidth = SUMS.width - FIGURE
  const latvian = labels.latvian(sum.label)
  const row = group(pdf, table, 'TR')
  const cell = group(pdf, row, 'TH', { scope: 'Row' })
  mark(pdf, cell, 'P', () => write(pdf, style, labels.t(sum.label), { x: SUMS.x, y, width: labelWidth }))
  if (latvian) {
    const place = latvianPlace(pdf, labels.t(sum.label), style, y, labelWidth)
    mark(pdf, cell, 'P', () => write(pdf, styles.latvian, latvian, place), { lang: 'lv-LV' })
  }
  cell.end()
  const width = Math.max(FIGURE, Math.ceil(widthOf(pdf, style, text)) + 1)
  const place = { x: SUMS.x + SUMS.width - width, y, width, align: 'right' } as const
  mark(pdf, row, 'TD', () => write(pdf, style, text, place))
  row.end()
}

/** Beside its label on the same baseline; under the large one, which fills its line. */
function latvianPlace(pdf: Pdf, label: string, style: Style, y: number, width: number): Place {
  if (style === styles.total) return { x: SUMS.x, y: y + 17, width }
  const beside = widthOf(pdf, style, label) + 4
  const ascent = 1.069
  return { x: SUMS.x + beside, y: y + ascent * (style.size - styles.latvian.size), width: width - beside }
}

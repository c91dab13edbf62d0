import { colours, height, rule, type Style, styles, write } from '../../invoicing/pdf-text.ts'
import { decorate, group, mark, type Pdf, sheet, type Tag } from '../../platform/files/pdf.ts'

/** A column: its left edge from the table's, both in points. */
export interface Column {
  readonly at: number
  readonly width: number
  readonly align: 'left' | 'right'
}

interface Place {
  readonly name: string
  readonly left: number
  readonly right: number
  readonly top: number
  /** Begins another page; gives its first y. */
  next(): number
}

interface Cells {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The sum, under a stronger line. */
  readonly last?: readonly string[]
}

const gap = 2

/** A table with its head; rows that find no room go on to the next page. Returns the y below. */
export function drawTable(
  pdf: Pdf,
  parent: Tag,
  place: Place,
  columns: readonly Column[],
  { head, rows, last }: Cells,
): number {
  const table = group(pdf, parent, 'Table', { title: place.name })
  const line = (y: number, weight: number, colour: string) =>
    decorate(pdf, () => rule(pdf, y, weight, colour, place.left, place.right))
  const draw = (cells: readonly string[], style: Style, top: number, tag: 'TH' | 'TD') => {
    const tall = Math.max(...cells.map((text, i) => height(pdf, style, text, columns[i]!.width)))
    const y = top + tall + 2 * gap > sheet.bottom ? place.next() : top
    const row = group(pdf, table, 'TR')
    cells.forEach((text, i) => {
      const { at, width, align } = columns[i]!
      const cell = group(pdf, row, tag, tag === 'TH' ? { scope: 'Column' } : {})
      mark(pdf, cell, 'P', () => write(pdf, style, text, { x: place.left + at, y: y + gap, width, align }))
      cell.end()
    })
    row.end()
    return y + tall + 2 * gap
  }
  let y = draw(head, styles.label, place.top, 'TH')
  line(y, 1, colours.ink)
  for (const cells of rows) {
    y = draw(cells, styles.body, y, 'TD')
    line(y, 0.5, colours.hairline)
  }
  if (last) y = draw(last, { ...styles.strong, size: 11 }, y + 1, 'TD')
  table.end()
  return y
}

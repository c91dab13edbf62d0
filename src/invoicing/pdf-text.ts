import { type Face, type Pdf, sheet } from '../platform/files/pdf.ts'

/** Warm ink and one accent, as everywhere in the shop (look.md), here as PDF needs them. */
export const colours = { ink: '#1f1c18', quiet: '#655f56', hairline: '#d8d2c8', accent: '#f2c200' } as const

export type Style = { readonly size: number; readonly face: Face; readonly colour: string }

export const styles = {
  title: { size: 23, face: 'bold', colour: colours.ink },
  number: { size: 16, face: 'regular', colour: colours.ink },
  total: { size: 13, face: 'bold', colour: colours.ink },
  strong: { size: 9.5, face: 'bold', colour: colours.ink },
  body: { size: 9, face: 'regular', colour: colours.ink },
  cell: { size: 8.5, face: 'regular', colour: colours.ink },
  label: { size: 7.5, face: 'regular', colour: colours.quiet },
  latvian: { size: 6.5, face: 'regular', colour: colours.quiet },
} as const satisfies Record<string, Style>

/** Where a text stands: left edge, top and width, in points. */
export type Place = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly align?: 'left' | 'right'
}

/** Writes a text, wrapped to its width, and returns the y below it. */
export function write(pdf: Pdf, style: Style, text: string, place: Place): number {
  const { x, y, width, align = 'left' } = place
  pdf.font(style.face).fontSize(style.size).fillColor(style.colour)
  pdf.text(text, x, y, { width, align, lineGap: 0 })
  return y + height(pdf, style, text, width)
}

/** The height a text takes when wrapped to a width, in points. */
export function height(pdf: Pdf, style: Style, text: string, width: number): number {
  return pdf.font(style.face).fontSize(style.size).heightOfString(text, { width, lineGap: 0 })
}

/** The width of a text on one line, in points. */
export function widthOf(pdf: Pdf, style: Style, text: string): number {
  return pdf.font(style.face).fontSize(style.size).widthOfString(text)
}

/** A horizontal line over the content's width, or the part of it given. */
export function rule(
  pdf: Pdf,
  y: number,
  weight: number,
  colour: string,
  from: number = sheet.left,
  to: number = sheet.right,
): void {
  pdf.lineWidth(weight).strokeColor(colour).moveTo(from, y).lineTo(to, y).stroke()
}

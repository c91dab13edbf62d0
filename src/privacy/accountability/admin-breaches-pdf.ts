import { height, rule, type Style, styles, write } from '../../invoicing/pdf-text.ts'
import { closePdf, decorate, mark, openPdf, type Pdf, sheet, type Tag } from '../../platform/files/pdf.ts'
import { type Language, locales } from '../../platform/i18n/languages.ts'
import type { IsoDate } from '../../platform/time.ts'

export interface Paper {
  readonly title: string
  readonly from: string
  readonly words: string
  readonly language: Language
  readonly day: IsoDate
  /** The lines in the window of an envelope; without them it is no letter. */
  readonly to?: readonly string[]
  /** Who sends a letter, on one line above whom it goes to. */
  readonly sender?: string
  /** The day of a letter, in words. */
  readonly dated?: string
}

const body: Style = { ...styles.body, size: 10.5 }
const width = sheet.right - sheet.left
const gap = 10

/** The window of an envelope C5/6 or C4, and where the letter begins below it (DIN 5008, form B), in points. */
const window = { left: 70.9, top: 130, width: 226, below: 280 }

/** A text on the shop's paper as tagged PDF, for the post or for an authority's form: a paragraph for each empty line. */
export async function renderPaper(paper: Paper): Promise<Uint8Array> {
  const { title, from, words, language, day } = paper
  const { pdf, root } = await openPdf({ title, author: from, language: locales[language], madeOn: day })
  mark(pdf, root, 'H1', () => write(pdf, styles.total, from, { x: sheet.left, y: sheet.top, width }))
  decorate(pdf, () => rule(pdf, sheet.top + 24, 2, '#f2c200'))
  let y = paper.to ? drawAddress(pdf, root, paper, paper.to) : sheet.top + 44
  for (const paragraph of words.split(/\n{2,}/)) y = drawParagraph(pdf, root, paragraph.trim(), y) + gap
  return closePdf(pdf, root)
}

/** Whom a letter goes to where the window is, then its day and what it is about. Gives the y below. */
function drawAddress(
  pdf: Pdf,
  root: Tag,
  { title, sender = '', dated = '' }: Paper,
  to: readonly string[],
): number {
  const { left: x, top, width: wide, below } = window
  mark(pdf, root, 'P', () => write(pdf, styles.label, sender, { x, y: top, width: wide }))
  const at = top + height(pdf, styles.label, sender, wide) + 8
  mark(pdf, root, 'P', () => write(pdf, body, to.join('\n'), { x, y: at, width: wide }))
  mark(pdf, root, 'P', () => write(pdf, body, dated, { x: sheet.left, y: below, width, align: 'right' }))
  const heading = below + height(pdf, body, dated, width) + gap
  mark(pdf, root, 'H2', () => write(pdf, styles.total, title, { x: sheet.left, y: heading, width }))
  return heading + height(pdf, styles.total, title, width) + 2 * gap
}

/** Line by line, so that a page may end within a paragraph. */
function drawParagraph(pdf: Pdf, root: Tag, paragraph: string, top: number): number {
  let y = top
  for (const line of paragraph.split('\n')) {
    const tall = height(pdf, body, line, width)
    if (y + tall > sheet.bottom) {
      pdf.addPage()
      y = sheet.top
    }
    const at = y
    mark(pdf, root, 'P', () => write(pdf, body, line, { x: sheet.left, y: at, width }))
    y += tall
  }
  return y
}

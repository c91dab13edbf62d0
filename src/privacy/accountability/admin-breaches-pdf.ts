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
}

const body: Style = { ...styles.body, size: 10.5 }
const width = sheet.right - sheet.left
const gap = 10

/** A text on the shop's paper as tagged PDF, for the post or for an authority's form: a paragraph for each empty line. */
export async function renderPaper({ title, from, words, language, day }: Paper): Promise<Uint8Array> {
  const { pdf, root } = await openPdf({ title, author: from, language: locales[language], madeOn: day })
  mark(pdf, root, 'H1', () => write(pdf, styles.total, from, { x: sheet.left, y: sheet.top, width }))
  decorate(pdf, () => rule(pdf, sheet.top + 24, 2, '#f2c200'))
  let y = sheet.top + 44
  for (const paragraph of words.split(/\n{2,}/)) y = drawParagraph(pdf, root, paragraph.trim(), y) + gap
  return closePdf(pdf, root)
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

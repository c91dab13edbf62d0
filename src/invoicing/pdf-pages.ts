import { decorate, type Pdf, sheet } from '../platform/files/pdf.ts'
import type { Labels } from './pdf-labels.ts'
import { styles, write } from './pdf-text.ts'

const FIGURES = 100
const GAP = 20

/** Only a document of several pages needs to say which page this is, and of what; `name` stands on the left of each foot. */
export function numberPages(
  pdf: Pdf,
  labels: Pick<Labels, 't'>,
  name: string,
  { left, right }: { readonly left: number; readonly right: number } = sheet,
): void {
  const pages = pdf.bufferedPageRange().count
  if (pages === 1) return
  const y = sheet.bottom + 14
  for (let page = 0; page < pages; page += 1) {
    pdf.switchToPage(page)
    const number = labels.t('document.page', { page: page + 1, pages })
    decorate(
      pdf,
      () => {
        write(pdf, styles.label, name, { x: left, y, width: right - left - FIGURES - GAP })
        write(pdf, styles.label, number, { x: right - FIGURES, y, width: FIGURES, align: 'right' })
      },
      'Pagination',
    )
  }
}

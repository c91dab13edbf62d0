import { colours } from '../../invoicing/pdf-text.ts'
import { transferCode } from '../../payments/transfer-code.ts'
import { mark, type Pdf, type Tag } from '../../platform/files/pdf.ts'
import type { NoticeLetter } from './notice-letter.ts'

/** The transfer of the whole debt as a code for the bank's app, drawn into the letter. */
export async function drawTransferCode(
  pdf: Pdf,
  parent: Tag,
  { creditor, document, totalCents }: NoticeLetter,
  { right, top, side }: { readonly right: number; readonly top: number; readonly side: number },
  alt: string,
): Promise<void> {
  const { create } = await import('qrcode')
  const { accountName, iban } = creditor
  const code = transferCode({
    name: accountName,
    iban,
    amountCents: totalCents,
    reference: document.paymentReference,
  })
  const { modules } = create(code, { errorCorrectionLevel: 'M' })
  const step = side / modules.size
  const left = right - side
  const draw = () => {
    for (let row = 0; row < modules.size; row += 1)
      for (let column = 0; column < modules.size; column += 1)
        if (modules.get(row, column)) pdf.rect(left + column * step, top + row * step, step, step)
    pdf.fill(colours.ink)
  }
  mark(pdf, parent, 'Figure', draw, { alt, bbox: [left, top, right, top + side] })
}

import { colours, height, rule, styles, widthOf, write } from '../../invoicing/pdf-text.ts'
import { decorate, group, mark, type Pdf, sheet, type Tag } from '../../platform/files/pdf.ts'
import { formats } from '../../platform/i18n/format.ts'
import { translator } from '../../platform/i18n/messages.ts'
import { zone } from '../../shop.ts'
import type { NoticeLetter } from './notice-letter.ts'

/** Millimetres in points. */
const mm = (length: number) => (length * 72) / 25.4

/** The letter of DIN 5008 B: the window stands 20 mm from the left and 45 mm from the top, 85 × 45 mm; LV and C5/6 alike. */
export const page = {
  left: mm(25),
  right: sheet.width - mm(18),
  window: { x: mm(25), width: mm(78), sender: mm(51), address: mm(62.7), bottom: mm(90) },
  facts: { x: mm(125), top: mm(51) },
  body: mm(93),
  folds: [mm(105), mm(210)],
} as const
const width = page.right - page.left
const address = { ...styles.body, size: 10 }

/** Sender, window, the letter's days and numbers; marks where it is folded. */
export function drawHead(pdf: Pdf, root: Tag, letter: NoticeLetter): void {
  const { creditor, addressee, language, document, issuedOn, orderNumber } = letter
  const t = translator(language)
  const { shortDate } = formats(language, zone)
  mark(pdf, root, 'P', () =>
    write(pdf, { ...styles.total, size: 14 }, creditor.name, { x: page.left, y: sheet.top, width }),
  )
  const told = creditorLine(letter, t)
  mark(pdf, root, 'P', () => write(pdf, styles.label, told, { x: page.left, y: sheet.top + 21, width }))
  decorate(pdf, () => {
    const below = sheet.top + 26 + height(pdf, styles.label, told, width)
    rule(pdf, below, 3, colours.accent, page.left, page.right)
    for (const y of page.folds) rule(pdf, y, 0.5, colours.hairline, mm(4), mm(9))
  })
  const { window, facts: beside } = page
  const sender = [creditor.name, ...creditor.address].join(' · ')
  mark(pdf, root, 'P', () =>
    write(pdf, { ...styles.label, size: 7 }, sender, { x: window.x, y: window.sender, width: window.width }),
  )
  const section = group(pdf, root, 'Sect')
  let y: number = window.address
  for (const line of addressee.slice(0, 6)) {
    const at = y
    const style = fitting(pdf, line)
    mark(pdf, section, 'P', () => write(pdf, style, line, { x: window.x, y: at, width: window.width }))
    y += height(pdf, style, line, window.width) - 1
  }
  section.end()
  const facts = [
    ['debtNotice.fact.date', shortDate(issuedOn)],
    ['debtNotice.fact.invoice', document.number],
    ['debtNotice.fact.order', orderNumber],
    ['debtNotice.fact.due', shortDate(document.dueOn)],
  ] as const
  facts.forEach(([key, text], i) => {
    const [x, top] = [beside.x, beside.top + i * 25]
    mark(pdf, root, 'P', () => write(pdf, styles.label, t(key), { x, y: top, width: page.right - x }))
    mark(pdf, root, 'P', () => write(pdf, styles.body, text, { x, y: top + 10, width: page.right - x }))
  })
}

function creditorLine({ creditor }: NoticeLetter, t: ReturnType<typeof translator>): string {
  const { registrationNumber, vatNumber, phone, email } = creditor
  const numbers = [
    `${t('document.registrationNumber')} ${registrationNumber}`,
    vatNumber && `${t('document.vatNumber')} ${vatNumber}`,
  ]
  return [...numbers, ...creditor.address, phone, email].filter(Boolean).join(', ')
}

/** A long line of an address is written smaller before it takes a second one. */
function fitting(pdf: Pdf, line: string) {
  const small = { ...address, size: 8.5 }
  return widthOf(pdf, address, line) <= page.window.width ? address : small
}

import { printedIban } from '../../customers/identifiers.ts'
import { labelsOf } from '../../invoicing/pdf-labels.ts'
import { numberPages } from '../../invoicing/pdf-pages.ts'
import { height, styles, write } from '../../invoicing/pdf-text.ts'
import { printedReference } from '../../payments/reference.ts'
import { closePdf, group, mark, openPdf, type Pdf, sheet, type Tag } from '../../platform/files/pdf.ts'
import { formats } from '../../platform/i18n/format.ts'
import { type Language, locales } from '../../platform/i18n/languages.ts'
import { translator } from '../../platform/i18n/messages.ts'
import { zone } from '../../shop.ts'
import type { NoticeLetter } from './notice-letter.ts'
import { drawTransferCode } from './notice-pdf-code.ts'
import { drawHead, page } from './notice-pdf-head.ts'
import { type Column, drawTable } from './notice-pdf-table.ts'

const width = page.right - page.left
const lead = styles.body
const heading = { ...styles.strong, size: 10 }
const title = { ...styles.title, size: 19 }

/** Where the next line stands; a page follows when one is full. */
interface Pen {
  readonly pdf: Pdf
  readonly parent: Tag
  readonly language: Language
  y: number
}

/**
 * The notice of a debt as a letter (tagged PDF/A): the address in an envelope's window, what is owed and how it came about,
 * how to object and to pay, what follows; then the same in Latvian where the letter is in another language.
 */
export async function renderNotice(letter: NoticeLetter): Promise<Uint8Array> {
  const { language, document, creditor, issuedOn } = letter
  const t = translator(language)
  const name = `${t(`debtNotice.title.${letter.debtor}`)} ${document.number}`
  const { pdf, root } = await openPdf({
    title: name,
    author: creditor.name,
    language: locales[language],
    madeOn: issuedOn,
  })
  drawHead(pdf, root, letter)
  const pen = { pdf, parent: root, language, y: page.body }
  await drawBody(pen, letter)
  if (language !== 'lv') await drawLatvian(pdf, root, letter)
  numberPages(pdf, { t }, `${name} · ${creditor.name}`, page)
  return closePdf(pdf, root)
}

async function drawLatvian(pdf: Pdf, root: Tag, letter: NoticeLetter): Promise<void> {
  pdf.addPage()
  const section = group(pdf, root, 'Sect', { lang: locales.lv })
  await drawBody({ pdf, parent: section, language: 'lv', y: sheet.top }, letter)
  section.end()
}

async function drawBody(pen: Pen, letter: NoticeLetter): Promise<void> {
  const { language } = pen
  const t = translator(language)
  const { money, shortDate, percent } = formats(language, zone)
  const { debtor, creditor, document, rows, charges } = letter
  say(pen, 'H1', title, t(`debtNotice.title.${debtor}`), 6)
  const total = money(letter.totalCents)
  say(
    pen,
    'P',
    lead,
    t('debtNotice.lead', { creditor: creditor.name, total, day: shortDate(letter.issuedOn) }),
    8,
  )

  say(pen, 'H2', heading, t('debtNotice.origin'), 2)
  const said = {
    invoice: document.number,
    issued: shortDate(document.issuedOn),
    order: letter.orderNumber,
    due: shortDate(document.dueOn),
  }
  const received = letter.receivedOn && t('debtNotice.received', { day: shortDate(letter.receivedOn) })
  say(pen, 'P', lead, [t('debtNotice.originText', said), received].filter(Boolean).join(' '), 8)

  table(pen, t('debtNotice.amounts'), sumColumns, {
    head: [t('debtNotice.amounts'), t('debtNotice.column.cents')],
    rows: [
      [t('debtNotice.principal'), money(letter.principalCents)],
      [t('debtNotice.interest', { day: shortDate(letter.issuedOn) }), money(letter.interestCents)],
      [t('debtNotice.costs'), money(letter.costsCents)],
    ],
    last: [t('debtNotice.total'), total],
  })

  if (debtor === 'person') {
    say(pen, 'H2', heading, t('debtNotice.object'), 2)
    say(pen, 'P', lead, t('debtNotice.objectText'), 3)
  }
  const post = [creditor.name, ...creditor.address].join(', ')
  say(pen, 'P', lead, t(`debtNotice.objectHow.${debtor}`, { email: creditor.email, post }), 7)

  await drawPaying(pen, letter)
  say(pen, 'H2', heading, t('debtNotice.then'), 2)
  const rate = rows.at(-1)?.rate
  const grows = rate === undefined ? '' : t('debtNotice.grows', { rate: percent(rate) })
  say(pen, 'P', lead, [t(`debtNotice.thenText.${debtor}`), grows].filter(Boolean).join(' '), 5)

  if (rows.length > 0 || charges.length > 0) {
    table(pen, t('debtNotice.calculation'), interestColumns, {
      head: ['from', 'days', 'base', 'rate', 'cents'].map((key) => t(`debtNotice.column.${key}`)),
      rows: [
        ...charges.map((one) => [
          t('debtNotice.charged', { number: one.number, day: shortDate(one.issuedOn) }),
          '',
          '',
          '',
          money(one.openCents),
        ]),
        ...rows.map((row) => [
          `${shortDate(row.from)} – ${shortDate(row.until)}`,
          String(row.days),
          money(row.baseCents),
          percent(row.rate),
          money(row.cents),
        ]),
      ],
    })
    say(pen, 'P', styles.label, t(`debtNotice.basis.${debtor}`), 3)
  }
  say(pen, 'P', styles.label, t('debtNotice.unsigned'), 0)
}

const sumColumns: readonly Column[] = [
  { at: 0, width: width - 110, align: 'left' },
  { at: width - 110, width: 110, align: 'right' },
]
const interestColumns: readonly Column[] = [
  { at: 0, width: 170, align: 'left' },
  { at: 172, width: 48, align: 'right' },
  { at: 226, width: 84, align: 'right' },
  { at: 316, width: 60, align: 'right' },
  { at: width - 84, width: 84, align: 'right' },
]

/** The account with all that a transfer needs; its code for the bank's app at the right. */
async function drawPaying(pen: Pen, letter: NoticeLetter): Promise<void> {
  const { pdf, parent, language } = pen
  const t = translator(language)
  const { creditor, document, totalCents } = letter
  const { money } = formats(language, zone)
  const facts = [
    ['accountName', creditor.accountName],
    ['iban', [printedIban(creditor.iban), creditor.bankName].filter(Boolean).join(', ')],
    ['paymentReference', printedReference(document.paymentReference)],
    ['toPay', money(totalCents)],
  ]
  room(pen, 104)
  say(pen, 'H2', heading, t('debtNotice.pay'), 3)
  const top = pen.y
  for (const [key, text] of facts) {
    const y = pen.y
    mark(pdf, parent, 'P', () =>
      write(pdf, styles.label, t(`document.${key}`), { x: page.left, y, width: 110 }),
    )
    mark(pdf, parent, 'P', () =>
      write(pdf, styles.body, text!, { x: page.left + 112, y: y - 1, width: width - 112 - 90 }),
    )
    pen.y += Math.max(14, height(pdf, styles.body, text!, width - 202) + 2)
  }
  const alt = labelsOf(language).t('document.transferCode')
  await drawTransferCode(pdf, parent, letter, { right: page.right, top: top - 14, side: 76 }, alt)
  pen.y = Math.max(pen.y, top + 62) + 5
}

function table(
  pen: Pen,
  name: string,
  columns: readonly Column[],
  cells: { head: readonly string[]; rows: readonly (readonly string[])[]; last?: readonly string[] },
): void {
  // A head never stands alone at a page's foot.
  room(pen, 44)
  const next = () => {
    pen.pdf.addPage()
    return sheet.top
  }
  pen.y =
    drawTable(
      pen.pdf,
      pen.parent,
      { name, left: page.left, right: page.right, top: pen.y, next },
      columns,
      cells,
    ) + 8
}

function say(pen: Pen, tag: string, style: Parameters<typeof write>[1], text: string, after: number): void {
  const needed = height(pen.pdf, style, text, width)
  room(pen, needed + (tag === 'H2' ? 24 : 0))
  const { y } = pen
  mark(pen.pdf, pen.parent, tag, () => write(pen.pdf, style, text, { x: page.left, y, width }))
  pen.y += needed + after
}

function room(pen: Pen, needed: number): void {
  if (pen.y + needed <= sheet.bottom) return
  pen.pdf.addPage()
  pen.y = sheet.top
}

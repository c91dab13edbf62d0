import { colours, height, rule, type Style, styles, widthOf, write } from '../invoicing/pdf-text.ts'
import { closePdf, decorate, group, mark, openPdf, type Pdf, sheet, type Tag } from '../platform/files/pdf.ts'
import { reencode } from '../platform/files/pictures.ts'
import type { Formats } from '../platform/i18n/format.ts'
import { locales } from '../platform/i18n/languages.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import type { IsoDate } from '../platform/time.ts'
import type { StaffLanguage } from '../staff/table.ts'
import type { ArtworkFile } from './artwork.ts'
import type { Job } from './workshop.ts'

/** A job with what is looked at while it is made. */
export interface CardJob extends Job {
  /** The drawing that the buyer approved (PNG or WebP), where there is one. */
  readonly picture: Buffer | undefined
  readonly artwork: ArtworkFile | undefined
}

export interface CardsAbout {
  readonly language: StaffLanguage
  readonly t: Translate
  readonly formats: Formats
  readonly shopName: string
  readonly today: IsoDate
}

/** What one card is drawn on, and in which words. */
interface Card {
  readonly pdf: Pdf
  readonly root: Tag
  readonly about: CardsAbout
}

interface Drawn {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

const width = sheet.right - sheet.left
const gap = 16
// A drawing takes the room that is left on its page, within these heights.
const heights = { least: 160, most: 420 }
const stepsHeight = 120
const words: Style = { size: 17, face: 'bold', colour: colours.ink }
// Of the page's width: a day is longer than a number of pieces.
const shares = [0.36, 0.12, 0.24, 0.28] as const
const fact: Style = { size: 13, face: 'bold', colour: colours.ink }
const body: Style = { size: 11, face: 'regular', colour: colours.ink }
const label: Style = { size: 9, face: 'regular', colour: colours.quiet }
const steps = ['material', 'made', 'letters', 'pieces'] as const
// Paper and screens of a workshop show no more, and the file stays small.
const asPng = { maxBytes: 40_000_000, maxPixels: 60_000_000, maxEdge: 1600, format: 'png' } as const

/**
 * Job cards for the workshop as tagged PDF, a page or more for each sign: what to make, of what, how many, until when.
 * No prices, and of people only the words on the sign itself. The drawing is the very picture that was approved, and
 * never drawn anew: what is made is what its buyer said yes to.
 */
export async function renderJobCards(jobs: readonly CardJob[], about: CardsAbout): Promise<Uint8Array> {
  const { pdf, root } = await openPdf({
    title: about.t('jobCard.documentTitle', { count: jobs.length, first: numberOf(jobs[0]!) }),
    author: about.shopName,
    language: locales[about.language],
    madeOn: about.today,
  })
  for (const [index, job] of jobs.entries()) {
    if (index > 0) pdf.addPage()
    await drawCard({ pdf, root, about }, job)
  }
  return closePdf(pdf, root)
}

/** The order's number with the line's. */
export function numberOf({ orderNumber, position }: Pick<Job, 'orderNumber' | 'position'>): string {
  return `${orderNumber}/${position}`
}

async function drawCard(card: Card, job: CardJob): Promise<void> {
  const section = group(card.pdf, card.root, 'Sect')
  const own = { ...card, root: section }
  let y = drawHead(own, job)
  y = drawName(own, job, y) + gap
  y = drawFacts(own, job, y) + gap
  y = drawWords(own, job, y) + gap
  y = await drawProof(own, job, y)
  y = await drawArtwork(own, job, y)
  drawSteps(own, job, y)
  section.end()
}

function drawHead({ pdf, root, about }: Card, job: CardJob): number {
  const title = about.t('jobCard.title')
  const numberX = sheet.left + widthOf(pdf, styles.title, title) + 8
  mark(pdf, root, 'H1', () => {
    write(pdf, styles.title, title, { x: sheet.left, y: sheet.top, width: numberX - sheet.left })
    write(pdf, styles.number, numberOf(job), { x: numberX, y: sheet.top + 7.5, width: sheet.right - numberX })
  })
  mark(pdf, root, 'P', () => {
    const x = sheet.left + width / 2
    write(pdf, styles.strong, about.shopName, { x, y: sheet.top + 15, width: width / 2, align: 'right' })
  })
  decorate(pdf, () => rule(pdf, sheet.top + 37, 3, colours.accent))
  return sheet.top + 50
}

function drawName({ pdf, root }: Card, { name, label, sku, language }: CardJob, top: number): number {
  const lang = locales[language]
  mark(pdf, root, 'H2', () => write(pdf, fact, name, { x: sheet.left, y: top, width }), { lang })
  const y = top + height(pdf, fact, name, width)
  const said = [label, sku].filter(Boolean).join(' · ')
  mark(pdf, root, 'P', () => write(pdf, body, said, { x: sheet.left, y, width }), { lang })
  return y + height(pdf, body, said, width)
}

function drawFacts({ pdf, root, about }: Card, job: CardJob, top: number): number {
  const { t, formats } = about
  const facts = [
    ['jobCard.due', formats.shortDate(job.due)],
    ['jobCard.pieces', formats.number(job.quantity)],
    ['jobCard.size', t('workshop.size', { width: job.widthMm, height: job.heightMm })],
    ['jobCard.material', job.material ?? t('workshop.material.unknown')],
  ] as const
  const whole = width - (facts.length - 1) * gap
  let x: number = sheet.left
  const ends = facts.map(([key, text], index) => {
    const column = whole * shares[index]!
    const at = x
    x += column + gap
    mark(pdf, root, 'P', () => {
      write(pdf, label, t(key), { x: at, y: top, width: column })
      write(pdf, fact, text, { x: at, y: top + 13, width: column })
    })
    return top + 13 + height(pdf, fact, text, column)
  })
  return Math.max(...ends)
}

/** Line by line as approved: letters are compared one by one. */
function drawWords({ pdf, root, about }: Card, job: CardJob, top: number): number {
  const { words: said } = job
  if (!said) return top
  heading(pdf, root, about.t('jobCard.words'), top)
  const y = top + 16
  const indent = 14
  const tall = height(pdf, words, said, width - indent)
  mark(pdf, root, 'P', () => write(pdf, words, said, { x: sheet.left + indent, y, width: width - indent }))
  decorate(pdf, () => pdf.rect(sheet.left, y, 4, tall).fill(colours.accent))
  return y + tall
}

async function drawProof(card: Card, job: CardJob, top: number): Promise<number> {
  const drawn = job.picture && (await asPicture(job.picture))
  if (!drawn) return top
  const alt = card.about.t('jobCard.drawing.alt', { number: numberOf(job) })
  return drawFigure(card, drawn, card.about.t('jobCard.drawing'), alt, top) + gap
}

/** The buyer's own file: a picture as it is, anything else by its name in the order. */
async function drawArtwork(card: Card, job: CardJob, top: number): Promise<number> {
  const { artwork } = job
  if (!artwork) return top
  const { t } = card.about
  const drawn = artwork.contentType === 'application/pdf' ? undefined : await asPicture(artwork.bytes)
  if (drawn) return drawFigure(card, drawn, t('jobCard.artwork'), t('jobCard.artwork'), top) + gap
  return drawNote(card, t('jobCard.artwork.file', { name: artwork.fileName }), top) + gap
}

function drawFigure(
  { pdf, root }: Card,
  { bytes, ...size }: Drawn,
  title: string,
  alt: string,
  top: number,
): number {
  const left = sheet.bottom - stepsHeight - top - 32
  const start = left < heights.least ? nextPage(pdf) : top
  const tallest = left < heights.least ? heights.most : Math.min(heights.most, left)
  const scale = Math.min(width / size.width, tallest / size.height)
  const [w, h] = [size.width * scale, size.height * scale]
  heading(pdf, root, title, start)
  const y = start + 16
  const bbox: [number, number, number, number] = [sheet.left, y, sheet.left + w, y + h]
  mark(pdf, root, 'Figure', () => pdf.image(bytes, sheet.left, y, { width: w, height: h }), { alt, bbox })
  decorate(pdf, () => pdf.lineWidth(0.5).strokeColor(colours.hairline).rect(sheet.left, y, w, h).stroke())
  return y + h
}

function drawNote({ pdf, root }: Card, note: string, top: number): number {
  const tall = height(pdf, body, note, width)
  const y = top + tall > sheet.bottom ? nextPage(pdf) : top
  mark(pdf, root, 'P', () => write(pdf, body, note, { x: sheet.left, y, width }))
  return y + tall
}

/** A box to tick for each step, with room for a name. */
function drawSteps({ pdf, root, about }: Card, { proofId }: CardJob, top: number): void {
  const row = 24
  // Without a drawing there are no letters to compare with it.
  const own = steps.filter((step) => step !== 'letters' || proofId !== null)
  const start = top + 18 + own.length * row > sheet.bottom ? nextPage(pdf) : top
  heading(pdf, root, about.t('jobCard.steps'), start)
  const list = group(pdf, root, 'L')
  own.forEach((step, index) => {
    const y = start + 20 + index * row
    decorate(pdf, () => pdf.lineWidth(1).strokeColor(colours.ink).rect(sheet.left, y, 13, 13).stroke())
    mark(pdf, list, 'LI', () =>
      write(pdf, body, about.t(`jobCard.step.${step}`), { x: sheet.left + 22, y: y - 1, width: 300 }),
    )
    decorate(pdf, () => rule(pdf, y + 14, 0.5, colours.hairline, sheet.left + 330))
  })
  list.end()
}

function heading(pdf: Pdf, root: Tag, text: string, y: number): void {
  mark(pdf, root, 'H3', () => write(pdf, label, text, { x: sheet.left, y, width }))
}

function nextPage(pdf: Pdf): number {
  pdf.addPage()
  return sheet.top
}

async function asPicture(bytes: Buffer): Promise<Drawn | undefined> {
  const drawn = await reencode(bytes, asPng)
  return 'refused' in drawn ? undefined : drawn.picture
}

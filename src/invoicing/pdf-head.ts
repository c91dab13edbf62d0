import { decorate, group, mark, type Pdf, sheet, type Tag } from '../platform/files/pdf.ts'
import type { Labels } from './pdf-labels.ts'
import { colours, height, rule, type Style, styles, widthOf, write } from './pdf-text.ts'
import type { Buyer, Seller } from './snapshot.ts'

const GAP = 16
const BESIDE = 4
const TITLE = 31
const COLUMN = (sheet.right - sheet.left - GAP) / 2

/** A label and what stands under it; the label is a message key. */
export type Fact = { readonly label: string; readonly text: string }

/** Title with number on the left, the seller's name on the right, the accent line under both. Returns the y below. */
export function drawTitle(
  pdf: Pdf,
  root: Tag,
  labels: Labels,
  title: string,
  number: string,
  seller: string,
): number {
  const name = labels.t(title)
  const latvian = labels.latvian(title)
  const numberX = sheet.left + widthOf(pdf, styles.title, name) + 8
  const sellerX = Math.max(numberX + widthOf(pdf, styles.number, number) + GAP, sheet.left + COLUMN)
  const sellerWidth = sheet.right - sellerX
  mark(pdf, root, 'H1', () => {
    write(pdf, styles.title, name, { x: sheet.left, y: sheet.top, width: numberX - sheet.left })
    write(pdf, styles.number, number, { x: numberX, y: baseline(sheet.top), width: sellerX - numberX })
  })
  const sellerHeight = height(pdf, styles.strong, seller, sellerWidth)
  // A name too long for its corner stands in full among the parties below.
  if (sellerHeight <= TITLE)
    mark(pdf, root, 'P', () => {
      const y = sheet.top + TITLE - 4 - sellerHeight
      write(pdf, styles.strong, seller, { x: sellerX, y, width: sellerWidth, align: 'right' })
    })
  let y = sheet.top + TITLE + 2
  if (latvian) y = latvianLabel(pdf, root, latvian, sheet.left, y - 2, COLUMN, styles.label) + 2
  decorate(pdf, () => rule(pdf, y + 4, 3, colours.accent))
  return y + 15
}

/** The document's days and numbers in columns. Returns the y below. */
export function drawFacts(pdf: Pdf, root: Tag, labels: Labels, facts: readonly Fact[], top: number): number {
  // Halves or quarters, so that columns stand over those of seller and buyer.
  const columns = facts.length <= 2 ? 2 : Math.max(4, facts.length)
  const width = (sheet.right - sheet.left - (columns - 1) * GAP) / columns
  const ends = facts.map((fact, i) => {
    const x = sheet.left + i * (width + GAP)
    const y = drawLabel(pdf, root, labels, fact.label, x, top, width)
    mark(pdf, root, 'P', () => write(pdf, styles.body, fact.text, { x, y: y + 1, width }))
    return y + 1 + height(pdf, styles.body, fact.text, width)
  })
  return Math.max(...ends)
}

/** Seller and buyer side by side. Returns the y below. */
export function drawParties(
  pdf: Pdf,
  root: Tag,
  labels: Labels,
  parties: { readonly seller: Seller; readonly buyer: Buyer },
  top: number,
): number {
  const seller = drawParty(
    pdf,
    root,
    labels,
    'document.seller',
    sellerLines(labels, parties.seller),
    sheet.left,
    top,
  )
  const buyerX = sheet.left + COLUMN + GAP
  const buyer = drawParty(pdf, root, labels, 'document.buyer', buyerLines(labels, parties.buyer), buyerX, top)
  return Math.max(seller, buyer)
}

/** A small label; in a foreign document the Latvian one follows on the same line, or below where it would not fit. */
export function drawLabel(
  pdf: Pdf,
  parent: Tag,
  labels: Labels,
  key: string,
  x: number,
  y: number,
  width: number,
  type = 'P',
): number {
  const text = labels.t(key)
  const latvian = labels.latvian(key)
  mark(pdf, parent, type, () => write(pdf, styles.label, text, { x, y, width }))
  if (latvian && fitsBeside(pdf, text, latvian, width)) {
    const indent = widthOf(pdf, styles.label, text) + BESIDE
    latvianLabel(pdf, parent, latvian, x + indent, y + 1, width - indent + 1, styles.latvian)
  } else if (latvian) {
    const below = y + height(pdf, styles.label, text, width) - 1
    latvianLabel(pdf, parent, latvian, x, below, width, styles.latvian)
  }
  return y + labelHeight(pdf, labels, key, width)
}

/** The height `drawLabel` will take, in points. */
export function labelHeight(pdf: Pdf, labels: Labels, key: string, width: number): number {
  const text = labels.t(key)
  const latvian = labels.latvian(key)
  const own = height(pdf, styles.label, text, width)
  if (!latvian || fitsBeside(pdf, text, latvian, width)) return own
  return own - 1 + height(pdf, styles.latvian, latvian, width)
}

function fitsBeside(pdf: Pdf, text: string, latvian: string, width: number): boolean {
  return widthOf(pdf, styles.label, text) + BESIDE + widthOf(pdf, styles.latvian, latvian) <= width
}

function drawParty(
  pdf: Pdf,
  root: Tag,
  labels: Labels,
  label: string,
  lines: readonly string[],
  x: number,
  top: number,
): number {
  const section = group(pdf, root, 'Sect')
  let y = drawLabel(pdf, section, labels, label, x, top, COLUMN, 'H2') + 2
  lines.forEach((line, i) => {
    const style = i === 0 ? styles.strong : styles.body
    const at = y
    mark(pdf, section, 'P', () => write(pdf, style, line, { x, y: at, width: COLUMN }))
    y += height(pdf, style, line, COLUMN) + (i === 0 ? 1 : 0)
  })
  section.end()
  return y
}

function sellerLines(labels: Labels, seller: Seller): string[] {
  return [seller.name, ...numbers(labels, seller), ...seller.address, seller.phone, seller.email].filter(
    Boolean,
  )
}

function buyerLines(labels: Labels, buyer: Buyer): string[] {
  const names = buyer.companyName ? [buyer.companyName] : [buyer.name]
  const contact = buyer.companyName && buyer.name !== buyer.companyName ? [buyer.name] : []
  const reference = buyer.reference ? [`${labels.both('document.buyerReference')}: ${buyer.reference}`] : []
  return [...names, ...numbers(labels, buyer), ...buyer.address, ...contact, ...reference].filter(Boolean)
}

function numbers(
  labels: Labels,
  party: { registrationNumber: string | null; vatNumber: string | null },
): string[] {
  const found: string[] = []
  if (party.registrationNumber)
    found.push(`${labels.both('document.registrationNumber')} ${party.registrationNumber}`)
  if (party.vatNumber) found.push(`${labels.both('document.vatNumber')} ${party.vatNumber}`)
  return found
}

function latvianLabel(
  pdf: Pdf,
  parent: Tag,
  text: string,
  x: number,
  y: number,
  width: number,
  style: Style,
): number {
  mark(pdf, parent, 'P', () => write(pdf, style, text, { x, y, width }), { lang: 'lv-LV' })
  return y + height(pdf, style, text, width)
}

/** Where the smaller number must start to stand on the title's baseline. */
function baseline(top: number): number {
  const ascent = 1.069
  return top + ascent * (styles.title.size - styles.number.size)
}

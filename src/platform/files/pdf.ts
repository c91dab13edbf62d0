import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Font } from 'fontkit'
import { fontFile } from './lettering.ts'

export type Pdf = PDFKit.PDFDocument
export type Tag = PDFKit.PDFStructureElement
export type Face = 'regular' | 'bold'
type TagOptions = {
  title?: string
  lang?: string
  alt?: string
  scope?: 'Row' | 'Column'
  /** Left, top, right, bottom in points; a figure needs it. */
  bbox?: [number, number, number, number]
}

/** `language` is a BCP 47 tag, `madeOn` an ISO day: the same content on the same day gives the same bytes. */
type PdfAbout = {
  readonly title: string
  readonly author: string
  readonly language: string
  readonly madeOn: string
}

// Without this pdfkit would fetch Helvetica, which PDF/A forbids because it is not embedded.
const NO_DEFAULT_FONT = null as unknown as string

/** A4 in points, and where the content stands on it. */
export const sheet = { width: 595.28, height: 841.89, left: 48, right: 547.28, top: 42, bottom: 796 } as const

type FontSource = Parameters<Pdf['registerFont']>[1]
const fonts = new Map<Face, Promise<FontSource>>()

/**
 * An empty A4 document in PDF/A-3a: tagged, with language, title and both faces embedded. pdfkit loads at first use,
 * because pages must not pay for it. Margins are none: whoever draws decides where a page ends.
 */
export async function openPdf(about: PdfAbout): Promise<{ pdf: Pdf; root: Tag }> {
  const { default: PDFDocument } = await import('pdfkit')
  const [regular, bold] = await Promise.all([openFont('regular'), openFont('bold')])
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    font: NO_DEFAULT_FONT,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    displayTitle: true,
    lang: about.language,
    info: {
      Title: plain(about.title),
      Author: plain(about.author),
      Creator: 'Bodīte',
      Producer: 'Bodīte',
      CreationDate: new Date(`${about.madeOn}T00:00:00Z`),
    },
  })
  pdf.registerFont('regular', regular)
  pdf.registerFont('bold', bold)
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  return { pdf, root }
}

/** Ends the document and gives its bytes. */
export async function closePdf(pdf: Pdf, root: Tag): Promise<Uint8Array> {
  root.end()
  const pieces: Buffer[] = []
  pdf.on('data', (piece: Buffer) => pieces.push(piece))
  pdf.end()
  await once(pdf, 'end')
  return Buffer.concat(pieces)
}

/** A tag that holds other tags. */
export function group(pdf: Pdf, parent: Tag, type: string, options: TagOptions = {}): Tag {
  const tag = pdf.struct(type, options)
  parent.add(tag)
  return tag
}

/** A tag around what `draw` puts on the page. */
export function mark(pdf: Pdf, parent: Tag, type: string, draw: () => void, options: TagOptions = {}): void {
  parent.add(pdf.struct(type, options, [draw]))
}

/** What only decorates or repeats, and a screen reader skips. */
export function decorate(pdf: Pdf, draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
  pdf.markContent('Artifact', { type })
  draw()
  pdf.endMarkedContent()
}

/** A font is parsed once and shared: its tables cost a few hundred milliseconds, the subset of a document a few. */
function openFont(face: Face): Promise<FontSource> {
  let font = fonts.get(face)
  if (!font) {
    font = parseFont(face === 'bold' ? 700 : 400)
    fonts.set(face, font)
  }
  return font
}

async function parseFont(weight: 400 | 700): Promise<FontSource> {
  const [{ create }, bytes] = await Promise.all([import('fontkit'), readFile(fontFile(weight))])
  // pdfkit takes an open fontkit font as well, which its types do not say.
  return create(bytes) as Font as unknown as FontSource
}

/** pdfkit writes these texts into XML as they are. */
function plain(text: string): string {
  return text.replace(/[<>&]/g, ' ')
}

import type { Formats } from '../i18n/format.ts'
import { sizeText } from '../i18n/sizes.ts'
import { type Picture, reencode, type UploadRefusal } from './pictures.ts'

export type ArtworkType = 'image/png' | 'image/jpeg' | 'application/pdf'

/** A buyer's file as it is kept: a picture in print quality with a small one for pages, or a PDF as it came. */
export interface Artwork {
  readonly contentType: ArtworkType
  /** Bytes. */
  readonly size: number
  readonly bytes: Buffer
  /** Pixels; null for a PDF. */
  readonly width: number | null
  readonly height: number | null
  /** WebP; null for a PDF. */
  readonly thumbnail: Buffer | null
}

/** What a message says of a file: its kind and its size. */
export function artworkValues(
  formats: Pick<Formats, 'number'>,
  { contentType, size }: Pick<Artwork, 'contentType' | 'size'>,
): { kind: string; size: string } {
  return { kind: names[contentType], size: sizeText(formats, size) }
}

const names: Readonly<Record<ArtworkType, string>> = {
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'application/pdf': 'PDF',
}

/** What a buyer may send, in bytes. */
export const mostArtworkBytes = 15_000_000
const mostPixels = 40_000_000
/** Pixels of the longer edge that are kept: half a metre at 250 dots to the inch. */
const longestEdge = 5000
const thumbnailEdge = 480

/**
 * A file as its buyer sent it, told by its first bytes and never by its name. JPEG stays JPEG, PNG and WebP become PNG;
 * both are decoded and encoded anew, so that no EXIF, no place and no script is kept. A PDF is kept as it came and is
 * opened by nobody here.
 */
export async function readArtwork(sent: Uint8Array): Promise<Artwork | { readonly refused: UploadRefusal }> {
  if (sent.length === 0) return { refused: 'empty' }
  if (sent.length > mostArtworkBytes) return { refused: 'too-large' }
  const kind = await kindOf(sent)
  if (kind === 'application/pdf') return pdf(Buffer.from(sent))
  if (kind === 'image/gif' || kind === 'image/avif') return { refused: 'not-a-picture' }
  return inTurn(() => picture(sent, kind === 'image/jpeg' ? 'jpeg' : 'png'))
}

async function picture(sent: Uint8Array, format: 'jpeg' | 'png') {
  const limits = { maxBytes: mostArtworkBytes, maxPixels: mostPixels, maxEdge: longestEdge, format }
  const kept = await reencode(sent, limits)
  if ('refused' in kept) return kept
  const { bytes, width, height } = kept.picture
  if (bytes.length > mostKeptBytes) return { refused: 'too-many-pixels' } as const
  const thumbnail = await smallPicture(bytes)
  return { contentType: `image/${format}` as const, size: bytes.length, bytes, width, height, thumbnail }
}

/** As the database has it: a photograph packed without loss takes more room than it came with. */
const mostKeptBytes = 30 * 1024 * 1024

async function smallPicture(bytes: Buffer): Promise<Buffer> {
  const limits = {
    maxBytes: mostKeptBytes,
    maxPixels: mostPixels,
    maxEdge: thumbnailEdge,
    format: 'webp' as const,
  }
  const small = await reencode(bytes, limits)
  if ('refused' in small) throw new Error('a picture of our own making cannot be read')
  return small.picture.bytes
}

function pdf(bytes: Buffer): Artwork {
  const none = { width: null, height: null, thumbnail: null }
  return { contentType: 'application/pdf', size: bytes.length, bytes, ...none }
}

async function kindOf(bytes: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import('file-type')
  return (await fileTypeFromBuffer(bytes))?.mime
}

/** One at a time: a picture of forty million pixels takes 160 MB while it is open. */
let last: Promise<unknown> = Promise.resolve()
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work)
  last = mine.catch(() => {})
  return mine
}

/** A picture for a proof that staff draw elsewhere (WebP), in the size that a buyer can check each letter in. */
export async function readProofPicture(
  sent: Uint8Array,
): Promise<{ readonly picture: Picture } | { readonly refused: UploadRefusal }> {
  const limits = { maxBytes: mostArtworkBytes, maxPixels: mostPixels, maxEdge: 1920, format: 'webp' as const }
  return inTurn(() => reencode(sent, limits))
}

import { drawSign } from '../src/catalogue/drawing/drawing.ts'
import type { StampSpec } from '../src/catalogue/drawing/stamps.ts'
import { type Artwork, readArtwork } from '../src/platform/files/artwork.ts'
import { renderPreview } from '../src/platform/files/pictures.ts'

const ring: StampSpec = {
  kind: 'stamp',
  ink: 'black',
  frame: true,
  shape: 'round',
  sample: [],
  widthMm: 60,
  heightMm: 60,
}

/** A buyer's file as one would send it: their mark in a ring, drawn by our own code. */
export async function markFile(mark: string): Promise<Artwork> {
  const { bytes } = await renderPreview(drawSign(ring, [mark, ...mark.split(' ')], ring), 900)
  const read = await readArtwork(bytes)
  if ('refused' in read) throw new RangeError(`the mark "${mark}" cannot be read: ${read.refused}`)
  return read
}

import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import {
  reencode,
  renderPicture,
  renderPreview,
  type UploadLimits,
} from '../../../src/platform/files/pictures.ts'

const limits: UploadLimits = { maxBytes: 1_000_000, maxPixels: 4_000_000, maxEdge: 800, format: 'webp' }
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300"><rect width="400" height="300" fill="#14508c"/></svg>'

function photo(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#b33' } })
}

describe('pictures of goods', () => {
  test('are WebP in three widths, all four to three', async () => {
    const pictures = await renderPicture(svg)
    expect(pictures.map(({ width, height }) => [width, height])).toEqual([
      [320, 240],
      [640, 480],
      [1280, 960],
    ])
    for (const picture of pictures) {
      expect(await sharp(picture.bytes).metadata()).toMatchObject({ format: 'webp', width: picture.width })
    }
  })

  test('a proof keeps its own proportions', async () => {
    const proof = await renderPreview(svg.replaceAll('300', '100'), 800)
    expect([proof.width, proof.height]).toEqual([800, 200])
  })
})

describe('an uploaded picture', () => {
  test('is turned upright, made smaller and loses its EXIF', async () => {
    const sent = await photo(1200, 600)
      .withExif({ IFD0: { Artist: 'Anna Bērziņa' }, IFD3: { GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(sent).metadata()).orientation).toBe(6)
    const kept = await reencode(sent, limits)
    if (!('picture' in kept)) throw new Error(kept.refused)
    expect([kept.picture.width, kept.picture.height]).toEqual([400, 800])
    const found = await sharp(kept.picture.bytes).metadata()
    expect([found.format, found.exif, found.orientation]).toEqual(['webp', undefined, undefined])
  })

  test('becomes PNG where artwork is printed', async () => {
    const kept = await reencode(await photo(10, 10).png().toBuffer(), { ...limits, format: 'png' })
    expect(kept).toMatchObject({ contentType: 'image/png' })
  })

  test.each([
    ['nothing', async () => Buffer.alloc(0), 'empty'],
    ['too many bytes', async () => Buffer.alloc(1_000_001), 'too-large'],
    ['a drawing that may carry scripts', async () => Buffer.from(svg), 'drawing'],
    [
      'a drawing behind an XML head',
      async () => Buffer.from(`\ufeff<?xml version="1.0"?>\n${svg}`),
      'drawing',
    ],
    ['a page called photo.jpg', async () => Buffer.from('<!doctype html><p>photo.jpg'), 'not-a-picture'],
    ['a document', async () => Buffer.from('%PDF-1.7\n%%EOF'), 'not-a-picture'],
    [
      '100 megapixels in few bytes',
      () => photo(10_000, 10_000).png({ palette: true }).toBuffer(),
      'too-many-pixels',
    ],
    ['half a picture', async () => (await noise()).subarray(0, 3000), 'broken'],
    [
      'the first bytes of a picture and no more',
      async () => Buffer.from('89504e470d0a1a0a', 'hex'),
      'not-a-picture',
    ],
  ])('is refused: %s', async (_, send, reason) => {
    const refused = await reencode(await send(), limits)
    expect(refused).toEqual({ refused: reason })
  })
})

// Numbers that do not compress, the same in every run (a linear congruential generator).
function noise(): Promise<Buffer> {
  const bytes = Buffer.alloc(200 * 200 * 3)
  let state = 1
  for (let index = 0; index < bytes.length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[index] = state >>> 24
  }
  return sharp(bytes, { raw: { width: 200, height: 200, channels: 3 } })
    .png()
    .toBuffer()
}

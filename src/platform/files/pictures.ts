import type { Sharp } from 'sharp'

export interface Picture {
  width: number
  height: number
  bytes: Buffer
}

export interface UploadLimits {
  maxBytes: number
  /** Width times height of what was sent, before it is decoded. */
  maxPixels: number
  /** The longer edge of what is kept. */
  maxEdge: number
  /** PNG or JPEG for artwork that is printed, WebP for what pages show. */
  format: 'webp' | 'png' | 'jpeg'
}

export type UploadRefusal = 'empty' | 'too-large' | 'drawing' | 'not-a-picture' | 'too-many-pixels' | 'broken'
type Reencoded =
  | { picture: Picture; contentType: 'image/webp' | 'image/png' | 'image/jpeg' }
  | { refused: UploadRefusal }

/** Pictures of goods stand in 4:3 frames of these widths. */
export const pictureWidths = [320, 640, 1280] as const

/** What a page may spend on one picture of goods, in bytes. */
export const pictureBudget: Readonly<Record<(typeof pictureWidths)[number], number>> = {
  320: 10_000,
  640: 25_000,
  1280: 80_000,
}

/**
 * Draws an SVG of goods as WebP in each width, 4:3. A picture over its budget is packed harder.
 * The SVG is ours, its words are outlines: nothing in it refers to a font or a file.
 */
export async function renderPicture(
  svg: string,
  widths: readonly number[] = pictureWidths,
): Promise<Picture[]> {
  const sharp = await imaging()
  const widest = Math.max(...widths)
  const drawn = await drawAt(svg, widest, true)
  const raw = { width: drawn.info.width, height: drawn.info.height, channels: drawn.info.channels }
  const pictures: Picture[] = []
  for (const width of widths) {
    const height = Math.round((width * 3) / 4)
    const frame = () => sharp(drawn.data, { raw }).resize(width, height, { fit: 'cover', kernel: 'lanczos3' })
    pictures.push({ width, height, bytes: await packed(frame, budgetOf(width)) })
  }
  return pictures
}

/** Draws an SVG in its own proportions as WebP, for the preview of a buyer's own words. */
export async function renderPreview(svg: string, width: number): Promise<Picture> {
  const sharp = await imaging()
  const { data, info } = await drawAt(svg, width)
  const raw = { width: info.width, height: info.height, channels: info.channels }
  const bytes = await sharp(data, { raw }).webp({ quality: 84 }).toBuffer()
  return { width: info.width, height: info.height, bytes }
}

/**
 * An uploaded picture, decoded and encoded anew: what is kept holds pixels only, no EXIF, no place, no script.
 * The kind is told by the first bytes, never by the file's name. Drawings (SVG) are refused: they can carry scripts.
 */
export async function reencode(bytes: Uint8Array, limits: UploadLimits): Promise<Reencoded> {
  if (bytes.length === 0) return { refused: 'empty' }
  if (bytes.length > limits.maxBytes) return { refused: 'too-large' }
  if (looksLikeDrawing(bytes)) return { refused: 'drawing' }
  if (!(await isPicture(bytes))) return { refused: 'not-a-picture' }
  return decode(bytes, limits)
}

/** A picture as WebP in each width, 4:3: whole, and what is missing to the frame in the colour of its own edge. */
export async function framePicture(
  bytes: Uint8Array,
  widths: readonly number[] = pictureWidths,
): Promise<Picture[]> {
  const sharp = await imaging()
  const background = await edgeColour(bytes)
  const pictures: Picture[] = []
  for (const width of widths) {
    const height = Math.round((width * 3) / 4)
    const frame = () =>
      sharp(bytes).flatten({ background: '#fff' }).resize(width, height, { fit: 'contain', background })
    pictures.push({ width, height, bytes: await packed(frame, budgetOf(width)) })
  }
  return pictures
}

async function edgeColour(bytes: Uint8Array): Promise<{ r: number; g: number; b: number }> {
  const sharp = await imaging()
  const side = 12
  const small = sharp(bytes)
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(side, side, { fit: 'fill' })
  const { data, info } = await small.raw().toBuffer({ resolveWithObject: true })
  const all = Array.from({ length: side * side }, (_, index) => index)
  const edge = all.filter((index) => {
    const [x, y] = [index % side, Math.floor(index / side)]
    return x === 0 || y === 0 || x === side - 1 || y === side - 1
  })
  const mean = (channel: number) =>
    Math.round(edge.reduce((sum, index) => sum + data[index * info.channels + channel]!, 0) / edge.length)
  return { r: mean(0), g: mean(1), b: mean(2) }
}

async function decode(bytes: Uint8Array, limits: UploadLimits): Promise<Reencoded> {
  const sharp = await imaging()
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > limits.maxPixels) return { refused: 'too-many-pixels' }
    const upright = sharp(bytes, { limitInputPixels: limits.maxPixels, failOn: 'error' })
      .autoOrient()
      .resize(limits.maxEdge, limits.maxEdge, { fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: 20 })
    return await encoded(upright, limits.format)
  } catch {
    return { refused: 'broken' }
  }
}

async function encoded(image: Sharp, format: UploadLimits['format']): Promise<Reencoded> {
  const { data, info } = await inFormat(image, format).toBuffer({ resolveWithObject: true })
  const picture = { width: info.width, height: info.height, bytes: data }
  return { picture, contentType: `image/${format}` as const }
}

function inFormat(image: Sharp, format: UploadLimits['format']): Sharp {
  if (format === 'png') return image.png()
  return format === 'webp'
    ? image.webp({ quality: 84 })
    : image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
}

async function isPicture(bytes: Uint8Array): Promise<boolean> {
  const { fileTypeFromBuffer } = await import('file-type')
  const kind = await fileTypeFromBuffer(bytes)
  return kind !== undefined && acceptedKinds.has(kind.mime)
}

const acceptedKinds = new Set<string>(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'])

function looksLikeDrawing(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replaceAll('\0', '').toLowerCase()
  return /^\W*</.test(start) && (start.includes('<svg') || start.includes('<?xml'))
}

async function drawAt(svg: string, width: number, opaque = false) {
  const sharp = await imaging()
  const source = Buffer.from(svg)
  const own = await sharp(source, { density: 72 }).metadata()
  const density = Math.min(2400, Math.max(1, (72 * width) / own.width))
  const image = sharp(source, { density }).resize({ width })
  return (opaque ? image.removeAlpha() : image).raw().toBuffer({ resolveWithObject: true })
}

async function packed(frame: () => Sharp, budget: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0)
  for (const quality of [86, 80, 72, 64, 55, 45]) {
    bytes = await frame().webp({ quality, effort: 3 }).toBuffer()
    if (bytes.length < budget) break
  }
  return bytes
}

function budgetOf(width: number): number {
  const known: Readonly<Record<number, number>> = pictureBudget
  return known[width] ?? Math.round((25_000 * width * width) / (640 * 640))
}

// libvips starts threads and caches when loaded; a shop that draws nothing never pays for it.
type Imaging = typeof import('sharp')['default']
let imagingLoaded: Promise<Imaging> | undefined

function imaging(): Promise<Imaging> {
  imagingLoaded ??= import('sharp').then((module) => {
    module.default.cache(false)
    return module.default
  })
  return imagingLoaded
}

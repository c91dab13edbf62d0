import { crc32, deflateSync } from 'node:zlib'

const QUIET_ZONE = 4
/** Pixels to a module: a phone reads it from a screen. */
const SCALE = 4

/**
 * A transfer code as a PNG, for letters: mail programs draw no SVG. Black and white, a bit for each pixel (PNG 1.2), written
 * at once: what packs a picture in pieces holds memory that a morning with thousands of letters does not have. `side` in pixels.
 */
export async function transferImage(code: string): Promise<{ bytes: Buffer; side: number }> {
  const { create } = await import('qrcode')
  const { modules } = create(code, { errorCorrectionLevel: 'M' })
  const side = (modules.size + 2 * QUIET_ZONE) * SCALE
  const dark = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < modules.size && y < modules.size && modules.get(y, x) !== 0
  return { bytes: png(side, (x, y) => dark(moduleAt(x), moduleAt(y))), side }
}

function moduleAt(pixel: number): number {
  return Math.floor(pixel / SCALE) - QUIET_ZONE
}

function png(side: number, dark: (x: number, y: number) => boolean): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  // One bit of grey; the other fields are 0.
  header[8] = 1
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows(side, dark))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Each row begins with its filter, which is none; a bit that is set is white. */
function rows(side: number, dark: (x: number, y: number) => boolean): Buffer {
  const length = 1 + Math.ceil(side / 8)
  const bytes = Buffer.alloc(length * side)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) if (!dark(x, y)) bytes[y * length + 1 + (x >> 3)]! |= 0x80 >> (x & 7)
  return bytes
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}

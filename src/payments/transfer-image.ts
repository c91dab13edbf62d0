const QUIET_ZONE = 4
/** Pixels to a module: a phone reads it from a screen. */
const SCALE = 4

/** A transfer code as a PNG, for letters: mail programs draw no SVG. `side` in pixels. */
export async function transferImage(code: string): Promise<{ bytes: Buffer; side: number }> {
  const { create, toBuffer } = await import('qrcode')
  const { modules } = create(code, { errorCorrectionLevel: 'M' })
  const bytes = await toBuffer(code, { errorCorrectionLevel: 'M', margin: QUIET_ZONE, scale: SCALE })
  return { bytes, side: (modules.size + 2 * QUIET_ZONE) * SCALE }
}

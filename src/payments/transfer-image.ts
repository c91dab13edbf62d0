/** A transfer code as a PNG, for letters: mail programs draw no SVG. `side` in pixels. */
export async function transferImage(code: string): Promise<{ bytes: Buffer; side: number }> {
  const { toBuffer } = await import('qrcode')
  const bytes = await toBuffer(code, { errorCorrectionLevel: 'M', margin: 4, scale: 4 })
  // IHDR is the first chunk, and the width its first field (PNG 11.2.2).
  return { bytes, side: bytes.readUInt32BE(16) }
}

import { create } from 'qrcode'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { transferImage } from '../../src/payments/transfer-image.ts'

test('the picture in a letter is the code, four pixels to a module, with its quiet zone', async () => {
  const code = 'BCD\n002\n1\nSCT\n\nSIA "ZĪMES"\nLV80BANK0000435195001\nEUR89.90\n\nRF18539007547034'
  const { bytes, side } = await transferImage(code)
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
  const { modules } = create(code, { errorCorrectionLevel: 'M' })
  expect([info.width, info.height, side]).toEqual(Array(3).fill((modules.size + 8) * 4))
  const read = Array.from({ length: side * side }, (_, at) => data[at * info.channels]! < 128)
  const meant = Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [Math.floor((at % side) / 4) - 4, Math.floor(at / side / 4) - 4]
    return x >= 0 && y >= 0 && x < modules.size && y < modules.size && modules.get(y, x) !== 0
  })
  expect(read).toEqual(meant)
})

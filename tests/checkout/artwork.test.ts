import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { artworkFile } from '../../src/orders/artwork.ts'
import { sqlState } from '../../src/platform/database/client.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Page } from '../support/client.ts'
import { take } from '../support/trade.ts'
import { onTheShelf, person, send, stored } from './buyer.ts'

const path = '/en/product/enamel-house-number'

let office: Office
let desk: Client
let logo: Buffer

beforeAll(async () => {
  office = await openOffice()
  await office.sql(`update product set takes_artwork = true
    where id = (select product_id from product_text where slug = 'enamel-house-number')`)
  await office.hire('owner')
  desk = await office.hire('administrator')
  logo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#c33' } })
    .withExif({ IFD0: { Artist: 'Anna Bērziņa' } })
    .jpeg()
    .toBuffer()
})
afterAll(() => office?.close())

const file = (bytes: Uint8Array | string, name = 'logo.png', type = 'image/png') =>
  new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name, { type })

/** Puts the sign into the cart with a file, and goes on to what comes of it. */
async function upload(visitor: Client, artwork: File, words = ''): Promise<Page> {
  const page = await visitor.get(path)
  return visitor.follow(await visitor.submit(page.form(/add$/), { words, artwork }, 'Add to cart'))
}

/** A PNG that says how large it is and holds next to nothing. */
function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const pixels = deflateSync(Buffer.alloc(100_000))
  return Buffer.concat([start, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

describe('a file that cannot be used is refused beside its field, with what to send instead', () => {
  test.each([
    [
      'a program that calls itself a picture',
      () => file('MZ\u0090\0this program'),
      'Add a JPEG, PNG, WebP or PDF',
    ],
    [
      'an SVG',
      () => file('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      'Save the drawing as PDF or PNG',
    ],
    [
      'an SVG under another name',
      () => file('<?xml version="1.0"?><svg/>', 'a.jpg', 'image/jpeg'),
      'PDF or PNG',
    ],
    [
      'a GIF',
      () => file(Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64')),
      'Add a JPEG, PNG, WebP or PDF',
    ],
    ['a hundred megapixels', () => file(hugePng(10_000, 10_000)), 'more than 40 million pixels'],
    ['a picture that was cut off', () => file(logo.subarray(0, 2000)), 'The file cannot be read'],
    ['a file without anything in it', () => file('', 'empty.png'), 'The file cannot be read'],
    [
      'more than fifteen megabytes',
      () => file(Buffer.alloc(15_000_001, '%PDF-1.7')),
      'larger than 15\u00a0MB',
    ],
    [
      'a web page',
      () => file('<!doctype html><script>alert(1)</script>', 'a.pdf'),
      'Add a JPEG, PNG, WebP or PDF',
    ],
  ])('%s', async (_, made, message) => {
    const visitor = office.visitor()
    const before = await stored(office)
    const page = await upload(visitor, made(), '27 Mūsu iela')
    expect(page.status).toBe(422)
    expect(page.find('#artwork-error').textContent).toContain(message)
    expect(page.find('.error-summary').textContent).toContain(message)
    expect(page.form(/add$/).filled().words).toBe('27 Mūsu iela')
    expect(await stored(office)).toEqual(before)
  })

  test('neither words nor a file', async () => {
    const page = await upload(office.visitor(), file('', ''))
    expect(page.status).toBe(422)
    expect(page.text).toContain('Write your words or add a file')
  })

  test('a file for goods that take none is not looked at, and no other page takes files', async () => {
    const visitor = office.visitor()
    const page = await visitor.get(onTheShelf.en)
    const multipart = {
      ...page.form(/add$/),
      multipart: true,
      filled: () => ({ ...page.form(/add$/).filled(), artwork: file(logo) }),
    }
    expect((await visitor.submit(multipart)).status).toBe(303)
    expect(await office.sql('select from cart_artwork')).toHaveLength(0)
    const elsewhere = { ...multipart, action: '/en/cart/change' }
    expect((await visitor.submit(elsewhere)).status).toBe(415)
  })
})

describe('a buyer’s file', () => {
  test('is encoded anew, so that nothing but the picture is kept', async () => {
    expect(logo.includes('Anna')).toBe(true)
    const visitor = office.visitor()
    const cart = await upload(visitor, file(logo))
    expect(cart.text).toContain('Your file (JPEG,')
    expect(cart.text).toContain('the right of withdrawal does not apply')
    const kept = await office.sql<{ bytes: Buffer }>('select bytes from cart_artwork')
    expect(kept.map(({ bytes }) => [bytes.includes('Anna'), bytes.includes('Exif')])).toEqual([
      [false, false],
    ])
    const picture = cart.find('.own-file img').getAttributeValue('src')!
    expect((await visitor.get(picture)).headers.get('content-type')).toBe('image/webp')
    expect((await office.visitor().get(picture)).status).toBe(404)
    await office.sql('delete from cart_line')
  })

  test('that is a PDF is kept as it came, and shown as words alone', async () => {
    const bomb = Buffer.concat([Buffer.from('%PDF-1.7\n'), deflateSync(Buffer.alloc(2_000_000))])
    const cart = await upload(office.visitor(), file(bomb, 'a.pdf', 'application/pdf'))
    expect(cart.text).toContain('Your file (PDF, 2 kB)')
    expect(cart.all('.own-file img')).toEqual([])
    const [kept] = await office.sql<{ bytes: Buffer; thumbnail: null }>(
      'select bytes, thumbnail from cart_artwork',
    )
    expect(Buffer.compare(kept!.bytes, bomb)).toBe(0)
    await office.sql('delete from cart_line')
  })

  test('is a line of its own, and leaves the cart with it', async () => {
    const visitor = office.visitor()
    await upload(visitor, file(logo), '27')
    await upload(visitor, file(logo), '27')
    let cart = await upload(visitor, file('', ''), '27')
    expect(cart.all('.cart-line')).toHaveLength(3)
    for (let left = 3; left > 0; left -= 1) {
      const [form] = cart.forms.filter(({ action }) => /cart\/change$/.test(action))
      cart = await visitor.follow(await visitor.post(form!.action, { ...form!.filled(), action: 'remove' }))
    }
    expect(await office.sql('select from cart_artwork')).toHaveLength(0)
  })

  test('finds room in a cart only up to sixty megabytes', async () => {
    const visitor = office.visitor({ audit: false })
    const pdf = () => file(Buffer.alloc(14_900_000, '%PDF-1.7 '), 'a.pdf', 'application/pdf')
    for (let sent = 0; sent < 4; sent += 1) expect((await upload(visitor, pdf())).status).toBe(200)
    const full = await upload(visitor, pdf())
    expect(full.status).toBe(422)
    expect(full.text).toContain('The cart holds too many files')
    expect((await visitor.get('/en/cart')).all('.cart-line')).toHaveLength(4)
    await office.sql('delete from cart_line')
  })
})

describe('an ordered file', () => {
  let buyer: Client
  let id: string
  let lineId: string

  beforeAll(async () => {
    buyer = office.visitor()
    await upload(buyer, file(logo))
    const form = await buyer.get('/en/checkout')
    expect(form.text).toContain('Your file (JPEG,')
    const page = await buyer.follow(await send(buyer, form, person))
    id = /order\/([0-9a-f-]{36})/.exec(page.path)![1]!
    const [line] = await office.sql<{ id: string; made: boolean }>(
      'select id, made_to_order as made from order_line where order_id = $1',
      [id],
    )
    expect(line!.made).toBe(true)
    lineId = line!.id
  })

  const read = <P extends 'order-contract' | 'conformity-claims' | 'accounting'>(purpose: P) =>
    withPurpose(office.shop.database.backoffice, purpose, 'command', (tx) =>
      artworkFile(tx as unknown as Tx<'order-contract'>, id, lineId),
    )

  test('moved from the cart to the order, and is shown to its buyer alone', async () => {
    expect(await office.sql('select from cart_artwork')).toHaveLength(0)
    const page = await buyer.get(urlFor('order', 'en', { id }))
    expect(page.text).toContain('Your file (JPEG,')
    const picture = page.find('.own-file img').getAttributeValue('src')!
    expect((await buyer.get(picture)).headers.get('content-type')).toBe('image/webp')
    expect((await office.visitor().get(picture)).status).toBe(404)
  })

  test('goes to the workshop, and to no purpose that does not need it', async () => {
    const kept = await read('order-contract')
    expect(kept!.contentType).toBe('image/jpeg')
    expect(kept!.fileName).toMatch(/^[\w-]+-1\.jpg$/)
    expect(await sharp(kept!.bytes).metadata()).toMatchObject({ width: 900, height: 600 })
    const refused = await read('accounting').catch(sqlState)
    expect(refused).toBe('42501')
    // Claims see what was approved, and this is not yet.
    expect(await read('conformity-claims')).toBeUndefined()
  })

  test('is downloaded by staff, never opened', async () => {
    const page = await office.open(desk, { id })
    const answer = await desk.get(page.link('Download'))
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+-1\.jpg"$/)
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('becomes a proof by the picture that staff add, which claims see once it is approved', async () => {
    const number = (
      await office.sql<{ number: string }>('select number from "order" where id = $1', [id])
    )[0]!.number
    await take(desk, { id, number, buyer }, ['payment'])
    let page = await office.open(desk, { id })
    const without = await desk.submit(page.form(/\/proof$/), { words: '' })
    expect(without.status).toBe(422)
    const drawing = await desk.submit(page.form(/\/proof$/), { proofPicture: file('<svg/>') })
    expect(drawing.text).toContain('Add a picture: JPEG, PNG or WebP')
    page = await desk.follow(await desk.submit(page.form(/\/proof$/), { proofPicture: file(logo) }))
    expect(page.text).toContain('The proof was sent')
    await take(desk, { id, number, buyer }, ['approval'])
    expect((await read('conformity-claims'))!.size).toBeGreaterThan(0)
  })

  test('is ordered once more with everything else', async () => {
    const page = await buyer.get(urlFor('order', 'en', { id }))
    const again = page.forms.find(({ action }) => action.endsWith('/again'))
    const answer = await buyer.post(again?.action ?? `${urlFor('order', 'en', { id })}/again`, {})
    expect((await buyer.follow(answer)).text).toContain('Your file (JPEG,')
  })
})

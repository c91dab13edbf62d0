import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import type { StaffLanguage } from '../../src/staff/table.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client, Fields, Page } from '../support/client.ts'

/** The goods room of a shop, and somebody who works in it. */
export interface GoodsOffice extends Office {
  /** Its pages are large, and audited in Chromium elsewhere (tests/pages). */
  readonly desk: Client
  /** The same person; each page is audited. */
  readonly audited: Client
  /** Another person at another screen. */
  colleague(language?: StaffLanguage): Promise<Client>
  /** The editor of the product behind this Latvian slug. */
  editor(slug: string, client?: Client): Promise<Page>
  /** Types into a product's form and sends it. */
  save(page: Page, values: Fields, client?: Client): Promise<Page>
  productId(slug: string): Promise<string>
}

export async function openGoodsOffice(): Promise<GoodsOffice> {
  const office = await openOffice()
  const audited = await office.hire('owner')
  const quick = (client: Client) => {
    const other = office.visitor({ anyLanguage: true, audit: false })
    for (const [name, value] of client.jar) other.jar.set(name, value)
    return other
  }
  const desk = quick(audited)
  const productId = async (slug: string) => {
    const [row] = await office.sql<{ id: string }>(
      "select product_id as id from product_text where language = 'lv' and slug = $1",
      [slug],
    )
    return row!.id
  }
  return {
    ...office,
    desk,
    audited,
    productId,
    colleague: async (language = 'en') => quick(await office.hire('administrator', language)),
    async editor(slug, client = desk) {
      return client.get(urlFor('adminProduct', { id: await productId(slug) }))
    },
    save: (page, values, client = desk) => client.submit(page.form('editor'), values),
  }
}

/** The names of a variant's fields in an editor, by its article number. */
export function variantFields(page: Page, sku: string): (field: string) => string {
  const found = page.all('input').find((input) => input.getAttributeValue('value') === sku)
  const key = /^v-(\w+)-sku$/.exec(found?.getAttributeValue('name') ?? '')?.[1]
  if (!key) throw new Error(`no variant ${sku}`)
  return (field) => `v-${key}-${field}`
}

/** A photograph with a place in its EXIF, as a telephone makes it. */
export async function photograph(name = 'zime.jpg'): Promise<File> {
  const bytes = await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#2a6' } })
    .withExif({ IFD0: { Copyright: 'Anna, Rīga' } })
    .jpeg()
    .toBuffer()
  return new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' })
}

/** A PNG of a few bytes that says it is enormous. */
export function bomb(side: number): File {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const bytes = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return new File([new Uint8Array(bytes)], 'bomb.png', { type: 'image/png' })
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

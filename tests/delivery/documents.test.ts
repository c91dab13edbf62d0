import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderDeliveryNote } from '../../src/orders/admin-delivery-note.ts'
import { renderPackingSlips, type Slip } from '../../src/orders/admin-packing-slip.ts'
import { noteOf } from '../../src/orders/admin-slips.ts'
import { urlFor } from '../../src/urls.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import { testWith } from '../support/programs.ts'
import { company, contract, sendable } from './ground.ts'

const reads = testWith('pdftotext')

let office: Office
let desk: Client

beforeAll(async () => {
  office = await openOffice()
  desk = await office.hire('owner')
})
afterAll(() => office.close())

const slip: Slip = {
  number: 'Z1001',
  language: 'lv',
  placedOn: '2026-11-20',
  shopName: 'ZĪMES',
  contact: ['+371 20000100', 'pasutijumi@zimes.example'],
  way: 'delivery.locker',
  carrier: 'Omniva',
  recipient: ['Anna Bērziņa', 'Centrāltirgus, pakomāts, Nēģu iela 7, Rīga, LV-1050'],
  gift: false,
  lines: [
    {
      sku: 'EX-300',
      name: 'Evakuācijas zīme',
      label: '300 × 150 mm',
      latvianName: null,
      words: null,
      quantity: 3,
      unitPriceCents: 1250,
    },
    {
      sku: 'BR-200',
      name: '<script>alert(1)</script>',
      label: '',
      latvianName: null,
      words: 'Ģimene\n<b>Ķēniņi</b>',
      quantity: 1,
      unitPriceCents: 4790,
    },
  ],
  taxed: true,
  totals: { goods: 8540, discount: 854, delivery: 320, total: 8006 },
}

function textOf(bytes: Uint8Array): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' }).replace(
    /\u00a0/g,
    ' ',
  )
}

reads('a packing slip says what goes in, with the words on the sign as they are', async () => {
  const text = textOf(await renderPackingSlips([slip], '2026-11-22'))
  for (const said of ['Komplektēšanas lapa', 'Z1001', 'Evakuācijas zīme', 'EX-300', 'Anna Bērziņa', 'Omniva'])
    expect(text).toContain(said)
  expect(text).toContain('<script>alert(1)</script>')
  expect(text).toContain('„Ģimene / <b>Ķēniņi</b>“')
  expect(text).toContain('12,50')
  expect(text).toContain('80,06')
})

reads('a gift has no price on its slip, in any language', async () => {
  for (const language of ['lv', 'en', 'sv', 'nl'] as const) {
    const text = textOf(await renderPackingSlips([{ ...slip, language, gift: true }], '2026-11-22'))
    expect(text).not.toMatch(/€|EUR|\d[.,]\d\d\b|PVN|VAT|moms|btw/)
    expect(text).toMatch(/3\s*×/)
  }
})

reads('in another language the Latvian words stand beside', async () => {
  const text = textOf(await renderPackingSlips([{ ...slip, language: 'nl' }], '2026-11-22'))
  for (const said of ['Paklijst', 'Ontvanger', 'Saņēmējs']) expect(text).toContain(said)
})

reads('many slips are one document, each on a page of its own, and a long one goes on', async () => {
  const long = { ...slip, number: 'Z1002', lines: Array.from({ length: 40 }, () => slip.lines[0]!) }
  const pages = textOf(await renderPackingSlips([slip, long, slip], '2026-11-22')).split('\f')
  expect(pages.length).toBeGreaterThanOrEqual(5)
  expect(pages.filter((page) => page.includes('Z1001'))).toHaveLength(2)
})

test('the slips of ticked orders open beside the page, and nobody keeps a copy', async () => {
  const gift = await sendable(office.shop, { gift: true, language: 'en' })
  const other = await sendable(office.shop)
  const answer = await desk.post(urlFor('adminPackingSlips'), { 'order[]': [gift.id, other.id] })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename="packing-slips-[\d-]+\.pdf"$/)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect((await desk.get(urlFor('adminPackingSlip', { id: gift.id }))).status).toBe(200)
})

reads(
  'a gift’s delivery note has no price and does not name who pays; its day is not an invoice’s',
  async () => {
    const elsewhere = { deliveryStreet: 'Jomas iela 1', deliveryTown: 'Jūrmala', deliveryPostcode: 'LV-2015' }
    for (const language of ['lv', 'en', 'sv', 'nl'] as const) {
      const { id } = await sendable(office.shop, {
        method: 'courier',
        carrier: 'dpd',
        gift: true,
        language,
        party: { deliveryName: 'Līga Ozola', ...elsewhere },
      })
      const note = await contract(office.shop, (tx) => noteOf(tx, id, office.shop.known().settings))
      const text = textOf(await renderDeliveryNote(note))
      expect(text).not.toMatch(/€|EUR|\d[.,]\d\d\b|moms|btw|Bērziņa|Factuur|Faktura/)
      expect(text).toContain('Līga Ozola, Jomas iela 1')
      const priced = textOf(await renderDeliveryNote({ ...note, gift: false }))
      expect(priced).toMatch(/\d[.,]\d\d\b/)
      expect(priced).not.toMatch(/Factuurdatum|Fakturadatum/)
    }
  },
)

reads('what is taken off stands behind a real minus', async () => {
  for (const [language, said] of [
    ['lv', '−8,54 €'],
    ['en', '−€8.54'],
    ['sv', '−8,54 €'],
    ['nl', '−€ 8,54'],
  ] as const)
    expect(textOf(await renderPackingSlips([{ ...slip, language }], '2026-11-22'))).toContain(said)
})

test('a delivery note comes with the packed parcel', async () => {
  const unpacked = await sendable(office.shop, {
    method: 'courier',
    carrier: 'dpd',
    party: company,
    until: 'paid',
  })
  const early = await desk.get(urlFor('adminDeliveryNote', { id: unpacked.id }))
  expect(early.status).toBe(409)
  expect(early.text).toContain('once the order is packed')
  const packed = await sendable(office.shop, { method: 'courier', carrier: 'dpd', party: company })
  const note = await desk.get(urlFor('adminDeliveryNote', { id: packed.id }))
  expect(note.status).toBe(200)
  expect(note.headers.get('content-disposition')).toContain(`delivery-note-${packed.number}-P1.pdf`)
})

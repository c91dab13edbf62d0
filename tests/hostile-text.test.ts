import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { companies } from '../seed/cast.ts'
import { urlFor } from '../src/urls.ts'
import { type Client, openClient, type Page } from './support/client.ts'
import { fillIn, harmless, hostile } from './support/hostile.ts'
import { attribute, parseHtml } from './support/html.ts'
import { withSql } from './support/postgres.ts'
import { has } from './support/programs.ts'
import { type RunningShop, startShop } from './support/running-shop.ts'
import type { ReceivedMail } from './support/smtp.ts'
import { inOneGo } from './support/steps.ts'

const poppler = has('pdftotext')
const slugs = { en: 'brass-door-plate', lv: 'misina-durvju-plaksnite' }
const { builders } = companies

let shop: RunningShop
let desk: Client
let buyer: Client
let productPath: string
let orderId: string

beforeAll(async () => {
  shop = await startShop()
  const { token } = await shop.hire('owner', 'en')
  buyer = visitor()
  desk = visitor({ anyLanguage: true })
  desk.jar.set(shop.shop.cookies.nameOf('staff'), token)
}, 60_000)
afterAll(() => shop?.close())

describe('a script in every text field is text everywhere', () => {
  inOneGo()

  test.for([
    ['/admin/settings/identity', ['name', 'legalName', 'street', 'town', 'hours-lv']],
    ['/admin/settings/bank', ['accountHolder', 'bank']],
    ['/admin/settings/delivery', ['directions-lv']],
    ['/admin/settings/delivery/zones/riga', ['name']],
    ['/admin/settings/delivery/carriers/dpd', ['name']],
    ['/admin/settings/pages/contact', ['text-lv', 'text-en']],
  ] as const)('typed by staff into %s', { timeout: 20_000 }, async ([path, expected]) => {
    const { taken } = await fillIn(desk, await desk.get(path), path)
    expect(taken).toEqual(expect.arrayContaining([...expected]))
    expect(values(harmless(await desk.get(path)))).toEqual(expect.arrayContaining([hostile]))
  })

  test('as the name of a colleague, the reason of a closure, the name of a carrier', async () => {
    const people = await desk.get('/admin/staff')
    const colleague = { email: 'other@zimes.example', role: 'administrator' }
    expect((await fillIn(desk, people, '/admin/staff', colleague)).taken).toEqual(['name'])
    const closures = await desk.get('/admin/settings/closures')
    const days = { from: '2040-01-02', until: '2040-01-03' }
    expect((await fillIn(desk, closures, /closures$/, days)).taken).toEqual(['reason'])
    const delivery = await desk.get('/admin/settings/delivery')
    expect((await fillIn(desk, delivery, /carriers$/)).taken).toEqual(['newCarrier'])
    const code = await desk.get(urlFor('adminDiscountNew'))
    const refused = harmless(await desk.submit(code.form(/new$/), { discountCode: hostile }))
    expect([refused.status, values(refused).includes(hostile)]).toEqual([422, true])
  })

  test('typed into the editor of goods, also as the name of a file', { timeout: 60_000 }, async () => {
    const [row] = await withSql(
      shop.database.url,
      (sql) => sql`select product_id as id from product_text where language = 'lv' and slug = ${slugs.lv}`,
    )
    productPath = urlFor('adminProduct', { id: row!.id })
    const documents = new File(['%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n'], '<img src=x onerror=alert(1)>.pdf')
    // Its pages take seconds to audit, which tests/pages.test.ts does.
    const quick = visitor({ audit: false })
    for (const [name, value] of desk.jar) quick.jar.set(name, value)
    const first = await quick.get(productPath)
    await quick.submit(first.form('editor'), { documents, documentLanguage: 'lv' })
    const editor = await quick.get(productPath)
    // Rows for new options stay empty.
    const spare = Object.entries(editor.form('editor').filled()).filter(([name]) => /^v-n\d+-/.test(name))
    const kept = { ...Object.fromEntries(spare), responsibleEmail: 'eu@zimes.example' }
    const { page, taken } = await fillIn(quick, editor, 'editor', kept)
    for (const part of ['name', 'summary', 'description', 'material', 'fixing', 'authority'])
      for (const language of ['lv', 'en', 'sv', 'nl']) expect(taken).toContain(`${part}-${language}`)
    for (const row of [/^v-.*-sku$/, /^v-.*-label-nl$/, /^p-.*-alt-sv$/, /^d-.*-name$/, /^makerName$/])
      expect(
        taken.some((name) => row.test(name)),
        String(row),
      ).toBe(true)
    expect(page.h1).toContain(hostile)
  })

  test.for(['categories', 'materials'])('typed into the room of %s', async (room) => {
    const list = harmless(await desk.get(`/admin/goods/${room}`))
    const link = list.all('table.list th a')[0]
    const page = link ? await desk.get(attribute(link, 'href') ?? '') : list
    const { taken } = await fillIn(desk, page, page.path)
    expect(
      taken.some((name) => /name-lv$/.test(name)),
      taken.join(),
    ).toBe(true)
  })

  test('typed by a buyer on the product’s page and the order form', { timeout: 20_000 }, async () => {
    const product = harmless(await buyer.get(urlFor('product', 'en', { slug: slugs.en })))
    expect(product.h1).toContain(hostile)
    const cart = await fillIn(buyer, product, urlFor('cartAdd', 'en'), {
      quantity: '1',
      button: 'Add to cart',
    })
    expect(cart.taken).toEqual(['words'])
    expect(cart.page.text).toContain(hostile)
    const { email, phone, address, registrationNumber, invoiceEmail } = builders
    const { page, taken } = await fillIn(buyer, await buyer.get('/en/checkout'), /checkout$/, {
      buyer: 'company',
      registrationNumber,
      vatNumber: '',
      email,
      phone,
      invoiceEmail,
      postcode: address.postcode,
      deliveryPostcode: address.postcode,
      delivery: 'dpd-courier',
      payment: 'transfer',
      read: 'yes',
    })
    const fields = [
      'companyName',
      'orderReference',
      'name',
      'street',
      'town',
      'deliveryName',
      'deliveryStreet',
    ]
    expect(taken).toEqual(expect.arrayContaining([...fields, 'deliveryTown', 'note']))
    orderId = /[0-9a-f-]{36}/.exec(page.path)?.[0] ?? ''
    expect(page.text).toContain(hostile)
  })

  test('asked, corrected and wished on the order’s page', { timeout: 20_000 }, async () => {
    const page = () => buyer.get(urlFor('order', 'en', { id: orderId }))
    expect((await fillIn(buyer, await page(), /question$/)).taken).toEqual(['question'])
    const correction = await buyer.get(urlFor('orderCorrection', 'en', { id: orderId }))
    const kept = { email: builders.email, phone: builders.phone, deliveryPostcode: builders.address.postcode }
    expect((await fillIn(buyer, correction, /correct$/, kept)).taken).toContain('deliveryName')
    const office = await desk.get(urlFor('adminOrder', { id: orderId }))
    expect((await fillIn(desk, office, /\/proof$/)).taken).toEqual(['words'])
    const proof = await fillIn(buyer, await page(), /\/proof\//, { button: 'Ask for a change' })
    expect(proof.page.text).toContain(hostile)
  })

  test('noted by staff on an order', { timeout: 20_000 }, async () => {
    const at = () => desk.get(urlFor('adminOrder', { id: orderId }))
    const { amount, receivedOn } = (await at()).form(/\/payment$/).filled() as Record<string, string>
    const paid = await fillIn(desk, await at(), /\/payment$/, { amount: amount!, receivedOn: receivedOn! })
    expect(paid.taken).toEqual(['receiptNumber', 'payer'])
    expect((await fillIn(desk, await at(), /answer$/)).taken).toEqual(['answerNote'])
    expect((await fillIn(desk, await at(), /\/proof$/)).taken).toEqual(['words'])
    const asked = await buyer.get(urlFor('order', 'en', { id: orderId }))
    await buyer.submit(asked.form(/\/proof\//), {}, 'Approve the proof')
    for (const step of [/\/making$/, /\/packing$/]) await desk.submit((await at()).form(step))
    expect((await at()).text).toContain(hostile)
  })

  test('in the mails, as HTML and as text', { timeout: 30_000 }, async () => {
    await invoiced()
    expect(shop.mail.mails.length).toBeGreaterThan(4)
    for (const { html, text, subject } of shop.mail.mails) {
      expect(parseHtml(html).querySelectorAll('script, iframe, [onerror], [src="x"]'), subject).toEqual([])
      expect([html.includes('&lt;script&gt;'), text.includes('<script>')], subject).toEqual([true, true])
    }
  })

  test('in PDFs', { timeout: 30_000 }, async () => {
    const invoice = await invoiced()
    const pdfs = [invoice.attachments[0]!.content, await pdf(urlFor('adminPackingSlip', { id: orderId }))]
    pdfs.push(await pdf(urlFor('adminDeliveryNote', { id: orderId })))
    for (const bytes of pdfs) {
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
      expect(bytes.toString('latin1')).not.toMatch(/\/JavaScript|\/JS\b|\/OpenAction|\/Launch/)
      if (poppler) expect(written(bytes)).toContain('<script>')
    }
  })

  test('on every page that leads there', { timeout: 120_000 }, async () => {
    expect(await walk(desk, '/admin', 90)).toBeGreaterThan(15)
    expect(await walk(buyer, '/', 40)).toBeGreaterThan(10)
    expect(shop.errors).toEqual([])
  })
})

function visitor(options: { anyLanguage?: boolean; audit?: boolean } = {}): Client {
  const target = { request: (path: string, init: RequestInit) => fetch(shop.origin + path, init) }
  return openClient(target, { publicUrl: shop.origin, cookies: shop.shop.cookies.names, ...options })
}

/** All that stands in the text fields of a page. */
function values(page: Page): string[] {
  return page.forms.flatMap((form) => Object.values(form.filled()).flat().map(String))
}

function invoiced(): Promise<ReceivedMail> {
  return shop.mail.waitFor(({ attachments }) => attachments[0]?.type === 'application/pdf', 20_000)
}

/** Opens each kind of page that links lead to, and those of the hostile goods and order; counts where the text stands. */
async function walk(client: Client, from: string, most: number): Promise<number> {
  const seen = new Set<string>()
  const waiting = [from, productPath, urlFor('adminOrder', { id: orderId })].filter((path) =>
    path.startsWith(from),
  )
  let shown = 0
  for (let path = waiting.shift(); path !== undefined && seen.size < most; path = waiting.shift()) {
    const kind = path.replace(/[0-9a-f-]{36}|(?<=\/(?:prece|preces)\/)[^?]+|\?.*/g, '*')
    const own = path.includes(orderId) || path.includes(slugs.lv)
    if (seen.has(path) || (!own && seen.has(kind))) continue
    seen.add(path).add(kind)
    const page = await client.get(path)
    if (!page.headers.get('content-type')?.startsWith('text/html')) continue
    harmless(page)
    if (page.status === 200 && (page.text + values(page)).match(/<script>(alert|x)/)) shown++
    const links = page.all('a').map((a) => attribute(a, 'href')?.split('#')[0] ?? '')
    if (page.status === 200) waiting.push(...links.filter((link) => link.startsWith('/')))
  }
  return shown
}

async function pdf(path: string): Promise<Buffer> {
  const cookie = [...desk.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(shop.origin + path, { headers: { cookie } })
  return Buffer.from(await answer.arrayBuffer())
}

function written(bytes: Buffer): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' }).replace(
    /\s+/g,
    ' ',
  )
}

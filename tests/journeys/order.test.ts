import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people, staff } from '../../seed/cast.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { urlFor } from '../../src/urls.ts'
import { openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts'
import { codeOf, goodPassword, type RunningShop, startShop } from '../support/running-shop.ts'
import {
  choose,
  fillInOrder,
  heading,
  inOneGo,
  isLoaded,
  leave,
  mailTo,
  orderLink,
  press,
  said,
  shown,
} from '../support/steps.ts'

const t = translator('lv')
const { anna } = people

let browser: TestBrowser
let shop: RunningShop
let buyer: Visitor
let office: Visitor
let number: string
let orderPage: string
let officePage: string

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([openBrowser(), startShop()])
  buyer = await browser.visitor({ origin: shop.origin, width: 390, scripts: false })
  office = await browser.visitor({ origin: shop.origin, width: 390, scripts: false })
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

describe('an order in Latvian on a small screen without scripts', () => {
  inOneGo()

  test('the buyer puts a sign with own words into the cart', async () => {
    const { page } = buyer
    await page.goto('/')
    await page.getByRole('main').getByRole('link', { name: 'Vārda un biroja plāksnītes' }).click()
    await page.getByRole('link', { name: 'Misiņa durvju plāksnīte' }).click()
    expect(await said(page)).toContain(t('made.noWithdrawal'))
    await page.locator('label', { hasText: '160 × 80 mm' }).click()
    await page.locator('#words').fill('Anna Bērziņa\nĢertrūdes iela 27 – 14')
    await press(page, t('product.add'))
    expect(await heading(page)).toBe(t('cart.title'))
    expect(await said(page)).toContain('Ģertrūdes iela 27 – 14')
    expect(await said(page)).toContain('36,00 €')
    expect(await page.locator('.cart-link').innerText()).toMatch(/1/)
    await page.getByRole('link', { name: t('cart.toCheckout') }).click()
  })

  test('an order form with mistakes comes back with all that was typed', async () => {
    const { page } = buyer
    await choose(page, 'buyer-person')
    await page.locator('#name').fill(anna.name)
    await page.locator('#email').fill('anna.berzina(at)example.com')
    await page.locator('#street').fill(anna.address.street)
    await page.locator('#postcode').fill('LV-10')
    await choose(page, 'delivery-dpd-courier')
    await page.locator('#note').fill('Zvanīt pie vārtiem.')
    await press(page, t('checkout.place'))

    const summary = page.getByRole('alert')
    for (const field of ['email', 'phone', 'town', 'postcode', 'read']) {
      expect(await page.locator(`#${field}-error`).count(), `an error beside ${field}`).toBe(1)
      expect(await summary.locator(`a[href="#${field}"]`).count(), `${field} in the summary`).toBe(1)
    }
    expect(await page.locator('#name').inputValue()).toBe(anna.name)
    expect(await page.locator('#email').inputValue()).toBe('anna.berzina(at)example.com')
    expect(await page.locator('#note').inputValue()).toBe('Zvanīt pie vārtiem.')
    expect(await page.locator('#buyer-person').isChecked()).toBe(true)
    expect(await page.locator('#read').isChecked()).toBe(false)
    expect(await page.locator('#consentEmail').isChecked()).toBe(false)
  })

  test('the mended form places the order', async () => {
    const { page } = buyer
    await fillInOrder(page, anna)
    expect(await shown(page.locator('.totals .total'))).toContain('41,90 €')
    await press(page, t('checkout.place'))

    expect(await page.getByRole('status').first().innerText()).toContain(t('order.thanks'))
    number = (await heading(page)).replace(t('order.heading'), '').trim()
    orderPage = new URL(page.url()).pathname
    const text = await said(page)
    for (const fact of [
      '41,90 €',
      'SIA "ZĪMES"',
      t('payment.reference'),
      anna.address.street,
      anna.email,
      'Zvanīt',
    ])
      expect(text).toContain(fact)
  })

  test('the confirmation arrives by mail, and its link opens the order anywhere', async () => {
    const mail = await mailTo(shop.mail, anna.email, ({ subject }) => subject.includes(number))
    const reference = await buyer.page
      .locator('dt', { hasText: t('payment.reference') })
      .locator('+ dd')
      .innerText()
    expect(mail.text.replace(/\s/g, '')).toContain(reference.replace(/\s/g, ''))
    for (const body of [mail.text, mail.html]) {
      expect(body.replace(/\u00a0|&nbsp;/g, ' ')).toContain('41,90 €')
      expect(body).toContain('Ģertrūdes iela 27 – 14')
    }

    const elsewhere = await browser.visitor({ origin: shop.origin, width: 390, scripts: false })
    await elsewhere.page.goto(orderPage)
    expect(await said(elsewhere.page)).not.toContain(number)
    await elsewhere.page.goto(orderLink(mail))
    expect(await heading(elsewhere.page)).toContain(number)
    await leave(elsewhere)
  })

  test('the owner takes over the shop by the one-time link and signs in with two steps', async () => {
    const { page } = office
    const link = await shop.ownerLink()
    await page.goto(link)
    await page.locator('#name').fill(staff.owner.name)
    await page.locator('#email').fill(staff.owner.email)
    await page.locator('#newPassword').fill(goodPassword)
    await page.locator('#again').fill(goodPassword)
    await choose(page, 'undertaking')
    await press(page, t('staff.invitation.accept'))

    expect(await isLoaded(page.locator('img'))).toBe(true)
    const secret = await page.locator('code').innerText()
    await page.locator('#code').fill(codeOf(secret, shop.shop.clock.now(), -1))
    await press(page, t('staff.secondFactor.confirm'))
    expect(await page.locator('li code').count()).toBeGreaterThanOrEqual(8)
    await page.getByRole('link', { name: t('staff.codes.kept') }).click()
    await press(page, t('admin.signOut'))

    await page.goto('/admin/orders')
    await page.locator('#email').fill(staff.owner.email)
    await page.locator('#password').fill(goodPassword)
    await press(page, t('staff.signIn.continue'))
    await page.locator('#code').fill(codeOf(secret, shop.shop.clock.now()))
    await press(page, t('staff.code.signIn'))
    expect(new URL(page.url()).pathname).toBe('/admin/orders')

    const other = await browser.visitor({ origin: shop.origin, width: 390, scripts: false })
    expect((await other.page.goto(link))?.status(), 'the link works once').toBe(410)
    await leave(other)
  })

  test('the owner sends a proof', async () => {
    const { page } = office
    await page.getByRole('link', { name: number }).first().click()
    officePage = new URL(page.url()).pathname
    expect(await said(page)).toContain('Ģertrūdes iela 27 – 14')
    expect(await page.getByRole('button', { name: t('order.packing.do') }).count()).toBe(0)
    expect(await packing(page), 'packed before anything else').toBe(409)
    await press(page, t('proof.send'))
    expect(await page.getByRole('status').first().innerText()).toContain(t('order.done.proof-sent'))
  })

  test('the buyer approves the proof behind the link of its mail', async () => {
    const mail = await mailTo(shop.mail, anna.email, ({ subject }) => /maket/i.test(subject))
    const { page } = buyer
    await page.goto(orderLink(mail))
    expect(await isLoaded(page.locator('.proof img'))).toBe(true)
    await press(page, t('proof.approve'))
    expect(await page.getByRole('status').first().innerText()).toContain(t('proof.done.approved'))
  })

  test('the transfer is received, and the invoice comes by mail as a PDF', async () => {
    const { page } = office
    await page.goto(officePage)
    await press(page, t('payment.receive'))
    expect(await page.getByRole('status').first().innerText()).toContain(t('order.done.paid'))
    expect(await packing(page), 'packed before it was made').toBe(409)

    const mail = await mailTo(
      shop.mail,
      anna.email,
      ({ attachments }) => attachments[0]?.type === 'application/pdf',
    )
    const [pdf] = mail.attachments
    expect(pdf?.name).toMatch(/^ZIM-\d{4}-\d+\.pdf$/)
    expect(mail.subject).toContain(pdf?.name.replace('.pdf', ''))
    expect(pdf?.content.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf?.content.length).toBeGreaterThan(5_000)
  })

  test('made, packed, sent and received, each at its time', async () => {
    const { page } = office
    await page.goto(officePage)
    await press(page, t('order.making.do'))
    await press(page, t('order.packing.do'))
    await page.locator('#carrier').selectOption('DPD')
    await page.locator('#tracking').fill('05809876543210')
    await press(page, t('order.dispatch.do'))
    const mail = await mailTo(shop.mail, anna.email, ({ text }) => text.includes('05809876543210'))
    expect(mail.subject).toContain(number)
    await press(page, t('order.delivered.do'))
    expect(await page.locator('.head .state').innerText()).toContain(t('state.delivered'))
    await leave(office)
  })

  test('the buyer sees it all on the order page and takes the invoice from there', async () => {
    const { page } = buyer
    await page.goto(orderPage)
    const text = await said(page)
    for (const fact of [t('state.delivered'), '05809876543210', t('state.proof-approved')])
      expect(text).toContain(fact)
    expect(await page.locator('.timeline li').count()).toBeGreaterThanOrEqual(5)
    expect(await page.locator('.timeline li:not(.done)').count()).toBe(0)
    // The advance invoice of the money, and the final one of the goods.
    const invoice = page.locator('.links a', { hasText: /ZIM-/ }).last()
    const answer = await page.request.get((await invoice.getAttribute('href')) ?? '')
    expect(answer.headers()['content-type']).toBe('application/pdf')
    expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-')
    await leave(buyer)
    expect(shop.errors).toEqual([])
  })
})

/** Packs as a form from an old tab would: the page itself does not offer it. */
async function packing(page: Page): Promise<number> {
  const id = officePage.split('/').at(-1) ?? ''
  const answer = await page.request.post(urlFor('adminPacking', 'lv', { id }), {
    headers: { origin: shop.origin, 'sec-fetch-site': 'same-origin' },
    form: {},
    maxRedirects: 0,
  })
  return answer.status()
}

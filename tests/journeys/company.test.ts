import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { companies, people } from '../../seed/cast.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts'
import { withSql } from '../support/postgres.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'
import { choose, fillInOrder, heading, inOneGo, leave, mailTo, press, said, shown } from '../support/steps.ts'

const t = translator('en')
const { builders } = companies
const { oliver } = people
const sign = { path: '/en/product/emergency-exit-right', sku: 'EI-P-30', label: /300 × 150 mm.*plastic/ }

let browser: TestBrowser
let shop: RunningShop

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([openBrowser(), startShop()])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

describe('a company orders in English on a small screen with scripts', () => {
  let buyer: Visitor
  let orderPage: string

  inOneGo()

  test('stock goods go into the cart, and their number can be changed there', async () => {
    buyer = await browser.visitor({ origin: shop.origin, width: 390, language: 'en' })
    await putIntoCart(buyer, 2)
    const { page } = buyer
    await page.locator('input.quantity').fill('3')
    await press(page, t('cart.change'))
    expect(await page.locator('input.quantity').inputValue()).toBe('3')
    await page.getByRole('link', { name: t('cart.toCheckout') }).click()
  })

  test('an answer that got lost on its way leaves one order', async () => {
    const { page } = buyer
    await fillInOrder(page, builders)
    for (const box of ['consentEmail', 'consentPhone', 'noSimilarGoods']) await choose(page, box)
    await page.route(
      '**/checkout',
      (route) => route.fetch({ maxRedirects: 0 }).then(() => route.abort('aborted')),
      { times: 1 },
    )
    await page.getByRole('button', { name: t('checkout.place') }).click()
    await shop.mail.waitFor(({ to }) => to.includes(builders.email))
    await press(page, t('checkout.place'))
    expect(await said(page)).toContain(t('already.title'))
    expect(await said(page)).toContain(builders.company)
    expect(await count('"order"')).toBe(1)
    orderPage = new URL(page.url()).pathname
  })

  test('each yes is kept with its words, and the no as an objection', async () => {
    const rows = await withSql(
      shop.database.url,
      (sql) => sql<{ purpose: string }[]>`select purpose from consent order by 1`,
    )
    expect(rows.map(({ purpose }) => purpose)).toEqual(['marketing-email', 'marketing-phone'])
    expect(await count('objection')).toBe(1)
  })

  test('ordering once more fills the cart, and two quick presses place one order', async () => {
    const { page } = buyer
    await press(page, t('already.again'))
    expect(await heading(page)).toBe(t('cart.title'))
    expect(await page.locator('input.quantity').inputValue()).toBe('3')
    await page.getByRole('link', { name: t('cart.toCheckout') }).click()
    await fillInOrder(page, builders)
    await page.getByRole('button', { name: t('checkout.place') }).dblclick()
    await page.waitForURL(/\/en\/order\//)
    expect(new URL(page.url()).pathname).not.toBe(orderPage)
    expect(await count('"order"')).toBe(2)
  })

  test('the back button finds an empty cart and no second form', async () => {
    const { page } = buyer
    await page.goBack()
    expect(await heading(page)).toBe(t('cart.title'))
    expect(await page.locator('input.quantity').count()).toBe(0)
    expect(await count('"order"')).toBe(2)
    await leave(buyer)
  })
})

describe('an order that staff cancel', () => {
  test('the buyer hears of it and the pieces go back on the shelf', async () => {
    const before = await stock()
    const buyer = await browser.visitor({ origin: shop.origin, width: 390, language: 'en' })
    await putIntoCart(buyer, 2)
    await buyer.page.getByRole('link', { name: t('cart.toCheckout') }).click()
    await fillInOrder(buyer.page, oliver)
    await press(buyer.page, t('checkout.place'))
    const number = (await heading(buyer.page)).replace(t('order.heading'), '').trim()
    expect(await stock()).toBe(before - 2)

    await shop.hire('owner', 'en')
    const { token } = await shop.hire('administrator', 'en')
    const office = await browser.visitor({ origin: shop.origin, width: 1440, language: 'en' })
    await office.context.addCookies([{ name: 'staff', value: token, url: shop.origin }])
    await office.page.goto('/admin')
    await office.page.getByRole('link', { name: number }).click()
    await press(office.page, t('order.cancelling.do'))
    expect(await office.page.locator('#reason-error').count()).toBe(1)
    await office.page.locator('#reason').fill('The buyer asked us to.')
    await press(office.page, t('order.cancelling.do'))
    expect(await shown(office.page.locator('.head .state'))).toContain(t('state.cancelled'))

    const mail = await mailTo(shop.mail, oliver.email, ({ text }) => text.includes('The buyer asked us to.'))
    expect(mail.subject).toContain(number)
    expect(await stock()).toBe(before)
    await buyer.page.reload()
    expect(await said(buyer.page)).toContain('The buyer asked us to.')
    await leave(buyer)
    await leave(office)
    expect(shop.errors).toEqual([])
  })
})

async function putIntoCart({ page }: Visitor, quantity: number): Promise<void> {
  await page.goto(sign.path)
  await page.locator('label', { hasText: sign.label }).click()
  await page.locator('#quantity').fill(String(quantity))
  await press(page, t('product.add'))
}

async function count(table: string): Promise<number> {
  const [row] = await withSql(
    shop.database.url,
    (sql) => sql<{ rows: number }[]>`select count(*)::int as rows from ${sql.unsafe(table)}`,
  )
  return row?.rows ?? 0
}

async function stock(): Promise<number> {
  const [row] = await withSql(
    shop.database.url,
    (sql) => sql<{ stock: number }[]>`select stock from variant where sku = ${sign.sku}`,
  )
  return row?.stock ?? Number.NaN
}

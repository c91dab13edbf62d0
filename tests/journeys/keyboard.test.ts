import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people } from '../../seed/cast.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'
import { heading, inOneGo, leave, said } from '../support/steps.ts'

const t = translator('en')
const { oliver } = people

let browser: TestBrowser
let shop: RunningShop
let buyer: Visitor

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([openBrowser(), startShop()])
  buyer = await browser.visitor({ origin: shop.origin, width: 1440, scripts: false, language: 'en' })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

describe('from home to an order with a keyboard alone, without scripts', () => {
  inOneGo()

  test('the first stop of a page leads past its head', async () => {
    const { page } = buyer
    await page.goto('/en')
    await page.keyboard.press('Tab')
    expect(await focused(page, page.locator('a[href="#main"], a[href="#content"]').first())).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.locator('main :focus').count()).toBe(1)
  })

  test('category, product, size, own words, cart', { timeout: 60_000 }, async () => {
    const { page } = buyer
    await enter(page, page.getByRole('main').getByRole('link', { name: 'Name plates' }))
    await enter(page, page.getByRole('main').getByRole('link', { name: 'Brass door plate' }))
    expect(await heading(page)).toBe('Brass door plate')
    await tabTo(page, page.locator('input[name="variant"]:checked'))
    await page.keyboard.press('ArrowDown')
    await tabTo(page, page.locator('#words'))
    await page.keyboard.type('Oliver Hart')
    await enter(page, page.getByRole('button', { name: t('product.add') }))
    expect(await said(page)).toContain('Oliver Hart')
    await enter(page, page.getByRole('link', { name: t('cart.toCheckout') }))
  })

  test('the order form says where something is missing, and each error leads to its field', {
    timeout: 60_000,
  }, async () => {
    const { page } = buyer
    await tick(page, 'buyer-person')
    await type(page, 'name', oliver.name)
    await type(page, 'email', oliver.email)
    await enter(page, page.getByRole('button', { name: t('checkout.place') }))
    const summary = page.getByRole('alert')
    await tabTo(page, summary.locator('a[href="#read"]'))
    await page.keyboard.press('Enter')
    expect(await focused(page, page.locator('#read'))).toBe(true)
    expect(await page.locator('#name').inputValue()).toBe(oliver.name)
  })

  test('the order is placed', { timeout: 60_000 }, async () => {
    const { page } = buyer
    const { street, town, postcode } = oliver.address
    await type(page, 'phone', oliver.phone)
    await type(page, 'street', street)
    await type(page, 'town', town)
    await type(page, 'postcode', postcode)
    await tick(page, 'delivery-dpd-courier')
    await tick(page, 'payment-transfer')
    await tick(page, 'read')
    await enter(page, page.getByRole('button', { name: t('checkout.place') }))
    expect(await page.getByRole('status').first().innerText()).toContain(t('order.thanks'))
    expect(await said(page)).toContain('Oliver Hart')
    await leave(buyer)
  })
})

const mostStops = 150

/** Goes on with the Tab key until this has the focus, which can be seen there. Throws where it never comes. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < mostStops; stop++) {
    if (await focused(page, target)) {
      expect(await showsFocus(target), `no sign of the focus on ${target}`).toBe(true)
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key never comes to ${target}`)
}

async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

async function tick(page: Page, id: string): Promise<void> {
  const box = page.locator(`#${id}`)
  const group = page.locator(`input[name="${id.replace(/-.*/, '')}"]`)
  // Radio buttons are one stop; the arrows go on from there.
  const stop = (await group.count()) > 1 ? await stopOf(group) : box
  await tabTo(page, stop)
  for (let step = 0; !(await focused(page, box)) && step < 30; step++) await page.keyboard.press('ArrowDown')
  if (!(await box.isChecked())) await page.keyboard.press('Space')
  expect(await box.isChecked()).toBe(true)
}

async function stopOf(group: Locator): Promise<Locator> {
  const chosen = group.and(group.page().locator(':checked'))
  return (await chosen.count()) > 0 ? chosen : group.first()
}

async function type(page: Page, id: string, text: string): Promise<void> {
  await tabTo(page, page.locator(`#${id}`))
  await page.keyboard.type(text)
}

async function focused(page: Page, target: Locator): Promise<boolean> {
  return (await target.and(page.locator(':focus')).count()) > 0
}

/** An outline around it, or around the box that holds it. */
function showsFocus(target: Locator): Promise<boolean> {
  return target.and(target.page().locator(':focus')).evaluate((element) => {
    const near = [element, element.nextElementSibling, element.closest('label'), element.parentElement]
    return near.some(
      (one) => one && element.ownerDocument.defaultView?.getComputedStyle(one).outlineStyle !== 'none',
    )
  })
}

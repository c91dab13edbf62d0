import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { inspect } from '../support/inspect.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'

let browser: TestBrowser
let shop: RunningShop

beforeAll(async () => {
  browser = await openBrowser()
  shop = await startShop()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

test('suggestions come while one types, and are chosen by keyboard alone', { timeout: 60_000 }, async () => {
  const { page, context, findings } = await browser.visitor({ origin: shop.origin, width: 390 })
  const answer = (await page.goto('/'))!
  const field = page.getByRole('combobox')
  await field.focus()
  await page.keyboard.type('evakuacijs')
  const options = page.getByRole('option')
  await options.first().waitFor()
  expect(await field.getAttribute('aria-expanded')).toBe('true')
  expect(await inspect(shop.shop, page, answer, { language: 'lv' })).toEqual([])

  await page.keyboard.press('ArrowDown')
  expect(await field.getAttribute('aria-activedescendant')).toBe(await options.first().getAttribute('id'))
  await page.keyboard.press('ArrowUp')
  expect(await field.getAttribute('aria-activedescendant')).toBeNull()
  await page.keyboard.press('Escape')
  expect(await options.first().isVisible()).toBe(false)
  expect(await field.inputValue()).toBe('evakuacijs')
  await page.keyboard.press('ArrowDown')
  expect(await options.first().getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/prece\/evakuacijas-/)
  expect(findings).toEqual([])
  await context.close()
})

test('without scripts menu, language, filters and search work by keyboard', { timeout: 60_000 }, async () => {
  const { page, context, findings } = await browser.visitor({
    origin: shop.origin,
    width: 390,
    scripts: false,
  })
  await page.goto('/')
  await press(page, page.getByRole('button', { name: 'Preces' }))
  await press(page, page.getByRole('navigation', { name: 'Preču grupas' }).getByRole('link').first())
  await page.waitForURL(/\/preces\//)
  const category = page.url()

  await press(page, page.locator('.filters summary').first())
  await press(page, page.locator('.filters details[open] a').first())
  await page.waitForURL(/\?(material|size|price)=/)
  await press(page, page.locator('.chosen a').first())
  await page.waitForURL(category)

  await page.locator('#seek').fill('numurs')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/meklet\?q=numurs/)
  await press(page, page.getByRole('button', { name: /LV/i }))
  await press(page, page.getByRole('link', { name: 'English' }))
  await page.waitForURL(/\/en\/search\?q=numurs/)
  expect(findings).toEqual([])
  await context.close()
})

/** As somebody without a pointer does it. */
async function press(page: Page, target: ReturnType<Page['locator']>): Promise<void> {
  await target.focus()
  await page.keyboard.press('Enter')
}

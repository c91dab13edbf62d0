import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '../../seed/cast.ts'
import * as keys from '../../src/orders/keys.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { urlFor } from '../../src/urls.ts'
import * as withdrawals from '../../src/withdrawals/withdrawals.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { withSql } from '../support/postgres.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'
import { heading, press, said } from '../support/steps.ts'
import { type Trade, trade, words } from './trade.ts'

let browser: TestBrowser
let shop: RunningShop
let doors: Trade

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([openBrowser(), startShop()])
  doors = trade(shop)
  // The first page of each language is the slowest.
  for (const language of languages) await fetch(shop.origin + urlFor('home', language))
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

test('without scripts a part of an order is withdrawn, and its money goes back to the cent', async () => {
  const { contract } = doors
  const order = await doors.order([
    { quantity: 3, unitPriceCents: 1290, discountCents: 200 },
    { quantity: 1, unitPriceCents: 4590 },
  ])
  await doors.pay(order.id, 3670 + 4590 + 399)
  await doors.send(order.id, 2)
  const { page, findings } = await browser.visitor({ origin: shop.origin, width: 390, scripts: false })
  page.setDefaultTimeout(60_000)
  await page.goto(urlFor('orderOpen', 'lv', { token: await contract((tx) => keys.make(tx, order.id)) }))
  await page.getByRole('link', { name: words.lv[0] }).first().click()
  await page.locator(`#pieces-${order.lines[0]}`).fill('2')
  await page.locator(`#pieces-${order.lines[1]}`).fill('0')
  await press(page, words.lv[0])
  expect(await said(page)).toMatch(/Zīme 1, A4 × 2(?!.*Zīme 2)/s)
  await press(page, words.lv[1])
  expect(await heading(page)).toBe(translator('lv')('withdrawal.received.title'))
  expect(page.url()).not.toContain('anna')

  const mail = await shop.mail.waitFor(({ subject }) => subject === 'Jūsu atteikums ir saņemts', 60_000)
  expect(mail.to).toEqual([people.anna.email.toLowerCase()])
  for (const body of [mail.text, mail.html]) {
    expect(body).toContain('Zīme 1, A4 × 2')
    expect(body).not.toContain('Zīme 2')
    expect(body).toMatch(/Saņemts: \d{4}\. gada \d+\. \p{L}+ \d\d:\d\d/u)
    expect(body).toContain('Zīmju iela 12')
  }
  const [stated] = await contract((tx) => withdrawals.ofOrder(tx, order.id))
  await doors.settle(stated!.id, { pieces: stated!.pieces })
  const [row] = await withSql(
    shop.database.url,
    (sql) =>
      sql<
        { cents: number }[]
      >`select sum(amount_cents)::int as cents from refund where order_id = ${order.id}`,
  )
  // Two thirds of 36,70.
  expect(row!.cents).toBe(2447)
  await shop.mail.waitFor(
    ({ subject, text }) => subject.startsWith('Atmaksa par') && text.includes('24,47'),
    60_000,
  )
  expect(findings).toEqual([])
})

test.each(
  languages,
)('%s: anybody withdraws from the footer without scripts, in the words of the law', async (language) => {
  const { page, findings } = await browser.visitor({ origin: shop.origin, width: 390, scripts: false })
  const [first, second] = words[language]
  page.setDefaultTimeout(60_000)
  await page.goto(urlFor('home', language))
  await page.getByRole('contentinfo').getByRole('link', { name: first, exact: true }).click()
  await page.locator('#contract').fill('Z-4711')
  await page.locator('#name').fill('Astrid Lindqvist')
  await page.locator('#email').fill(`astrid.${language}@example.se`)
  await page.getByRole('main').getByRole('button', { name: first, exact: true }).click()
  await page.getByRole('main').getByRole('button', { name: second, exact: true }).click()
  expect(await heading(page)).toBe(translator(language)('withdrawal.received.title'))
  const mail = await shop.mail.waitFor(({ to }) => to.includes(`astrid.${language}@example.se`), 60_000)
  expect(mail.text).toContain('Z-4711')
  expect(mail.text).toContain(translator(language)('withdrawal.statement'))
  expect(findings).toEqual([])
})

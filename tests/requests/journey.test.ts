import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people } from '../../seed/cast.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { urlFor } from '../../src/urls.ts'
import { slugs } from '../pages/scene.ts'
import { openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts'
import { inspect } from '../support/inspect.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'
import { choose, heading, inOneGo, leave, press, said } from '../support/steps.ts'
import { order, putIntoCart, walker } from '../support/trade.ts'

const buyers = { lv: people.anna, en: people.oliver, nl: people.daan } as const

let browser: TestBrowser
let shop: RunningShop

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([openBrowser(), startShop()])
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

describe.for([
  'lv',
  'en',
  'nl',
] as const)('one’s own data on a small screen without scripts, in %s', (tongue) => {
  inOneGo()
  const t = translator(tongue)
  let visitor: Visitor
  let page: Page
  /** Looked at by a browser with scripts, which the audit of a page needs. */
  let eye: Visitor
  const whole = async (where: string) => {
    await eye.context.addCookies(await visitor.context.cookies())
    const answer = await eye.page.goto(where)
    expect(await inspect(shop.shop, eye.page, answer!, { language: tongue })).toEqual([])
  }

  beforeAll(async () => {
    const buyer = walker(shop)
    await putIntoCart(buyer, tongue, slugs[tongue].own, 'Ķērpju iela 5')
    await order(buyer, tongue, { ...buyers[tongue], address: people.anna.address, phone: people.anna.phone })
    visitor = await browser.visitor({ origin: shop.origin, width: 390, language: tongue, scripts: false })
    eye = await browser.visitor({ origin: shop.origin, width: 390, language: tongue })
    page = visitor.page
  }, 120_000)

  test('one click from any page leads to where one asks for it', { timeout: 120_000 }, async () => {
    await page.goto(urlFor('terms', tongue))
    await page
      .locator('footer')
      .getByRole('link', { name: t('myData.nav') })
      .click()
    await page.waitForLoadState('load')
    expect(await heading(page)).toBe(t('myData.title'))
    expect(await said(page)).toContain(t('myData.can.erase'))
    await whole(urlFor('myData', tongue))
  })

  test('the link of the mail opens the page after one press', { timeout: 120_000 }, async () => {
    await page.locator('#email').fill(buyers[tongue].email)
    await press(page, t('myData.send'))
    expect(await page.getByRole('status').innerText()).toContain(t('myData.asked'))
    const mail = await shop.mail.waitFor(
      ({ to, subject }) => to.includes(buyers[tongue].email) && subject === t('requestMail.subject.link'),
      60_000,
    )
    const [link = ''] = /http:\/\/\S+\/(?:atvert|open|openen)\/[\w-]+/.exec(mail.text) ?? []
    await whole(new URL(link).pathname)
    await page.goto(link)
    await press(page, t('myData.open.do'))
    expect(new URL(page.url()).pathname).toBe(urlFor('myData', tongue))
    expect(await said(page)).toContain(t('myData.do'))
    await whole(urlFor('myData', tongue))
    const other = await browser.visitor({ origin: shop.origin, width: 390, scripts: false })
    expect((await other.page.goto(link))?.status(), 'the link works once').toBe(404)
    await leave(other)
  })

  test.for([
    ['myData.erase', 'myDataErasure'],
    ['myData.correct', 'myDataCorrection'],
    ['myData.restrict', 'myDataRestriction'],
    ['myData.object', 'myDataObjection'],
  ] as const)('%s is one click away, and its page is whole', { timeout: 120_000 }, async ([words, place]) => {
    await page.goto(urlFor('myData', tongue))
    await page
      .getByRole('main')
      .getByRole('link', { name: t(words), exact: true })
      .click()
    await page.waitForLoadState('load')
    expect(new URL(page.url()).pathname).toBe(urlFor(place, tongue))
    await whole(urlFor(place, tongue))
  })

  test('the copy comes as a file', async () => {
    await page.goto(urlFor('myData', tongue))
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t('myData.copy.do') }).click(),
    ])
    expect(file.suggestedFilename()).toBe('my-data.zip')
  })

  test('being forgotten ends with a certificate, on the page and by mail', { timeout: 120_000 }, async () => {
    await page.goto(urlFor('myDataErasure', tongue))
    await choose(page, 'sure')
    await press(page, t('myData.erase.do'))
    expect(await said(page)).toContain(t('myData.certificate'))
    await whole(new URL(page.url()).pathname)
    const mail = await shop.mail.waitFor(
      ({ to, text }) => to.includes(buyers[tongue].email) && text.includes(t('myData.certificate.gone')),
      60_000,
    )
    expect(mail.text).toContain(t('myData.certificate.stays'))
    await leave(visitor)
    await leave(eye)
    expect(shop.errors).toEqual([])
  })
})

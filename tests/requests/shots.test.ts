import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, test } from 'vitest'
import { people } from '../../seed/cast.ts'
import { urlFor } from '../../src/urls.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { inspect } from '../support/inspect.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'
import { order, putIntoCart, take, walker } from '../support/trade.ts'

let browser: TestBrowser
let shop: RunningShop
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([openBrowser(), startShop()])
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
mkdirSync('/tmp/requests/shots', { recursive: true })

test('shots', { timeout: 900_000 }, async () => {
  const buyer = walker(shop)
  await putIntoCart(buyer, 'lv', 'misina-durvju-plaksnite', 'Anna')
  const bought = await order(buyer, 'lv', people.anna)
  await putIntoCart(buyer, 'lv', 'misina-durvju-plaksnite', 'Anna un Pēteris')
  await order(buyer, 'lv', people.anna)
  const { token } = await shop.hire('owner', 'lv')
  await take(walker(shop, token), bought, [
    'proof',
    'approval',
    'payment',
    'making',
    'packing',
    'dispatch',
    'delivery',
  ])
  const findings: string[] = []
  const visitor = await browser.visitor({ origin: shop.origin, width: 390 })
  const { page } = visitor
  const look = async (name: string, answer: any, office = false) => {
    findings.push(
      ...(await inspect(shop.shop, page, answer, { language: 'lv', office })).map((f) => `${name}: ${f}`),
    )
    await page.setViewportSize({ width: 390, height: 844 })
    if (answer.status() >= 500) console.log(name, shop.errors.join('\n'))
    await page.screenshot({ path: `/tmp/requests/shots/${name}-390.png`, fullPage: true })
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.screenshot({ path: `/tmp/requests/shots/${name}-1440.png`, fullPage: true })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: `/tmp/requests/shots/${name}-dark.png`, fullPage: true })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 390, height: 844 })
  }
  const go = async (name: string, path: string, office = false) => look(name, await page.goto(path), office)
  await go('ask', urlFor('myData', 'lv'))
  await page.locator('#email').fill(people.anna.email)
  await page.locator('main form[action="/mani-dati"] button').click()
  await page.waitForLoadState('load')
  await page.screenshot({ path: '/tmp/requests/shots/asked-390.png', fullPage: true })
  const mail = await shop.mail.waitFor(({ text }) => text.includes('/mani-dati/atvert/'), 60_000)
  const link = /http:\/\/\S+\/mani-dati\/atvert\/[\w-]+/.exec(mail.text)![0]
  const { writeFileSync } = await import('node:fs')
  writeFileSync('/tmp/requests/shots/mail-link.html', mail.html)
  writeFileSync('/tmp/requests/shots/mail-link.txt', mail.text)
  await go('open', new URL(link).pathname)
  await page.locator('main form button').click()
  await page.waitForLoadState('load')
  await go('page', urlFor('myData', 'lv'))
  await go('dead', new URL(link).pathname)
  for (const [name, url] of [
    ['correction', 'myDataCorrection'],
    ['erasure', 'myDataErasure'],
    ['restriction', 'myDataRestriction'],
    ['objection', 'myDataObjection'],
  ] as const)
    await go(name, urlFor(url, 'lv'))
  await page.goto(urlFor('myDataObjection', 'lv'))
  await page.locator('#why').fill('Māja ir pārdota.')
  await page.locator('label[for="against-legal-claims"]').click()
  await page.locator('form:has(#why) button').click()
  await page.waitForLoadState('load')
  await page.goto(urlFor('myDataErasure', 'lv'))
  await page.locator('label[for="sure"]').click()
  await page.locator('main form button').click()
  await page.waitForLoadState('load')
  const done = await shop.mail.waitFor(({ text }) => text.includes('Datu dzēšana'), 60_000)
  writeFileSync('/tmp/requests/shots/mail-done.html', done.html)
  writeFileSync('/tmp/requests/shots/mail-done.txt', done.text)
  await go('certificate', new URL(page.url()).pathname)
  await visitor.context.addCookies([
    { name: shop.shop.cookies.nameOf('staff'), value: token, url: shop.origin },
  ])
  const desk = walker(shop, token)
  const fresh = urlFor('adminRequestNew')
  const answer = await desk.submit((await desk.get(fresh)).form(fresh), {
    email: people.janis.email,
    name: 'Jānis Ozols',
    kind: 'objection',
    origin: 'letter',
    language: 'lv',
    receivedOn: '2026-10-05',
    words: 'Iebilstu pret to, ka glabājat manus datus.',
  })
  await go('admin-request', answer.location!.split('?')[0]!, true)
  const id = /[0-9a-f-]{36}/.exec(answer.location!)![0]
  await desk.post(urlFor('adminRequestStep', { id }), {
    step: 'identity',
    how: 'Piezvanīju uz pasūtījuma tālruni.',
  })
  await go('admin-request-known', urlFor('adminRequest', { id }), true)
  await go('admin-list', urlFor('adminRequests'), true)
  await go('admin-closed', `${urlFor('adminRequests')}?show=closed`, true)
  await go('admin-new', fresh, true)
  await go('admin-today', urlFor('admin'), true)
  writeFileSync(
    '/tmp/requests/shots/findings.txt',
    findings.join('\n') + '\n' + visitor.findings.join('\n') + '\n' + shop.errors.join('\n'),
  )
})

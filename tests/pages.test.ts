import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StaffLanguage, StaffRole } from '../src/staff/table.ts'
import { accountantPages, doorPages, officePages } from './pages/office.ts'
import { type Open, opened } from './pages/opening.ts'
import { openScene, type Scene } from './pages/scene.ts'
import { storefrontPages } from './pages/storefront.ts'
import { openBrowser, type TestBrowser, type Visitor } from './support/browser.ts'
import { type Asked, inspect } from './support/inspect.ts'
import type { RunningShop } from './support/running-shop.ts'
import type { Tongue } from './support/trade.ts'

const tongues = ['lv', 'en'] as const

let browser: TestBrowser
let scene: Scene
const beforeAnybody: string[] = []

beforeAll(async () => {
  browser = await openBrowser()
  scene = await openScene(lookBeforeAnybody)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await scene?.shop.close()
})

/** The first owner's page is there only while nobody works here. */
async function lookBeforeAnybody(shop: RunningShop): Promise<void> {
  const link = await shop.ownerLink()
  for (const language of tongues) {
    const { page, context, findings } = await browser.visitor({ origin: shop.origin, width: 390, language })
    const answer = await opened(page, link)
    beforeAnybody.push(...(await inspect(shop.shop, page, answer, { language, office: true })), ...findings)
    await context.close()
  }
}

test('the first owner is received with a whole page', () => {
  expect(beforeAnybody).toEqual([])
})

test.for([
  { language: 'lv' },
  // The longest words; what two languages show, the others do, too.
  { language: 'nl' },
  { language: 'en', briefly: true },
  { language: 'sv', briefly: true },
] as const)('every page of the storefront is whole in $language', { timeout: 180_000 }, async (asked) => {
  const visitor = await browser.visitor({ origin: scene.shop.origin, width: 390, language: asked.language })
  expect(await walk(visitor, storefrontPages, asked)).toEqual([])
})

test.for(tongues)('every page on the way into the back office is whole in %s', {
  timeout: 60_000,
}, async (language) => {
  const visitor = await browser.visitor({ origin: scene.shop.origin, width: 390, language })
  expect(await walk(visitor, doorPages, { language, office: true })).toEqual([])
})

test.for(tongues)('every page of the back office is whole in %s', { timeout: 120_000 }, async (language) => {
  expect(await walk(await signedIn('owner', language), officePages, { language, office: true })).toEqual([])
})

test.for(tongues)("the accountant's pages are whole in %s", { timeout: 60_000 }, async (language) => {
  expect(
    await walk(await signedIn('accountant', language), accountantPages, { language, office: true }),
  ).toEqual([])
})

test('none of this left an error in the log', () => {
  expect(scene.shop.errors).toEqual([])
})

/** All these pages, each asked everything. */
async function walk<T extends Tongue>(
  visitor: Visitor,
  pages: Readonly<Record<string, Open<T>>>,
  asked: Asked & { readonly language: T },
): Promise<string[]> {
  const { page, context, findings } = visitor
  for (const [name, open] of Object.entries(pages)) {
    try {
      const answer = await open(page, asked.language, scene)
      const found = await inspect(scene.shop.shop, page, answer, asked)
      findings.push(...found.map((finding) => `${name}: ${finding}`))
    } catch (error) {
      findings.push(`${name}: ${(error as Error).message}`)
    }
  }
  await context.close()
  return findings
}

/** Somebody who has signed in just now: some pages ask for the password again after a while. */
async function signedIn(role: StaffRole, language: StaffLanguage): Promise<Visitor> {
  const { shop } = scene
  const { token } = await shop.hire(role, language)
  const visitor = await browser.visitor({ origin: shop.origin, width: 390, language })
  const cookie = {
    name: shop.shop.cookies.nameOf('staff'),
    value: token,
    url: shop.origin,
  }
  await visitor.context.addCookies([cookie])
  return visitor
}

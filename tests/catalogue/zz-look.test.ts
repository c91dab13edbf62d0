import { afterAll, beforeAll, test } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { type RunningShop, startShop } from '../support/running-shop.ts'
import { inspect } from '../support/inspect.ts'
import { pathToFileURL } from 'node:url'

let shop: RunningShop
let browser: TestBrowser
beforeAll(async () => { shop = await startShop(); browser = await openBrowser() })
afterAll(async () => { await browser?.close(); await shop?.close() })

test('look', async () => {
  const { look } = await import(pathToFileURL('/tmp/editor/look.mjs').href)
  await look(shop, browser, inspect)
})

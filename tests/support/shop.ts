import { createApp } from '../../src/app.ts'
// Loaded with the tests' own code, not while the first of the staff waits for a page.
import '../../src/faces/staff.ts'
import { type OpenedShop, openShop } from '../../src/open-shop.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Clock } from '../../src/platform/time.ts'
import { openClient as openBrowser } from './client.ts'
import { migratedDatabase, TEST_SECRET, type TestDatabase } from './postgres.ts'

export const testOrigin = 'https://shop.test'

/** The demo shop on a database of the test's own, as one request handler in this process. */
export interface TestShop {
  readonly shop: OpenedShop
  readonly app: ReturnType<typeof createApp>
  readonly database: TestDatabase
  /** A visitor with cookies of their own; every page fetched is audited. */
  visitor(options?: { anyLanguage?: boolean; audit?: boolean }): ReturnType<typeof openBrowser>
  close(): Promise<void>
}

/** Opens a shop; `env` is its environment beside the database. */
export async function testShop(env: Record<string, string> = {}, clock?: Clock): Promise<TestShop> {
  const database = await migratedDatabase()
  const config = readConfig({ PUBLIC_URL: testOrigin, LOG_LEVEL: 'silent', ...env })
  const shop = await openShop({
    config,
    databaseUrl: database.url,
    secret: TEST_SECRET,
    log: { info() {}, warn() {}, error() {} },
    origin: () => testOrigin,
    ...(clock && { clock }),
  })
  const app = createApp(shop)
  return {
    shop,
    app,
    database,
    visitor: (options = {}) =>
      openBrowser(app, { publicUrl: testOrigin, cookies: shop.cookies.names, ...options }),
    async close() {
      await shop.close()
      await database.drop()
    },
  }
}

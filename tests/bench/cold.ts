import { createApp } from '../../src/app.ts'
import { openShop } from '../../src/open-shop.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openLog } from '../../src/platform/log.ts'
import { openPageCache } from '../../src/platform/web/page-cache.ts'
import { securityHeaders } from '../../src/platform/web/security-headers.ts'
import { serve } from '../../src/platform/web/serve.ts'
import type { Shop } from '../../src/shop.ts'
import { secretKey } from './scratch.ts'

/** The shop with a page cache that has room for no page: every request is for a page not seen before, of cards that were. */
const config = readConfig({ LOG_LEVEL: 'warn' })
const shop = await openShop({
  config,
  databaseUrl: process.argv[2]!,
  secret: Buffer.from(secretKey),
  log: openLog('warn'),
  origin: () => 'http://127.0.0.1',
})
const pages = openPageCache({
  headers: securityHeaders(config),
  cartCookie: shop.cookies.nameOf('cart'),
  query: ['page'],
  today: shop.clock.today,
  maxPages: 0,
})
// A view of the same shop: its getters stay what they are.
const forgetful: Shop = Object.create(shop, { pages: { value: pages } })
const app = createApp(forgetful)

const { port } = await serve({ fetch: app.fetch as never, host: '127.0.0.1', port: 0 })
process.stdout.write(`http://127.0.0.1:${port}\n`)
process.on('SIGTERM', () => process.exit(0))

import { createApp } from '../../../src/app.ts'
import { staffFaces } from '../../../src/faces/staff.ts'
import { openShop } from '../../../src/open-shop.ts'
import { readConfig } from '../../../src/platform/config.ts'
import type { ShopProcess } from './process.ts'

export interface Route {
  readonly method: 'GET' | 'POST'
  /** With `:name` where something is filled in. */
  readonly pattern: string
}

/** Every route that the app really has, so that a new one is attacked without being listed here. */
export async function routesOf(process: ShopProcess): Promise<Route[]> {
  const quiet = { info() {}, warn() {}, error() {} }
  const shop = await openShop({
    config: readConfig({ LOG_LEVEL: 'silent' }),
    databaseUrl: process.databaseUrl(),
    secret: process.secret(),
    log: quiet,
    origin: process.origin,
  })
  try {
    const found = new Map<string, Route>()
    for (const { method, path } of [...createApp(shop).routes, ...staffFaces(shop).routes]) {
      if (method !== 'GET' && method !== 'POST') continue
      found.set(`${method} ${path}`, { method, pattern: path })
    }
    return [...found.values()]
  } finally {
    await shop.close()
  }
}

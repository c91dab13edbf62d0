import { setTimeout as pause } from 'node:timers/promises'
import { createApp } from './app.ts'
import { openHouse } from './house.ts'
import { migrate } from './migrate.ts'
import { openShop } from './open-shop.ts'
import { addressOf, type Config } from './platform/config.ts'
import type { Worker } from './platform/jobs/worker.ts'
import { openLog } from './platform/log.ts'
import { systemClock } from './platform/time.ts'
import { serve } from './platform/web/serve.ts'
import { setUpDemo } from './set-up.ts'
import { type Shop, zone } from './shop.ts'
import * as staff from './staff/staff.ts'
import { urlFor } from './urls.ts'

export interface Started {
  readonly origin: string
  /** Running requests first, then jobs, then the database. */
  stop(): Promise<void>
}

/**
 * Starts the shop: database, migrations, the demo on the very first start, web and worker. Throws StartupError, or the
 * reason of `stopped`, which ends it between two steps with everything closed that was open.
 */
export async function start(
  config: Config,
  say: (line: string) => void,
  stopped: AbortSignal,
): Promise<Started> {
  const log = openLog(config.logLevel)
  const house = await openHouse(config, log)
  try {
    stopped.throwIfAborted()
    await migrate(house.databaseUrl, house.secret)
    stopped.throwIfAborted()
    if (await setUpDemo(house.databaseUrl, systemClock(zone), { orders: true }))
      say('A demo shop was set up: SIA "ZĪMES".')
    stopped.throwIfAborted()
    return await open(config, house, log, say)
  } catch (error) {
    await house.close()
    throw error
  }
}

async function open(
  config: Config,
  house: Awaited<ReturnType<typeof openHouse>>,
  log: ReturnType<typeof openLog>,
  say: (line: string) => void,
): Promise<Started> {
  let origin = addressOf(config)
  const shop = await openShop({ config, ...house, log, origin: () => origin })
  const app = createApp(shop)
  const served = await serve({ fetch: app.fetch as never, host: config.host, port: config.port }).catch(
    async (error) => {
      await shop.close()
      throw error
    },
  )
  origin = origin.replace(/:\d+$/, `:${served.port}`)
  say(`Storefront   ${shop.origin}/`)
  say(`Back office  ${shop.origin}/admin`)
  await tellOwner(shop, say)
  say(
    config.smtpUrl
      ? 'Mail         goes out through SMTP_URL'
      : `Mail         is kept in the back office: ${shop.origin}/admin/mails`,
  )
  say(`Data         ${house.place}`)

  const leaving = new AbortController()
  const working = startWorking(shop, house.databaseUrl, leaving.signal)
  return {
    origin: shop.origin,
    async stop() {
      await served.stop()
      leaving.abort()
      const worker = await working.catch(() => undefined)
      await worker?.stop()
      await shop.close()
      await house.close()
    },
  }
}

/** The queue's code is loaded a moment later: it would keep the first visitors waiting. */
async function startWorking(shop: Shop, databaseUrl: string, signal: AbortSignal): Promise<Worker> {
  await pause(workerPauseMs, undefined, { signal })
  const { startShopWorker } = await import('./worker.ts')
  return startShopWorker(shop, databaseUrl)
}

const workerPauseMs = 500

/** While nobody can rule the shop, each start prints a new one-time link. */
async function tellOwner(
  shop: Awaited<ReturnType<typeof openShop>>,
  say: (line: string) => void,
): Promise<void> {
  const auth = shop.staffAuth
  const token = await auth.under('staff-accounts', 'command', async (tx) =>
    (await staff.hasOwner(tx)) ? undefined : staff.ownerLink(auth, tx),
  )
  if (token)
    say(`             set the owner's password: ${shop.origin}${urlFor('staffInvitation', { token })}`)
}

import { fileURLToPath } from 'node:url'
import { type Keeper, keepKnown } from './known.ts'
import { loginPassword } from './migrate.ts'
import type { Config } from './platform/config.ts'
import { clientOptions } from './platform/database/address.ts'
import { type ClientOptions, listen, openClient } from './platform/database/client.ts'
import { formats } from './platform/i18n/format.ts'
import { translator } from './platform/i18n/messages.ts'
import { errorFields, type Log } from './platform/log.ts'
import { type Clock, systemClock } from './platform/time.ts'
import { openAssets } from './platform/web/assets.ts'
import { openCookies } from './platform/web/cookies.ts'
import { openPageCache } from './platform/web/page-cache.ts'
import { securityHeaders } from './platform/web/security-headers.ts'
import { openViews } from './platform/web/views.ts'
import type { Journal } from './privacy/journal.ts'
import type { Login } from './privacy/purposes.ts'
import { rolesFor } from './privacy/roles.ts'
import type { Access } from './privacy/with-purpose.ts'
import { register } from './register.ts'
import { sendingPeriod } from './settings/sending.ts'
import { type Known, type Shop, zone } from './shop.ts'
import { openStaffAuth } from './staff/auth.ts'
import { isUrlName, urlFor } from './urls.ts'

export interface OpenedShop extends Shop {
  /** Ends its connections, after what is running. */
  close(): Promise<void>
}

interface Surroundings {
  readonly config: Config
  readonly databaseUrl: string
  readonly secret: Buffer
  readonly journal?: Journal
  readonly log: Log
  /** Where the shop is reached while no PUBLIC_URL is set. */
  readonly origin: () => string
  readonly clock?: Clock
}

/** Builds the one plain object that edges hold. The database must be migrated and set up; while it cannot be reached its pages say so. */
export async function openShop({
  config,
  databaseUrl,
  secret,
  journal,
  log,
  origin,
  clock = systemClock(zone),
}: Surroundings): Promise<OpenedShop> {
  const database = openLogins(databaseUrl, secret, log, journal)
  const assets = openAssets(directory('assets'), { reload: config.reload })
  const cookies = openCookies(config)
  let latest: Keeper['latest'] = () => undefined
  const pages = openPageCache({
    headers: securityHeaders(config),
    cartCookie: cookies.nameOf('cart'),
    query: ['page'],
    passing: ['material', 'size', 'price', 'stock', 'sort'],
    today: () => periodOf(clock, latest()),
  })
  const keeper = keepKnown(database.storefront, pages.flush, log)
  latest = keeper.latest
  await keeper.read()
  const ears = listen(loginOptions(databaseUrl, secret, 'storefront'), ['shop_changed'], {
    onNotify: (_, about) => (about === 'settings' ? keeper.changed() : pages.flush()),
    onUp: () => {
      pages.databaseBack()
      keeper.changed()
    },
    onDown: () => pages.databaseAway(),
  })

  return {
    config,
    clock,
    log,
    get origin() {
      return config.publicUrl ?? origin()
    },
    secret,
    register,
    database,
    staffAuth: openStaffAuth({ secret, clock, database: database.signin }),
    assets,
    cookies,
    pages,
    views: openViews({
      directory: directory(''),
      zone,
      reload: config.reload,
      asset: assets.url,
      urlFor(name, language, params) {
        if (!isUrlName(name)) throw new RangeError(`no address is called ${name}`)
        return urlFor(name, language, params)
      },
    }),
    t: translator,
    formats: (language) => formats(language, zone),
    known: keeper.known,
    mailCaptured: config.smtpUrl === undefined,
    async close() {
      await ears.end()
      await keeper.stop()
      await Promise.all(Object.values(database).map(({ client }) => client.end()))
    },
  }
}

/** Before the shop knows its settings no page is rendered, so that the day alone will do. */
function periodOf(clock: Clock, known: Known | undefined): string {
  return known ? sendingPeriod(clock, known.settings.ordering) : clock.today()
}

/** How a login reaches the database. */
export function loginOptions(databaseUrl: string, secret: Buffer, login: Login): ClientOptions {
  const address = clientOptions(databaseUrl)
  return { ...address, user: rolesFor(address.database).login(login), password: loginPassword(secret, login) }
}

function openLogins(
  databaseUrl: string,
  secret: Buffer,
  log: Log,
  journal: Journal | undefined,
): Shop['database'] {
  const roles = rolesFor(clientOptions(databaseUrl).database)
  const open = <L extends Login>(login: L, max: number): Access<L> => ({
    login,
    roles,
    journal,
    client: openClient({
      ...loginOptions(databaseUrl, secret, login),
      max,
      onLost: (error) => log.warn('a database connection was lost', errorFields(error)),
    }),
  })
  return {
    storefront: open('storefront', 8),
    backoffice: open('backoffice', 4),
    worker: open('worker', 4),
    signin: open('signin', 2),
  }
}

function directory(name: string): string {
  return fileURLToPath(new URL(`../views/${name}`, import.meta.url))
}

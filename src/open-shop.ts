import { sql } from 'drizzle-orm'
import { loginPassword } from './migrate.ts'
import type { Config } from './platform/config.ts'
import { clientOptions } from './platform/database/address.ts'
import { type ClientOptions, listen, openClient } from './platform/database/client.ts'
import { Unavailable } from './platform/errors.ts'
import { formats } from './platform/i18n/format.ts'
import type { Language } from './platform/i18n/languages.ts'
import { translator } from './platform/i18n/messages.ts'
import { errorFields, type Log } from './platform/log.ts'
import { type Clock, systemClock } from './platform/time.ts'
import { openAssets } from './platform/web/assets.ts'
import { openCookies } from './platform/web/cookies.ts'
import { openPageCache } from './platform/web/page-cache.ts'
import { securityHeaders } from './platform/web/security-headers.ts'
import { openViews } from './platform/web/views.ts'
import * as notices from './privacy/notices.ts'
import type { Login, PurposeId } from './privacy/purposes.ts'
import { rolesFor } from './privacy/roles.ts'
import { type Access, withoutPurpose } from './privacy/with-purpose.ts'
import * as settings from './settings/settings.ts'
import type { Known, Shop } from './shop.ts'
import { isUrlName, urlFor } from './urls.ts'

/** The shop's time zone; legal days are days here. */
export const zone = 'Europe/Riga'

export interface OpenedShop extends Shop {
  /** Ends its connections, after what is running. */
  close(): Promise<void>
}

interface Surroundings {
  readonly config: Config
  readonly databaseUrl: string
  readonly secret: Buffer
  readonly log: Log
  /** Where the shop is reached while no PUBLIC_URL is set. */
  readonly origin: () => string
  readonly clock?: Clock
}

/** Builds the one plain object that edges hold. The database must be migrated and set up. Throws Unavailable. */
export async function openShop({
  config,
  databaseUrl,
  secret,
  log,
  origin,
  clock,
}: Surroundings): Promise<OpenedShop> {
  const database = openLogins(databaseUrl, secret, log)
  const assets = openAssets(directory('assets'), { reload: config.reload })
  const cookies = openCookies(config)
  const pages = openPageCache({
    headers: securityHeaders(config),
    cartCookie: cookies.nameOf('cart'),
    query: ['page'],
  })
  let known: Known | undefined
  const read = async () => {
    known = await readKnown(database.storefront)
    pages.flush()
  }
  const unheard = (error: unknown) => log.warn('settings could not be read', errorFields(error))
  const ears = listen(loginOptions(databaseUrl, secret, 'storefront'), ['shop_changed'], {
    onNotify: (_, about) => (about === 'settings' ? void read().catch(unheard) : pages.flush()),
    onUp: () => {
      pages.databaseBack()
      void read().catch(unheard)
    },
    onDown: () => pages.databaseAway(),
  })
  await read().catch(unheard)

  return {
    config,
    clock: clock ?? systemClock(zone),
    log,
    get origin() {
      return config.publicUrl ?? origin()
    },
    secret,
    database,
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
    known() {
      if (!known) throw new Unavailable('the shop has not read its settings yet')
      return known
    },
    mailCaptured: config.smtpUrl === undefined,
    async close() {
      await ears.end()
      await Promise.all(Object.values(database).map(({ client }) => client.end()))
    },
  }
}

/** How a login reaches the database. */
export function loginOptions(databaseUrl: string, secret: Buffer, login: Login): ClientOptions {
  const address = clientOptions(databaseUrl)
  return { ...address, user: rolesFor(address.database).login(login), password: loginPassword(secret, login) }
}

function openLogins(databaseUrl: string, secret: Buffer, log: Log): Shop['database'] {
  const roles = rolesFor(clientOptions(databaseUrl).database)
  const open = <L extends Login>(login: L, max: number): Access<L> => ({
    login,
    roles,
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

async function readKnown(access: Access<'storefront'>): Promise<Known> {
  return withoutPurpose(access, 'command', async (tx) => {
    const found = await settings.read(tx)
    if (!found) throw new Unavailable('the shop is not set up: npm run shop -- setup')
    const rows = await tx.execute<{ purpose: PurposeId }>(
      sql`select purpose from purpose_switch where switched_on`,
    )
    const purposesOn = rows.map(({ purpose }) => purpose)
    const shown: Record<string, { id: string; content: notices.NoticeContent }> = {}
    for (const language of found.languages.open)
      shown[language] = await publish(tx, language, found, purposesOn)
    return { settings: found, purposesOn: new Set(purposesOn), notices: shown }
  })
}

async function publish(
  tx: Parameters<typeof notices.publish>[0],
  language: Language,
  found: settings.Settings,
  purposesOn: PurposeId[],
): Promise<{ id: string; content: notices.NoticeContent }> {
  const content = notices.compose(language, found, purposesOn, translator(language))
  const { id } = await notices.publish(tx, language, content)
  return { id, content }
}

function directory(name: string): string {
  return new URL(`../views/${name}`, import.meta.url).pathname
}

import type { Config } from './platform/config.ts'
import type { Formats } from './platform/i18n/format.ts'
import type { Language } from './platform/i18n/languages.ts'
import type { Translate } from './platform/i18n/messages.ts'
import type { Log } from './platform/log.ts'
import type { Clock } from './platform/time.ts'
import type { Assets } from './platform/web/assets.ts'
import type { Cookies } from './platform/web/cookies.ts'
import type { PageCache } from './platform/web/page-cache.ts'
import type { Views } from './platform/web/views.ts'
import type { NoticeContent } from './privacy/notices/notices.ts'
import type { Login, PurposeId } from './privacy/purposes.ts'
import type { InForce } from './privacy/register/in-force.ts'
import type { Declarations } from './privacy/tags.ts'
import type { Access } from './privacy/with-purpose.ts'
import type { Settings } from './settings/settings.ts'
import type { StaffAuth } from './staff/auth.ts'

/** The shop's time zone; legal days are days here. `shop_day` in migrations/0001_shop.sql has the same by default. */
export const zone = 'Europe/Riga'

/** Everything an edge holds. Inside a transaction none of it is within reach but the transaction itself. */
export interface Shop {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** The origin customers see, without a trailing slash: links are built from it, never from the Host header. */
  readonly origin: string
  /** Derives all of the shop's keys. */
  readonly secret: Buffer
  /** Every table with its tags. */
  readonly register: Declarations
  readonly database: { readonly [L in Login]: Access<L> }
  /** One for the process: passwords are hashed one at a time in it. */
  readonly staffAuth: StaffAuth
  readonly views: Views
  readonly assets: Assets
  readonly cookies: Cookies
  readonly pages: PageCache
  t(language: Language): Translate
  formats(language: Language): Formats
  /** What every page needs, in memory; the database tells when it changes. Throws Unavailable before it was read. */
  known(): Known
  /** Mail is kept for reading in the back office: no mail server is set. */
  readonly mailCaptured: boolean
}

export interface Known {
  readonly settings: Settings
  readonly purposesOn: ReadonlySet<PurposeId>
  /** The terms and recipients that the shop signed off. */
  readonly register: InForce
  /** The notice in force in each open language. */
  readonly notices: Readonly<
    Partial<Record<Language, { readonly id: string; readonly content: NoticeContent }>>
  >
}

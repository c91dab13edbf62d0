import { Unavailable } from './platform/errors.ts'
import type { Language } from './platform/i18n/languages.ts'
import { translator } from './platform/i18n/messages.ts'
import { errorFields, type Log } from './platform/log.ts'
import * as notices from './privacy/notices/notices.ts'
import type { PurposeId } from './privacy/purposes.ts'
import * as register from './privacy/register/in-force.ts'
import * as versions from './privacy/register/versions.ts'
import { type Access, withoutPurpose } from './privacy/with-purpose.ts'
import * as settings from './settings/settings.ts'
import type { Known } from './shop.ts'
import { urlFor } from './urls.ts'

const shortestPauseMs = 1_000
const longestPauseMs = 30_000

/** What the shop knows of itself, kept up to date. */
export interface Keeper {
  /** Throws Unavailable before it was read. */
  known(): Known
  /** The same, or undefined before it was read. */
  latest(): Known | undefined
  /** The first reading; one that fails leaves the shop without knowledge until `changed`. */
  read(): Promise<void>
  /** It is out of date: reads again until that succeeds, one reading after the other. */
  changed(): void
  stop(): Promise<void>
}

/** `flush` forgets the pages that show what was known before. */
export function keepKnown(access: Access<'storefront'>, flush: () => void, log: Log): Keeper {
  let known: Known | undefined
  let outOfDate = false
  let stopped = false
  let reading: Promise<void> | undefined
  let wake = () => {}

  async function attempt(): Promise<boolean> {
    outOfDate = false
    try {
      known = await readKnown(access)
      flush()
      return true
    } catch (error) {
      log.warn('settings could not be read', errorFields(error))
      return false
    }
  }

  async function untilRead(): Promise<void> {
    for (let pause = shortestPauseMs; !stopped; pause = Math.min(pause * 2, longestPauseMs)) {
      const done = await attempt()
      if (outOfDate) continue
      if (done || stopped) break
      await rest(pause)
    }
    // At once with the last look at `outOfDate`, so that no change falls between.
    reading = undefined
  }

  function rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return {
    known() {
      if (!known) throw new Unavailable('the shop has not read its settings yet')
      return known
    },
    latest: () => known,
    async read() {
      await attempt()
    },
    changed() {
      flush()
      outOfDate = true
      wake()
      reading ??= untilRead()
    },
    async stop() {
      stopped = true
      wake()
      await reading
    },
  }
}

async function readKnown(access: Access<'storefront'>): Promise<Known> {
  return withoutPurpose(access, 'command', async (tx) => {
    const found = await settings.read(tx)
    if (!found) throw new Unavailable('the shop is not set up: npm run shop -- setup')
    const inForce = await register.read(tx)
    await versions.keep(tx)
    const shown: Record<string, { id: string; content: notices.NoticeContent }> = {}
    for (const language of found.languages.open)
      shown[language] = await publish(tx, language, { ...found, register: inForce }, inForce.on)
    return { settings: found, purposesOn: inForce.on, register: inForce, notices: shown }
  })
}

async function publish(
  tx: Parameters<typeof notices.publish>[0],
  language: Language,
  facts: notices.NoticeFacts,
  on: ReadonlySet<PurposeId>,
): Promise<{ id: string; content: notices.NoticeContent }> {
  const myData = urlFor('myData', language)
  const content = notices.compose(language, { ...facts, myData }, on, translator(language))
  const { id } = await notices.publish(tx, language, content)
  return { id, content }
}

import { readFileSync } from 'node:fs'
import type { Transaction } from '../src/platform/database/client.ts'
import { languages } from '../src/platform/i18n/languages.ts'
import { type PageKey, pageKeys, publishPage } from '../src/settings/pages.ts'

/** Texts that fit any shop; what a shop says about itself only it can write. */
const forAnybody = pageKeys.filter((key) => key !== 'about')

/** The pages a shop begins with, for its owner to go on writing. */
export function seedStartingPages(tx: Transaction): Promise<void> {
  return publishAll(tx, forAnybody)
}

/** The pages of the demo shop. */
export function seedPages(tx: Transaction): Promise<void> {
  return publishAll(tx, pageKeys)
}

async function publishAll(tx: Transaction, keys: readonly PageKey[]): Promise<void> {
  for (const key of keys) {
    for (const language of languages) {
      const template = readFileSync(new URL(`pages/${key}.${language}.md`, import.meta.url), 'utf8').trim()
      await publishPage(tx, { key, language, template }, null)
    }
  }
}

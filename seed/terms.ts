import { readFileSync } from 'node:fs'

/** Terms of sale for a shop to begin with, as Markdown by language; a lawyer reads them before the shop opens. */
export const terms: Readonly<Record<'lv' | 'en', string>> = { lv: read('lv'), en: read('en') }

function read(language: string): string {
  return readFileSync(new URL(`terms/${language}.md`, import.meta.url), 'utf8')
}

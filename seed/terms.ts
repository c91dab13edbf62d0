import { readFileSync } from 'node:fs'
import { type Language, languages } from '../src/platform/i18n/languages.ts'

/** Terms of sale for a shop to begin with, as Markdown by language; a lawyer reads them before the shop opens. */
export const terms = Object.fromEntries(languages.map((language) => [language, read(language)])) as Readonly<
  Record<Language, string>
>

function read(language: Language): string {
  return readFileSync(new URL(`terms/${language}.md`, import.meta.url), 'utf8')
}

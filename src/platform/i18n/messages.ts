import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { IntlMessageFormat } from 'intl-messageformat'
import { isLanguage, type Language, languages, locales } from './languages.ts'

export type MessageValues = Readonly<Record<string, unknown>>
export type Translate = (key: string, values?: MessageValues) => string
export type Messages = Readonly<Record<Language, ReadonlyMap<string, string>>>

const directory = fileURLToPath(new URL('../../../views/messages/', import.meta.url))

let shipped: Messages | undefined
const translators = new Map<Language, Translate>()

/** The translator of a language over the messages that ship with the shop (read once, compiled at first use). */
export function translator(language: Language): Translate {
  let found = translators.get(language)
  if (!found) {
    shipped ??= readMessages(directory)
    found = translatorOf(shipped, language)
    translators.set(language, found)
  }
  return found
}

/** How many texts for visitors are not written in a language yet; what only staff read is not among them. */
export function missingTexts(language: Language): number {
  shipped ??= readMessages(directory)
  const written = shipped[language]
  return areasForVisitors(directory)
    .flatMap((area) => Object.keys(recordIn(directory, `${area}.en.json`)))
    .filter((key) => !written.has(key)).length
}

/** Staff read Latvian and English: an area that is also written in another language is for visitors. */
export function areasForVisitors(from: string): string[] {
  const others = readdirSync(from).flatMap((file) => /^(.+)\.(?:sv|nl)\.json$/.exec(file)?.[1] ?? [])
  return [...new Set(others)]
}

/**
 * A translator over given messages. A language that is still being translated falls back to English;
 * a key that nobody wrote throws, because an empty place on an order form is worse than an error page.
 */
export function translatorOf(messages: Messages, language: Language): Translate {
  const compiled = new Map<string, string | IntlMessageFormat>()
  return (key, values) => {
    let message = compiled.get(key)
    if (message === undefined) {
      message = compile(key, messages, language)
      compiled.set(key, message)
    }
    return typeof message === 'string' ? message : String(message.format(values as never))
  }
}

/** Reads `<area>.<language>.json` files. Throws when two areas hold the same key or a file is not a flat record. */
export function readMessages(from: string): Messages {
  const messages = { lv: new Map(), en: new Map(), sv: new Map(), nl: new Map() }
  for (const file of readdirSync(from).filter((name) => name.endsWith('.json'))) {
    const language = file.split('.').at(-2)
    if (!isLanguage(language)) throw new Error(`views/messages/${file}: not named <area>.<language>.json`)
    addAll(messages[language], recordIn(from, file), file)
  }
  return messages
}

function recordIn(from: string, file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(from, file), 'utf8'))
}

function addAll(to: Map<string, string>, record: Record<string, unknown>, file: string) {
  for (const [key, text] of Object.entries(record)) {
    if (typeof text !== 'string') throw new Error(`views/messages/${file}: "${key}" is not a text`)
    if (to.has(key)) throw new Error(`views/messages/${file}: "${key}" is already in another area`)
    to.set(key, text)
  }
}

function compile(key: string, messages: Messages, language: Language): string | IntlMessageFormat {
  const own = messages[language].get(key)
  const text = own ?? messages.en.get(key)
  if (text === undefined) throw new Error(`no message "${key}" in ${languages.join(', ')}`)
  const written = own === undefined ? 'en' : language
  // Most messages are plain words; only those with a placeholder or ICU's quote need the formatter.
  return /[{}']/.test(text)
    ? new IntlMessageFormat(text, locales[written], undefined, { ignoreTag: true })
    : text
}

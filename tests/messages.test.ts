import { expect, test } from 'vitest'
import { type Language, locales } from '../src/platform/i18n/languages.ts'
import { readMessages } from '../src/platform/i18n/messages.ts'
import { messageArguments } from './support/icu.ts'
import { type MessageUse, messagesInSource, messagesInTemplate, parseTemplates } from './support/templates.ts'

const open = ['lv', 'en'] as const satisfies readonly Language[]
const messages = readMessages(new URL('../views/messages/', import.meta.url).pathname)
const keys = new Set(open.flatMap((language) => [...messages[language].keys()]))
const uses: MessageUse[] = [...parseTemplates().flatMap(messagesInTemplate), ...messagesInSource(keys)]

/** Names and abbreviations that are the same in both languages. */
const sameWords = new Set(['IBAN', 'PDF', 'SWIFT', 'BIC', 'SWIFT/BIC', 'English', 'Latviešu', 'SMTP', 'EUR'])

test('every text is written in every open language', () => {
  const gaps = open.flatMap((language) =>
    [...keys].filter((key) => !messages[language].has(key)).map((key) => `${language}: ${key}`),
  )
  expect(gaps).toEqual([])
})

test('no text is empty or begins and ends with a blank', () => {
  const odd = open.flatMap((language) =>
    [...messages[language]]
      .filter(([, text]) => text.trim() !== text || text === '')
      .map(([key]) => `${language}: ${key}`),
  )
  expect(odd).toEqual([])
})

test('every text that a page or the source asks for exists', () => {
  const missing = uses
    .filter(({ key, prefix }) =>
      prefix ? ![...keys].some((known) => known.startsWith(key)) : !keys.has(key),
    )
    .filter(({ file, prefix }) => !(prefix && file.startsWith('src/')))
    .map(({ file, line, key }) => `${file}:${line} ${key}`)
  expect(missing).toEqual([])
})

test('no text is left over', () => {
  const exact = new Set(uses.filter(({ prefix }) => !prefix).map(({ key }) => key))
  const prefixes = uses.filter(({ prefix }) => prefix).map(({ key }) => key)
  const unused = [...keys].filter(
    (key) => !exact.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
  )
  expect(unused).toEqual([])
})

test('the languages agree on the values of each text', () => {
  const quarrels = [...keys].flatMap((key) => {
    const [lv, en] = open.map((language) => shapeOf(language, key)?.kinds.join(', '))
    return lv === undefined || en === undefined || lv === en ? [] : [`${key}: lv ${lv} | en ${en}`]
  })
  expect(quarrels).toEqual([])
})

test('each language counts with its own cases', () => {
  const cases = { lv: ['zero', 'one', 'other'], en: ['one', 'other'] }
  const wrong = open.flatMap((language) =>
    [...messages[language].keys()].flatMap((key) =>
      (shapeOf(language, key)?.plurals ?? [])
        .filter((found) => cases[language].join() !== [...found].sort(inOrder).join())
        .map((found) => `${language}: ${key} has ${found.join(', ')}`),
    ),
  )
  expect(wrong).toEqual([])
})

test('no text was left in English', () => {
  const alike = [...keys].filter((key) => {
    const lv = messages.lv.get(key)
    return lv !== undefined && lv === messages.en.get(key) && hasWords(lv) && !sameWords.has(lv)
  })
  expect(alike).toEqual([])
})

function shapeOf(language: Language, key: string) {
  const text = messages[language].get(key)
  return text === undefined ? undefined : messageArguments(text, locales[language])
}

function inOrder(a: string, b: string): number {
  const order = ['zero', 'one', 'two', 'few', 'many', 'other']
  return order.indexOf(a) - order.indexOf(b)
}

/** Letters outside placeholders: a text of figures and names of values is the same in all languages. */
function hasWords(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replace(/\{[^}]*\}/g, ''))
}

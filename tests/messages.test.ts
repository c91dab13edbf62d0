import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { mailKinds } from '../src/correspondence/mails.ts'
import { type Language, languages, locales } from '../src/platform/i18n/languages.ts'
import { areasForVisitors, readMessages } from '../src/platform/i18n/messages.ts'
import { staffLanguages } from '../src/staff/table.ts'
import { messageArguments } from './support/icu.ts'
import {
  type MessageUse,
  messagesInSource,
  messagesInTemplate,
  parseTemplates,
  partialsIn,
  type Template,
} from './support/templates.ts'

const directory = fileURLToPath(new URL('../views/messages/', import.meta.url))
const messages = readMessages(directory)
const keys = new Set(languages.flatMap((language) => [...messages[language].keys()]))
const templates = parseTemplates()
const uses: MessageUse[] = [...templates.flatMap(messagesInTemplate), ...messagesInSource(keys)]

/** Words, names and abbreviations that a language shares with English. */
const sameWords: Readonly<Partial<Record<Language, readonly string[]>>> = {
  lv: ['IBAN', 'PDF', 'BIC', 'English', 'Latviešu', 'SMTP', 'EUR'],
  sv: ['IBAN', 'PDF', 'BIC', 'Bank', 'Material', '{price} per m²', '{price} per kg'],
  nl: [
    'IBAN',
    'PDF',
    'BIC',
    'Bank',
    'E-mail',
    'e-mail',
    'Postcode',
    'Open:',
    'Cookies',
    'Cookie',
    'Contact',
    'Privacy',
    'Barcode',
    '{price} per m²',
    '{price} per kg',
  ],
}

test('what visitors read is written in every language, what staff read in theirs', () => {
  const forVisitors = areasForVisitors(directory)
  const areas = new Set(readdirSync(directory).map((file) => file.split('.')[0]!))
  const gaps = [...areas].flatMap((area) => {
    const all = keysOf(area, 'lv')
    const wanted = forVisitors.includes(area) ? languages : staffLanguages
    return wanted.flatMap((language) => {
      const own = keysOf(area, language)
      const missing = [...all].filter((key) => !own.has(key)).map((key) => `${area}.${language}: no ${key}`)
      return [
        ...missing,
        ...[...own].filter((key) => !all.has(key)).map((key) => `${area}.${language}: ${key}`),
      ]
    })
  })
  expect(gaps).toEqual([])
})

test('no page, mail or error of a visitor asks for a text that only staff can read', () => {
  const whole = new Set<Template>()
  const add = (template: Template | undefined) => {
    if (!template || whole.has(template)) return
    whole.add(template)
    for (const name of partialsIn(template)) add(templates.find((known) => known.name === name))
  }
  for (const template of templates)
    if (/^(storefront|errors|mail)\//.test(template.name) && !/staff/.test(template.name)) add(template)
  const forVisitors = /\/(storefront|mails|letters|notice)[a-z-]*\.ts$|-mail\.ts$/
  const written = uses.filter(({ file }) => forVisitors.test(file) && !file.startsWith('src/staff/'))
  const staffOnly = [...[...whole].flatMap(messagesInTemplate), ...written]
    .filter(({ key, prefix }) => !prefix && messages.en.has(key) && !messages.sv.has(key))
    .map(({ file, line, key }) => `${file}:${line} ${key}`)
  expect(staffOnly).toEqual([])
})

test('no text is empty or begins and ends with a blank', () => {
  const odd = languages.flatMap((language) =>
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
    const lv = shapeOf('lv', key)?.kinds.join(', ')
    return languages
      .map((language) => ({ language, kinds: shapeOf(language, key)?.kinds.join(', ') }))
      .filter(({ kinds }) => kinds !== undefined && kinds !== lv)
      .map(({ language, kinds }) => `${key}: lv ${lv} | ${language} ${kinds}`)
  })
  expect(quarrels).toEqual([])
})

test('each language counts with its own cases', () => {
  const two = ['one', 'other']
  const cases = { lv: ['zero', ...two], en: two, sv: two, nl: two }
  const wrong = languages.flatMap((language) =>
    [...messages[language].keys()].flatMap((key) =>
      (shapeOf(language, key)?.plurals ?? [])
        .filter((found) => cases[language].join() !== [...found].sort(inOrder).join())
        .map((found) => `${language}: ${key} has ${found.join(', ')}`),
    ),
  )
  expect(wrong).toEqual([])
})

test('no text was left in English', () => {
  const alike = languages
    .filter((language) => language !== 'en')
    .flatMap((language) =>
      [...messages[language]]
        .filter(([key, text]) => text === messages.en.get(key) && hasWords(text))
        .filter(([, text]) => !sameWords[language]?.includes(text))
        .map(([key]) => `${language}: ${key}`),
    )
  expect(alike).toEqual([])
})

// Staff read it while nobody has written the letter, or nobody may see it.
test.each(staffLanguages)('each kind of letter has a name for staff: %s', (language) => {
  expect(mailKinds.filter((kind) => !messages[language].has(`mail.kind.${kind}`))).toEqual([])
})

function keysOf(area: string, language: Language): Set<string> {
  const file = `${area}.${language}.json`
  if (!readdirSync(directory).includes(file)) return new Set()
  return new Set(Object.keys(JSON.parse(readFileSync(join(directory, file), 'utf8'))))
}

function shapeOf(language: Language, key: string) {
  const text = messages[language].get(key)
  return text === undefined ? undefined : messageArguments(text, locales[language])
}

function inOrder(a: string, b: string): number {
  const order = ['zero', 'one', 'two', 'few', 'many', 'other']
  return order.indexOf(a) - order.indexOf(b)
}

/** Letters outside placeholders: a text of figures, units and names of values is the same in all languages. */
function hasWords(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replace(/\{[^}]*\}|\b(kg|mm|cm)\b/g, ''))
}

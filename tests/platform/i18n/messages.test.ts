import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { languageOfPath } from '../../../src/platform/i18n/languages.ts'
import { readMessages, translatorOf } from '../../../src/platform/i18n/messages.ts'

const cart = {
  lv: {
    'cart.title': 'Grozs',
    'cart.lines': '{count, plural, zero {# preču} one {# prece} other {# preces}}',
  },
  en: { 'cart.title': 'Cart', 'cart.lines': '{count, plural, one {# item} other {# items}}' },
}

test('Latvian counts goods with zero, one and other', () => {
  const t = translatorOf(messagesIn(cart), 'lv')
  expect([0, 1, 2, 11, 21].map((count) => t('cart.lines', { count }))).toEqual([
    '0 preču',
    '1 prece',
    '2 preces',
    '11 preču',
    '21 prece',
  ])
})

test('a language still being translated speaks English, with English plurals', () => {
  const t = translatorOf(messagesIn(cart), 'sv')
  expect(t('cart.title')).toBe('Cart')
  expect(t('cart.lines', { count: 1 })).toBe('1 item')
})

test('a text that nobody wrote is an error, not an empty place', () => {
  expect(() => translatorOf(messagesIn(cart), 'lv')('cart.nothing')).toThrow('cart.nothing')
})

test('a message that misses its value is an error', () => {
  expect(() => translatorOf(messagesIn(cart), 'lv')('cart.lines')).toThrow()
})

test('a text keeps its angle brackets and apostrophes', () => {
  const t = translatorOf(messagesIn({ en: { a: "<b>don't</b>", b: "we don't ship to {place}" } }), 'en')
  expect(t('a')).toBe("<b>don't</b>")
  expect(t('b', { place: '<Riga>' })).toBe("we don't ship to <Riga>")
})

test('two areas cannot hold the same key', () => {
  const directory = directoryWith(cart)
  writeFileSync(join(directory, 'other.lv.json'), JSON.stringify({ 'cart.title': 'Grozs' }))
  expect(() => readMessages(directory)).toThrow('already in another area')
})

test('a path says its language', () => {
  const paths = ['/', '/en', '/en/cart', '/sv/x', '/english', '/c/en']
  expect(paths.map(languageOfPath)).toEqual(['lv', 'en', 'en', 'sv', 'lv', 'lv'])
})

function messagesIn(byLanguage: Record<string, Record<string, string>>) {
  return readMessages(directoryWith(byLanguage))
}

function directoryWith(byLanguage: Record<string, Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'messages-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  for (const [language, record] of Object.entries(byLanguage)) {
    writeFileSync(join(directory, `cart.${language}.json`), JSON.stringify(record))
  }
  return directory
}

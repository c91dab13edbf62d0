import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Response as Answer, Page } from 'playwright-core'
import { type Language, languages } from '../../src/platform/i18n/languages.ts'
import { readMessages } from '../../src/platform/i18n/messages.ts'
import type { Shop } from '../../src/shop.ts'
import { auditPage } from './audit.ts'

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const fromAxe = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))
const axeSource = readFileSync(fromAxe.resolve('axe-core/axe.min.js'), 'utf8')
const messages = readMessages(fileURLToPath(new URL('../../views/messages/', import.meta.url)))
const keys = new Set(messages.en.keys().filter((key) => key.includes('.')))

export interface Asked {
  readonly language: Language
  /** Of the back office: its pages speak their user's language under one address. */
  readonly office?: boolean
  /** Markup and words alone: how it looks was asked in another language. */
  readonly briefly?: boolean
}

/**
 * Everything a page can be asked without knowing what it is for: headers and markup, accessibility in light and dark,
 * room on the screen, and words in one language. Returns what is wrong, a line each.
 */
export async function inspect(shop: Shop, page: Page, answer: Answer, asked: Asked): Promise<string[]> {
  const findings = [
    ...(await auditedAnswer(shop, answer, asked)),
    ...(asked.briefly ? [] : await accessible(page)),
    ...(await fitting(page, asked.briefly ? [390] : [768, 1440, 390])),
    ...foreignWords(await wordsOf(page), asked.language),
  ]
  return findings.map((finding) => `${new URL(page.url()).pathname} ${asked.language}: ${finding}`)
}

async function auditedAnswer(shop: Shop, answer: Answer, { office }: Asked): Promise<string[]> {
  const headers = (await answer.headersArray()).map(({ name, value }): [string, string] => [name, value])
  const html = await answer.text()
  try {
    const response = new Response(html, { status: answer.status(), headers })
    const path = new URL(answer.url()).pathname
    auditPage(response, html, {
      path,
      origins: [shop.origin],
      cookies: shop.cookies.names,
      anyLanguage: office ?? false,
    })
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

type Violation = { id: string; nodes: { target: string[]; any: { message: string }[] }[] }

/** WCAG 2.2 AA; in the dark only what colours can break is asked again. */
async function accessible(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const light = await violations(page, { type: 'tag', values: standard })
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violations(page, { type: 'rule', values: ['color-contrast'] })
  await page.emulateMedia({ colorScheme: 'light' })
  return [...light, ...dark].map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ''}`).join(' | ')}`,
  )
}

function violations(page: Page, runOnly: { type: string; values: string[] }): Promise<Violation[]> {
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] })
  return page.evaluate<Violation[]>(`axe.run(document, ${options}).then((found) => found.violations)`)
}

/** Nothing is wider than the screen, from a telephone to a desk; what scrolls does so in its own box. */
async function fitting(page: Page, widths: readonly number[]): Promise<string[]> {
  const findings: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 })
    const wide = await page.evaluate<string>(tooWide)
    if (wide) findings.push(`wider than ${width} pixels: ${wide}`)
  }
  return findings
}

const tooWide = `(() => {
  if (document.documentElement.scrollWidth <= innerWidth) return ''
  const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  return out.slice(0, 4).map((e) => e.tagName.toLowerCase() + '.' + e.className).join(', ') || 'something'
})()`

/** All that the page itself says; letters and documents are in the language of whom they were written to. */
function wordsOf(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const own = document.documentElement.lang
    const letters = [...document.querySelectorAll('.letter, .letter-subject, main [lang]')]
      .filter((one) => one.matches('.letter, .letter-subject') || one.lang !== own)
    return letters.reduce((text, letter) => text.replace(letter.innerText, ''), document.body.innerText)
  })()`)
}

/** Message keys that stayed keys, and sentences of another language. */
function foreignWords(text: string, language: Language): string[] {
  const line = text.replace(/\s+/g, ' ')
  const bare = line.split(' ').filter((word) => keys.has(word))
  const foreign = sentencesNotIn(language).filter((sentence) => line.includes(sentence))
  return [...bare.map((key) => `shows the key ${key}`), ...foreign.map((sentence) => `says "${sentence}"`)]
}

const sentences = new Map<Language, string[]>()

/** What only another language says: the parts between placeholders that have at least three words. */
function sentencesNotIn(language: Language): string[] {
  const found = sentences.get(language)
  if (found) return found
  const own = new Set(partsIn(language))
  const foreign = languages.filter((other) => other !== language).flatMap(partsIn)
  const only = [...new Set(foreign)].filter((part) => ![...own].some((mine) => mine.includes(part)))
  sentences.set(language, only)
  return only
}

function partsIn(language: Language): string[] {
  return [...messages[language]]
    .filter(([key]) => !key.startsWith('mail.subject.'))
    .flatMap(([, message]) => message.split(/\{[^{}]*(?:plural,)?[^{}]*\{|[{}]/))
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part.split(' ').length >= 3)
}

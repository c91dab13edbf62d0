import { AxeBuilder } from '@axe-core/playwright'
import type { Response as Answer, Page } from 'playwright-core'
import { type Language, languages } from '../../src/platform/i18n/languages.ts'
import { readMessages } from '../../src/platform/i18n/messages.ts'
import type { Shop } from '../../src/shop.ts'
import { auditPage } from './audit.ts'

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const messages = readMessages(new URL('../../views/messages/', import.meta.url).pathname)
const keys = new Set(messages.en.keys().filter((key) => key.includes('.')))

export interface Asked {
  readonly language: Language
  /** Of the back office: its pages speak their user's language under one address. */
  readonly office?: boolean
}

/**
 * Everything a page can be asked without knowing what it is for: headers and markup, accessibility in light and dark,
 * room on the screen, and words in one language. Returns what is wrong, a line each.
 */
export async function inspect(shop: Shop, page: Page, answer: Answer, asked: Asked): Promise<string[]> {
  const findings = [
    ...(await auditedAnswer(shop, answer, asked)),
    ...(await accessible(page)),
    ...(await fitting(page)),
    ...foreignWords(await page.locator('body').innerText(), asked.language),
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

/** WCAG 2.2 AA; in the dark only what colours can break is asked again. */
async function accessible(page: Page): Promise<string[]> {
  const light = await new AxeBuilder({ page }).setLegacyMode().withTags(standard).analyze()
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await new AxeBuilder({ page }).setLegacyMode().withRules('color-contrast').analyze()
  await page.emulateMedia({ colorScheme: 'light' })
  return [...light.violations, ...dark.violations].map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ''}`).join(' | ')}`,
  )
}

/** Nothing is wider than the screen; what scrolls does so in its own box. */
export async function fitting(page: Page): Promise<string[]> {
  const wide = await page.evaluate<string>(`(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return ''
    const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    return out.slice(0, 4).map((e) => e.tagName.toLowerCase() + '.' + e.className).join(', ') || 'something'
  })()`)
  return wide ? [`wider than the screen: ${wide}`] : []
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
  return [...messages[language].values()]
    .flatMap((message) => message.split(/\{[^{}]*(?:plural,)?[^{}]*\{|[{}]/))
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part.split(' ').length >= 3)
}

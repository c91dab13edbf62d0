import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '../platform/database/client.ts'
import { type Language, languages } from '../platform/i18n/languages.ts'
import type { Translate } from '../platform/i18n/messages.ts'
import type { Settings } from './settings.ts'
import { setting } from './table.ts'
import { fillInPlain } from './terms.ts'

/** What the home page says before the goods, with the most characters that fit: search engines cut a description off. */
export const homeParts = { heading: 80, lead: 300, description: 160 } as const
export type HomePart = keyof typeof homeParts

const texts = z.object({ heading: z.string(), lead: z.string(), description: z.string() })

/** The shop's own words on its home page, by language, with places for its facts; what is empty is said by the neutral ones. */
export const home = z.partialRecord(z.enum(languages), texts)

/** What a visitor reads there: the shop's own words, or such as are true of any shop. */
export interface HomeTexts extends Readonly<Record<HomePart, string>> {
  /** In the tab, and where a search engine names the page. */
  readonly title: string
}

/** The words on the home page in a language. */
export function homeTexts(
  { home, identity }: Pick<Settings, 'home' | 'identity'>,
  language: Language,
  t: Translate,
): HomeTexts {
  const own = (part: HomePart) => fillInPlain(home[language]?.[part] ?? '', identity)
  const { name } = identity
  return {
    title: own('heading') || t('home.neutral.title'),
    heading: own('heading') || t('home.neutral.heading', { name }),
    lead: own('lead') || t('home.neutral.lead'),
    description: own('description') || t('home.neutral.description', { name }),
  }
}

/** When they were changed last, so that nobody overwrites what another has just written; empty while nobody has. */
export async function homeChangedAt(reader: Reader): Promise<string> {
  const [row] = await reader.select({ at: setting.changedAt }).from(setting).where(eq(setting.key, 'home'))
  return row?.at.toISOString() ?? ''
}

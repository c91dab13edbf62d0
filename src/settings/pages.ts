import { desc, eq } from 'drizzle-orm'
import type { Reader, Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { pageVersion } from './table.ts'

/** What a shop says of itself in its own words, in the order of the links to it. */
export const pageKeys = ['contact', 'about', 'delivery', 'privacy', 'accessibility'] as const
export type PageKey = (typeof pageKeys)[number]

export interface Page {
  readonly id: string
  /** As staff wrote it (Markdown), with places for the shop's own facts. */
  readonly template: string
}

/** The pages that have a text; one without is not there in that language. */
export type Pages = Partial<Record<Language, Partial<Record<PageKey, Page>>>>

export interface PageVersion extends Page {
  readonly key: PageKey
  readonly language: Language
  readonly publishedAt: Date
  /** Of the staff; null for a command. */
  readonly publishedBy: string | null
}

/** Publishes a page in one language; what stood there stays as an earlier version. An empty text takes it away. */
export async function publishPage(
  tx: Transaction,
  { key, language, template }: Pick<PageVersion, 'key' | 'language' | 'template'>,
  by: string | null,
): Promise<void> {
  await tx.insert(pageVersion).values({ page: key, language, template, publishedBy: by })
}

/** What visitors read now. */
export async function pagesInForce(reader: Reader): Promise<Pages> {
  const written = (await newestVersions(reader)).filter(({ template }) => template !== '')
  const byLanguage = Map.groupBy(written, ({ language }) => language)
  return Object.fromEntries(
    [...byLanguage].map(([language, own]) => [
      language,
      Object.fromEntries(own.map(({ key, id, template }) => [key, { id, template }])),
    ]),
  )
}

/** The newest version of each page in each language, empty ones too. */
export async function newestVersions(reader: Reader): Promise<PageVersion[]> {
  const rows = await reader
    .selectDistinctOn([pageVersion.page, pageVersion.language], columns)
    .from(pageVersion)
    .orderBy(pageVersion.page, pageVersion.language, desc(pageVersion.publishedAt), desc(pageVersion.id))
  return rows as PageVersion[]
}

/** All versions of a page, the newest first. */
export async function versionsOf(reader: Reader, key: PageKey): Promise<PageVersion[]> {
  const rows = await reader
    .select(columns)
    .from(pageVersion)
    .where(eq(pageVersion.page, key))
    .orderBy(desc(pageVersion.publishedAt), desc(pageVersion.id))
  return rows as PageVersion[]
}

const columns = {
  id: pageVersion.id,
  key: pageVersion.page,
  language: pageVersion.language,
  template: pageVersion.template,
  publishedAt: pageVersion.publishedAt,
  publishedBy: pageVersion.publishedBy,
}

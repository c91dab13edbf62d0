import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { Audience } from './table.ts'

/** How many may be written to now, in one language. */
export interface Addressees {
  readonly audience: Audience
  readonly language: Language
  readonly people: number
  /** Of them, those who are not reached by consent already: nobody gets the same letter twice. */
  readonly onlyThere: number
}

/** Counted in the database under the conditions of each purpose; the back office sees no address. */
export async function count(tx: Transaction): Promise<Addressees[]> {
  const rows = await tx.execute<{
    audience: Audience
    language: Language
    people: number
    only_there: number
  }>(sql`select audience, language, people, only_there from shop_news_audience()`)
  return rows.map(({ only_there, ...row }) => ({ ...row, onlyThere: only_there }))
}

/** How many letters these audiences get in a language. */
export function lettersTo(
  counted: readonly Addressees[],
  audiences: readonly Audience[],
  language: Language,
): number {
  const both = audiences.includes('marketing-email')
  return counted
    .filter((one) => one.language === language && audiences.includes(one.audience))
    .reduce((sum, { people, onlyThere }) => sum + (both ? onlyThere : people), 0)
}

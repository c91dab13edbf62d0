import { asc, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { PurposeId } from '../purposes.ts'
import { registerText } from './table.ts'

/** The register is kept in the languages of the back office. */
export const registerLanguages = ['lv', 'en'] as const
export type RegisterLanguage = (typeof registerLanguages)[number]

/** The three steps of weighing legitimate interests (Art. 6(1)(f); EDPB Guidelines 1/2024). */
export const balancingParts = ['purpose', 'necessity', 'balance'] as const
export type BalancingPart = (typeof balancingParts)[number]

type Subject = PurposeId | 'measures'
type Part = BalancingPart | 'measures'

/** A text of the register that the shop wrote in place of the default. */
export interface WrittenText {
  readonly subject: Subject
  readonly language: RegisterLanguage
  readonly part: Part
  readonly words: string
  readonly changedBy: string | null
  readonly changedAt: Date
}

/** Everything that the shop wrote itself. */
export async function written(reader: Reader): Promise<WrittenText[]> {
  const rows = await reader
    .select()
    .from(registerText)
    .orderBy(asc(registerText.subject), asc(registerText.part), asc(registerText.language))
  return rows as WrittenText[]
}

/** What stands in the register: the shop's own words, or the default. */
export function textOf(
  texts: readonly WrittenText[],
  { subject, language, part }: Pick<WrittenText, 'subject' | 'language' | 'part'>,
  t: Translate,
): string {
  const own = texts.find(
    (text) => text.subject === subject && text.language === language && text.part === part,
  )
  return own?.words ?? defaultOf(subject, part, t)
}

/** The text that the software offers, in the language of `t`. */
export function defaultOf(subject: Subject, part: Part, t: Translate): string {
  return part === 'measures' ? t('recordPage.measures.default') : t(`balancing.${subject}.${part}`)
}

/** Keeps a text as the shop's own. */
export async function write(
  tx: Transaction,
  text: Pick<WrittenText, 'subject' | 'language' | 'part' | 'words'>,
  by: string | null,
): Promise<void> {
  const { words } = text
  await tx
    .insert(registerText)
    .values({ ...text, changedBy: by })
    .onConflictDoUpdate({
      target: [registerText.subject, registerText.language, registerText.part],
      set: { words, changedBy: by, changedAt: sql`now()` },
    })
}

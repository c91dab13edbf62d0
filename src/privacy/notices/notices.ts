import { createHash } from 'node:crypto'
import { desc, eq, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { Settings } from '../../settings/settings.ts'
import { type PurposeId, purposeList } from '../purposes.ts'
import type { InForce } from '../register/in-force.ts'
import { withTerms } from '../register/terms.ts'
import { noticeVersion } from '../table.ts'
import { type NoticeSection, sections } from './notice-sections.ts'
import { summaryOf } from './notice-summary.ts'

export interface NoticeContent {
  readonly sections: readonly NoticeSection[]
  /** Five lines that one can really read; versions before the register was the shop's own have none. */
  readonly summary?: readonly string[]
}

/** A notice as it was published. */
export interface NoticeVersion {
  /** Hash of the content. */
  readonly id: string
  readonly language: Language
  /** Counts a language's versions from 1. */
  readonly number: number
  readonly publishedAt: Date
}

/** What a notice is written from; without the shop's own register, from the terms that the software proposes. */
export type NoticeFacts = Pick<Settings, 'identity' | 'privacy'> & {
  readonly register?: Pick<InForce, 'terms' | 'recipients'>
  /** Where a person sees and uses what the shop holds of them. */
  readonly myData?: string
}

/**
 * The privacy notice of a shop in one language: procedure §12's four items first, then the rest of Art. 13 and what
 * Art. 14 adds. Only purposes that are switched on are told of, in register order, with the terms in force.
 */
export function compose(
  language: Language,
  { identity, privacy, register, myData }: NoticeFacts,
  switchedOn: Iterable<PurposeId>,
  t: Translate,
): NoticeContent {
  const on = new Set(switchedOn)
  const purposes = withTerms(
    purposeList.filter(({ id }) => on.has(id)),
    register?.terms ?? [],
  )
  const recipients = register?.recipients ?? []
  const source = { language, identity, privacy, purposes, recipients, myData, t }
  return { sections: sections.map((section) => section(source)), summary: summaryOf(source) }
}

/** The address of a content: the same words, the same version. */
export function versionOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content, inKeyOrder)).digest('hex').slice(0, 32)
}

/** Keeps a content as a version, once; under the login itself, since a notice is nobody's data. */
export async function publish(
  tx: Transaction,
  language: Language,
  content: NoticeContent,
): Promise<{ id: string }> {
  const id = versionOf(content)
  await tx.insert(noticeVersion).values({ id, language, content }).onConflictDoNothing()
  return { id }
}

/** A version as its readers saw it. */
export async function find(
  reader: Reader,
  id: string,
): Promise<(NoticeVersion & { content: NoticeContent }) | undefined> {
  const [row] = await reader
    .select({ ...versionColumns, content: noticeVersion.content })
    .from(noticeVersion)
    .where(eq(noticeVersion.id, id))
  return row as (NoticeVersion & { content: NoticeContent }) | undefined
}

/** A language's versions, the newest first; the one in force is among them. */
export async function earlier(reader: Reader, language: Language): Promise<NoticeVersion[]> {
  const rows = await reader
    .select(versionColumns)
    .from(noticeVersion)
    .where(eq(noticeVersion.language, language))
    .orderBy(desc(noticeVersion.publishedAt), desc(noticeVersion.id))
  return rows as NoticeVersion[]
}

const versionColumns = {
  id: noticeVersion.id,
  language: noticeVersion.language,
  number: sql<number>`(select count(*)::int from notice_version before
    where before.language = notice_version.language
      and (before.published_at, before.id) <= (notice_version.published_at, notice_version.id))`,
  publishedAt: noticeVersion.publishedAt,
}

/** jsonb keeps keys in an order of its own; sorted, what comes back from the database has the hash it had. */
function inKeyOrder(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

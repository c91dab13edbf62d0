import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Language } from '../../platform/i18n/languages.ts'
import type { Category } from '../purposes.ts'
import type { Tx } from '../with-purpose.ts'
import { refusedByRule } from './breaches-rules.ts'
import { breachAffected, breachDraft, type UnitKind } from './table.ts'

type Register = Tx<'accountability'>

export interface Affected {
  readonly unit: UnitKind
  readonly unitId: string
  readonly categories: readonly Category[]
}

/** Counts anew whom a breach concerns, over the register's tags, its window and scope. Throws Conflict `open`. */
export async function countAffected(tx: Register, breachId: string): Promise<void> {
  await refusedByRule(tx.execute(sql`select shop_count_affected(${breachId}::uuid)`))
}

/** How many units of each kind hold data of each category. */
export async function affectedCounts(
  tx: Register,
  breachId: string,
): Promise<{
  units: { unit: UnitKind; count: number }[]
  categories: { category: Category; count: number }[]
}> {
  const units = await tx
    .select({ unit: breachAffected.unit, count: count() })
    .from(breachAffected)
    .where(eq(breachAffected.breachId, breachId))
    .groupBy(breachAffected.unit)
    .orderBy(asc(breachAffected.unit))
  const categories = await tx.execute<{ category: Category; count: number }>(sql`
    select category, count(*)::int as count from ${breachAffected}, unnest(${breachAffected.categories}) category
     where ${breachAffected.breachId} = ${breachId} group by category order by category`)
  return { units, categories: [...categories] }
}

/** The units that a breach concerns, orders first. */
export async function affected(
  tx: Register,
  breachId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<Affected[]> {
  return tx
    .select({
      unit: breachAffected.unit,
      unitId: breachAffected.unitId,
      categories: breachAffected.categories,
    })
    .from(breachAffected)
    .where(eq(breachAffected.breachId, breachId))
    .orderBy(sql`${breachAffected.unit} <> 'order'`, asc(breachAffected.unit), asc(breachAffected.unitId))
    .limit(limit)
    .offset(offset)
}

export interface Reach {
  /** People who are still to be written to, by language. */
  readonly people: readonly { language: Language; count: number }[]
  /** Units that no address leads to any more. */
  readonly unreached: number
}

/** How far letters get. One person is one, however many orders lead there. */
export async function reachOf(tx: Register, breachId: string): Promise<Reach> {
  const people = await tx.execute<{ language: Language; count: number }>(sql`
    select language, count(*)::int as count from shop_breach_addressees(${breachId}::uuid) group by language order by language`)
  const [rest] = await tx.execute<{ units: number }>(
    sql`select shop_breach_unreached(${breachId}::uuid)::int as units`,
  )
  return { people: [...people], unreached: rest!.units }
}

export type DraftKind = 'notification' | 'letter'

export interface Draft {
  readonly kind: DraftKind
  readonly language: Language
  readonly words: string
  readonly savedAt: Date
}

/** The texts that staff saved. */
export async function drafts(tx: Register, breachId: string): Promise<Draft[]> {
  return tx
    .select({
      kind: breachDraft.kind,
      language: breachDraft.language,
      words: breachDraft.words,
      savedAt: breachDraft.savedAt,
    })
    .from(breachDraft)
    .where(eq(breachDraft.breachId, breachId))
}

/** A text as staff saved it; undefined until then. */
export async function draft(
  tx: Register,
  breachId: string,
  kind: DraftKind,
  language: Language,
): Promise<Draft | undefined> {
  const [row] = await tx
    .select({
      kind: breachDraft.kind,
      language: breachDraft.language,
      words: breachDraft.words,
      savedAt: breachDraft.savedAt,
    })
    .from(breachDraft)
    .where(
      and(eq(breachDraft.breachId, breachId), eq(breachDraft.kind, kind), eq(breachDraft.language, language)),
    )
  return row
}

/** Keeps a text; letters go out in the languages that were saved. Throws Conflict `open` where the breach is closed. */
export async function saveDraft(
  tx: Register,
  breachId: string,
  { kind, language, words }: Omit<Draft, 'savedAt'>,
  by: { readonly savedBy: string; readonly savedAt: Date },
): Promise<void> {
  await refusedByRule(
    tx
      .insert(breachDraft)
      .values({ breachId, kind, language, words, ...by })
      .onConflictDoUpdate({
        target: [breachDraft.breachId, breachDraft.kind, breachDraft.language],
        set: { words, ...by },
      }),
  )
}

/** How many letters are queued in one transaction. */
export const lettersAtOnce = 500

/**
 * Queues a letter to people who have none yet, in the languages that were saved; returns how many. Fewer than
 * `lettersAtOnce` were the last.
 */
export async function queueLetters(tx: Register, breachId: string, queuedBy: string): Promise<number> {
  const [row] = await refusedByRule(
    tx.execute<{ queued: number }>(
      sql`select shop_queue_breach_letters(${breachId}::uuid, ${queuedBy}::uuid, ${lettersAtOnce}::int) as queued`,
    ),
  )
  return row!.queued
}

/** What a queued letter says and to whom; undefined where the shop no longer knows the address. */
export async function letter(
  tx: Tx<'service-messages'>,
  id: string,
): Promise<{ email: string; name: string | null; language: Language; words: string } | undefined> {
  const [row] = await tx.execute<{ email: string; name: string | null; language: Language; words: string }>(
    sql`select email, name, language, words from shop_breach_letter(${id}::uuid)`,
  )
  return row
}

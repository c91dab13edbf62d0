import { and, asc, eq, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Named } from '../notices/notice-words.ts'
import type { PurposeId } from '../purposes.ts'
import { retentionTerm } from '../table.ts'

/** A term as the shop has it. */
export interface KeptTerm {
  readonly purpose: PurposeId
  /** The fact from which it runs. */
  readonly fact: string
  /** ISO 8601, one unit. */
  readonly period: string
  /** No seed states it: the owner may change it. */
  readonly proposed: boolean
  readonly signedBy: string | null
  readonly signedAt: Date | null
}

/** How short and how long a term may be. */
export interface Limits {
  readonly least: string
  readonly most: string
}

/** Every term, as the database has it. */
export async function read(reader: Reader): Promise<KeptTerm[]> {
  const rows = await reader
    .select()
    .from(retentionTerm)
    .orderBy(asc(retentionTerm.purpose), asc(retentionTerm.fact))
  return rows as KeptTerm[]
}

/** The purposes with the shop's own terms in place of those that the register proposes. */
export function withTerms<T extends Named>(purposes: readonly T[], terms: readonly KeptTerm[]): T[] {
  return purposes.map((purpose) => ({
    ...purpose,
    retention: purpose.retention.map((each) => ({
      ...each,
      period:
        terms.find(({ purpose: id, fact }) => id === purpose.id && fact === each.from)?.period ?? each.period,
    })),
  }))
}

/**
 * The owner signs a term off, as it is proposed or with another length; only what is proposed may be changed. The
 * next run of the eraser goes by it. Throws NotFound for a term that is not the owner's, RangeError beyond its limits.
 */
export async function sign(
  tx: Transaction,
  { purpose, fact, period }: Pick<KeptTerm, 'purpose' | 'fact' | 'period'>,
  by: string,
): Promise<{ before: string }> {
  const own = and(eq(retentionTerm.purpose, purpose), eq(retentionTerm.fact, fact), retentionTerm.proposed)
  const [before] = await tx
    .select({ period: retentionTerm.period })
    .from(retentionTerm)
    .where(own)
    .for('update')
  if (!before) throw new NotFound()
  if (!isWithin(period, limitsOf(purpose, fact)))
    throw new RangeError(`${purpose} ${fact} may not be ${period}`)
  await tx.update(retentionTerm).set({ period, signedBy: by, signedAt: sql`now()` }).where(own)
  return { before: before.period }
}

/** What a law demands, or what reason allows, as the shortest and the longest length of a term. */
export function limitsOf(purpose: PurposeId, fact: string): Limits {
  return limits[`${purpose} ${fact}`] ?? { least: 'P0D', most: 'P10Y' }
}

/** Whether a length lies within limits. */
export function isWithin(period: string, { least, most }: Limits): boolean {
  return daysIn(period) >= daysIn(least) && daysIn(period) <= daysIn(most)
}

/** The days of an ISO 8601 duration of one unit, months as 30 and years as 365. Throws RangeError for another shape. */
export function daysIn(period: string): number {
  const [, count, unit] = /^P(\d{1,3})([YMD])$/.exec(period) ?? []
  if (!unit) throw new RangeError(`a term is a number of years, months or days, not ${period}`)
  return Number(count) * { Y: 365, M: 30, D: 1 }[unit as 'Y' | 'M' | 'D']
}

/**
 * Where a law speaks it is named; the rest keeps a slip of the hand from holding data for ever, or from losing the
 * proof that the shop needs.
 */
const limits: Readonly<Record<string, Limits>> = {
  'order-contract contract-end': { least: 'P0D', most: 'P90D' },
  // The database lets go of the code at once.
  'identification invoice-paid': { least: 'P0D', most: 'P0D' },
  // Directive (EU) 2019/771 Art. 10(1): the seller answers for two years.
  'conformity-claims delivery': { least: 'P2Y', most: 'P5Y' },
  // Konsumentköplag (2022:260): three years.
  'conformity-claims delivery-se': { least: 'P3Y', most: 'P5Y' },
  // Directive (EU) 2019/771 Art. 10, by Directive (EU) 2024/1799 Art. 16: once, by twelve months.
  'conformity-claims repair': { least: 'P1Y', most: 'P5Y' },
  'legal-claims delivery': { least: 'P1Y', most: 'P10Y' },
  'artwork-for-reorder consent': { least: 'P30D', most: 'P10Y' },
  'service-messages contract-end': { least: 'P0D', most: 'P1Y' },
  'service-messages enquiry-closed': { least: 'P7D', most: 'P2Y' },
  'website session-end': { least: 'P1D', most: 'P90D' },
  'objections end-of-marketing': { least: 'P0D', most: 'P2Y' },
  // GDPR 7(1): a consent must be provable while a claim about it may come.
  'consent-evidence withdrawal': { least: 'P1Y', most: 'P10Y' },
  'complaints complaint-closed': { least: 'P6M', most: 'P5Y' },
  // GDPR 5(2), 12: that a request was answered must be provable.
  'rights-requests request-closed': { least: 'P1Y', most: 'P5Y' },
  'business-relations relationship-end': { least: 'P0D', most: 'P3Y' },
  'security event': { least: 'P7D', most: 'P180D' },
  'security incident': { least: 'P30D', most: 'P2Y' },
  'recruitment decision': { least: 'P1M', most: 'P2Y' },
  'visitors visit': { least: 'P1D', most: 'P1Y' },
  'accountability entry': { least: 'P1Y', most: 'P10Y' },
  'staff-accounts leaving': { least: 'P0D', most: 'P5Y' },
}

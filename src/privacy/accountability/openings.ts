import { and, count, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { PurposeId } from '../purposes.ts'
import type { Tx } from '../with-purpose.ts'
import { recordOpening, type UnitKind } from './table.ts'

/** Purposes under which staff open somebody's record; the database lets these note it. */
export type Opening =
  | 'order-contract'
  | 'conformity-claims'
  | 'legal-claims'
  | 'service-messages'
  | 'accounting'
  | 'identification'
  | 'debt-collection'
  | 'rights-requests'
  | 'accountability'

/** What was looked at; `views/messages/admin-accountability.*.json` names each. */
export const openedPages = [
  'order',
  'correction',
  'artwork',
  'mail',
  'packing-slip',
  'delivery-note',
  'job-card',
  'invoice',
  'questions',
  'request',
  'personal-code',
  'breach-list',
  'withdrawal',
  'refunds',
  'bank-entry',
  'hand-over',
  'debts',
  'debt',
] as const
export type OpenedPage = (typeof openedPages)[number]

export interface Opened {
  readonly unit: UnitKind
  readonly ids: readonly string[]
  readonly page: OpenedPage
  /** Where the page asks why. */
  readonly reason?: string
}

/**
 * Notes that a member of the staff opens records, in the transaction that reads them: who, whom, for which purpose. The
 * same page within five minutes is one opening. For anybody but staff (the actor of the transaction) it notes nothing.
 */
export async function note<P extends Opening>(tx: Tx<P>, opened: Opened): Promise<void> {
  const { unit, ids, page, reason = null } = opened
  if (ids.length === 0) return
  await tx.execute(sql`select shop_note_opening(${unit}, ${sql.param([...ids])}::uuid[], ${page}, ${reason})`)
}

export interface OpeningRow {
  readonly id: string
  readonly at: Date
  readonly staffId: string
  readonly unit: UnitKind
  readonly unitId: string
  readonly purpose: PurposeId
  readonly page: OpenedPage
  readonly reason: string | null
}

export interface Narrowed {
  readonly staffId?: string | undefined
  readonly unitId?: string | undefined
}

/** Openings, the newest first. */
export async function list(
  tx: Tx<'accountability'>,
  narrowed: Narrowed,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ openings: OpeningRow[]; total: number }> {
  const where = within(narrowed)
  const [all] = await tx.select({ openings: count() }).from(recordOpening).where(where)
  const openings = await tx
    .select({
      id: recordOpening.id,
      at: recordOpening.at,
      staffId: recordOpening.staffId,
      unit: recordOpening.unit,
      unitId: recordOpening.unitId,
      purpose: recordOpening.purpose,
      page: sql<OpenedPage>`${recordOpening.page}`,
      reason: recordOpening.reason,
    })
    .from(recordOpening)
    .where(where)
    .orderBy(desc(recordOpening.at), desc(recordOpening.id))
    .limit(limit)
    .offset(offset)
  return { openings, total: all!.openings }
}

function within({ staffId, unitId }: Narrowed): SQL | undefined {
  return and(
    staffId === undefined ? undefined : eq(recordOpening.staffId, staffId),
    unitId === undefined ? undefined : eq(recordOpening.unitId, unitId),
  )
}

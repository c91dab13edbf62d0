import { and, count, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { IsoDate } from '../../platform/time.ts'
import type { Category, PurposeId, purposes } from '../purposes.ts'
import type { Tx } from '../with-purpose.ts'
import { disclosure, type UnitKind } from './table.ts'

/** Purposes that hand data to somebody; the database lets these note it. */
export type Transferring =
  | 'order-contract'
  | 'accounting'
  | 'service-messages'
  | 'debt-collection'
  | 'marketing-email'
  | 'marketing-similar-goods'

/** A purpose hands data only to those whom the register names for it, and only data that it has. */
type RecipientOf<P extends PurposeId> = (typeof purposes)[P]['recipients'][number]
type DataOf<P extends PurposeId> = (typeof purposes)[P]['data'][number]

export type What =
  | 'letter'
  | 'parcel-file'
  | 'parcel'
  | 'month-list'
  | 'invoice'
  | 'books'
  | 'payment-session'
  | 'debt-file'
  | 'refund-file'

export interface Transfer<P extends PurposeId> {
  readonly to: RecipientOf<P>
  /** As this recipient is called, where the kind does not tell. */
  readonly called?: string
  readonly unit: UnitKind
  readonly ids: readonly string[]
  readonly categories: readonly [DataOf<P>, ...DataOf<P>[]]
  readonly what: What
  /** The mail, file or document; a page that is only looked at is noted once a day. */
  readonly thing?: string
}

/**
 * Notes who received whose data (GDPR Art. 15(1)(c), 19): called by the code that makes the transfer, in its own
 * transaction, so that there is none without its row. One row for each unit, in one statement.
 */
export async function note<P extends Transferring>(tx: Tx<P>, transfer: Transfer<P>): Promise<void> {
  const { to, called = null, unit, ids, categories, what, thing = null } = transfer
  if (ids.length === 0) return
  await tx.execute(sql`select shop_note_disclosure(${to}, ${called}, ${unit}, ${sql.param([...ids])}::uuid[],
    ${sql.param([...categories])}::text[], ${what}, ${thing}::uuid)`)
}

/** What somebody was told on one day, for how many. */
export interface DayOfDisclosures {
  readonly day: IsoDate
  readonly recipientKind: string
  readonly recipient: string | null
  readonly what: What
  readonly purpose: PurposeId
  readonly categories: readonly Category[]
  /** Units: orders, or mails and the like that belong to no order. */
  readonly units: number
  readonly times: number
}

export interface Narrowed {
  readonly recipientKind?: string | undefined
  readonly from?: IsoDate | undefined
  readonly until?: IsoDate | undefined
}

export interface Page {
  readonly limit: number
  readonly offset: number
}

const day = sql<IsoDate>`shop_day(${disclosure.at})::text`

/** Disclosures day by day, the newest first, and on how many lines. */
export async function byDay(
  tx: Tx<'accountability'>,
  narrowed: Narrowed,
  { limit, offset }: Page,
): Promise<{ days: DayOfDisclosures[]; total: number }> {
  const groups = tx
    .select({
      day: day.as('day'),
      recipientKind: disclosure.recipientKind,
      recipient: disclosure.recipient,
      what: sql<What>`${disclosure.what}`.as('what'),
      purpose: disclosure.purpose,
      categories: disclosure.categories,
      units: sql<number>`count(distinct ${disclosure.unitId})::int`.as('units'),
      times: sql<number>`count(*)::int`.as('times'),
    })
    .from(disclosure)
    .where(within(narrowed))
    .groupBy(
      sql`1`,
      disclosure.recipientKind,
      disclosure.recipient,
      sql`4`,
      disclosure.purpose,
      disclosure.categories,
    )
    .as('groups')
  const [all] = await tx.select({ lines: count() }).from(groups)
  const days = await tx
    .select()
    .from(groups)
    .orderBy(desc(groups.day), groups.recipientKind, groups.recipient, groups.what)
    .limit(limit)
    .offset(offset)
  return { days, total: all!.lines }
}

/** The kinds of recipients that were told anything. */
export async function recipientKinds(tx: Tx<'accountability'>): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ kind: disclosure.recipientKind })
    .from(disclosure)
    .orderBy(disclosure.recipientKind)
  return rows.map(({ kind }) => kind)
}

export interface UnitDisclosure {
  readonly at: Date
  readonly recipientKind: string
  readonly recipient: string | null
  readonly what: What
  readonly times: number
}

/** Who received the data of one unit: the same recipient's same form once, with its last time. */
export async function ofUnit(
  tx: Tx<'accountability'>,
  unit: UnitKind,
  id: string,
): Promise<UnitDisclosure[]> {
  const last = sql<Date>`max(${disclosure.at})`.mapWith(disclosure.at)
  return tx
    .select({
      at: last,
      recipientKind: disclosure.recipientKind,
      recipient: disclosure.recipient,
      what: sql<What>`${disclosure.what}`,
      times: sql<number>`count(*)::int`,
    })
    .from(disclosure)
    .where(and(eq(disclosure.unit, unit), eq(disclosure.unitId, id)))
    .groupBy(disclosure.recipientKind, disclosure.recipient, disclosure.what)
    .orderBy(desc(last))
}

function within({ recipientKind, from, until }: Narrowed): SQL | undefined {
  return and(
    recipientKind === undefined ? undefined : eq(disclosure.recipientKind, recipientKind),
    from === undefined ? undefined : gte(sql`shop_day(${disclosure.at})`, sql`${from}::date`),
    until === undefined ? undefined : lt(sql`shop_day(${disclosure.at})`, sql`${until}::date + 1`),
  )
}

import { inArray, sql } from 'drizzle-orm'
import * as mails from '../../correspondence/mails.ts'
import { invoice } from '../../invoicing/table.ts'
import { orderParty } from '../../orders/table.ts'
import { ruleOf, sqlState } from '../../platform/database/client.ts'
import { Conflict } from '../../platform/errors.ts'
import { type Cents, cents } from '../../platform/money.ts'
import type { IsoDate } from '../../platform/time.ts'
import * as disclosures from '../../privacy/accountability/disclosures.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Settings } from '../../settings/settings.ts'
import { free, ripe } from '../debt-filters.ts'
import { calculationOf } from '../dunning/interest.ts'
import * as collectors from './collectors.ts'
import { handOver, handOverCase } from './table.ts'

/** What stands in the way of a hand-over; `views/messages/hand-over.*.json` says each. */
export type Obstacle =
  | 'nothing-open'
  | 'not-due'
  | 'cancelled'
  | 'withdrawn'
  | 'hold'
  | 'promise'
  | 'objection'
  | 'restricted'
  | 'barred'
  | 'no-debt'
  | 'nobody'
  | 'not-received'
  | 'received-assumed'
  | 'country'
  | 'no-notice'
  | 'notice-not-received'
  | 'time-to-object'
  /** By its own hand-over: it is with a collector. */
  | 'handed-over'

export interface Candidate {
  readonly invoiceId: string
  readonly orderId: string
  readonly number: string
  readonly orderNumber: string
  readonly dueOn: IsoDate
  readonly openCents: Cents
  /** Null where this purpose may not see who it is. */
  readonly debtor: string | null
  /** All that stands in the way; empty where it may go. */
  readonly obstacles: readonly Obstacle[]
  /** The batch in which it is with a collector. */
  readonly handOverId: string | null
  /** It may go, and all that comes before was done: the morning page counts exactly these. */
  readonly urged: boolean
}

/** A page of them, and how many there are altogether: of all, of those that may go, and of those that should. */
export interface Candidates {
  readonly rows: readonly Candidate[]
  readonly total: number
  readonly ready: number
  readonly urged: number
}

/** So many are read at once. */
const most = 500

/**
 * Overdue debts, and of each whether it may be handed to a collector: those whose turn it is first, then those that may,
 * then the oldest. A charge goes with the document that it is about, while that is open.
 */
export async function candidates(
  tx: Tx<'order-contract'>,
  { limit = most, offset = 0 }: { readonly limit?: number; readonly offset?: number } = {},
): Promise<Candidates> {
  const found = await tx.execute<Row>(sql`
      select "invoiceId", "orderId", number, "orderNumber", "dueOn", "openCents", "handOverId", urged, total, ready, "urgedCount",
             case when "handOverId" is null then obstacles else obstacles || 'handed-over'::text end as obstacles
        from (select page.*, shop_collection_problems("invoiceId") as obstacles, shop_handed_over("invoiceId") as "handOverId"
                from (select *, (count(*) over ())::int as total, (sum(may) over ())::int as ready,
                             (count(*) filter (where urged) over ())::int as "urgedCount" from (${overdue}) debt
                       order by urged desc, may desc, "dueOn", number limit ${limit} offset ${offset}) page) seen
       order by urged desc, may desc, "dueOn", number`)
  const names = await namesOf(tx, [...new Set(found.map(({ orderId }) => orderId))])
  return {
    rows: found.map(({ total: _, ready: __, urgedCount: ___, ...row }) => ({
      ...row,
      openCents: cents(row.openCents),
      debtor: names.get(row.orderId) ?? null,
    })),
    total: found[0]?.total ?? 0,
    ready: found[0]?.ready ?? 0,
    urged: found[0]?.urgedCount ?? 0,
  }
}

type Row = Omit<Candidate, 'debtor' | 'openCents'> & {
  readonly openCents: number
  readonly total: number
  readonly ready: number
  readonly urgedCount: number
} & Record<string, unknown>

/**
 * What is plainly in the way is read for all debts at once, and the database's own answer asked of the others alone: ten
 * thousand debts are one reading.
 */
const overdue = sql`
  select *, ripe and may = 1 as urged from (
  select *, (case when maybe then cardinality(shop_collection_problems("invoiceId")) = 0 else false end)::int as may
    from (select invoice_id as "invoiceId", order_id as "orderId", number, order_number as "orderNumber", due_on::text as "dueOn",
                 open_cents as "openCents",
                 ${free} and (debtor_kind = 'company' or notice_id is not null) as maybe, ${ripe} as ripe
            from shop_debts(null) d
           where due_on < shop_today() and open_cents > 0
             and not (kind = 'charge' and exists (select from invoice charge where charge.id = invoice_id
                                                     and shop_open_cents(charge.preceding_id) > 0)) offset 0) asked) answered`

async function namesOf(
  tx: Tx<'order-contract'>,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (orderIds.length === 0) return new Map()
  const rows = await tx
    .select({ orderId: orderParty.orderId, name: orderParty.name, companyName: orderParty.companyName })
    .from(orderParty)
    .where(inArray(orderParty.orderId, [...orderIds]))
  return new Map(rows.map(({ orderId, name, companyName }) => [orderId, companyName ?? name]))
}

export interface Confirmed {
  readonly recipientId: string
  readonly invoiceIds: readonly string[]
  /** A person, always (GDPR Art. 22). */
  readonly by: string
}

/**
 * Hands debts to a collector: their cases as of today, what was disclosed to whom, and a letter to each debtor, in one
 * transaction. All of them or none. Returns the batch's id. Throws Conflict `no-collector`, `not-all` where one of them
 * may not go any more, `handed-over` where one is with a collector already.
 */
export async function confirm(
  tx: Tx<'debt-collection'>,
  { recipientId, invoiceIds, by }: Confirmed,
  around: { readonly settings: Pick<Settings, 'debts'>; readonly today: IsoDate },
): Promise<string> {
  const collector = await collectors.find(tx, recipientId)
  if (!collector) throw new Conflict('no-collector')
  const debts = await debtsOf(tx, invoiceIds)
  if (debts.length === 0 || debts.length !== new Set(invoiceIds).size) throw new Conflict('not-all')
  const id = crypto.randomUUID()
  const cases: (typeof handOverCase.$inferInsert & { readonly id: string })[] = []
  for (const { invoiceId, orderId } of debts) {
    const { principalCents, interestCents, costsCents } = await calculationOf(
      tx,
      invoiceId,
      around.settings,
      around.today,
    )
    const amounts = { principalCents, interestCents, costsCents }
    cases.push({ id: crypto.randomUUID(), handOverId: id, invoiceId, orderId, ...amounts })
  }
  await tx.insert(handOver).values({ id, recipientId, confirmedBy: by })
  await refusedInWords(tx.insert(handOverCase).values(cases))
  const coded = ({ hasCode }: Chosen) => collector.needsPersonalCode && hasCode
  const plain = (debt: Chosen) => !coded(debt)
  await disclosed(tx, id, collector, debts.filter(coded), [...told, 'personal-code'])
  await disclosed(tx, id, collector, debts.filter(plain), told)
  await tx.under('order-contract', async (contract) => {
    for (const each of cases)
      await mails.queue(contract, 'debt-handed-over', { id: each.id, orderId: each.orderId })
  })
  return id
}

const told = ['name', 'contact', 'purchases'] as const

function disclosed(
  tx: Tx<'debt-collection'>,
  handOverId: string,
  { name }: collectors.Collector,
  debts: readonly Chosen[],
  categories: disclosures.Transfer<'debt-collection'>['categories'],
): Promise<void> {
  return disclosures.note(tx, {
    to: 'debt-collector',
    called: name,
    unit: 'order',
    ids: debts.map(({ orderId }) => orderId),
    categories,
    what: 'debt-file',
    thing: handOverId,
  })
}

interface Chosen {
  readonly invoiceId: string
  readonly orderId: string
  /** A personal code is held of this debtor. */
  readonly hasCode: boolean
}

/** In the order of their orders, so that two who hand over the same wait for each other and do not lock. */
async function debtsOf(tx: Tx<'debt-collection'>, invoiceIds: readonly string[]): Promise<Chosen[]> {
  if (invoiceIds.length === 0) return []
  return tx
    .select({
      invoiceId: invoice.id,
      orderId: invoice.orderId,
      hasCode: sql<boolean>`exists (select from personal_code where personal_code.order_id = invoice.order_id and sealed is not null)`,
    })
    .from(invoice)
    .where(
      sql`${inArray(invoice.id, [...new Set(invoiceIds)])}
        and not (${invoice.kind} = 'charge' and shop_open_cents(${invoice.precedingId}) > 0)`,
    )
    .orderBy(invoice.orderId, invoice.id)
}

async function refusedInWords(inserting: Promise<unknown>): Promise<void> {
  try {
    await inserting
  } catch (error) {
    if (sqlState(error) !== '23514') throw error
    throw new Conflict(ruleOf(error) === 'handed_over_once' ? 'handed-over' : 'not-all')
  }
}

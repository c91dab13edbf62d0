import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import { q } from '../facts.ts'
import { type Category, type PurposeId, purposes } from '../purposes.ts'
import { isTold, ownPurposes } from '../readers.ts'
import type { Declarations, PersonalTable, Tag } from '../tags.ts'
import { ofSubject, orderOf } from '../units.ts'
import type { Tx } from '../with-purpose.ts'

/** What the shop holds of one person, of one category in one table: for what, and how long. */
export interface Holding {
  readonly table: string
  readonly orderId: string | null
  readonly category: Category
  readonly columns: readonly string[]
  readonly rows: number
  /** The purposes that hold it now; none for what the next run takes away. */
  readonly held: readonly Held[]
}

export interface Held {
  readonly purpose: PurposeId
  /** The last day, ISO 8601; null while it is not known yet. */
  readonly until: string | null
}

/** Everything that is held of the person whom this transaction answers (`answer`), in register order. */
export async function of(tx: Tx<'rights-requests'>, register: Declarations): Promise<Holding[]> {
  const ends = await orderEnds(tx)
  const found: Holding[] = []
  for (const declared of register.personal) {
    if (ofSubject(declared.unit) === undefined) continue
    for (const rows of await filledRows(tx, declared)) {
      if (rows.held.length > 0 || !staysForGood(declared)) found.push(...holdingsIn(declared, rows, ends))
    }
  }
  const onHold = await ordersOnHold(tx)
  return merged(found.map((holding) => (onHold.has(holding.orderId) ? claimed(holding) : holding)))
}

/** Nothing goes of an order that a claim holds back (Art. 17(3)(e)), whatever else let go of it. */
function claimed(holding: Holding): Holding {
  const others = holding.held.filter(({ purpose }) => purpose !== 'legal-claims')
  return { ...holding, held: [...others, { purpose: 'legal-claims', until: null }] }
}

async function ordersOnHold(tx: Tx<'rights-requests'>): Promise<ReadonlySet<string | null>> {
  const rows = await tx.execute<{ orderId: string }>(sql`
    select order_id as "orderId" from hold
     where order_id = any ((select shop_subject_orders())::uuid[]) and lifted_at is null`)
  return new Set(rows.map(({ orderId }) => orderId))
}

/** What a request for erasure would take away now, and what stays because of a purpose that a law lets stay. */
export function preview(holdings: readonly Holding[]): { goes: Holding[]; stays: Holding[] } {
  const staying = holdings.map((holding) => ({ ...holding, held: holding.held.filter(stays) }))
  return {
    goes: holdings.filter((_, at) => staying[at]!.held.length === 0),
    stays: staying.filter(({ held }) => held.length > 0),
  }
}

/** Whether a purpose goes on holding what the person wants erased (Art. 17(3), or a contract that is not over). */
export function stays({ purpose }: Held): boolean {
  return purposes[purpose].erasure === 'stays'
}

interface Filled extends Record<string, unknown> {
  orderId: string | null
  held: PurposeId[]
  filled: string[]
  rows: number
}

/** Rows alike in who holds them and what is filled in. */
async function filledRows(tx: Tx<'rights-requests'>, declared: PersonalTable): Promise<Filled[]> {
  const told = toldColumns(declared)
  if (told.length === 0) return []
  const own = [...ownPurposes(declared)].map((purpose) => {
    const condition = declared.rows?.[purpose] ?? whileItLasts(declared, purpose)
    return `case when ${condition} then '${purpose}' end`
  })
  const filled = told.map(({ name }) => `case when ${q(name)} is not null then '${name}' end`)
  return [
    ...(await tx.execute<Filled>(
      sql.raw(`
        select ${orderOf(declared.unit) ?? 'null::uuid'} as "orderId",
               array_remove(array[${own.join(', ')}]::text[], null) as held,
               array_remove(array[${filled.join(', ')}]::text[], null) as filled, count(*)::int as rows
          from ${q(getTableName(declared.table))} where ${ofSubject(declared.unit)} group by 1, 2, 3`),
    )),
  ]
}

/** Whether some purpose never lets go of the rows, because nothing in them leads to a person any more. */
function staysForGood(declared: PersonalTable): boolean {
  return declared.stays === true || [...ownPurposes(declared)].some((purpose) => !declared.rows?.[purpose])
}

/** Rows that stay for good hold a person only until the purpose has ended for their order: then they are numbers and days. */
function whileItLasts({ unit }: PersonalTable, purpose: PurposeId): string {
  const order = orderOf(unit)
  if (!order) return 'true'
  return `coalesce((select ends >= shop_today() from shop_order_ends(${order}) where purpose = '${purpose}'), true)`
}

/** The columns of personal data that the person may be told. */
export function toldColumns(
  declared: PersonalTable,
): { name: string; tag: Extract<Tag, { personal: readonly Category[] }> }[] {
  const columns = getTableColumns(declared.table)
  return Object.entries(declared.columns).flatMap(([property, tag]) =>
    isTold(declared, tag) && tag.personal !== false ? [{ name: columns[property]!.name, tag }] : [],
  )
}

type Ends = ReadonlyMap<string, string | null>

async function orderEnds(tx: Tx<'rights-requests'>): Promise<Ends> {
  const rows = await tx.execute<{ orderId: string; purpose: string; ends: string | null }>(sql`
    select id as "orderId", purpose, ends::text
      from unnest(shop_subject_orders()) id cross join lateral shop_order_ends(id)`)
  return new Map(rows.map(({ orderId, purpose, ends }) => [`${orderId} ${purpose}`, ends]))
}

function holdingsIn(declared: PersonalTable, { orderId, held, filled, rows }: Filled, ends: Ends): Holding[] {
  return toldColumns(declared)
    .filter(({ name }) => filled.includes(name))
    .flatMap(({ name, tag }) =>
      tag.personal.map((category) => ({
        table: getTableName(declared.table),
        orderId,
        category,
        columns: [name],
        rows,
        held: tag.purposes
          .filter((purpose) => held.includes(purpose))
          .map((purpose) => ({ purpose, until: (orderId && ends.get(`${orderId} ${purpose}`)) ?? null })),
      })),
    )
}

/** One line for what is alike but for the column. */
function merged(found: readonly Holding[]): Holding[] {
  const alike = Map.groupBy(found, ({ columns, rows, ...rest }) => JSON.stringify(rest))
  return [...alike.values()].map((group) => ({
    ...group[0]!,
    columns: [...new Set(group.flatMap(({ columns }) => columns))],
    rows: Math.max(...group.map(({ rows }) => rows)),
  }))
}

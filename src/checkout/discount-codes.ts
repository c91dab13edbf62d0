import { eq, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/client.ts'
import { sqlState } from '../platform/database/client.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { CodeInCart } from './discount-shares.ts'
import { discountCategory, discountCode } from './table.ts'

/** What staff say of a code. */
export interface CodeFacts {
  readonly code: string
  /** Basis points, or null where it takes off an amount. */
  readonly share: number | null
  /** Cents with VAT. */
  readonly amountCents: number | null
  readonly minimumCents: number
  readonly validFrom: string
  readonly validUntil: string | null
  readonly useLimit: number | null
  /** The categories it is for; null: all goods. */
  readonly categoryIds: readonly string[] | null
}

/** A code as it is kept. */
export interface KeptCode extends CodeFacts {
  readonly id: string
  /** Orders that stand on it. */
  readonly used: number
  readonly endedAt: Date | null
  /** Why it takes nothing off today. */
  readonly problem: CodeInCart['problem']
}

/** All codes: those that can be used first, then by the day from which they hold. */
export async function codes(tx: Transaction): Promise<KeptCode[]> {
  return [...(await tx.execute<Row>(select(sql`true`)))]
}

/** A code. Throws NotFound. */
export async function codeAt(tx: Transaction, id: string): Promise<KeptCode> {
  const [row] = await tx.execute<Row>(select(sql`id = ${id}`))
  if (!row) throw new NotFound()
  return row
}

type Row = KeptCode & Record<string, unknown>

function select(fits: SQL) {
  return sql`
    select id, code, share, amount_cents as "amountCents", minimum_cents as "minimumCents",
           valid_from::text as "validFrom", valid_until::text as "validUntil", use_limit as "useLimit", used,
           ended_at as "endedAt", shop_discount_problem(discount_code) as problem,
           case when all_goods then null else array(
             select category_id::text from discount_category where discount_id = id) end as "categoryIds"
      from discount_code where ${fits}
      order by shop_discount_problem(discount_code) is not null, valid_from desc, code`
}

/** Makes a code known. Returns its id. Throws Conflict `code-taken`. */
export async function addCode(tx: Transaction, facts: CodeFacts, by: string | null): Promise<string> {
  const { categoryIds, ...columns } = facts
  const [row] = await refusing(() =>
    tx
      .insert(discountCode)
      .values({ ...columns, allGoods: categoryIds === null, madeBy: by })
      .returning({ id: discountCode.id }),
  )
  await keepCategories(tx, row!.id, categoryIds)
  return row!.id
}

/** Changes a code; what was ordered with it stays as it was. Throws Conflict `code-taken`, `below-used`, NotFound. */
export async function changeCode(tx: Transaction, id: string, facts: CodeFacts): Promise<void> {
  const { categoryIds, ...columns } = facts
  const changed = await refusing(() =>
    tx
      .update(discountCode)
      .set({ ...columns, allGoods: categoryIds === null })
      .where(eq(discountCode.id, id))
      .returning({ id: discountCode.id }),
  )
  if (changed.length === 0) throw new NotFound()
  await keepCategories(tx, id, categoryIds)
}

/** Takes a code out of use for good; one that has ended stays so. */
export async function endCode(tx: Transaction, id: string, by: string): Promise<void> {
  await tx
    .update(discountCode)
    .set({ endedAt: sql`now()`, endedBy: by })
    .where(sql`id = ${id} and ended_at is null`)
}

async function keepCategories(
  tx: Transaction,
  discountId: string,
  categoryIds: CodeFacts['categoryIds'],
): Promise<void> {
  await tx.delete(discountCategory).where(eq(discountCategory.discountId, discountId))
  if (!categoryIds?.length) return
  await tx.insert(discountCategory).values(categoryIds.map((categoryId) => ({ discountId, categoryId })))
}

/** The database's own rules refuse; here that becomes a message for a person. */
async function refusing<T>(statement: () => PromiseLike<T>): Promise<T> {
  try {
    return await statement()
  } catch (error) {
    if (sqlState(error) === '23505') throw new Conflict('code-taken')
    if (sqlState(error) === '23514') throw new Conflict('below-used')
    throw error
  }
}

/** An order that a code was used for. */
export interface UsedFor {
  readonly id: string
  readonly number: string
  readonly placedAt: Date
  /** Cents with VAT. */
  readonly totalCents: number
  readonly discountCents: number
  readonly cancelled: boolean
}

/** The last hundred orders that a code was used for, cancelled ones too. */
export async function usedFor(tx: Tx<'order-contract'>, id: string): Promise<UsedFor[]> {
  const rows = await tx.execute<UsedFor & Record<string, unknown>>(sql`
    select id, number, placed_at as "placedAt", total_cents as "totalCents", discount_cents as "discountCents",
           shop_cancelled_at(id) is not null as cancelled
      from "order" where discount_id = ${id} order by placed_at desc limit 100`)
  return [...rows]
}

/** The categories a code may be for, those under another one after it. */
export async function categoryChoices(
  tx: Transaction,
  language: Language,
): Promise<{ id: string; name: string; under: boolean }[]> {
  const rows = await tx.execute<{ id: string; name: string; under: boolean }>(sql`
    select category.id, coalesce(own.name, latvian.name) as name, category.parent_id is not null as under
      from category left join category above on above.id = category.parent_id
      left join category_text own on own.category_id = category.id and own.language = ${language}
      left join category_text latvian on latvian.category_id = category.id and latvian.language = 'lv'
      order by coalesce(above.position, category.position), coalesce(above.id, category.id),
               category.parent_id is not null, category.position`)
  return [...rows]
}

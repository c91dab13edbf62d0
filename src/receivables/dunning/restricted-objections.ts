import { sql } from 'drizzle-orm'
import { lockOrder } from '../../orders/fulfilment.ts'
import { Conflict } from '../../platform/errors.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import { debtObjection } from './table.ts'

/**
 * The debt of somebody whose data are restricted, of whom nobody reads anything: only that they may object to it, which is a
 * claim of their own (GDPR Art. 18(2)).
 */
export interface RestrictedDebt {
  readonly invoiceId: string
  /** They have objected, and it was not rejected: nobody has decided yet, or they were told that they are right. */
  readonly objection: 'open' | 'upheld' | null
}

/** A debt of a restricted order, the overdue one unless another is meant; undefined where there is none, and for any other order. */
export async function debtOf(
  tx: Tx<'order-contract'>,
  orderId: string,
  meant: string | null = null,
): Promise<RestrictedDebt | undefined> {
  const [row] = await tx.execute<{ [K in keyof RestrictedDebt]: RestrictedDebt[K] }>(sql`
    select debt as "invoiceId",
           case when 'objection' = any (shop_dunning_problems(debt)) then
             coalesce((select objection from shop_debts(array[debt]) where objection = 'upheld'), 'open') end as objection
      from coalesce(${meant}::uuid, shop_debt_of(${orderId})) debt
     where debt is not null and ${orderId}::uuid = any (shop_restricted_orders())
       and not 'nothing-open' = any (shop_dunning_problems(debt))`)
  return row
}

/**
 * Keeps their objection; `by` noted it, null for their own page; `invoiceId` where another document than the overdue debt is meant.
 * Somebody decides about it once the restriction is lifted; until then nobody asks for the money, and a collector who did gives the
 * debt back. Throws Conflict `no-debt`, `objection-open`, `objection-upheld`; NotFound.
 */
export async function raise(
  tx: Tx<'order-contract'>,
  {
    orderId,
    invoiceId,
    words,
    by,
  }: {
    readonly orderId: string
    readonly invoiceId?: string
    readonly words: string
    readonly by: string | null
  },
): Promise<void> {
  await lockOrder(tx, orderId)
  // A statement of its own: it sees what was committed while the lock was awaited.
  const debt = await debtOf(tx, orderId, invoiceId)
  if (!debt) throw new Conflict('no-debt')
  if (debt.objection) throw new Conflict(`objection-${debt.objection}`)
  await tx.insert(debtObjection).values({ invoiceId: debt.invoiceId, orderId, words, notedBy: by })
}

import { eq, sql } from 'drizzle-orm'
import { tokenHash } from '../platform/keys.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { cartDiscount, discountCode } from './table.ts'

/** Codes that may be tried in one cart within the pause. */
const mostTries = 10
const pause = sql.raw(`interval '15 minutes'`)

/** A code however it is typed: without accents, blanks or small letters. */
export function plainCode(typed: string): string {
  return typed
    .normalize('NFKD')
    .replace(/[\p{M}\s]/gu, '')
    .toUpperCase()
}

/** What came of typing a code into a cart. One that lacks only goods lies in it and waits for them. */
export type Entered = 'taken' | 'unknown' | 'ended' | 'early' | 'used-up' | 'too-often'

/** Lays a code into a cart, in place of another one. Guessing is slowed down: each try counts, also a good one. */
export async function enter(tx: Tx<'order-contract'>, token: string, typed: string): Promise<Entered> {
  const tries = await countTry(tx, token)
  if (tries === undefined) return 'unknown'
  if (tries > mostTries) return 'too-often'
  const [found] = await tx
    .select({
      id: discountCode.id,
      problem: sql<Entered | null>`shop_discount_problem(discount_code)`,
    })
    .from(discountCode)
    .where(eq(discountCode.code, plainCode(typed)))
  if (!found) return 'unknown'
  if (found.problem) return found.problem
  await lay(tx, token, found.id)
  return 'taken'
}

/** Takes the code out of a cart. */
export async function takeOut(tx: Tx<'order-contract'>, token: string): Promise<void> {
  await lay(tx, token, null)
}

/** Undefined without a cart. */
async function countTry(tx: Tx<'order-contract'>, token: string): Promise<number | undefined> {
  const [row] = await tx.execute<{ tries: number }>(sql`
    insert into cart_discount (cart_id, tries) select cart_id, 1 from shop_cart_of(${tokenHash(token)}) cart_id
      where cart_id is not null
    on conflict (cart_id) do update
      set tries = case when cart_discount.tried_at < now() - ${pause} then 1 else cart_discount.tries + 1 end,
          tried_at = case when cart_discount.tries >= ${mostTries} and cart_discount.tried_at >= now() - ${pause}
                          then cart_discount.tried_at else now() end
    returning tries`)
  return row?.tries
}

async function lay(tx: Tx<'order-contract'>, token: string, discountId: string | null): Promise<void> {
  await tx
    .update(cartDiscount)
    .set({ discountId })
    .where(eq(cartDiscount.cartId, sql`shop_cart_of(${tokenHash(token)})`))
}

/** Counts one more use of a code, as the last thing before the commit; false where it has none left by now. */
export async function use(tx: Tx<'order-contract'>, id: string): Promise<boolean> {
  const [row] = await tx.execute<{ used: boolean }>(sql`select shop_use_discount(${id}) as used`)
  return row!.used
}

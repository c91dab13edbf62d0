import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { Conflict } from '../platform/errors.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'

type C = Context<StaffEnv>
export type Contract = Tx<'order-contract'>

/** One transaction of whoever is signed in. */
export function within<T>(c: C, shop: AdminShop, work: (tx: Contract, by: string) => Promise<T>): Promise<T> {
  const member = c.get('staff')
  return withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) => work(tx, member.id))
}

/** Does one thing and goes on to `done`; a Conflict is told by its code. */
export async function act(
  c: C,
  shop: AdminShop,
  work: (tx: Contract, by: string) => Promise<void>,
  { done, refused }: { readonly done: string; readonly refused: (problem: string) => Promise<Response> },
): Promise<Response> {
  try {
    await within(c, shop, work)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return refused(error.code)
  }
  return c.redirect(done, 303)
}

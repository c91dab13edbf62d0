import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { idIn } from '../../platform/web/ids.ts'
import { type Tx, withPurpose } from '../../privacy/with-purpose.ts'
import { actorOf } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import * as batches from './batches.ts'
import * as recalls from './recalls.ts'
import * as writeOffs from './write-offs.ts'

type C = Context<StaffEnv>
type Act = (tx: Tx<'order-contract'>, by: string) => Promise<void>

/** What comes back from a collector by somebody's hand, and what was given up too early. Twice is as good as once. */
export function recallRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .post(pattern('adminHandOverRecall'), (c) =>
      act(c, shop, `${urlFor('adminHandOverBatch', { id: idIn(c, 'id') })}?done=recalled`, async (tx, by) => {
        const caseId = idIn(c, 'caseId')
        const cases = await batches.casesOf(tx, idIn(c, 'id'))
        if (!cases.some(({ id }) => id === caseId)) throw new NotFound()
        await recalls.make(tx, { caseId, by })
      }),
    )
    .post(pattern('adminRecallTold'), (c) =>
      act(c, shop, `${urlFor('adminHandOver')}?done=told`, (tx, by) =>
        recalls.markTold(tx, { recallId: idIn(c, 'id'), by }),
      ),
    )
    .post(pattern('adminWriteOffReversal'), (c) =>
      act(c, shop, `${urlFor('adminHandOver')}?done=reversed`, (tx, by) =>
        writeOffs.reverse(tx, { writeOffId: idIn(c, 'id'), by, today: shop.clock.today() }),
      ),
    )
}

async function act(c: C, shop: AdminShop, next: string, work: Act): Promise<Response> {
  const member = c.get('staff')
  try {
    await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), (tx) =>
      work(tx, member.id),
    )
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
  }
  return c.redirect(next, 303)
}

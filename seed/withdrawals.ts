import { sql } from 'drizzle-orm'
import type { Transaction } from '../src/platform/database/client.ts'
import { translator } from '../src/platform/i18n/messages.ts'
import { addDays, dayIn } from '../src/platform/time.ts'
import { withPurpose } from '../src/privacy/with-purpose.ts'
import { settle } from '../src/withdrawals/settling.ts'
import * as steps from '../src/withdrawals/steps.ts'
import * as withdrawals from '../src/withdrawals/withdrawals.ts'
import { people } from './cast.ts'
import { clerk, type Ground } from './trade.ts'

const hour = 3_600_000

/**
 * Withdrawals of the last days, each as far as it has come: one that somebody has to find the order of, one that just came
 * in, one whose goods are back, one that was credited and whose money is on its way.
 */
export async function seedWithdrawals(ground: Ground, now: Date): Promise<void> {
  const { past } = ground
  const at = (hoursAgo: number) => past.at(new Date(now.getTime() - hoursAgo * hour))
  const [lately, back, over] = await withdrawable(ground.tx, dayIn(ground.zone, now))
  if (over) {
    await at(50)
    const { id, pieces } = await state(ground, over)
    await at(30)
    await past.asStaff(clerk, async (tx) => {
      await steps.takeBack(tx, id, { restock: pieces, by: clerk })
      const terms = { pieces, deliveryCents: over.deliveryCents, reductions: new Map() }
      const today = dayIn(ground.zone, new Date(now.getTime() - 30 * hour))
      await settle(tx, id, terms, { settings: ground.settings, today, t: translator, by: clerk })
    })
  }
  if (back) {
    await at(28)
    const { id, pieces } = await state(ground, back)
    await at(4)
    await past.asStaff(clerk, (tx) => steps.takeBack(tx, id, { restock: pieces, by: clerk }))
  }
  await at(6)
  await stateUnknown(ground)
  await at(2)
  if (lately) await state(ground, lately)
}

interface Withdrawable extends Record<string, unknown> {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly email: string
  readonly language: 'lv' | 'en' | 'sv' | 'nl'
  readonly deliveryCents: number
}

/** What people received and may still give back: nothing of it carries their own words. */
async function withdrawable(tx: Transaction, today: string): Promise<Withdrawable[]> {
  const since = addDays(today as Parameters<typeof addDays>[0], -13)
  return [
    ...(await tx.execute<Withdrawable>(sql`
      select "order".id, number, name, email, language, delivery_price_cents as "deliveryCents"
        from "order" join order_party on order_id = "order".id
       where kind = 'person' and shop_delivered_on("order".id) >= ${since} and shop_settled("order".id)
         and exists (select from invoice where invoice.order_id = "order".id and invoice.kind in ('invoice', 'final'))
         and not exists (select from order_line where order_line.order_id = "order".id and made_to_order)
       order by shop_delivered_on("order".id) desc, number limit 3`)),
  ]
}

/** All of an order; what that is stands in the answer, since nothing of it is left afterwards. */
async function state({ past }: Ground, order: Withdrawable) {
  const id = crypto.randomUUID()
  const { name, email, number, language } = order
  const stated = {
    id,
    orderId: order.id,
    language,
    name,
    address: email,
    contract: number,
    words: null,
    pieces: null,
  }
  return withPurpose(past.access, 'order-contract', 'guest', async (tx) => {
    const pieces = await withdrawals.allOf(tx, order.id)
    await withdrawals.receive(tx, stated)
    return { id, pieces }
  })
}

/** Somebody who does not know the order's number any more. */
async function stateUnknown({ past }: Ground): Promise<void> {
  const { name, language } = people.elsa
  const stated = {
    id: crypto.randomUUID(),
    orderId: null,
    language,
    name,
    address: 'elsas.andra@example.com',
    contract: 'Beställning från i höstas, två skyltar',
    words: 'Båda skyltarna',
    pieces: null,
  }
  await withPurpose(past.access, 'order-contract', 'guest', (tx) => withdrawals.receive(tx, stated))
}

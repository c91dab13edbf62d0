import { addDays } from '../../platform/time.ts'
import { withoutPurpose } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import * as attempts from './attempts.ts'
import { takeMessage, takePayout } from './jobs-messages.ts'
import { settlePage, working } from './jobs-pages.ts'
import { pendingRefunds, sendRefund } from './jobs-refunds.ts'
import * as messages from './messages.ts'
import * as payouts from './payouts.ts'
import type { CardProvider } from './provider.ts'

/** Days that the provider can be asked for: it forgets what it told after thirty. */
const askableDays = 29

/**
 * Asks the provider for all that its messages should have told: what it told since the last word that came, pages without
 * an end, refunds without an outcome, payouts. Each on its own, so that one that fails keeps none of the others; throws the
 * first failure in the end.
 */
export async function reconcile(shop: Shop, provider: CardProvider): Promise<void> {
  const failures: unknown[] = []
  const part = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      failures.push(error)
    }
  }
  const each = async <T>(items: readonly T[], work: (item: T) => Promise<void>) => {
    for (const item of items) await part(() => work(item))
  }
  await part(async () => {
    const told = await Array.fromAsync(provider.messagesSince(await sinceWhen(shop)))
    // The newest come first.
    await each(told.reverse(), (message) => takeMessage(shop, provider, message))
  })
  await each(await working(shop, attempts.unended), ({ pageId }) => lookAt(shop, provider, pageId))
  await working(shop, attempts.giveUpLost)
  const refunds = await working(shop, (tx) => tx.under('accounting', pendingRefunds))
  await each(refunds, (id) => sendRefund(shop, provider, id))
  await part(async () => {
    const since = await payoutsSince(shop)
    for await (const payout of provider.payoutsSince(since)) await takePayout(shop, provider, payout)
  })
  await withoutPurpose(shop.database.worker, 'job:cards', messages.forget)
  if (failures.length > 0) throw failures[0]
}

/** Looks at one page and does what follows. */
export async function lookAt(shop: Shop, provider: CardProvider, pageId: string): Promise<void> {
  const page = await provider.look(pageId)
  if (page) await working(shop, (tx) => settlePage(shop, tx, page))
}

/** Two days before the last word, as messages overtake each other. */
async function sinceWhen(shop: Shop): Promise<Date> {
  const last = await messages.lastAt(shop.database.worker.client.orm)
  const earliest = daysAgo(shop, askableDays)
  const enough = last && new Date(last.getTime() - 2 * dayMs)
  return enough && enough > earliest ? enough : earliest
}

async function payoutsSince(shop: Shop): Promise<Date> {
  const last = await working(shop, (tx) => tx.under('accounting', payouts.lastOn))
  return last ? new Date(addDays(last, -7)) : daysAgo(shop, askableDays)
}

const dayMs = 24 * 3_600_000

function daysAgo(shop: Shop, days: number): Date {
  return new Date(shop.clock.now().getTime() - days * dayMs)
}

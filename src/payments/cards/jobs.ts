import type { JobHandler } from '../../platform/jobs/jobs.ts'
import type { Shop } from '../../shop.ts'
import * as attempts from './attempts.ts'
import { takeMessage } from './jobs-messages.ts'
import { settlePage, working } from './jobs-pages.ts'
import { lookAt, reconcile } from './jobs-reconciling.ts'
import { sendRefund } from './jobs-refunds.ts'
import { type CardProvider, type Topic, topics } from './provider.ts'
import { providerOf } from './providers.ts'

/** Each night; a shop that was off makes up for it when it starts. */
export const cardsCrontab = '41 2 * * * card-reconcile ?fill=1d&max=5&jobKey=card-reconcile'

/** Worker handlers of card payments; none of them waits for the provider within a transaction. */
export function cardJobs(shop: Shop): Record<string, JobHandler> {
  const asking =
    (work: (provider: CardProvider, ids: Record<string, string>) => Promise<void>): JobHandler =>
    async (ids) => {
      const provider = providerOf(shop.config)
      // The key was taken away: nothing can be asked, and staff see the job wait.
      if (!provider) throw Object.assign(new Error('no provider'), { code: 'NO_CARD_PROVIDER' })
      await work(provider, ids)
    }
  return {
    'card-message': asking((provider, { id = '', topic = '', object = '' }) =>
      takeMessage(shop, provider, { id, topic: known(topic), object }),
    ),
    'card-look': asking((provider, { page = '' }) => lookAt(shop, provider, page)),
    'card-close': asking((provider, { order = '' }) => closePages(shop, provider, order)),
    'card-refund': asking((provider, { refund = '' }) => sendRefund(shop, provider, refund)),
    'card-reconcile': async () => {
      const provider = providerOf(shop.config)
      if (provider) await reconcile(shop, provider)
    },
  }
}

function known(topic: string): Topic {
  const found = topics.find((one) => one === topic)
  if (!found) throw new RangeError('no such topic')
  return found
}

/** Ends the open page of an order that is paid otherwise or given up; one that was paid meanwhile counts. */
async function closePages(shop: Shop, provider: CardProvider, orderId: string): Promise<void> {
  const last = await working(shop, (tx) => attempts.latest(tx, orderId))
  if (!last || last.ended !== null) return
  if (last.pageId === null) {
    await working(shop, (tx) => attempts.end(tx, last.id, 'lost'))
    return
  }
  await provider.close(last.pageId)
  const page = await provider.look(last.pageId)
  if (page && page.state !== 'expired') return working(shop, (tx) => settlePage(shop, tx, page))
  await working(shop, (tx) => attempts.end(tx, last.id, 'closed'))
}

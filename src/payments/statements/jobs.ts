import type { JobHandler } from '../../platform/jobs/jobs.ts'
import * as credits from '../../receivables/credits.ts'
import * as receipts from '../../receivables/receipts.ts'
import type { Shop } from '../../shop.ts'
import { type Books, settleWaiting } from './settling.ts'

/** Worker handlers of bank statements. */
export function statementJobs(shop: Shop): Record<string, JobHandler> {
  return {
    'match-statement': async ({ statement }) => {
      await settleWaiting(shop.database.worker, booksOf(shop), {
        actor: 'job:match-statement',
        statementId: statement!,
      })
    },
  }
}

/** How money comes into the books of this shop. */
export function booksOf(shop: Pick<Shop, 'known' | 'clock' | 't'>): Books {
  const around = () => ({ settings: shop.known().settings, today: shop.clock.today(), t: shop.t })
  return {
    receive: (tx, receipt) => receipts.receive(tx, receipt, around()),
    reverse: (tx, reversal) => credits.reversePayment(tx, reversal, around()),
  }
}

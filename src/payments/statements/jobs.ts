import type { JobHandler } from '../../platform/jobs/jobs.ts'
import * as credits from '../../receivables/credits.ts'
import * as receipts from '../../receivables/receipts.ts'
import { surroundingsOf } from '../../receivables/surroundings.ts'
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
  return {
    receive: (tx, receipt) => receipts.receiveAnyway(tx, receipt, surroundingsOf(shop)),
    reverse: (tx, reversal) => credits.reversePayment(tx, reversal, surroundingsOf(shop)),
  }
}

import { eq } from 'drizzle-orm'
import type { Shop } from '../../shop.ts'
import { subjectRequest } from '../table.ts'
import { withPurpose } from '../with-purpose.ts'
import { tell } from './mails-telling.ts'
import * as requests from './requests.ts'

/** The eraser has done its part: the request is answered, and its certificate goes out. Twice is once. */
export async function settleErasure(shop: Shop, requestId: string): Promise<void> {
  await withPurpose(shop.database.worker, 'rights-requests', 'job:erase', async (tx) => {
    const [asked] = await tx
      .select({
        kind: subjectRequest.kind,
        closedAt: subjectRequest.closedAt,
        postal: subjectRequest.postal,
      })
      .from(subjectRequest)
      .where(eq(subjectRequest.id, requestId))
    if (asked?.kind !== 'erasure' || asked.closedAt) return
    const erased = (await requests.stepsOf(tx, requestId)).find(({ step }) => step === 'erased')
    // Held back since the button was pressed: somebody has to look, and nothing is certified.
    if (!erased || (await requests.isHeld(tx, requestId))) return
    await requests.close(tx, requestId, 'done', erased.madeBy)
    await tell(tx, 'request-done', requestId, asked)
  })
}

import * as mails from '../../correspondence/mails.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import { openCalendar } from '../../settings/working-days.ts'
import type { StorefrontShop } from '../../storefront-shop.ts'
import type { Step } from '../requests/request-steps.ts'
import * as requests from '../requests/requests.ts'
import { answer, type Tx, withPurpose } from '../with-purpose.ts'
import type { Subject } from './subject-sessions.ts'

/** One transaction that reads the rows of this person and of nobody else. */
export function asPerson<T>(
  shop: StorefrontShop,
  subject: Subject,
  work: (tx: Tx<'rights-requests'>) => Promise<T>,
): Promise<T> {
  return withPurpose(shop.database.storefront, 'rights-requests', 'guest', async (tx) => {
    await answer(tx, subject.id)
    return work(tx)
  })
}

/** A request made on the page: the link of the mail has shown who asks. */
export async function receive(
  tx: Tx<'rights-requests'>,
  shop: StorefrontShop,
  { address, addressHash }: Subject,
  asked: { kind: requests.RequestKind; language: Language; words?: string | undefined },
): Promise<string> {
  return requests.receive(
    tx,
    {
      ...asked,
      address,
      addressHash,
      origin: 'page',
      receivedOn: shop.clock.today(),
      by: null,
      identity: 'mailed-link',
    },
    await openCalendar(),
  )
}

/** What the machine did at once: the request is closed, and its letter says what was done. */
export async function settle(
  tx: Tx<'rights-requests'>,
  id: string,
  done: { step: Step; about?: string; words?: string },
): Promise<void> {
  await requests.note(tx, id, { ...done, by: null })
  await requests.close(tx, id, 'done', null)
  await mails.queue(tx, 'request-done', { id })
}

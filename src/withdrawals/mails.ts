import type { About, Letter, MailBuilders } from '../correspondence/jobs.ts'
import type * as orders from '../orders/find.ts'
import * as keys from '../orders/keys.ts'
import { NotFound } from '../platform/errors.ts'
import { addDays, dayIn } from '../platform/time.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { urlFor } from '../urls.ts'
import { orderOf } from './order-standings.ts'
import * as stepsDoor from './steps.ts'
import * as withdrawals from './withdrawals.ts'

/** Letters to whoever withdraws from a contract. */
export const withdrawalMails: Pick<MailBuilders, 'withdrawal-received' | 'withdrawal-answer'> = {
  'withdrawal-received': receipt,
  'withdrawal-answer': answer,
}

/**
 * The receipt on a durable medium, with content, day and time (CRD Art. 11a(4)). The page of the order is linked only for its
 * own buyer: whoever has a number may withdraw, and does not see what was ordered.
 */
async function receipt(shop: Shop, { id }: About): Promise<Letter | undefined> {
  const found = await reading(shop, async (tx) => {
    const stated = await withdrawals.find(tx, id)
    const order = await orderOf(tx, stated)
    const own = order?.contractOpen && isBuyer(order, stated.address)
    return { stated, order, secret: own ? await keys.make(tx, order.id) : undefined }
  })
  if (!found) return undefined
  const { stated, order, secret } = found
  const { language, receivedAt } = stated
  const due = addDays(dayIn(shop.clock.zone, receivedAt), 14)
  const goods = order ? goodsOf(order, stated.pieces) : []
  const certain = goods.length > 0 && order?.party?.kind === 'person'
  return letter(shop, 'received', stated, {
    receivedAt,
    due,
    contract: stated.contract,
    words: stated.words,
    goods,
    goodsLanguage: order?.language,
    state: !stated.orderId ? 'no-order' : !certain ? 'person' : order?.dispatch ? 'sent' : 'unsent',
    place: placeOf(shop),
    ...(secret && { secret, href: shop.origin + urlFor('orderOpen', language, { token: secret }) }),
  })
}

/** What a person answers: a no with its reason, or a question. */
async function answer(shop: Shop, { id }: About): Promise<Letter | undefined> {
  const { worker } = shop.database
  const found = await withPurpose(worker, 'service-messages', 'job:send-mail', (tx) =>
    stepsDoor.answerOf(tx, id),
  )
  if (!found) return undefined
  const { receivedAt, step, words } = found
  return letter(shop, 'answer', found, { receivedAt, declined: step === 'declined', words })
}

function letter(
  shop: Shop,
  kind: 'received' | 'answer',
  { address, language, name }: Pick<withdrawals.Withdrawal, 'address' | 'language' | 'name'>,
  { secret, ...model }: Readonly<Record<string, unknown>> & { readonly secret?: string },
): Letter {
  return {
    to: address,
    language,
    subject: shop.t(language)(`withdrawalMail.subject.${kind}`),
    ...(secret && { secret }),
    model: { name, ...model },
  }
}

function isBuyer({ party }: orders.OrderFacts, address: string): boolean {
  return party?.email.toLowerCase() === address
}

function goodsOf({ lines }: orders.OrderFacts, pieces: readonly withdrawals.Pieces[]) {
  return pieces.flatMap(({ orderLineId, quantity }) => {
    const line = lines.find(({ id }) => id === orderLineId)
    return line ? [{ name: line.name, variant: line.label, quantity }] : []
  })
}

function placeOf(shop: Shop): string {
  const { name, street, town, postcode } = shop.known().settings.identity
  return [name, street, town, postcode].join(', ')
}

async function reading<T>(
  shop: Shop,
  work: (tx: Tx<'order-contract'>) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await withPurpose(shop.database.worker, 'order-contract', 'job:send-mail', work)
  } catch (error) {
    // It is over and forgotten: there is nobody to tell.
    if (error instanceof NotFound) return undefined
    throw error
  }
}

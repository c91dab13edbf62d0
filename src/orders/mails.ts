import type { Letter, MailBuilders } from '../correspondence/jobs.ts'
import { trackingHref } from '../delivery/carriers.ts'
import { collectionWords } from '../delivery/hours.ts'
import type { Shop } from '../shop.ts'
import { confirmationFacts, confirmationLetter } from './confirmation-mail.ts'
import { correctionFacts, correctionLetter } from './correction-mail.ts'
import type { OrderFacts } from './find.ts'
import { aboutOrder, deliveryPlace, letter, type OrderMail } from './letters.ts'
import { proofFacts, proofLetter } from './proof-mail.ts'

/** Letters about an order to whoever placed it. */
export const orderMails: Pick<
  MailBuilders,
  'order-confirmation' | 'order-corrected' | 'order-proof' | 'order-dispatched' | 'order-cancelled'
> = {
  'order-confirmation': aboutOrder(confirmationFacts, confirmationLetter),
  'order-corrected': aboutOrder(correctionFacts, correctionLetter),
  'order-proof': aboutOrder(proofFacts, proofLetter),
  'order-dispatched': aboutOrder(async (_, order) => order.dispatch ?? undefined, dispatchedLetter),
  'order-cancelled': aboutOrder(async (_, order) => order.cancellation ?? undefined, cancelledLetter),
}

function dispatchedLetter(
  shop: Shop,
  mail: OrderMail,
  dispatch: NonNullable<OrderFacts['dispatch']>,
): Letter {
  const { order } = mail
  const { identity, delivery } = shop.known().settings
  const collection = order.delivery.method === 'collection'
  return letter(shop, collection ? 'order-ready' : 'order-dispatched', mail, {
    collection,
    carrier: dispatch.carrier,
    trackingNumber: dispatch.trackingNumber,
    trackingHref: trackingHref(delivery, dispatch.carrier, dispatch.trackingNumber),
    place: deliveryPlace(order, identity),
    hours: collectionWords(delivery.collection, identity.hours[order.language], order.language),
    lines: order.lines,
  })
}

/** Without the order's link: nothing is left to do there, and soon it opens nothing. */
function cancelledLetter(
  shop: Shop,
  mail: OrderMail,
  { reason }: NonNullable<OrderFacts['cancellation']>,
): Letter {
  return letter(shop, 'order-cancelled', mail, { reason, totalCents: mail.order.totalCents })
}

import type { Letter, MailBuilders } from '../correspondence/jobs.ts'
import { printedIban } from '../customers/identifiers.ts'
import { trackingHref } from '../delivery/carriers.ts'
import { collectionWords } from '../delivery/hours.ts'
import * as payments from '../payments/payments.ts'
import { printedReference } from '../payments/reference.ts'
import type { IsoDate } from '../platform/time.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { confirmationFacts, confirmationLetter } from './confirmation-mail.ts'
import { correctionFacts, correctionLetter } from './correction-mail.ts'
import type { OrderFacts } from './find.ts'
import { aboutOrder, deliveryPlace, letter, type OrderMail } from './letters.ts'
import { proofFacts, proofLetter } from './proof-mail.ts'
import { reductionFacts, reductionLetter } from './reduction-mail.ts'
import { keptUntil } from './reservations.ts'

/** Letters about an order to whoever placed it. */
export const orderMails: Pick<
  MailBuilders,
  | 'order-confirmation'
  | 'order-corrected'
  | 'order-reduced'
  | 'order-proof'
  | 'order-dispatched'
  | 'order-cancelled'
  | 'payment-reminder'
> = {
  'order-confirmation': aboutOrder(confirmationFacts, confirmationLetter),
  'order-corrected': aboutOrder(correctionFacts, correctionLetter),
  'order-reduced': aboutOrder(reductionFacts, reductionLetter),
  'order-proof': aboutOrder(proofFacts, proofLetter),
  'order-dispatched': aboutOrder(async (_, order) => order.dispatch ?? undefined, dispatchedLetter),
  'payment-reminder': aboutOrder(stillOwed, reminderLetter),
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

/** Undefined where the money came meanwhile: then no letter goes. */
async function stillOwed(
  tx: Tx<'order-contract'>,
  order: OrderFacts,
): Promise<{ openCents: number } | undefined> {
  const { dueCents, paidCents } = await payments.standing(tx, order.id)
  return order.cancellation || paidCents >= dueCents ? undefined : { openCents: dueCents - paidCents }
}

function reminderLetter(shop: Shop, mail: OrderMail, { openCents }: { openCents: number }): Letter {
  const { bank, paying } = shop.known().settings
  const { payBy, paymentReference } = mail.order
  return letter(shop, 'payment-reminder', mail, {
    openCents,
    payBy,
    releasedAfter: keptUntil(paying, payBy as IsoDate),
    holder: bank.accountHolder,
    iban: printedIban(bank.iban),
    reference: printedReference(paymentReference),
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

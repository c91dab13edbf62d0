import type { About, Letter } from '../correspondence/jobs.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { correctionOf } from './corrections.ts'
import type { OrderFacts } from './find.ts'
import { deliveryPlace, letter, type OrderMail } from './letters.ts'

type Corrected = NonNullable<Awaited<ReturnType<typeof correctionOf>>>

/** The correction that a letter tells of. */
export function correctionFacts(
  tx: Tx<'order-contract'>,
  _: OrderFacts,
  { id }: About,
): Promise<Corrected | undefined> {
  return tx.under('service-messages', (messages) => correctionOf(messages, id))
}

/**
 * Tells the buyer that the order was changed, so that nobody else can send a parcel astray unnoticed. A former address
 * reads only that no news comes there any more: it may be a stranger's, who was written to by mistake, so neither the
 * buyer's name nor the new address nor a link stands in it.
 */
export function correctionLetter(shop: Shop, mail: OrderMail, { parts, formerEmail, at }: Corrected): Letter {
  const { order } = mail
  const changed = { parts: parts.filter((part) => part !== 'email'), at }
  if (formerEmail !== null) {
    const plain = letter(shop, 'order-corrected', mail, {
      ...changed,
      former: true,
      name: '',
      href: undefined,
    })
    return { ...plain, to: formerEmail }
  }
  const { identity } = shop.known().settings
  return letter(shop, 'order-corrected', mail, {
    ...changed,
    place: parts.includes('delivery') ? deliveryPlace(order, identity) : undefined,
    phone: parts.includes('phone') ? order.party?.phone : undefined,
    reference: parts.includes('reference') ? order.party?.buyerReference : undefined,
  })
}

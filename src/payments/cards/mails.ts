import type { Letter, MailBuilders } from '../../correspondence/jobs.ts'
import type { OrderFacts } from '../../orders/find.ts'
import { aboutOrder, letter, type OrderMail } from '../../orders/letters.ts'
import type { Tx } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import { standing } from '../payments.ts'

/** The letter to a buyer who has left the provider's page before the bank said no. */
export const cardMails: Pick<MailBuilders, 'card-failed'> = {
  'card-failed': aboutOrder(stillOwed, failedLetter),
}

/** Undefined where the money came in another way meanwhile: then no letter goes. */
async function stillOwed(
  tx: Tx<'order-contract'>,
  order: OrderFacts,
): Promise<{ openCents: number } | undefined> {
  const { dueCents, paidCents } = await standing(tx, order.id)
  return order.cancellation || paidCents >= dueCents ? undefined : { openCents: dueCents - paidCents }
}

function failedLetter(shop: Shop, mail: OrderMail, { openCents }: { openCents: number }): Letter {
  return letter(shop, 'card-failed', mail, { openCents })
}

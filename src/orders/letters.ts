import { eq } from 'drizzle-orm'
import type { About, Letter, MailBuilder } from '../correspondence/jobs.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import type { Shop } from '../shop.ts'
import { urlFor } from '../urls.ts'
import { abroad, destinationCountry } from './destinations.ts'
import { find, type OrderFacts } from './find.ts'
import * as keys from './keys.ts'
import { orderParty } from './table.ts'

/** What every letter about an order stands on. */
export interface OrderMail {
  readonly about: About
  readonly order: OrderFacts
  readonly recipient: { readonly name: string; readonly email: string; readonly invoiceEmail: string | null }
  /** The secret of the letter's own link; its hash is kept. */
  readonly secret: string
  /** Opens the order's page. */
  readonly href: string
}

type Read<T> = (tx: Tx<'order-contract'>, order: OrderFacts, about: About) => Promise<T | undefined>
type Write<T> = (shop: Shop, mail: OrderMail, facts: T) => Letter | Promise<Letter>

/**
 * A builder of letters about an order: `read` and the key of the letter's link share a transaction, committed before
 * `write` composes. No letter where nobody may be told any more or `read` finds nothing to tell.
 */
export function aboutOrder<T>(read: Read<T>, write: Write<T>): MailBuilder {
  return async (shop, about) => {
    const found = await withPurpose(shop.database.worker, 'order-contract', 'job:send-mail', async (tx) => {
      const orderId = about.orderId!
      const recipient = await tx.under('service-messages', (messages) => recipientOf(messages, orderId))
      if (!recipient) return undefined
      const order = await find(tx, orderId)
      const facts = await read(tx, order, about)
      return facts && { order, recipient, facts, secret: await keys.make(tx, orderId) }
    })
    if (!found) return undefined
    const { facts, ...mail } = found
    const href = shop.origin + urlFor('orderOpen', mail.order.language, { token: mail.secret })
    return write(shop, { ...mail, about, href }, facts)
  }
}

/** The letter with what every one about an order says. `kind` names its subject. */
export function letter(
  shop: Shop,
  kind: string,
  { order: { language, number }, recipient, secret, href }: OrderMail,
  model: Readonly<Record<string, unknown>>,
): Letter {
  return {
    to: recipient.email,
    language,
    subject: shop.t(language)(`mail.subject.${kind}`, { number }),
    secret,
    model: { name: recipient.name, number, href, ...model },
  }
}

/** Where the goods go, on one line: our door, the locker, another address or the buyer's own. */
export function deliveryPlace(
  { delivery, party, language }: OrderFacts,
  identity: Settings['identity'],
): string {
  const joined = (...parts: (string | null)[]) => parts.filter(Boolean).join(', ')
  if (delivery.method === 'collection')
    return joined(identity.name, identity.street, identity.town, identity.postcode)
  if (!party) return ''
  const country = abroad(destinationCountry(party), language)
  if (delivery.method === 'locker') return joined(party.locker, country)
  return party.deliveryStreet
    ? joined(
        party.deliveryName ?? party.name,
        party.deliveryStreet,
        party.deliveryTown,
        party.deliveryPostcode,
        country,
      )
    : joined(party.deliveryName ?? party.name, party.street, party.town, party.postcode, country)
}

/** Whom to write to about an order, while the shop may. */
async function recipientOf(
  tx: Tx<'service-messages'>,
  orderId: string,
): Promise<OrderMail['recipient'] | undefined> {
  const [row] = await tx
    .select({ name: orderParty.name, email: orderParty.email, invoiceEmail: orderParty.invoiceEmail })
    .from(orderParty)
    .where(eq(orderParty.orderId, orderId))
  return row
}

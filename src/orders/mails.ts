import { eq } from 'drizzle-orm'
import type { About, Letter, MailBuilder, MailBuilders } from '../correspondence/jobs.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import { urlFor } from '../urls.ts'
import { confirmation } from './confirmation-mail.ts'
import { find, type OrderFacts } from './find.ts'
import * as keys from './keys.ts'
import { deliveryPlace } from './mail-facts.ts'
import { proofMail } from './proof-mail.ts'
import { orderParty } from './table.ts'

export interface Recipient {
  readonly name: string
  readonly email: string
  readonly invoiceEmail: string | null
}

/** What a letter about an order begins with. */
export interface OrderMail {
  readonly order: OrderFacts
  readonly recipient: Recipient
  /** The secret of the letter's own link; its hash is kept. */
  readonly secret: string
  /** Opens the order's page. */
  readonly href: string
}

/** Letters about an order to whoever placed it. */
export const orderMails: Pick<
  MailBuilders,
  'order-confirmation' | 'order-proof' | 'order-dispatched' | 'order-cancelled'
> = {
  'order-confirmation': aboutOrder(confirmation),
  'order-proof': aboutOrder(proofMail),
  'order-dispatched': aboutOrder(dispatched),
  'order-cancelled': aboutOrder(cancelled),
}

type Compose = (shop: Shop, mail: OrderMail, about: About, tx: Tx<'order-contract'>) => Promise<Letter | undefined>

/** Reads the order and makes the key of the letter's link in one transaction, committed before anything is sent. */
export function aboutOrder(compose: Compose): MailBuilder {
  return (shop, about) =>
    withPurpose(shop.database.worker, 'order-contract', 'job:send-mail', async (tx) => {
      const orderId = about.orderId!
      const recipient = await tx.under('service-messages', (messages) => recipientOf(messages, orderId))
      if (!recipient) return undefined
      const order = await find(tx, orderId)
      const secret = await keys.make(tx, orderId)
      return compose(shop, { order, recipient, secret, href: linkTo(shop, order.language, secret) }, about, tx)
    })
}

/** What every letter about an order has; `values` go into the subject too. */
export function letter(
  shop: Shop,
  kind: string,
  { order, recipient, secret, href }: OrderMail,
  model: Readonly<Record<string, unknown>>,
): Letter {
  const { language, number } = order
  return {
    to: recipient.email,
    language,
    subject: shop.t(language)(`mail.subject.${kind}`, { number }),
    secret,
    model: { name: recipient.name, number, href, ...model },
  }
}

/** Whom to write to about an order, while the shop may. */
async function recipientOf(tx: Tx<'service-messages'>, orderId: string): Promise<Recipient | undefined> {
  const [row] = await tx
    .select({ name: orderParty.name, email: orderParty.email, invoiceEmail: orderParty.invoiceEmail })
    .from(orderParty)
    .where(eq(orderParty.orderId, orderId))
  return row
}

function linkTo(shop: Shop, language: Language, secret: string): string {
  return shop.origin + urlFor('orderOpen', language, { token: secret })
}

async function dispatched(shop: Shop, mail: OrderMail): Promise<Letter | undefined> {
  const { dispatch, delivery, lines } = mail.order
  if (!dispatch) return undefined
  const { identity } = shop.known().settings
  return letter(shop, delivery.method === 'collection' ? 'order-ready' : 'order-dispatched', mail, {
    collected: delivery.method === 'collection',
    carrier: dispatch.carrier,
    trackingNumber: dispatch.trackingNumber,
    place: deliveryPlace(mail.order, identity),
    hours: identity.hours[mail.order.language],
    lines,
  })
}

/** Its link would no longer open: the contract has ended. */
async function cancelled(shop: Shop, mail: OrderMail): Promise<Letter | undefined> {
  const { cancellation, totalCents } = mail.order
  if (!cancellation) return undefined
  return letter(shop, 'order-cancelled', mail, { reason: cancellation.reason, totalCents })
}

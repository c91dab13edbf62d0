import { openStripe, patience, type Stripe } from '../../platform/stripe.ts'
import type { CardProvider, NewPage, NewRefund } from './provider.ts'
import {
  disputeState,
  idOf,
  messageOf,
  movement,
  pageState,
  payoutState,
  refundState,
  translated,
} from './stripe-shapes.ts'

interface Access {
  readonly secretKey: string
  readonly webhookSecret: string | undefined
  readonly apiUrl: string | undefined
}

/** What its messages may be about; the account's webhook need send no others. */
export const eventTypes = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
  'payout.paid',
]

/** Cards and whatever else the account switched on, on Stripe's hosted page. */
export function stripeProvider({ secretKey, webhookSecret, apiUrl }: Access): CardProvider {
  let opened: Promise<Stripe> | undefined
  const open = () => (opened ??= openStripe(secretKey, apiUrl))
  const ask = async <T>(call: (stripe: Stripe) => PromiseLike<T>): Promise<T> => {
    try {
      return await call(await open())
    } catch (error) {
      throw translated(error)
    }
  }
  const found = async <T>(call: (stripe: Stripe) => PromiseLike<T>): Promise<T | undefined> => {
    try {
      return await ask(call)
    } catch (error) {
      if ((error as { reason?: unknown }).reason === 'resource_missing') return undefined
      throw error
    }
  }
  const list = async function* <T, U>(
    call: (stripe: Stripe) => AsyncIterable<T>,
    shape: (item: T) => U | undefined,
  ) {
    try {
      for await (const item of call(await open())) {
        const shaped = shape(item)
        if (shaped !== undefined) yield shaped
      }
    } catch (error) {
      throw translated(error)
    }
  }

  return {
    name: 'Stripe',
    testMode: /^(sk|rk)_test_/.test(secretKey),
    origins: ['https://checkout.stripe.com', ...(apiUrl ? [new URL(apiUrl).origin] : [])],
    async open(page) {
      const idempotencyKey = `${page.orderId}-${page.attempt}`
      const { customer_email, ...without } = sessionOf(page)
      const make = (params: Stripe.Checkout.SessionCreateParams, key: string) =>
        ask((stripe) =>
          stripe.checkout.sessions.create(params, { idempotencyKey: key, timeout: patience.page }),
        )
      try {
        return named(await make({ ...without, ...(customer_email && { customer_email }) }, idempotencyKey))
      } catch (error) {
        // An address that mail reaches may be none to Stripe: the buyer types one there.
        if ((error as { reason?: unknown }).reason !== 'email_invalid') throw error
        return named(await make(without, `${idempotencyKey}-without-address`))
      }
    },
    async look(id) {
      const params = { expand: ['payment_intent.latest_charge'] }
      const session = await found((stripe) => stripe.checkout.sessions.retrieve(id, params))
      return session && pageState(session)
    },
    async close(id) {
      // What is complete or over is refused, and looked at by whoever asked.
      await ask((stripe) => stripe.checkout.sessions.expire(id)).catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== 'PROVIDER_REFUSED') throw error
      })
    },
    async pagesOf(payment) {
      const params = { payment_intent: payment, expand: ['data.payment_intent'] }
      return (await ask((stripe) => stripe.checkout.sessions.list(params))).data.map(pageState)
    },
    async refund(asked) {
      const options = { idempotencyKey: asked.refundId }
      return refundState(await ask((stripe) => stripe.refunds.create(refundOf(asked), options)))
    },
    async refundState(id) {
      const refund = await found((stripe) => stripe.refunds.retrieve(id))
      return refund && refundState(refund)
    },
    async refundsOf(payment) {
      const params = { payment_intent: payment, limit: 100 }
      return (await ask((stripe) => stripe.refunds.list(params))).data.map(refundState)
    },
    async paymentOf(charge) {
      const known = await found((stripe) => stripe.charges.retrieve(charge))
      return (known && idOf(known.payment_intent)) ?? undefined
    },
    async dispute(id) {
      const dispute = await found((stripe) => stripe.disputes.retrieve(id))
      return dispute && disputeState(dispute)
    },
    async payout(id) {
      const payout = await found((stripe) => stripe.payouts.retrieve(id))
      return payout && payoutState(payout)
    },
    payoutsSince: (moment) =>
      list(
        (stripe) =>
          stripe.payouts.list({ arrival_date: { gte: seconds(moment) }, status: 'paid', limit: 100 }),
        payoutState,
      ),
    movementsOf: (payout) =>
      list(
        (stripe) => stripe.balanceTransactions.list({ payout, limit: 100, expand: ['data.source'] }),
        movement,
      ),
    messagesSince: (moment) =>
      list(
        (stripe) => stripe.events.list({ created: { gte: seconds(moment) }, types: eventTypes, limit: 100 }),
        (event) => {
          const message = messageOf(event)
          return message.topic === null ? undefined : message
        },
      ),
    async read(raw, signature) {
      const stripe = await open()
      try {
        return messageOf(await stripe.webhooks.constructEventAsync(raw, signature, webhookSecret!))
      } catch {
        // Not signed with our secret, too old, or no event at all.
        return undefined
      }
    },
  }
}

function named({ id, url }: Stripe.Checkout.Session): { id: string; url: string } {
  return { id, url: url! }
}

/** One line with the whole price: what is on the signs, and for whom, is nothing that a bank needs. */
function sessionOf({
  orderId,
  attempt,
  title,
  amountCents,
  email,
  language,
  expiresAt,
  ...urls
}: NewPage): Stripe.Checkout.SessionCreateParams {
  const metadata = { order: orderId, attempt: String(attempt) }
  return {
    mode: 'payment',
    ui_mode: 'hosted_page',
    line_items: [
      {
        quantity: 1,
        price_data: { currency: 'eur', unit_amount: amountCents, product_data: { name: title } },
      },
    ],
    locale: language,
    customer_email: email,
    client_reference_id: orderId,
    metadata,
    payment_intent_data: { metadata },
    // The price was agreed in euros.
    adaptive_pricing: { enabled: false },
    expires_at: seconds(expiresAt),
    success_url: urls.paidUrl,
    cancel_url: urls.leftUrl,
  }
}

function refundOf({ refundId, payment, amountCents }: NewRefund): Stripe.RefundCreateParams {
  return { payment_intent: payment, amount: amountCents, metadata: { refund: refundId } }
}

function seconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000)
}

import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export const stripeKey = 'sk_test_standin'
export const webhookSecret = 'whsec_standin'

type Thing = Record<string, unknown> & { id: string; object: string }

/** What a buyer, a bank or somebody at Stripe's own desk does. */
export type Act = 'paid' | 'processing' | 'succeeded' | 'failed' | 'expired'

export interface StripeStandIn {
  readonly url: string
  /** The environment of a shop that talks to it. */
  readonly env: Record<string, string>
  /** Everything that exists, by id. */
  readonly things: ReadonlyMap<string, Thing>
  /** Every request with what it carried. */
  readonly asked: { method: string; path: string; params: URLSearchParams; key: string | undefined }[]
  /** All events, the oldest first. */
  readonly events: Thing[]
  /** Answers nothing for so long. */
  hang(ms: number): void
  /** Does something to a page; returns what Stripe tells of it. */
  act(page: string, act: Act): Thing[]
  dispute(payment: string): Thing[]
  closeDispute(id: string, status: 'won' | 'lost'): Thing[]
  refundTurns(id: string, status: 'succeeded' | 'failed'): Thing[]
  /** Money sent back by somebody at Stripe's desk. */
  refundByHand(payment: string, amount: number): Thing[]
  payout(payments: readonly string[]): Thing[]
  /** The next refunds are of this status. */
  refundsBegin(status: 'succeeded' | 'pending'): void
  /** What Stripe posts for an event; signed now unless said otherwise. */
  post(
    event: Thing,
    how?: { secret?: string; at?: number },
  ): { body: string; headers: Record<string, string> }
  /** The last page that was made. */
  lastPage(): string
  close(): Promise<void>
}

const now = () => Math.floor(Date.now() / 1000)
const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`

/** A small Stripe on this machine: its objects, its events, and as much of its arithmetic as a shop leans on. */
export async function startStripe(): Promise<StripeStandIn> {
  const things = new Map<string, Thing>()
  const events: Thing[] = []
  const asked: StripeStandIn['asked'] = []
  const answered = new Map<string, { sent: string; status: number; body: unknown }>()
  let silentUntil = 0
  let refundStatus = 'succeeded'

  const put = (object: string, prefix: string, more: Record<string, unknown>): Thing => {
    const thing = { id: newId(prefix), object, created: now(), livemode: false, metadata: {}, ...more }
    things.set(thing.id, thing)
    return thing
  }
  const all = (object: string) => [...things.values()].filter((thing) => thing.object === object).reverse()
  const tell = (type: string, thing: Thing): Thing => {
    const data = { object: structuredClone(thing) }
    const event = { ...put('event', 'evt', { type, data }), api_version: null, pending_webhooks: 1 }
    events.push(event)
    return event
  }
  const intentOf = (session: Thing, status: string): Thing => {
    const { amount_total: amount, currency, metadata } = session
    const intent =
      things.get(String(session.payment_intent)) ??
      put('payment_intent', 'pi', { amount, currency, metadata, latest_charge: null })
    intent.status = status
    session.payment_intent = intent.id
    return intent
  }
  const charge = (session: Thing) => {
    const intent = intentOf(session, 'succeeded')
    const { amount, currency, metadata } = intent
    const paid = put('charge', 'ch', { amount, currency, metadata, payment_intent: intent.id })
    intent.latest_charge = paid.id
    session.payment_status = 'paid'
  }
  const refund = (intent: string, amount: number, metadata: unknown, status: string) =>
    put('refund', 're', { amount, currency: 'eur', payment_intent: intent, metadata, status })
  const chargeOf = (intent: string) => things.get(String(things.get(intent)?.latest_charge))!

  const act: StripeStandIn['act'] = (id, what) => {
    const session = things.get(id)!
    if (what === 'expired') {
      session.status = 'expired'
      return [tell('checkout.session.expired', session)]
    }
    if (what === 'failed') {
      intentOf(session, 'requires_payment_method')
      return [tell('checkout.session.async_payment_failed', session)]
    }
    session.status = 'complete'
    if (what === 'processing') intentOf(session, 'processing')
    else charge(session)
    const type = what === 'succeeded' ? 'async_payment_succeeded' : 'completed'
    return [tell(`checkout.session.${type}`, session)]
  }

  const create: Record<string, (params: URLSearchParams) => Thing | string> = {
    '/v1/checkout/sessions': (params) => {
      const expiresIn = Number(params.get('expires_at')) - now()
      if (expiresIn < 1740 || expiresIn > 86_400) return 'expires_at'
      const session = put('checkout.session', 'cs_test', {
        amount_total: Number(params.get('line_items[0][price_data][unit_amount]')),
        currency: params.get('line_items[0][price_data][currency]'),
        metadata: { order: params.get('metadata[order]'), attempt: params.get('metadata[attempt]') },
        status: 'open',
        payment_status: 'unpaid',
        payment_intent: null,
        success_url: params.get('success_url'),
        cancel_url: params.get('cancel_url'),
      })
      session.url = `${url}/pay/${session.id}`
      return session
    },
    '/v1/refunds': (params) => {
      const intent = params.get('payment_intent') ?? ''
      const amount = Number(params.get('amount'))
      const before = all('refund').filter((one) => one.payment_intent === intent && one.status !== 'failed')
      const left = before.reduce((rest, one) => rest - Number(one.amount), Number(things.get(intent)?.amount))
      if (!(amount >= 1 && amount <= left)) return 'amount'
      const made = refund(intent, amount, { refund: params.get('metadata[refund]') }, refundStatus)
      tell('charge.refunded', chargeOf(intent))
      tell('refund.created', made)
      return made
    },
  }

  const lists: Record<string, string> = {
    '/v1/checkout/sessions': 'checkout.session',
    '/v1/refunds': 'refund',
    '/v1/payouts': 'payout',
    '/v1/balance_transactions': 'balance_transaction',
    '/v1/events': 'event',
  }

  const answer = (method: string, path: string, params: URLSearchParams): [number, unknown] => {
    const expired = /^\/v1\/checkout\/sessions\/(\w+)\/expire$/.exec(path)?.[1]
    if (method === 'POST' && expired) {
      if (things.get(expired)?.status !== 'open') return refused('status', 'not open')
      act(expired, 'expired')
      return [200, things.get(expired)]
    }
    if (method === 'POST') {
      const made = create[path]?.(params)
      return typeof made === 'object' ? [200, made] : refused(made ?? 'path', 'parameter_invalid')
    }
    const object = lists[path]
    if (object) {
      const own = all(object).filter((thing) =>
        ['payment_intent', 'payout'].every((name) => !params.has(name) || thing[name] === params.get(name)),
      )
      const data = own.map((thing) => expanded(thing, params))
      return [200, { object: 'list', url: path, has_more: false, data }]
    }
    const thing = things.get(path.split('/').at(-1) ?? '')
    if (!thing)
      return [404, { error: { type: 'invalid_request_error', code: 'resource_missing', message: 'no' } }]
    return [200, expanded(thing, params)]
  }
  const refused = (param: string, code: string): [number, unknown] => [
    400,
    { error: { type: 'invalid_request_error', code, param, message: 'refused' } },
  ]
  const expanded = (thing: Thing, params: URLSearchParams) => {
    const wanted = [...params].some(([name]) => name.startsWith('expand'))
    if (!wanted) return thing
    const intent = things.get(String(thing.payment_intent))
    const source = things.get(String(thing.source))
    return {
      ...thing,
      ...(intent && {
        payment_intent: { ...intent, latest_charge: things.get(String(intent.latest_charge)) ?? null },
      }),
      ...(source && { source }),
    }
  }

  const serveOne = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stripe')
    if (pathname.startsWith('/pay/')) return hostedPage(response, things.get(pathname.slice(5)))
    await pause(Math.max(0, silentUntil - Date.now()))
    const text = await textOf(request)
    const params = request.method === 'POST' ? new URLSearchParams(text) : searchParams
    const key = request.headers['idempotency-key']?.toString()
    asked.push({ method: request.method ?? '', path: pathname, params, key })
    if (request.headers.authorization !== `Bearer ${stripeKey}`) return send(response, 401, { error: {} })
    const earlier = key === undefined ? undefined : answered.get(key)
    if (earlier && earlier.sent !== text)
      return send(response, 400, { error: { type: 'idempotency_error', message: 'other' } })
    if (earlier) return send(response, earlier.status, earlier.body)
    const [status, body] = answer(request.method ?? '', pathname, params)
    if (key !== undefined && status < 400)
      answered.set(key, { sent: text, status, body: structuredClone(body) })
    send(response, status, body)
  }
  // Whoever asked may have gone meanwhile.
  const server = createServer((request, response) => void serveOne(request, response).catch(() => {}))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    env: { STRIPE_SECRET_KEY: stripeKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_URL: url },
    things,
    asked,
    events,
    hang: (ms) => {
      silentUntil = Date.now() + ms
    },
    act,
    dispute(payment) {
      const { amount, currency, id } = chargeOf(payment)
      const details = { due_by: now() + 10 * 86_400 }
      const more = { charge: id, payment_intent: payment, reason: 'product_not_received' }
      const status = 'needs_response'
      const made = put('dispute', 'dp', { amount, currency, status, evidence_details: details, ...more })
      return [tell('charge.dispute.created', made)]
    },
    closeDispute(id, status) {
      const dispute = things.get(id)!
      dispute.status = status
      return [tell('charge.dispute.closed', dispute)]
    },
    refundTurns(id, status) {
      const made = things.get(id)!
      made.status = status
      return [tell(status === 'failed' ? 'refund.failed' : 'refund.updated', made)]
    },
    refundByHand(payment, amount) {
      const made = refund(payment, amount, {}, 'succeeded')
      return [tell('charge.refunded', chargeOf(payment)), tell('refund.created', made)]
    },
    payout(payments) {
      const lines = payments.map((payment) => {
        const { id, amount } = chargeOf(payment)
        const fee = Math.round(Number(amount) * 0.015) + 25
        const net = Number(amount) - fee
        return { amount, fee, net, source: id, type: 'charge', reporting_category: 'charge', currency: 'eur' }
      })
      const amount = lines.reduce((sum, { net }) => sum + net, 0)
      const made = put('payout', 'po', { amount, currency: 'eur', arrival_date: now(), status: 'paid' })
      for (const line of lines) put('balance_transaction', 'txn', { ...line, payout: made.id })
      return [tell('payout.paid', made)]
    },
    refundsBegin: (status) => {
      refundStatus = status
    },
    post(event, { secret = webhookSecret, at = now() } = {}) {
      const body = JSON.stringify(event, null, 2)
      const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': `t=${at},v1=${signature}`,
      }
      return { body, headers }
    },
    lastPage: () => all('checkout.session')[0]!.id,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}

/** What a buyer sees there: enough to press a button. */
function hostedPage(response: ServerResponse, session: Thing | undefined): void {
  const text = `<!doctype html><title>Pay</title><a id="paid" href="${session?.success_url}">Pay</a>
    <a id="left" href="${session?.cancel_url}">Back</a>`
  response.writeHead(200, { 'content-type': 'text/html' }).end(text)
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) text += piece
  return text
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

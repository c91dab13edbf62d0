import { Agent as PlainAgent } from 'node:http'
import { Agent } from 'node:https'
import type { Stripe } from 'stripe'

export type { Stripe } from 'stripe'

/** How long an answer may take, in milliseconds: somebody waits for a page, or nobody does. */
export const patience = { page: 5_000, job: 20_000 } as const

/**
 * Stripe's own library, loaded when first called because that takes longer than the start of the whole shop. It asks once:
 * whoever calls decides whether to ask again. `apiUrl` is another Stripe, for tests.
 */
export async function openStripe(secretKey: string, apiUrl?: string): Promise<Stripe> {
  const { Stripe } = await import('stripe')
  return new Stripe(secretKey, {
    timeout: patience.job,
    maxNetworkRetries: 0,
    telemetry: false,
    ...(apiUrl === undefined ? { httpAgent: new Agent({ keepAlive: true }) } : elsewhere(new URL(apiUrl))),
  })
}

function elsewhere({ hostname, port, protocol }: URL) {
  const plain = protocol === 'http:'
  return {
    host: hostname,
    port: port || (plain ? 80 : 443),
    protocol: plain ? ('http' as const) : ('https' as const),
    httpAgent: plain ? new PlainAgent({ keepAlive: true }) : new Agent({ keepAlive: true }),
  }
}

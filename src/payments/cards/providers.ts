import type { Config } from '../../platform/config.ts'
import type { CardProvider } from './provider.ts'
import { stripeProvider } from './stripe.ts'

const opened = new WeakMap<Config['stripe'], CardProvider>()

/** Who takes cards for this shop: one for the process, as it keeps connections; undefined where no key is set. */
export function providerOf({ stripe }: Config): CardProvider | undefined {
  const { secretKey } = stripe
  if (secretKey === undefined) return undefined
  let provider = opened.get(stripe)
  if (!provider) {
    provider = stripeProvider({ ...stripe, secretKey })
    opened.set(stripe, provider)
  }
  return provider
}

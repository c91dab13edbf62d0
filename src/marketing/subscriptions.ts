import { sql } from 'drizzle-orm'
import type { Language } from '../platform/i18n/languages.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { subscription } from './table.ts'

interface Subscriber {
  /** E-mail address or telephone number. */
  readonly address: string
  readonly addressHash: Buffer
  readonly language: Language
}

/** An address that consented to this purpose. */
export async function subscribe(
  tx: Tx<'marketing-email'> | Tx<'marketing-phone'>,
  purpose: 'marketing-email' | 'marketing-phone',
  subscriber: Subscriber,
  consentId: string,
): Promise<void> {
  await tx.insert(subscription).values({ purpose, ...subscriber, consentId })
}

/** A customer who did not say no to mails about similar goods (ISPL 9); an earlier no is obeyed and nothing kept. */
export async function subscribeCustomer(
  tx: Tx<'marketing-similar-goods'>,
  subscriber: Subscriber,
): Promise<void> {
  const { address, addressHash, language } = subscriber
  await tx.execute(sql`
    insert into subscription (purpose, address, address_hash, language)
    select 'marketing-similar-goods', ${address}, ${addressHash}, ${language}
     where shop_may_market('marketing-similar-goods', ${addressHash}, null)
    on conflict do nothing`)
}

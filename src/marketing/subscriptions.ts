import { sql } from 'drizzle-orm'
import type { Language } from '../platform/i18n/languages.ts'
import type { Tx } from '../privacy/with-purpose.ts'

interface Subscriber {
  /** E-mail address or telephone number. */
  readonly address: string
  readonly addressHash: Buffer
  readonly language: Language
}

/** An address that consented to the purpose of this transaction; a new consent renews the one before. */
export async function subscribe(
  tx: Tx<'marketing-email'> | Tx<'marketing-phone'>,
  subscriber: Subscriber,
  consentId: string,
): Promise<void> {
  await keep(tx, subscriber, consentId)
}

/** A customer who did not say no to mails about similar goods (ISPL 9); an earlier no is obeyed and nothing kept. */
export async function subscribeCustomer(
  tx: Tx<'marketing-similar-goods'>,
  subscriber: Subscriber,
): Promise<void> {
  await keep(tx, subscriber, null)
}

async function keep(
  tx: Tx<'marketing-email'> | Tx<'marketing-phone'> | Tx<'marketing-similar-goods'>,
  { address, addressHash, language }: Subscriber,
  consentId: string | null,
): Promise<void> {
  await tx.execute(sql`select shop_subscribe(${address}, ${addressHash}, ${language}, ${consentId})`)
}

import { and, eq, isNull, sql } from 'drizzle-orm'
import * as mails from '../correspondence/mails.ts'
import type { Language } from '../platform/i18n/languages.ts'
import { isToken, keyedHash, token, tokenHash } from '../platform/keys.ts'
import * as consents from '../privacy/consents.ts'
import { type Access, type Tx, withPurpose } from '../privacy/with-purpose.ts'
import * as subscriptions from './subscriptions.ts'
import { newsRequest } from './table.ts'

/** Letters that an address may be sent in a day, and all addresses together in an hour, whoever asks. */
const most = { ofAddress: 3, inAnHour: 120 } as const

export interface Asked {
  /** In small letters. */
  readonly address: string
  readonly language: Language
  readonly words: string
  readonly noticeVersionId: string
}

/** Notes who asks for news and queues the letter that proves the address; too many in a row are passed over in silence. */
export function ask(access: Access<'storefront'>, asked: Asked): Promise<void> {
  return withPurpose(access, 'marketing-email', 'guest', async (tx) => {
    // Those who ask at the same time are counted one after the other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('news request', 0))`)
    if (await isThrottled(tx, asked.address)) return
    const id = crypto.randomUUID()
    await tx.insert(newsRequest).values({ id, ...asked })
    await mails.queue(tx, 'newsletter-confirmation', { id })
  })
}

async function isThrottled(tx: Tx<'marketing-email'>, address: string): Promise<boolean> {
  const [row] = await tx
    .select({
      own: sql<number>`(count(*) filter (where ${newsRequest.address} = ${address}))::int`,
      all: sql<number>`(count(*) filter (where ${newsRequest.askedAt} > now() - interval '1 hour'))::int`,
    })
    .from(newsRequest)
  return row!.own >= most.ofAddress || row!.all >= most.inAnHour
}

/** What the letter says: where to and its link's secret, made now. Undefined once it is too late or confirmed. */
export async function letter(
  tx: Tx<'marketing-email'>,
  id: string,
): Promise<{ address: string; language: Language; secret: string } | undefined> {
  const secret = token()
  const [row] = await tx
    .update(newsRequest)
    .set({ tokenHash: tokenHash(secret) })
    .where(and(eq(newsRequest.id, id), isNull(newsRequest.confirmedAt)))
    .returning({ address: newsRequest.address, language: newsRequest.language })
  return row && { ...row, secret }
}

/** The address that a link proves; undefined where it is used, too old or none. Consumes nothing. */
export function find(access: Access<'storefront'>, bearer: string): Promise<string | undefined> {
  if (!isToken(bearer)) return Promise.resolve(undefined)
  return withPurpose(access, 'marketing-email', 'guest', async (tx) => {
    const [row] = await tx.select({ address: newsRequest.address }).from(newsRequest).where(open(bearer))
    return row?.address
  })
}

/** The link was followed and its button pressed: the consent counts from now. False where the link opens nothing any more. */
export async function confirm(
  access: Access<'storefront'>,
  bearer: string,
  addressKey: Buffer,
): Promise<boolean> {
  if (!isToken(bearer)) return false
  return withPurpose(access, 'marketing-email', 'guest', async (tx) => {
    const [row] = await tx
      .update(newsRequest)
      .set({ confirmedAt: sql`now()` })
      .where(open(bearer))
      .returning({
        address: newsRequest.address,
        language: newsRequest.language,
        words: newsRequest.words,
        noticeVersionId: newsRequest.noticeVersionId,
      })
    if (!row) return false
    const consentId = await tx.under('consent-evidence', (evidence) =>
      consents.give(evidence, { ...row, purpose: 'marketing-email', form: 'footer', orderId: null }),
    )
    const addressHash = keyedHash(addressKey, row.address)
    await subscriptions.subscribe(tx, { ...row, addressHash }, consentId)
    return true
  })
}

function open(bearer: string) {
  return and(eq(newsRequest.tokenHash, tokenHash(bearer)), isNull(newsRequest.confirmedAt))
}

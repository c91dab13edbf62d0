import * as subscriptions from '../marketing/subscriptions.ts'
import { keyedHash } from '../platform/keys.ts'
import * as consents from '../privacy/consents.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { OrderForm, Surroundings } from './placing.ts'

/**
 * Each yes under its own purpose with its evidence; the no as an objection. It is one to similar goods only: who wants
 * news by e-mail and says no to those says two things that go together.
 */
export async function keepChoices(
  tx: Tx<'order-contract'>,
  form: OrderForm,
  orderId: string,
  around: Surroundings,
): Promise<void> {
  const { email, phone } = form.party
  const subscriber = (address: string) => ({
    address: address.toLowerCase(),
    addressHash: keyedHash(around.keys.address, address.toLowerCase()),
    language: form.language,
  })
  const agreed = async (purpose: 'marketing-email' | 'marketing-phone', address: string, words: string) => {
    const consentId = await tx.under('consent-evidence', (evidence) =>
      consents.give(evidence, {
        purpose,
        address: address.toLowerCase(),
        words,
        language: form.language,
        noticeVersionId: form.noticeVersionId,
        form: 'order',
        orderId,
      }),
    )
    await tx.under(purpose, (own) => subscriptions.subscribe(own, subscriber(address), consentId))
  }
  if (form.consents.email !== null) await agreed('marketing-email', email, form.consents.email)
  if (form.consents.phone !== null && phone) await agreed('marketing-phone', phone, form.consents.phone)

  if (form.noSimilarGoods) {
    await tx.under('objections', (no) =>
      consents.object(no, subscriber(email).addressHash, 'marketing-similar-goods'),
    )
  } else if (form.party.kind === 'person' && around.purposesOn.has('marketing-similar-goods')) {
    await tx.under('marketing-similar-goods', (own) =>
      subscriptions.subscribeCustomer(own, subscriber(email)),
    )
  }
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { terms } from '../../seed/terms.ts'
import { written } from '../../src/correspondence/jobs.ts'
import { confirmationWords } from '../../src/orders/confirmation-words.ts'
import { orderMails } from '../../src/orders/mails.ts'
import * as payLater from '../../src/orders/pay-later.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { urlFor } from '../../src/urls.ts'
import { seen } from '../correspondence/mail-room.ts'
import { type TestShop, testOrigin, testShop } from '../support/shop.ts'
import { placed, type Wanted } from './placed.ts'

let house: TestShop
beforeAll(async () => {
  house = await testShop()
})
afterAll(() => house?.close())

/** The confirmation of an order as it leaves, as text and as the words of its HTML; `trusted`: for so many days. */
async function bodies(wanted: Wanted, trusted?: number): Promise<string[]> {
  const { id } = await placed(house.shop, house.visitor({ audit: false }), wanted)
  if (trusted !== undefined)
    await withPurpose(house.shop.database.backoffice, 'order-contract', 'command', (tx) =>
      payLater.trust(tx, id, trusted, null),
    )
  const letter = await orderMails['order-confirmation'](house.shop, { id, orderId: id })
  const { text, html } = written(house.shop, crypto.randomUUID(), 'order-confirmation', letter!)
  return [seen(text), seen(html.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<[^>]+>/g, ''))]
}

describe.each(languages)('in %s', (language) => {
  const t = translator(language)
  const days = { days: 1 }

  test('money before the goods: the time counts from the payment, and an advance invoice is promised', async () => {
    for (const payment of ['transfer', 'card'] as const)
      for (const body of await bodies({ language, payment })) {
        expect(body).toContain(t('mail.leaves.stock.payment', days))
        expect(body).toContain(t('mail.confirmation.invoice.before'))
      }
  })

  test('who is trusted to pay later is not told to pay first', async () => {
    for (const body of await bodies({ language, payment: 'later' }, 14)) {
      expect(body).toContain(t('order.pay.laterTrusted', { days: 14 }))
      expect(body).toContain(t('mail.leaves.stock.nothing', days))
      expect(body).not.toContain(t('mail.leaves.stock.payment', days))
      expect(body).not.toContain(t('mail.confirmation.invoice.before'))
    }
  })

  test('who waits for that is told what is waited for', async () => {
    for (const body of await bodies({ language, payment: 'later' })) {
      expect(body).toContain(t('order.pay.laterWaits'))
      expect(body).toContain(t('mail.leaves.stock.agreement', days))
      expect(body).toContain(t('mail.confirmation.invoice.later'))
    }
  })

  test('over the counter goods from the shelf leave unpaid', async () => {
    for (const body of await bodies({ language, payment: 'collection', delivery: 'collection' })) {
      expect(body).toContain(t('mail.confirmation.pay.collection'))
      expect(body).toContain(t('mail.leaves.stock.nothing', days))
      expect(body).toContain(t('mail.confirmation.invoice.collection'))
      expect(body).not.toContain(t('mail.confirmation.invoice.before'))
    }
  })

  // CRD Art. 6(1)(h) as amended by Directive (EU) 2023/2673: that there is the function, and where.
  test('where one withdraws by a button is said in the mail and in the terms', async () => {
    const words = t('withdrawal.step1')
    const path = urlFor('withdrawal', language)
    for (const body of await bodies({ language })) {
      expect(body).toContain(t('withdrawal.told', { words }))
      expect(body).toContain(testOrigin + path)
    }
    expect(terms[language]).toContain(`](${path})`)
    expect(terms[language]).toContain(words)
  })
})

test('a sign waits for its payment however it is paid over the counter, and for nothing where its buyer is trusted', () => {
  const t = translator('en')
  const said = (method: 'collection' | 'later', netDays?: number) =>
    confirmationWords({ method, made: true, netDays, leadDays: 3 }, t)
  expect(said('collection')).toEqual({
    pay: t('mail.confirmation.pay.collectionMade'),
    invoice: t('mail.confirmation.invoice.before'),
    leaves: t('mail.leaves.made.payment', { days: 3 }),
  })
  expect(said('later', 14).leaves).toBe(t('mail.leaves.made.nothing', { days: 3 }))
  expect(said('later').leaves).toBe(t('mail.leaves.made.agreement', { days: 3 }))
})

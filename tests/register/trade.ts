import { sql } from 'drizzle-orm'
import * as carts from '../../src/checkout/carts.ts'
import { type OrderForm, type Placed, place } from '../../src/checkout/placing.ts'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import * as proofs from '../../src/orders/proofs.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { keyedHash, token } from '../../src/platform/keys.ts'
import { cents } from '../../src/platform/money.ts'
import { systemClock } from '../../src/platform/time.ts'
import * as notices from '../../src/privacy/notices/notices.ts'
import { purposeList } from '../../src/privacy/purposes.ts'
import { type Tx, withoutPurpose, withPurpose } from '../../src/privacy/with-purpose.ts'
import * as receipts from '../../src/receivables/receipts.ts'
import { read } from '../../src/settings/settings.ts'
import type { Ground } from './ground.ts'

export type { Placed }

/** Whoever works in the back office. */
export const someone = crypto.randomUUID()
export const staff = `staff:${someone}` as const

const clock = systemClock('Europe/Riga')
const addressKey = Buffer.alloc(32, 1)
const purposesOn = new Set(purposeList.filter(({ use }) => use !== 'later').map(({ id }) => id))

/** What a marketing purpose knows an address by. */
export function hashOf(address: string): Buffer {
  return keyedHash(addressKey, address)
}

export type Trade = Awaited<ReturnType<typeof openTrade>>

/** Buyers and staff at work in a demo shop, each through the doors that the pages use. */
export async function openTrade({ owner, at, run }: Ground) {
  const settings = (await read(owner.orm))!
  const { identity, privacy } = settings
  const content = notices.compose('lv', { identity, privacy }, purposesOn, translator('lv'))
  const { id: noticeVersionId } = await withoutPurpose(at.storefront, 'command', (tx) =>
    notices.publish(tx, 'lv', content),
  )
  const [sign] = await owner.orm.execute<{ id: string; priceCents: number }>(sql`
    select variant.id, price_cents as "priceCents" from variant join product on product.id = product_id
      where word_lines is not null and published_at is not null order by sku limit 1`)

  const contract = <T>(work: (tx: Tx<'order-contract'>) => Promise<T>) =>
    withPurpose(at.backoffice, 'order-contract', staff, work)

  /** A sign with the buyer's words. */
  async function order(email: string, choices: Partial<OrderForm> = {}): Promise<Placed> {
    const cartToken = token()
    const item = { variantId: sign!.id, quantity: 1, words: 'Bērziņi' }
    await withPurpose(at.storefront, 'website', 'guest', (tx) => carts.keep(tx, cartToken))
    await withPurpose(at.storefront, 'order-contract', 'guest', (tx) => carts.add(tx, cartToken, item))
    const form: OrderForm = {
      formKey: token(),
      cartToken,
      language: 'lv',
      party: { kind: 'person', name: 'Anna Bērziņa', email, phone: '+371 20000101', country: 'LV' },
      delivery: 'collection',
      payment: 'transfer',
      noticeVersionId,
      termsVersionId: settings.terms.lv!.id,
      agreedTotalCents: sign!.priceCents,
      consents: { email: null, phone: null },
      noSimilarGoods: false,
      ...choices,
    }
    const keys = {
      form: Buffer.alloc(32, 2),
      address: addressKey,
      personalCodes: () => Buffer.alloc(32, 3),
    }
    return place(at.storefront, form, { settings, noticeVersionId, today: clock.today(), keys, purposesOn })
  }

  async function lineOf(tx: Tx<'order-contract'>, { id }: Placed): Promise<string> {
    const [line] = await tx.execute<{ id: string }>(sql`select id from order_line where order_id = ${id}`)
    return line!.id
  }

  function sendProof(placed: Placed): Promise<void> {
    return contract(async (tx) => {
      const lineId = await lineOf(tx, placed)
      const seen = (await proofs.latest(tx, placed.id)).get(lineId)?.version ?? 0
      const picture = Buffer.from('drawn')
      await proofs.send(tx, { orderId: placed.id, lineId, words: 'Bērziņi', picture, seen, by: someone })
    })
  }

  function answerProof(
    { id }: Placed,
    given: { approved: true } | { approved: false; remark: string },
  ): Promise<void> {
    return withPurpose(at.storefront, 'order-contract', 'guest', async (tx) => {
      const [sent] = [...(await proofs.latest(tx, id)).values()]
      await proofs.answer(tx, id, sent!.id, given)
    })
  }

  /** Approved, paid, made, packed, sent, received today. */
  async function fulfil(placed: Placed): Promise<void> {
    await sendProof(placed)
    await answerProof(placed, { approved: true })
    const today = clock.today()
    const payment = {
      amountCents: cents(sign!.priceCents),
      receivedOn: today,
      means: 'transfer' as const,
      payerName: null,
      seen: 0,
    }
    await contract(async (tx) => {
      const transfer = { orderId: placed.id, notedBy: someone, ...payment }
      await receipts.receive(tx, transfer, { settings, today, t: translator })
      await fulfilment.make(tx, placed.id, await lineOf(tx, placed), someone)
      await fulfilment.pack(tx, placed.id, someone)
      await fulfilment.dispatch(tx, placed.id, { carrier: 'collected', trackingNumber: null, by: someone })
      await fulfilment.deliver(tx, placed.id, today, someone)
    })
  }

  /** Puts the day of delivery into the past. */
  async function deliveredBefore({ id }: Placed, interval: string): Promise<void> {
    await run(
      `update shipment_delivery set (delivered_on, withdrawal_until) =
         (shop_today() - interval '${interval}', shop_today() - interval '${interval}' + interval '14 days') where order_id = '${id}'`,
    )
  }

  return { noticeVersionId, contract, order, sendProof, answerProof, fulfil, deliveredBefore }
}

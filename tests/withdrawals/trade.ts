import { sql } from 'drizzle-orm'
import { people } from '../../seed/cast.ts'
import * as customers from '../../src/customers/customers.ts'
import * as fulfilment from '../../src/orders/fulfilment.ts'
import * as orders from '../../src/orders/orders.ts'
import { creditorReference } from '../../src/payments/reference.ts'
import { cents } from '../../src/platform/money.ts'
import { addDays, type IsoDate } from '../../src/platform/time.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import * as receipts from '../../src/receivables/receipts.ts'
import * as supplies from '../../src/receivables/supplies.ts'
import { surroundingsOf } from '../../src/receivables/surroundings.ts'
import { takeOrderNumber } from '../../src/settings/numbers.ts'
import { settle as settleIt, type Terms } from '../../src/withdrawals/settling.ts'
import * as withdrawals from '../../src/withdrawals/withdrawals.ts'
import { type Office, openOffice } from '../admin/office.ts'
import type { Client } from '../support/client.ts'
import type { TestShop } from '../support/shop.ts'

export const by = '7c9e6679-7425-40de-944b-e07fc1f90ae7'

/** The words that the law gives to the buttons (CRD Art. 11a(1), (3)). */
export const words = {
  lv: ['Atteikties no līguma', 'Apstiprināt atteikumu'],
  en: ['Withdraw from contract here', 'Confirm withdrawal'],
  sv: ['Ångra avtalet här', 'Bekräfta frånträde'],
  nl: ['Hier de overeenkomst herroepen', 'Herroeping bevestigen'],
} as const

export interface Goods {
  readonly quantity: number
  readonly unitPriceCents: number
  readonly discountCents?: number
  readonly vatRate?: 2100 | 1200 | 500
}

/** A trade from its goods on, through the doors. */
export interface Trade {
  contract<T>(work: (tx: Tx<'order-contract'>) => Promise<T>): Promise<T>
  /** Goods from the shelf, ordered by Anna. Returns the order's id and its lines' ids. */
  order(
    goods: readonly Goods[],
    deliveryCents?: number,
  ): Promise<{ id: string; number: string; lines: string[] }>
  pay(orderId: string, amountCents: number, means?: 'transfer' | 'cash'): Promise<void>
  /** Sent, and received so many days ago. */
  send(orderId: string, deliveredAgo?: number): Promise<void>
  withdraw(orderId: string, pieces: readonly withdrawals.Pieces[] | null): Promise<string>
  settle(id: string, terms: Partial<Terms> & Pick<Terms, 'pieces'>): Promise<void>
}

/** An office where goods are traded, with somebody at its desk. */
export async function openTrade(): Promise<{
  office: Office
  desk: Client & { readonly id: string }
  doors: Trade
}> {
  const office = await openOffice()
  await office.hire('owner')
  return { office, desk: await office.hire('administrator'), doors: trade(office) }
}

export function trade({ shop }: Pick<TestShop, 'shop'>): Trade {
  const { clock } = shop
  const around = () => surroundingsOf(shop)
  const contract: Trade['contract'] = (work) =>
    withPurpose(shop.database.backoffice, 'order-contract', `staff:${by}`, work)
  return {
    contract,
    order: (goods, deliveryCents = 399) => contract((tx) => place(shop, tx, goods, deliveryCents)),
    pay: (orderId, amountCents, means = 'transfer') =>
      contract(async (tx) => {
        const receivedOn = clock.today()
        const receiptNumber = means === 'cash' ? crypto.randomUUID().slice(0, 8) : null
        const money = {
          orderId,
          means,
          amountCents: cents(amountCents),
          receivedOn,
          payerName: null,
          notedBy: by,
          receiptNumber,
        }
        await receipts.receive(tx, { ...money, moreReceived: true }, around())
      }),
    async send(orderId, deliveredAgo) {
      await contract((tx) => fulfilment.pack(tx, orderId, by))
      const parcel = { carrier: 'DPD', trackingNumber: null }
      await contract((tx) => supplies.send(tx, orderId, parcel, { ...around(), by }))
      if (deliveredAgo === undefined) return
      const day = addDays(clock.today(), -deliveredAgo) as IsoDate
      await contract((tx) => supplies.receivedBy(tx, orderId, day, { ...around(), by }))
    },
    async withdraw(orderId, pieces) {
      const id = crypto.randomUUID()
      const { name } = people.anna
      const stated = { id, orderId, language: 'lv' as const, name, address: people.anna.email.toLowerCase() }
      await contract((tx) => withdrawals.receive(tx, { ...stated, contract: 'x', words: null, pieces }))
      return id
    },
    settle: (id, terms) =>
      contract((tx) =>
        settleIt(tx, id, { deliveryCents: 0, reductions: new Map(), ...terms }, { ...around(), by }),
      ),
  }
}

async function place(
  { known, clock }: TestShop['shop'],
  tx: Tx<'order-contract'>,
  goods: readonly Goods[],
  deliveryCents: number,
) {
  const { settings, notices } = known()
  const id = crypto.randomUUID()
  const number = await takeOrderNumber(tx, settings.numbers)
  const variants = await tx.execute<{ id: string; sku: string }>(
    sql`select id, sku from variant where stock > 200 or stock is null order by sku limit ${goods.length}`,
  )
  const [code] = await tx.execute<{ id: string; code: string }>(
    sql`select id, code from discount_code limit 1`,
  )
  const reduced = goods.some(({ discountCents = 0 }) => discountCents > 0)
  const lines = goods.map(({ vatRate = 2100, ...line }, i) => ({
    ...line,
    id: crypto.randomUUID(),
    variantId: variants[i % variants.length]!.id,
    sku: variants[i % variants.length]!.sku,
    name: `Zīme ${i + 1}`,
    label: 'A4',
    vatCategory: 'S' as const,
    vatRate,
    madeToOrder: false,
    words: null,
    stocked: false,
  }))
  const { name, email, phone, address } = people.anna
  await orders.place(tx, {
    id,
    number,
    formKeyHash: orders.formKeyHash(Buffer.alloc(32, 5), id),
    customerId: await customers.remember(tx, email),
    language: 'lv',
    delivery: { method: 'courier', priceCents: cents(deliveryCents) },
    carrier: null,
    paymentMethod: 'transfer',
    paymentReference: creditorReference(number),
    payBy: addDays(clock.today(), 7),
    noticeVersionId: notices.lv!.id,
    termsVersionId: settings.terms.lv!.id,
    party: { kind: 'person', name, email, phone: phone.replaceAll(' ', ''), ...address, country: 'LV' },
    discount: reduced ? code! : null,
    lines,
  })
  return { id, number, lines: lines.map((line) => line.id) }
}

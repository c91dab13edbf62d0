import { systemClock } from '../../../src/platform/time.ts'
import { zone } from '../../../src/shop.ts'
import { urlFor } from '../../../src/urls.ts'
import { piecesField } from '../../../src/withdrawals/forms.ts'
import type { Answer, Browser } from '../shop/browser.ts'

/** What an order has in the books. */
export interface Counts {
  readonly payments: number
  readonly reversals: number
  readonly advances: number
  readonly finals: number
  readonly credits: number
  readonly packings: number
  readonly cancellations: number
}

export const nothingYet: Counts = {
  payments: 0,
  reversals: 0,
  advances: 0,
  finals: 0,
  credits: 0,
  packings: 0,
  cancellations: 0,
}

/** An order and how far staff have taken it. */
export interface Sale {
  readonly orderId: string
  readonly lineId: string
  readonly quantity: number
  readonly totalCents: number
  readonly deliveryCents: number
  /** Still to be done, the next first. */
  readonly left: Act[]
  /** What those acts made that were answered as done. */
  done: Counts
  /** Whether the next act was sent once already, and nobody heard the answer. */
  unheard: boolean
  /** Found in the books afterwards: it had been done. */
  happened: boolean
  /** Of the payment that is taken back. */
  paymentId?: string
}

/** Something that staff do to an order with a form of the back office. */
export interface Act {
  readonly makes: Partial<Counts>
  /** Sent twice it would be done twice: a person looks first. */
  readonly once?: boolean
  send(desk: Browser, sale: Sale): Promise<Answer>
}

export function sum(one: Counts, other: Partial<Counts>): Counts {
  const keys = Object.keys(one) as (keyof Counts)[]
  return Object.fromEntries(keys.map((key) => [key, one[key] + (other[key] ?? 0)])) as unknown as Counts
}

export function same(one: Counts, other: Counts): boolean {
  return (Object.keys(one) as (keyof Counts)[]).every((key) => one[key] === other[key])
}

/** What orders go through, one after the other. */
export const courses: readonly (() => Act[])[] = [
  () => [pay(0, 100, 0), pack, dispatch, creditPiece],
  () => [pay(0, 37, 0), pay(37, 100, 1), pack, dispatch, creditAll],
  () => [pay(0, 40, 0), takeBack, pay(0, 100, 1), pack, dispatch],
  () => [pay(0, 55, 0), pay(55, 100, 1), giveUp(2)],
  () => [pay(0, 71, 0), pay(71, 100, 1), creditPiece, pack, dispatch, creditPiece],
]

/** A transfer of the price from one part of a hundred to another, noted by somebody who knows of `seen` payments. */
function pay(from: number, until: number, seen: number): Act {
  return {
    makes: { payments: 1, advances: 1 },
    send: (desk, { orderId, totalCents }) => {
      const part = (hundredths: number) => Math.floor((totalCents * hundredths) / 100)
      return desk.post(urlFor('adminPayment', { id: orderId }), {
        means: 'transfer',
        receiptNumber: '',
        receivedOn: systemClock(zone).today(),
        amount: euros(part(until) - part(from)),
        payer: '',
        seen: String(seen),
      })
    },
  }
}

const pack: Act = {
  makes: { packings: 1 },
  send: (desk, { orderId }) => desk.post(urlFor('adminPacking', { id: orderId }), {}),
}

const dispatch: Act = {
  makes: { finals: 1 },
  send: (desk, { orderId }) =>
    desk.post(urlFor('adminDispatch', { id: orderId }), { carrier: 'DPD', tracking: '' }),
}

/** Twice is once, says the form itself. */
const takeBack: Act = {
  makes: { reversals: 1, credits: 1 },
  async send(desk, sale) {
    const { orderId } = sale
    if (!sale.paymentId) {
      const page = await desk.get(urlFor('adminOrder', { id: orderId }))
      const [, found] = /payments\/([0-9a-f-]{36})\/reversal/.exec(page.body) ?? []
      if (!found) return page
      sale.paymentId = found
    }
    return desk.post(urlFor('adminPaymentReversal', { id: orderId, paymentId: sale.paymentId }), {
      reversalReason: 'Cits pasūtījums',
    })
  },
}

const creditPiece: Act = {
  makes: { credits: 1 },
  once: true,
  send: (desk, sale) => credit(desk, sale, 1, 0),
}

const creditAll: Act = {
  makes: { credits: 1 },
  send: (desk, sale) => credit(desk, sale, sale.quantity, sale.deliveryCents),
}

function credit(
  desk: Browser,
  { orderId, lineId, done }: Sale,
  pieces: number,
  delivery: number,
): Promise<Answer> {
  return desk.post(urlFor('adminOrderCreditNote', { id: orderId }), {
    [piecesField(lineId)]: String(pieces),
    delivery: euros(delivery),
    cause: 'complaint',
    seen: String(done.advances + done.finals + done.credits),
  })
}

function giveUp(advances: number): Act {
  return {
    makes: { credits: advances, cancellations: 1 },
    send: (desk, { orderId }) =>
      desk.post(urlFor('adminOrderGivenUp', { id: orderId }), { reason: 'Pircējs lūdza atcelt.' }),
  }
}

function euros(amount: number): string {
  return (amount / 100).toFixed(2).replace('.', ',')
}

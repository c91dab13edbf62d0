import type { Tx } from '../../privacy/with-purpose.ts'
import type { Shop } from '../../shop.ts'
import * as disputes from './disputes.ts'
import { settlePage, working } from './jobs-pages.ts'
import { settleRefund } from './jobs-refunds.ts'
import * as messages from './messages.ts'
import * as payouts from './payouts.ts'
import * as problems from './problems.ts'
import type { CardProvider, DisputeState, Message, PayoutState } from './provider.ts'

type Act = (tx: Tx<'order-contract'>) => Promise<void>

/**
 * Does what follows from a message: asks the provider how the thing stands now, as messages come late, twice and in any
 * order; then one transaction that takes the message and acts on the answer.
 */
export async function takeMessage(shop: Shop, provider: CardProvider, message: Message): Promise<void> {
  if (await messages.taken(shop.database.worker.client.orm, message.id)) return
  const act = await prepared(shop, provider, message)
  await working(shop, async (tx) => {
    if (await messages.take(tx, message)) await act(tx)
  })
}

async function prepared(shop: Shop, provider: CardProvider, { topic, object }: Message): Promise<Act> {
  switch (topic) {
    case 'page':
    case 'page-failed': {
      const page = await provider.look(object)
      return async (tx) => {
        if (page) await settlePage(shop, tx, page, { failed: topic === 'page-failed' })
      }
    }
    case 'charge': {
      const payment = await provider.paymentOf(object)
      return payment ? refundsActed(shop, provider, payment) : nothing
    }
    case 'refund': {
      const state = await provider.refundState(object)
      if (!state) return nothing
      const first = await paidFirst(shop, provider, state.payment)
      return async (tx) => {
        await first(tx)
        await settleRefund(shop, tx, state)
      }
    }
    case 'dispute': {
      const told = await provider.dispute(object)
      return told ? disputeActed(shop, provider, told) : nothing
    }
    case 'payout': {
      const payout = await provider.payout(object)
      return payout ? payoutActed(shop, provider, payout) : nothing
    }
  }
}

const nothing: Act = async () => {}

async function refundsActed(shop: Shop, provider: CardProvider, payment: string): Promise<Act> {
  const first = await paidFirst(shop, provider, payment)
  const states = await provider.refundsOf(payment)
  return async (tx) => {
    await first(tx)
    for (const state of states) await settleRefund(shop, tx, state)
  }
}

/** What goes back came in before, though its message may still be on the way. */
async function paidFirst(shop: Shop, provider: CardProvider, payment: string | null): Promise<Act> {
  if (payment === null) return nothing
  const known = await working(shop, (tx) =>
    tx.under('accounting', (books) => disputes.paymentCalled(books, payment)),
  )
  if (known) return nothing
  const pages = await provider.pagesOf(payment)
  return async (tx) => {
    for (const page of pages) await settlePage(shop, tx, page)
  }
}

async function disputeActed(shop: Shop, provider: CardProvider, told: DisputeState): Promise<Act> {
  const { payment, id } = told
  const first = await paidFirst(shop, provider, payment)
  return async (tx) => {
    await first(tx)
    await tx.under('accounting', async (books) => {
      const paid = payment === null ? undefined : await disputes.paymentCalled(books, payment)
      // Another program on the same account sold it.
      if (!paid) return
      const { justLost } = await disputes.note(books, told, paid, provider.name)
      if (justLost) await problems.note(books, { orderId: paid.orderId, code: 'dispute-lost', object: id })
    })
  }
}

async function payoutActed(shop: Shop, provider: CardProvider, payout: PayoutState): Promise<Act> {
  if (payout.state !== 'paid') return nothing
  const movements = await Array.fromAsync(provider.movementsOf(payout.id))
  return (tx) => tx.under('accounting', (books) => payouts.keep(books, payout, movements, shop.clock.zone))
}

/** Keeps a payout that no message told of. */
export async function takePayout(shop: Shop, provider: CardProvider, payout: PayoutState): Promise<void> {
  const kept = await working(shop, (tx) =>
    tx.under('accounting', (books) => payouts.isKept(books, payout.id)),
  )
  if (!kept) await working(shop, await payoutActed(shop, provider, payout))
}

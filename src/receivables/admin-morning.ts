import type { AdminShop } from '../admin-shop.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { urlFor } from '../urls.ts'
import type { DebtFilter } from './debt-filters.ts'
import type * as debts from './debts.ts'
import { debtsHref } from './debts-href.ts'
import * as morning from './morning.ts'
import { collects } from './surroundings.ts'

/** What is to be done about debts, how often, and the page where it is one click from done. */
export interface ShownChore {
  readonly chore: morning.Chore
  readonly count: number
  readonly href: string
}

/** What is to be done about debts today. */
export async function choresOf(tx: Tx<'order-contract'>, shop: AdminShop): Promise<ShownChore[]> {
  return (await morning.waiting(tx, around(shop))).map(shown)
}

/**
 * What comes first of it, for somebody who has just done something else; null where all is done. Whoever has counted the
 * debts in this transaction hands that in.
 */
export async function nextChore(
  tx: Tx<'order-contract'>,
  shop: AdminShop,
  counted?: debts.Counts,
): Promise<ShownChore | null> {
  const next = await morning.next(tx, around(shop), counted)
  return next ? shown(next) : null
}

function around(shop: AdminShop): morning.Around {
  return { settings: shop.known().settings.debts, collects: collects(shop) }
}

function shown({ chore, count, invoiceId }: morning.Waiting): ShownChore {
  const href = invoiceId ? urlFor('adminDebt', { invoice: invoiceId }) : listed[chore]
  return { chore, count, href }
}

const list = (state: DebtFilter) => debtsHref({ state })

/** Where all of a chore's debts are found together. */
const listed: Readonly<Record<morning.Chore, string>> = {
  objection: list('objection'),
  upheld: list('upheld'),
  recalls: urlFor('adminHandOver'),
  paidAfterAll: urlFor('adminHandOver'),
  remind: list('to-remind'),
  notice: list('notice-due'),
  receipt: list('notice-sent'),
  collect: urlFor('adminHandOver'),
  barring: list('barring'),
}

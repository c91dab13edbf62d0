import type { AdminShop } from '../admin-shop.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import { urlFor } from '../urls.ts'
import { debtsHref } from './admin-debts.ts'
import { type Chore, type Waiting, waiting } from './morning.ts'

/** What is to be done about debts today, each with the page where it is one click from done. */
export async function choresOf(
  tx: Tx<'order-contract'>,
  shop: AdminShop,
): Promise<{ chore: Chore; count: number; href: string }[]> {
  const found = await waiting(tx, shop.known().settings.debts)
  return found.map((one) => ({ chore: one.chore, count: one.count, href: hrefOf(one) }))
}

function hrefOf({ chore, invoiceId }: Waiting): string {
  switch (chore) {
    case 'collect':
    case 'recalls':
    case 'paidAfterAll':
      return urlFor('adminHandOver')
    case 'remind':
      return debtsHref('to-remind')
    case 'notice':
      return invoiceId ? urlFor('adminDebt', { invoice: invoiceId }) : debtsHref('notice-due')
    case 'receipt':
      return invoiceId ? urlFor('adminDebt', { invoice: invoiceId }) : debtsHref('notice-sent')
    case 'objection':
      return invoiceId ? urlFor('adminDebt', { invoice: invoiceId }) : debtsHref('objection')
    case 'barring':
      return debtsHref('barring')
  }
}

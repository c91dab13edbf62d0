import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import * as disclosures from '../privacy/accountability/disclosures.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import { actorOf, type StaffMember } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { type Month, moved } from './periods.ts'

/** Reads the books for whoever is signed in, under the one purpose of these rooms. */
export function reading<T>(
  c: Context<StaffEnv>,
  shop: AdminShop,
  work: (tx: Tx<'accounting'>) => Promise<T>,
): Promise<T> {
  return withPurpose(shop.database.backoffice, 'accounting', actorOf(c.get('staff')), work)
}

/** The accountant is a processor of the shop (Art. 28); whoever else looks in here is the shop itself. */
export async function tellAccountant(
  tx: Tx<'accounting'>,
  { role }: StaffMember,
  told: { readonly ids: readonly string[]; readonly what: disclosures.What; readonly thing?: string },
): Promise<void> {
  if (role !== 'accountant') return
  await disclosures.note(tx, {
    to: 'accountant',
    unit: 'order',
    // Addresses stand on the documents, not on the lists.
    categories: told.thing ? ['name', 'contact', 'purchases'] : ['name', 'purchases'],
    ...told,
    ids: [...new Set(told.ids)],
  })
}

/** The months before and after one, as a page links to them; none lies ahead. */
export function monthsBeside(path: string, month: Month, today: string, more = '') {
  const href = (to: Month) => `${path}?month=${to}${more}`
  return {
    previous: href(moved(month, -1)),
    next: month < today.slice(0, 7) ? href(moved(month, 1)) : undefined,
  }
}

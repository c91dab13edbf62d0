import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import type { DebtFilter } from './debt-filters.ts'
import * as debts from './debts.ts'
import * as recalls from './hand-over/recalls.ts'
import * as writeOffs from './hand-over/write-offs.ts'

/** What the morning page says of debts, in the order in which it is done. */
export const chores = [
  'objection',
  'recalls',
  'paidAfterAll',
  'remind',
  'notice',
  'receipt',
  'collect',
  'barring',
] as const
export type Chore = (typeof chores)[number]

/** Something that waits for somebody, and the one debt that it is about where there is but one. */
export interface Waiting {
  readonly chore: Chore
  readonly count: number
  readonly invoiceId: string | undefined
}

const filters: Partial<Record<Chore, DebtFilter>> = {
  remind: 'to-remind',
  notice: 'notice-due',
  receipt: 'notice-sent',
  objection: 'objection',
  collect: 'collectable',
  barring: 'barring',
}

/** What is to be done about debts today; what there is none of is left out. */
export async function waiting(tx: Tx<'order-contract'>, settings: Settings['debts']): Promise<Waiting[]> {
  const counts = await debts.counts(tx, settings)
  const others: Partial<Record<Chore, number>> = {
    recalls: (await recalls.toTell(tx)).length,
    paidAfterAll: (await tx.under('accounting', writeOffs.paidAfterAll)).length,
  }
  const found: Waiting[] = []
  for (const chore of chores) {
    const filter = filters[chore]
    const count = filter ? counts[filter] : (others[chore] ?? 0)
    if (count === 0) continue
    found.push({
      chore,
      count,
      invoiceId: filter && count === 1 ? await onlyOne(tx, filter, settings) : undefined,
    })
  }
  return found
}

async function onlyOne(
  tx: Tx<'order-contract'>,
  filter: DebtFilter,
  settings: Settings['debts'],
): Promise<string | undefined> {
  const { debts: found } = await debts.list(tx, { filter, sort: 'due', limit: 1, offset: 0 }, settings)
  return found[0]?.invoiceId
}

import type { Tx } from '../privacy/with-purpose.ts'
import type { Settings } from '../settings/settings.ts'
import type { DebtFilter } from './debt-filters.ts'
import * as debts from './debts.ts'
import * as recalls from './hand-over/recalls.ts'
import * as writeOffs from './hand-over/write-offs.ts'

/** What the morning page says of debts, in the order in which it is done. */
export const chores = [
  'objection',
  'upheld',
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

export interface Around {
  readonly settings: Settings['debts']
  /** The shop hands debts over; what was handed over once may come back either way. */
  readonly collects: boolean
}

const filters: Partial<Record<Chore, DebtFilter>> = {
  remind: 'to-remind',
  notice: 'notice-due',
  receipt: 'notice-sent',
  objection: 'objection',
  upheld: 'upheld',
  collect: 'collectable',
  barring: 'barring',
}

/** Done to one debt after the other; the others are done to all that are ticked. */
const oneByOne: ReadonlySet<Chore> = new Set(['objection', 'upheld', 'receipt', 'barring'])

/** What is to be done about debts today; what there is none of is left out. */
export async function waiting(tx: Tx<'order-contract'>, around: Around): Promise<Waiting[]> {
  const found: Waiting[] = []
  for (const { chore, count } of await counted(tx, around)) {
    const invoiceId = count === 1 ? await firstOf(tx, chore, around) : undefined
    found.push({ chore, count, invoiceId })
  }
  return found
}

/**
 * What comes first, with the debt to begin with where it is done one by one; undefined where nothing waits. `listed`: as they
 * were counted in this transaction.
 */
export async function next(
  tx: Tx<'order-contract'>,
  around: Around,
  listed?: debts.Counts,
): Promise<Waiting | undefined> {
  const [first] = await counted(tx, around, listed)
  if (!first) return undefined
  const single = first.count === 1 || oneByOne.has(first.chore)
  return { ...first, invoiceId: single ? await firstOf(tx, first.chore, around) : undefined }
}

async function counted(
  tx: Tx<'order-contract'>,
  { settings, collects }: Around,
  known?: debts.Counts,
): Promise<{ readonly chore: Chore; readonly count: number }[]> {
  const listed = known ?? (await debts.counts(tx, settings))
  const others: Partial<Record<Chore, number>> = {
    recalls: (await recalls.toTell(tx)).length,
    paidAfterAll: (await tx.under('accounting', writeOffs.paidAfterAll)).length,
    ...(collects ? {} : { collect: 0 }),
  }
  return chores
    .map((chore) => ({ chore, count: others[chore] ?? listed[filters[chore]!] }))
    .filter(({ count }) => count > 0)
}

/** A debt goes to its collector from the list of those that may. */
async function firstOf(
  tx: Tx<'order-contract'>,
  chore: Chore,
  { settings }: Around,
): Promise<string | undefined> {
  const filter = filters[chore]
  if (!filter || chore === 'collect') return undefined
  const { debts: found } = await debts.list(tx, { filter, sort: 'due', limit: 1, offset: 0 }, settings)
  return found[0]?.invoiceId
}

import type { Transaction } from '../platform/database/client.ts'
import { type Closing, closings } from './closings.ts'
import type { MonthSums } from './months.ts'
import type { Month } from './periods.ts'

/** A month as a page shows it. */
export interface MonthRow extends MonthSums {
  readonly closed: boolean
  readonly closedAt?: Date | undefined
  /** It was closed and opened again, and why. */
  readonly reopenedWhy?: string | undefined
}

/** Months with what is known of their closing. */
export async function monthRows(tx: Transaction, months: readonly MonthSums[]): Promise<MonthRow[]> {
  const latest = latestOf(await closings(tx))
  return months.map((sums) => ({ ...sums, ...stateOf(latest.get(sums.month)) }))
}

function latestOf(all: readonly Closing[]): ReadonlyMap<Month, Closing> {
  const latest = new Map<Month, Closing>()
  for (const one of all) if (!latest.has(one.month)) latest.set(one.month, one)
  return latest
}

function stateOf(closing: Closing | undefined) {
  if (!closing) return { closed: false }
  const { closedAt, reopenedAt, reopenedWhy } = closing
  return reopenedAt === null
    ? { closed: true, closedAt }
    : { closed: false, reopenedWhy: reopenedWhy ?? undefined }
}

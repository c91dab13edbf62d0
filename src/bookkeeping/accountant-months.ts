import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import type { Tx } from '../privacy/with-purpose.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { reading } from './accountant-reading.ts'
import { type Closing, closings } from './closings.ts'
import { type MonthSums, monthSums } from './months.ts'
import type { Month } from './periods.ts'
import { type DistanceSales, distanceSales } from './vat-return.ts'

/** A month as a page shows it. */
export interface MonthRow extends MonthSums {
  readonly closed: boolean
  readonly closedAt?: Date | undefined
  /** It was closed and opened again, and why. */
  readonly reopenedWhy?: string | undefined
}

/** The months of the books, the newest first, and how distance sales stand against their limit. */
export function readMonths(
  c: Context<StaffEnv>,
  shop: AdminShop,
): Promise<{ months: MonthRow[]; distance: DistanceSales[] }> {
  const { identity } = shop.known().settings
  const year = Number(shop.clock.today().slice(0, 4))
  return reading(c, shop, async (tx) => ({
    months: await monthRows(tx),
    distance: await distanceSales(tx, year, identity.country),
  }))
}

/** Months with what is known of their closing. */
async function monthRows(tx: Tx<'accounting'>): Promise<MonthRow[]> {
  const latest = latestOf(await closings(tx))
  return (await monthSums(tx)).map((sums) => ({ ...sums, ...stateOf(latest.get(sums.month)) }))
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

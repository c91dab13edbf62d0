import { eq, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../platform/database/client.ts'
import { Conflict } from '../../platform/errors.ts'
import { type Purpose, type PurposeId, purposes } from '../purposes.ts'
import { purposeSwitch } from '../table.ts'

/** Whether a purpose is on, since when and by whom; nobody: it began so. */
export interface Switch {
  readonly purpose: PurposeId
  readonly on: boolean
  readonly at: Date
  readonly by: string | null
}

/** Every purpose's switch. */
export async function read(reader: Reader): Promise<Switch[]> {
  const rows = await reader
    .select({
      purpose: purposeSwitch.purpose,
      on: purposeSwitch.switchedOn,
      at: purposeSwitch.changedAt,
      by: purposeSwitch.changedBy,
    })
    .from(purposeSwitch)
  return rows as Switch[]
}

/** Whether the owner may switch it: not what the shop cannot trade without, nor what serves something yet to be built. */
export function isOptional({ use }: Pick<Purpose, 'use'>): boolean {
  return use === 'on'
}

/**
 * Switches an optional purpose; the database refuses the next transaction under one that is off. Conflict
 * `not-optional` for any other, `unchanged` where it stands so already.
 */
export async function turn(tx: Transaction, purpose: PurposeId, on: boolean, by: string): Promise<void> {
  if (!isOptional(purposes[purpose])) throw new Conflict('not-optional')
  const turned = await tx
    .update(purposeSwitch)
    .set({ switchedOn: on, changedAt: sql`now()`, changedBy: by })
    .where(sql`${eq(purposeSwitch.purpose, purpose)} and ${purposeSwitch.switchedOn} <> ${on}`)
    .returning({ purpose: purposeSwitch.purpose })
  if (turned.length === 0) throw new Conflict('unchanged')
}

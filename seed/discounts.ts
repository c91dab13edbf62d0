import { addCode } from '../src/checkout/discount-codes.ts'
import type { Transaction } from '../src/platform/database/client.ts'
import { addDays, type IsoDate } from '../src/platform/time.ts'

/** A share off everything, and an amount off a larger order that few can use. */
export async function seedDiscounts(tx: Transaction, today: IsoDate): Promise<void> {
  const always = { validFrom: addDays(today, -30), validUntil: null, categoryIds: null }
  await addCode(
    tx,
    { ...always, code: 'SVEIKS10', share: 1000, amountCents: null, minimumCents: 0, useLimit: null },
    null,
  )
  await addCode(
    tx,
    { ...always, code: 'PIECI', share: null, amountCents: 500, minimumCents: 4000, useLimit: 100 },
    null,
  )
}

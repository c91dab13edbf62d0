import { z } from 'zod'
import { checked, free } from '../customers/fields.ts'
import * as identifiers from '../customers/identifiers.ts'
import type { IsoDate } from '../platform/time.ts'
import * as fields from '../platform/web/fields.ts'

/** The refunds that were ticked for a file. */
export const fileForm = z.object({
  refund: z.array(z.uuid(), 'refundRoom.none').min(1, 'refundRoom.none').max(500),
})

/** Where a transfer goes: whose account, and its number by country format and check digits. */
export const accountForm = z.object({
  holder: free(fields.text(70)),
  iban: checked(identifiers.iban, 'errors.iban'),
})

/** That the money went, or came back; cash has the number of its receipt. */
export function outcomeForm(from: IsoDate, today: IsoDate, isCash: boolean) {
  const happenedOn = fields.dayUntil(today).refine((day) => day >= from, 'refundRoom.beforeAsked')
  return z.object({
    outcome: fields.choice(['done', 'failed']),
    happenedOn,
    receiptNumber: isCash ? fields.text(60) : fields.optionalText(60),
  })
}

export const againForm = z.object({ means: fields.choice(['transfer', 'cash']) })

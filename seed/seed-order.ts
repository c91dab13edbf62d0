import type { CastCompany, CastPerson } from './cast.ts'

/** How far an order has come; staff take it no further. */
export type Until =
  | 'placed'
  | 'proof'
  | 'changes'
  | 'approval'
  | 'payment'
  | 'making'
  | 'packing'
  | 'dispatch'
  | 'delivery'
  | 'cancellation'

/** What was done about a debt so many days before today. */
export interface SeedDebtFact {
  readonly daysAgo: number
  readonly what: 'remind' | 'promise' | 'notice' | 'receipt' | 'objection'
  /** Of a reminder; 1 where it is not said. */
  readonly level?: number
  /** What the debtor says, or what proves that they have the notice. */
  readonly words?: string
}

/** Article number, pieces, and the buyer's words where the goods carry any. */
type Line = readonly [sku: string, quantity: number, words?: string]

export interface SeedOrder {
  /** Days before today on which it was placed. */
  readonly daysAgo: number
  readonly by: CastPerson | CastCompany
  readonly lines: readonly Line[]
  readonly until: Until
  readonly delivery: 'courier' | 'locker' | 'collection'
  /** Days from the order to the money. */
  readonly paysAfter: number
  /** What came in first, in cents; the rest follows a week later, or never where the order goes no further. */
  readonly firstCents?: number
  /** What the buyer wanted to have different in the first drawing. */
  readonly remark?: string
  readonly note?: string
  readonly reason?: string
  /** To whom a gift goes. */
  readonly giftTo?: CastPerson
  /** What stands in the buyer's own file, which comes instead of words for the first line. */
  readonly mark?: string
  /** Pays so many days after the invoice, or never. */
  readonly later?: number
  readonly debt?: readonly SeedDebtFact[]
  /** Its goods did not conform, and were repaired so many days before today. */
  readonly repairedDaysAgo?: number
  /** The discount code in the cart. */
  readonly code?: string
  /** What the buyer asked a few hours after ordering, and how staff noted their answer on the next working day. */
  readonly question?: { readonly words: string; readonly answer?: string }
}

import type { Seller } from '../../invoicing/snapshot.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import type { Cents } from '../../platform/money.ts'
import type { IsoDate } from '../../platform/time.ts'
import type { Charged, InterestRow } from './interest.ts'
import type { Debtor } from './rates.ts'

/** What the notice of a debt says; days are ISO, amounts integer cents. */
export interface NoticeLetter {
  /** The buyer's; the letter always says the same in Latvian, too. */
  readonly language: Language
  readonly debtor: Debtor
  /** Lines for the window of an envelope. */
  readonly addressee: readonly string[]
  readonly creditor: Seller
  readonly issuedOn: IsoDate
  readonly document: {
    readonly number: string
    readonly issuedOn: string
    readonly dueOn: string
    readonly paymentReference: string
  }
  readonly orderNumber: string
  /** The day the goods came; null where nobody knows it. */
  readonly receivedOn: string | null
  readonly principalCents: Cents
  readonly interestCents: Cents
  readonly costsCents: Cents
  readonly totalCents: Cents
  /** How the interest came about that was not charged yet. */
  readonly rows: readonly InterestRow[]
  /** Documents on which interest and costs were charged before, and which are open. */
  readonly charges: readonly Charged[]
}

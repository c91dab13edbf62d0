import type { Language } from '../platform/i18n/languages.ts'
import type { BasisPoints, Cents } from '../platform/money.ts'
import type { VatCategory } from './vat.ts'

/**
 * What an issued document says, frozen at the legal moment (PVN likums 125. pants; Directive 2006/112 Art. 226):
 * neither the customer's move nor a new price changes it. Never the words on a sign: `description` names the goods.
 * Dates are ISO days, amounts integer cents of `currency`.
 */
export type InvoiceSnapshot = {
  readonly kind: 'invoice'
  readonly number: string
  readonly issuedOn: string
  /** Null where money came before delivery: then `paidOn` is the day that counts (Art. 226 (7)). */
  readonly suppliedOn: string | null
  /** Null where nothing is left to pay. */
  readonly dueOn: string | null
  /** The day the whole amount had come in, if that was before issue. */
  readonly paidOn: string | null
  readonly prepaidCents: Cents
} & DocumentSnapshot

/** What asks for a transfer before anything is sold; no accounting document and outside every number series. */
export type PaymentRequestSnapshot = {
  readonly kind: 'payment-request'
  /** The order's number: a payment request has none of its own. */
  readonly number: string
  readonly issuedOn: string
  readonly dueOn: string | null
  /** EPC069-12 text for the QR code. */
  readonly transferCode: string | null
} & DocumentSnapshot

export type DocumentSnapshot = {
  readonly language: Language
  readonly currency: 'EUR'
  readonly seller: Seller
  readonly buyer: Buyer
  readonly orderNumber: string
  /** ISO 11649, as machines write it. */
  readonly paymentReference: string
  readonly lines: readonly LineSnapshot[]
  readonly vatGroups: readonly VatGroupSnapshot[]
  readonly netCents: Cents
  readonly vatCents: Cents
  readonly grossCents: Cents
  /** Whole sentences in the document's language: exemption or reverse-charge references, terms. */
  readonly notes: readonly string[]
}

export type Seller = {
  readonly name: string
  readonly registrationNumber: string
  /** Null while the seller is outside the VAT register. */
  readonly vatNumber: string | null
  readonly address: readonly string[]
  readonly phone: string
  readonly email: string
  readonly iban: string
  readonly bankName: string | null
  /** Exactly as the bank has it: banks compare name and IBAN. */
  readonly accountName: string
}

export type Buyer = {
  readonly name: string
  readonly companyName: string | null
  readonly registrationNumber: string | null
  readonly vatNumber: string | null
  readonly address: readonly string[]
  /** The buyer's own order reference (BT-10, BT-13). */
  readonly reference: string | null
}

export type LineSnapshot = {
  readonly position: number
  readonly description: string
  readonly quantity: number
  /** UN/ECE Recommendation 20; `H87`, a piece, is printed as a word, any other code as it is. */
  readonly unit: string
  /** Decimal euros without VAT for one unit, see `unitNet` in totals. */
  readonly unitNet: string
  /** Off the whole line before VAT (BG-27), and what for: `unitNet` × `quantity` − this = `netCents`. */
  readonly allowanceCents?: Cents
  readonly allowanceReason?: string | null
  readonly netCents: Cents
  readonly grossCents: Cents
  readonly vatCategory: VatCategory
  readonly vatRate: BasisPoints
}

export type VatGroupSnapshot = {
  readonly category: VatCategory
  readonly rate: BasisPoints
  readonly taxableCents: Cents
  readonly vatCents: Cents
}

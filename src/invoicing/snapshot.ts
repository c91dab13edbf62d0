import type { Language } from '../platform/i18n/languages.ts'
import type { BasisPoints, Cents } from '../platform/money.ts'
import type { VatCategory } from './vat.ts'

/** What the shop issues itself. */
export const issuedKinds = ['invoice', 'advance', 'final', 'credit-note', 'corrective', 'charge'] as const
export type IssuedKind = (typeof issuedKinds)[number]

/**
 * `invoice`: the supply, at dispatch or where money and goods change hands together. `advance`: money before it, one for
 * each receipt. `final`: the supply, with what its advances already taxed in negative lines. `credit-note`: positive
 * amounts that go off. `corrective`: the buyer's details put right; no amount changes. `charge`: late interest and costs of
 * recovery, which are no supply. `taken-over`: an open invoice of a former system, under its own number; nothing was issued here.
 */
export const documentKinds = [...issuedKinds, 'taken-over'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** `correction`: the money that an advance stood on never came. */
export type CreditCause = 'withdrawal' | 'cancellation' | 'complaint' | 'goodwill' | 'correction'

/**
 * Goods of the order, their delivery, or an advance: taken, given back, or cleared (then in negative). On a charge: late
 * interest, or costs of recovery.
 */
export type LineAbout = 'goods' | 'delivery' | 'advance' | 'interest' | 'costs'

/**
 * What an issued document says, frozen at the legal moment (PVN likums 125. pants; Directive 2006/112 Art. 226):
 * neither the customer's move nor a new price changes it. Never the words on a sign: `description` names the goods.
 * Dates are ISO days, amounts integer cents of `currency`.
 */
export type InvoiceSnapshot = {
  readonly number: string
  /** The documents that this one is about or clears (BG-3), oldest first. */
  readonly preceding: readonly Preceding[]
} & DraftFacts &
  DocumentSnapshot

/** What a document asks for, in cents: a credit note asks for nothing. */
export function askedCents({
  kind,
  grossCents,
  prepaidCents,
}: Pick<InvoiceSnapshot, 'kind' | 'grossCents' | 'prepaidCents'>): number {
  return kind === 'credit-note' ? 0 : grossCents - prepaidCents
}

/** Whether there is VAT to speak of: what lies outside it, and who is not registered, has none. */
export function taxed({ vatGroups }: Pick<DocumentSnapshot, 'vatGroups'>): boolean {
  return vatGroups.some(({ category }) => category !== 'O')
}

/** A document before it has its number. */
export type DocumentDraft = DraftFacts &
  DocumentSnapshot & {
    readonly orderId: string
    readonly issuedBy: string | null
    readonly precedingId: string | null
  }

type DraftFacts = {
  readonly kind: IssuedKind
  readonly issuedOn: string
  /** Null where money came before delivery: then `paidOn` is the day that counts (Art. 226 (7)). */
  readonly suppliedOn: string | null
  /** Null where nothing is left to pay. */
  readonly dueOn: string | null
  /** The day the whole amount had come in, if that was before issue. */
  readonly paidOn: string | null
  readonly prepaidCents: Cents
  /** How it was paid, where it was paid before its issue. */
  readonly paidMeans?: PaidMeans | null
  /** Why a credit note was issued; null on any other document. */
  readonly cause: CreditCause | null
  /** Member state of taxation, and country where the goods arrive (ISO 3166-1 alpha-2). */
  readonly vatCountry: string
  readonly deliveredTo: string
}

export type PaidMeans = 'transfer' | 'card' | 'cash' | 'terminal'

/** A document that another one names. */
export type Preceding = { readonly number: string; readonly issuedOn: string }

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
  /** The same address in parts, for machines; absent from documents that are older than these. */
  readonly place?: Place
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
  readonly place?: Place | null
  /** The buyer's own order reference (BT-10, BT-13). */
  readonly reference: string | null
}

/** An address in parts; `country` is ISO 3166-1 alpha-2, the rest null where the buyer gave none. */
export type Place = {
  readonly street: string | null
  readonly town: string | null
  readonly postcode: string | null
  readonly country: string
}

export type LineSnapshot = {
  readonly position: number
  readonly about: LineAbout
  /** The order's line, where it is goods. */
  readonly orderLineId?: string | null
  /** The advance that a negative line clears. */
  readonly clearsId?: string | null
  readonly description: string
  /** Negative where an advance is cleared. */
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

/** A charge, or the credit note that took one back: no supply, so neither VAT nor a place in EN 16931. */
export function isOfCharge({ lines }: { readonly lines: readonly Pick<LineSnapshot, 'about'>[] }): boolean {
  return lines.some(({ about }) => about === 'interest' || about === 'costs')
}

/** What can be done about a request; each is noted with its day and who did it. */
export const steps = [
  'received',
  'identity',
  'extended',
  'refused',
  'answered',
  'copied',
  'erased',
  'restricted',
  'lift-told',
  'lifted',
  'rectified',
  'objection-accepted',
  'objection-declined',
  'withdrawn',
  'recipients',
  'recipients-told',
  'noted',
] as const
export type Step = (typeof steps)[number]

/** What an erasure took away and left: no value of anybody's, and so the certificate that stays. */
export interface Erased {
  readonly gone: readonly Piece[]
  readonly stays: readonly Kept[]
}

export interface Piece {
  /** What it belongs to: an order, or a kind of row. */
  readonly unit: string
  /** The order's number, where it is one. */
  readonly number?: string
  /** Ordered for a company. */
  readonly company?: true
  readonly categories: readonly string[]
  /** Kinds of data of which some go and others of the same order stay. */
  readonly partly?: readonly string[]
}

export interface Kept extends Piece {
  readonly purpose: string
  /** The last day; null while nobody knows it yet. */
  readonly until: string | null
}

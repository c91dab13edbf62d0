import type { IsoDate } from '../../platform/time.ts'
import { amountOf, dayOf } from './camt-values.ts'
import { child, children, type Element, text, texts, Unreadable } from './xml.ts'

/** One line of the account: what the bank added or took at once. */
export interface BookedEntry {
  /** The bank's own reference; null where it gives none. */
  readonly reference: string | null
  readonly credit: boolean
  readonly amountCents: number
  readonly currency: string
  readonly bookedOn: IsoDate
  readonly valueOn: IsoDate | null
  /** ISO 20022 transaction code: PMNT-RCDT-ESCT. */
  readonly code: string | null
  /** Takes back an earlier entry. */
  readonly reversal: boolean
  /** The transfers within it; one where it is no batch, or where the bank does not tell them. */
  readonly parts: readonly Part[]
}

/** One transfer. */
export interface Part {
  readonly credit: boolean
  readonly amountCents: number
  /** Several transfers that the bank tells as a sum. */
  readonly undivided: boolean
  /** What the bank kept of it. */
  readonly chargesCents: number
  /** Why a transfer of our own came back (ISO 20022 reason), '' where the bank does not say; null where none did. */
  readonly returned: string | null
  readonly endToEndId: string | null
  /** Structured references of the remittance, as they stand there. */
  readonly references: readonly string[]
  readonly words: string | null
  readonly name: string | null
  readonly iban: string | null
  /** For whom the account's holder paid. */
  readonly onBehalfOf: string | null
}

interface Around {
  readonly account: string
  /** The statement's day, for an entry without any. */
  readonly day: IsoDate | null
  readonly number: number
}

const notBooked = new Set(['PDNG', 'INFO', 'FUTR'])
const nothing = /^(NOTPROVIDED|NONREF|NOT ?PROVIDED|NONE|-)$/i

/** An entry; undefined where it is not booked yet. Throws Unreadable with the entry's number. */
export function entryOf(element: Element, around: Around): BookedEntry | undefined {
  if (notBooked.has(text(element, 'Sts') ?? text(element, 'Sts', 'Cd') ?? '')) return undefined
  try {
    return bookedEntry(element, around)
  } catch (error) {
    if (error instanceof Unreadable)
      throw new Unreadable(error.code, { ...error.values, entry: around.number })
    throw error
  }
}

function bookedEntry(element: Element, { account, day }: Around): BookedEntry {
  const amount = amountOf(element, 'Amt')
  const valueOn = eitherDay(element, 'ValDt')
  const bookedOn = eitherDay(element, 'BookgDt') ?? valueOn ?? day
  if (!amount) throw new Unreadable('amount', { amount: '' })
  if (!bookedOn) throw new Unreadable('day', { day: '' })
  const credit = creditOf(element)
  const details = children(element, 'NtryDtls').flatMap((each) => children(each, 'TxDtls'))
  const [only] = details
  return {
    reference:
      given(element, 'AcctSvcrRef') ?? (details.length === 1 ? given(only, 'Refs', 'AcctSvcrRef') : null),
    credit,
    amountCents: amount.cents,
    currency: amount.currency,
    bookedOn,
    valueOn,
    code: codeOf(element) ?? codeOf(only ?? {}),
    reversal: text(element, 'RvslInd') === 'true' || text(element, 'RvslInd') === '1',
    parts: partsOf(element, details, { account, credit, ...amount }),
  }
}

interface Sum {
  readonly account: string
  readonly credit: boolean
  readonly cents: number
  readonly currency: string
}

function partsOf(element: Element, details: readonly Element[], sum: Sum): Part[] {
  const announced = Number(text(child(element, 'NtryDtls', 'Btch'), 'NbOfTxs') ?? 1)
  if (details.length <= 1) {
    const part = partOf(element, details[0] ?? {}, sum, sum.cents)
    const chargesCents = part.chargesCents || chargesOf(element, sum.currency)
    return [{ ...part, credit: sum.credit, chargesCents, undivided: announced > 1 && details.length === 0 }]
  }
  const amounts = details.map((each) => amountIn(each, sum.currency))
  const parts = details.map((each, at) => partOf(element, each, sum, amounts[at] ?? 0))
  const total = parts.reduce((all, { credit, amountCents }) => all + (credit ? amountCents : -amountCents), 0)
  if (!amounts.includes(null) && total === (sum.credit ? sum.cents : -sum.cents)) return parts
  // What each of them was is not told: the sum waits for a person.
  const references = parts.flatMap((part) => [...part.references, ...(part.words ? [part.words] : [])])
  return [
    {
      ...partOf(element, {}, sum, sum.cents),
      credit: sum.credit,
      undivided: true,
      references: references.slice(0, 50),
    },
  ]
}

function partOf(entry: Element, details: Element, sum: Sum, amountCents: number): Part {
  const credit = child(details) && text(details, 'CdtDbtInd') ? creditOf(details) : sum.credit
  const structured = children(child(details, 'RmtInf'), 'Strd')
  const unstructured = [
    ...texts(details, 'RmtInf', 'Ustrd'),
    ...structured.flatMap((each) => [
      ...children(each, 'RfrdDocInf').flatMap((document) => texts(document, 'Nb')),
      ...texts(each, 'AddtlRmtInf'),
    ]),
  ]
  const told = [text(details, 'AddtlTxInf'), text(entry, 'AddtlNtryInf')].filter((each) => each !== null)
  return {
    credit,
    amountCents,
    undivided: false,
    chargesCents: chargesOf(details, sum.currency),
    returned: returnOf(entry, details),
    endToEndId: given(details, 'Refs', 'EndToEndId'),
    references: structured
      .flatMap((each) => texts(each, 'CdtrRefInf', 'Ref'))
      .map((each) => each.slice(0, 140)),
    words: (unstructured.length > 0 ? unstructured : told.slice(0, 1)).join(' ').slice(0, 1000) || null,
    ...partyOf(details, sum.account, credit),
  }
}

/** Who stands on the other side: of a transfer that came back, whoever is not us. */
function partyOf(
  details: Element,
  account: string,
  credit: boolean,
): Pick<Part, 'name' | 'iban' | 'onBehalfOf'> {
  const parties = child(details, 'RltdPties')
  const sides = (credit ? ['Dbtr', 'Cdtr'] : ['Cdtr', 'Dbtr']).map((side) => {
    const number =
      text(parties, `${side}Acct`, 'Id', 'IBAN') ?? text(parties, `${side}Acct`, 'Id', 'Othr', 'Id')
    return {
      // Only the name is read: banks put personal codes beside it.
      name: nameOf(parties, side),
      iban: number?.replace(/\s/g, '').toUpperCase().slice(0, 34) ?? null,
      onBehalfOf: nameOf(parties, `Ultmt${side}`),
    }
  })
  const other = sides.find(({ name, iban }) => (name ?? iban) !== null && iban !== account)
  return other ?? { name: null, iban: null, onBehalfOf: null }
}

function nameOf(parties: Element | undefined, side: string): string | null {
  return (text(parties, side, 'Nm') ?? text(parties, side, 'Pty', 'Nm'))?.slice(0, 140) ?? null
}

function returnOf(entry: Element, details: Element): string | null {
  const reason = child(details, 'RtrInf')
  if (reason) return text(reason, 'Rsn', 'Cd') ?? text(reason, 'Rsn', 'Prtry')?.slice(0, 35) ?? ''
  return text(details, 'RtrInf') !== null || /-RRTN$/.test(codeOf(entry) ?? codeOf(details) ?? '') ? '' : null
}

function chargesOf(details: Element, currency: string): number {
  const charges = children(details, 'Chrgs')
  const records = charges.flatMap((each) => {
    const within = children(each, 'Rcrd')
    return within.length > 0 ? within : [each]
  })
  return records
    .flatMap((each) => amountOf(each, 'Amt') ?? amountOf(each, 'TtlChrgsAndTaxAmt') ?? [])
    .filter((each) => each.currency === currency)
    .reduce((sum, { cents }) => sum + cents, 0)
}

/** What a transfer of a batch came to, in the account's currency. */
function amountIn(details: Element, currency: string): number | null {
  const ways = [['Amt'], ['AmtDtls', 'TxAmt', 'Amt'], ['AmtDtls', 'InstdAmt', 'Amt']]
  const found = ways.map((way) => amountOf(details, ...way)).find((each) => each?.currency === currency)
  return found?.cents ?? null
}

function codeOf(element: Element): string | null {
  const domain = child(element, 'BkTxCd', 'Domn')
  const parts = [text(domain, 'Cd'), text(domain, 'Fmly', 'Cd'), text(domain, 'Fmly', 'SubFmlyCd')]
  const code = parts.filter((part) => part !== null).join('-')
  return /^[A-Z0-9-]{1,14}$/.test(code) ? code : null
}

function creditOf(element: Element): boolean {
  const side = text(element, 'CdtDbtInd')
  if (side !== 'CRDT' && side !== 'DBIT') throw new Unreadable('side')
  return side === 'CRDT'
}

function eitherDay(element: Element, name: string): IsoDate | null {
  return dayOf(element, name, 'Dt') ?? dayOf(element, name, 'DtTm')
}

/** A reference that is one. */
function given(element: Element | undefined, ...path: readonly string[]): string | null {
  const found = text(element, ...path)
  return found === null || nothing.test(found) ? null : found.slice(0, 140)
}

import { printedIban } from '../../customers/identifiers.ts'
import { amountText } from '../../platform/web/amounts.ts'
import type { StaffLanguage } from '../../staff/table.ts'
import { urlFor } from '../../urls.ts'
import type { EntryRow, MatchRow } from './entries.ts'
import type { Suggestion } from './matching.ts'
import type { Suggested } from './suggestions.ts'

/** What a suggestion may be clicked for: the orders, and how much of the entry each gets. */
interface Button {
  readonly parts: readonly {
    readonly orderId: string
    readonly number: string
    readonly href: string
    readonly amount: number
    readonly amountText: string
  }[]
}

/** An entry as `views/admin/money/statement-entry.hbs` shows it. */
export function entryModel(
  entry: EntryRow,
  suggested: Suggested | undefined,
  matches: readonly MatchRow[],
  language: StaffLanguage,
) {
  const { id, amountCents, openCents, currency, credit, state, iban, returned } = entry
  const marks = {
    undivided: entry.undivided,
    reversal: entry.reversal,
    returned: returned !== null,
    foreign: currency !== 'EUR',
  }
  return {
    id,
    href: urlFor('adminBankEntry', { id }),
    action: urlFor('adminBankMatch', { id }),
    bookedOn: entry.bookedOn,
    amount: credit ? amountCents : -amountCents,
    foreign: currency === 'EUR' ? undefined : foreignAmount(entry, language),
    charges: entry.chargesCents || undefined,
    state,
    open: state === 'part' ? openCents : undefined,
    waits: state === 'waiting' || state === 'part',
    name: entry.name,
    onBehalfOf: entry.onBehalfOf,
    iban: iban && printedIban(iban),
    words: [...entry.structured, entry.words].filter((each) => each !== null && each !== '').join(' · '),
    returnedReason: returned || undefined,
    marks: (Object.keys(marks) as (keyof typeof marks)[]).filter((mark) => marks[mark]),
    suggestions: (suggested?.orders ?? []).map((each) => suggestionModel(each, openCents, language)),
    split: suggested?.split && {
      sum: openCents,
      ...buttonOf(
        suggested.split.map((each) => ({ ...each, amountCents: each.openCents })),
        language,
      ),
    },
    takenBack: (suggested?.takenBack ?? []).map(({ entryId, number }) => ({
      number,
      href: urlFor('adminBankEntry', { id: entryId }),
    })),
    matches: matches
      .filter(({ reversedAt }) => reversedAt === null)
      .map(({ orderId, orderNumber, amountCents: cents, how }) => ({
        number: orderNumber,
        href: urlFor('adminOrder', { id: orderId }),
        amount: cents,
        how,
      })),
  }
}

function suggestionModel(suggestion: Suggestion, entryOpen: number, language: StaffLanguage) {
  const { names, reasons, openCents } = suggestion
  return {
    ...buttonOf([suggestion], language),
    buyer: names[0],
    reasons,
    // What the words say beside the reason: how much is missing, or too much.
    missing: reasons.includes('part') ? openCents - entryOpen : undefined,
    surplus: reasons.includes('over') ? entryOpen - openCents : undefined,
  }
}

function buttonOf(
  parts: readonly { readonly orderId: string; readonly number: string; readonly amountCents: number }[],
  language: StaffLanguage,
): Button {
  return {
    parts: parts.map(({ orderId, number, amountCents }) => ({
      orderId,
      number,
      href: urlFor('adminOrder', { id: orderId }),
      amount: amountCents,
      amountText: amountText(amountCents, language),
    })),
  }
}

/** Other money than the shop's, in figures and its code. */
function foreignAmount({ amountCents, credit, currency }: EntryRow, language: StaffLanguage): string {
  return `${credit ? '' : '−'}${amountText(amountCents, language)} ${currency}`
}

import { labelsOf } from './pdf-labels.ts'
import type { InvoiceSnapshot } from './snapshot.ts'

/** What a document says of itself in whole sentences: its own, then the reasons why no VAT is charged. */
export function sentencesOf(snapshot: InvoiceSnapshot): string[] {
  return [...ownSentences(snapshot), ...snapshot.notes]
}

/** The sentences of its kind, in its own language. */
export function ownSentences({
  kind,
  cause,
  preceding,
  paidOn,
  grossCents,
  language,
}: InvoiceSnapshot): string[] {
  const { t, date } = labelsOf(language)
  const named = preceding.at(-1)
  switch (kind) {
    case 'advance':
      return paidOn ? [t('document.advancePaid', { day: date(paidOn) })] : []
    case 'final':
      return grossCents === 0 ? [t('document.allCleared')] : []
    case 'credit-note':
      return cause ? [t(`document.cause.${cause}`)] : []
    case 'corrective':
      return named ? [t('document.corrects', { number: named.number, day: date(named.issuedOn) })] : []
    case 'invoice':
    case 'charge':
      return []
  }
}

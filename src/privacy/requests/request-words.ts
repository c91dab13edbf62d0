import type { Translate } from '../../platform/i18n/messages.ts'
import { basisOf, type Named, termsOf, titleOf } from '../notices/notice-words.ts'
import { type Category, purposeList } from '../purposes.ts'
import { type KeptTerm, withTerms } from '../register/terms.ts'
import type { Erased, Kept, Piece } from './request-steps.ts'

/** What an erasure takes away and what stays, as pages and letters list it; `terms` are those in force. */
export function certificateModel({ gone, stays }: Erased, t: Translate, terms: readonly KeptTerm[]) {
  const purposes = withTerms<Named>(purposeList, terms)
  return {
    gone: gone.map((piece) => pieceModel(piece, t)),
    stays: stays.map((kept) => keptModel(kept, purposes, t)),
  }
}

/** The basis on which a purpose holds one person's data, without those of other people. */
export function ownBasis(purpose: Named, company: boolean, t: Translate): string {
  const subject = company ? 'business-contact' : 'customer'
  const point = purpose.basis[subject]
  return basisOf(point ? { ...purpose, basis: { [subject]: point } } : purpose, t)
}

function keptModel(kept: Kept, purposes: readonly Named[], t: Translate) {
  const purpose = purposes.find(({ id }) => id === kept.purpose)!
  return {
    ...pieceModel(kept, t),
    purpose: titleOf(purpose.id, t),
    basis: ownBasis(purpose, kept.company === true, t),
    until: kept.until ?? undefined,
    term: termsOf(purpose, t),
  }
}

function pieceModel({ unit, number, categories }: Piece, t: Translate) {
  return {
    what: number === undefined ? t(`myData.unit.${unit}`) : t('myData.order', { number }),
    data: categories.map((category) => t(`privacy.category.${category as Category}`)).join('; '),
  }
}

import type { Translate } from '../../platform/i18n/messages.ts'
import { basisOf, type Named, termsOf, titleOf } from '../notices/notice-words.ts'
import { type Category, type PurposeId, purposeList } from '../purposes.ts'
import { recipientKinds } from '../register/recipients.ts'
import { type KeptTerm, withTerms } from '../register/terms.ts'
import type { Erased, Kept, Piece, Step } from './request-steps.ts'

interface Shown {
  /** The days on which orders were placed, by number; a certificate names orders without them. */
  readonly placed?: ReadonlyMap<string, Date>
  /** A kind of data in words: the notice's, which speak to the person, unless somebody else reads it. */
  readonly data?: (category: Category, t: Translate) => string
}

/**
 * What an erasure takes away and what stays, order by order, as pages and letters list it: the rest of what is held comes
 * last. `terms` are those in force.
 */
export function certificateModel(
  { gone, stays }: Erased,
  t: Translate,
  terms: readonly KeptTerm[],
  { placed = new Map(), data = toldIn }: Shown = {},
) {
  const purposes = withTerms<Named>(purposeList, terms)
  const pieces = [...gone, ...stays]
  const numbers = new Set(pieces.map(({ number }) => number))
  const ordered = [...numbers].toSorted((one, other) => (other ?? '').localeCompare(one ?? ''))
  return {
    anyGone: gone.length > 0,
    anyStays: stays.length > 0,
    blocks: ordered.map((number) => ({
      what: whatOf(pieces.find((piece) => piece.number === number)!, t),
      placedAt: number === undefined ? undefined : placed.get(number),
      gone: listed(gone.filter((piece) => piece.number === number).map((piece) => dataOf(piece, t, data))),
      ...staying(
        stays.filter((piece) => piece.number === number).map((kept) => keptModel(kept, purposes, t, data)),
      ),
    })),
  }
}

/** What stays of one order: for which purposes, and the last day of all where each has one. */
function staying(stays: ReturnType<typeof keptModel>[]) {
  const last = stays.some(({ until }) => until === undefined)
    ? undefined
    : stays
        .map(({ until }) => until!)
        .sort()
        .at(-1)
  return { stays, why: listed(stays.map(({ purpose }) => purpose)), last }
}

function listed(texts: readonly string[]): string {
  return [...new Set(texts)].join('; ')
}

/** The basis on which a purpose holds one person's data, without those of other people. */
export function ownBasis(purpose: Named, company: boolean, t: Translate): string {
  const subject = company ? 'business-contact' : 'customer'
  const point = purpose.basis[subject]
  return basisOf(point ? { ...purpose, basis: { [subject]: point } } : purpose, t)
}

/** A step in words, with the purpose that it is about: which consent was withdrawn, what was objected to. */
export function stepWords({ step, about }: { step: Step; about: string | null }, t: Translate): string {
  const said = t(`myData.step.${step}`)
  if (!['withdrawn', 'objection-accepted', 'objection-declined'].includes(step) || !about) return said
  const purpose = about === 'marketing' ? t('myData.object.marketing') : titleOf(about as PurposeId, t)
  return `${said}: ${purpose}`
}

/** Who is to be told, as a step notes it: a line each, by name, or by kind where nobody was named. */
export function recipientsIn(words: string, t: Translate): string {
  return words
    .split('\n')
    .map((called) => (called in recipientKinds ? t(`privacy.recipient.${called}`) : called))
    .join('; ')
}

function keptModel(kept: Kept, purposes: readonly Named[], t: Translate, data: NonNullable<Shown['data']>) {
  const purpose = purposes.find(({ id }) => id === kept.purpose)!
  return {
    purpose: titleOf(purpose.id, t),
    data: dataOf(kept, t, data),
    basis: ownBasis(purpose, kept.company === true, t),
    until: kept.until ?? undefined,
    term: termsOf(purpose, t),
  }
}

function whatOf({ unit, number }: Piece, t: Translate): string {
  return number === undefined ? t(`myData.unit.${unit}`) : t('myData.order', { number })
}

function toldIn(category: Category, t: Translate): string {
  return t(`privacy.category.${category}`)
}

function dataOf({ categories, partly = [] }: Piece, t: Translate, data: NonNullable<Shown['data']>): string {
  const word = (category: string) => data(category as Category, t)
  return [
    ...categories.map(word),
    ...partly.map((category) => t('myData.erase.partly', { data: word(category) })),
  ].join('; ')
}

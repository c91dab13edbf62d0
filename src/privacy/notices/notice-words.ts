import type { MessageValues, Translate } from '../../platform/i18n/messages.ts'
import type { Category, LegalBasis, Purpose, PurposeId, Retention, Subject } from '../purposes.ts'

/** A purpose with its name in the register. */
export type Named = Purpose & { readonly id: PurposeId }

/** Where a purpose holds less than the whole category (register.md, column "data"). */
const narrower: Partial<Record<PurposeId, Partial<Record<Category, 'email' | 'phone' | 'address'>>>> = {
  accounting: { contact: 'address' },
  'marketing-email': { contact: 'email' },
  'marketing-similar-goods': { contact: 'email' },
  'marketing-phone': { contact: 'phone' },
  'feedback-survey': { contact: 'email' },
  'interest-profile': { contact: 'email' },
}

/** The purpose's name. */
export function titleOf(id: PurposeId, t: Translate): string {
  return t(`privacy.purpose.${id}`)
}

/** "Order – to take an order …" */
export function item(title: string, text: string, t: Translate): string {
  return t('privacy.item', { title, text })
}

/** What is held for a purpose, as a list in one line. */
export function dataOf(purpose: Named, t: Translate): string {
  return purpose.data.map((category) => partOf(purpose.id, category, t)).join('; ')
}

/** Whose data a purpose holds. */
export function subjectsOf(subjects: readonly Subject[], t: Translate): string {
  return subjects.map((subject) => t(`privacy.subject.${subject}`)).join(', ')
}

/** Point of Art. 6(1) in words; where the groups of people differ, a line for each point. */
export function basisOf(purpose: Named, t: Translate): string {
  const groups = Map.groupBy(Object.entries(purpose.basis) as [Subject, LegalBasis][], ([, basis]) => basis)
  const lines = [...groups].map(([basis, people]) => ({
    people: people.map(([subject]) => subject),
    text: pointOf(basis, purpose.id, t),
  }))
  if (lines.length === 1) return lines[0]!.text
  return lines.map(({ people, text }) => item(subjectsOf(people, t), text, t)).join('\n')
}

/** The kinds of recipient of a purpose, as a list in one line. */
export function kindsOf({ recipients }: Named, t: Translate): string {
  return recipients.map((kind) => t(`privacy.recipient.${kind}`)).join('; ') || t('privacy.recipients.none')
}

/** Each term of a purpose, one sentence after the other. */
export function termsOf({ retention }: Named, t: Translate): string {
  return retention.map((term) => termOf(term, t)).join(' ')
}

/** How long, from which fact, and what happens then. Terms that are proposals read like any other. */
export function termOf(term: Retention, t: Translate): string {
  const kept = t(`privacy.kept.${term.from}`, lengthOf(term.period, t))
  return t(`privacy.then.${term.action.replace(' ', '-')}`, { kept })
}

/** A term's length as the values of a text that tells of it. */
export function lengthOf(period: string, t: Translate): { at: 'once' | 'later'; period: string } {
  return atOnce(period) ? { at: 'once', period: '' } : { at: 'later', period: periodOf(period, t) }
}

/** An ISO 8601 duration of one unit in words, in the case that follows "for". Throws RangeError for another shape. */
export function periodOf(period: string, t: Translate): string {
  const [, count, unit] = /^P(\d+)([YMD])$/.exec(period) ?? []
  if (!unit) throw new RangeError(`a term is a number of years, months or days, not ${period}`)
  const values: MessageValues = { count: Number(count) }
  if (unit === 'Y') return t('privacy.period.years', values)
  return unit === 'M' ? t('privacy.period.months', values) : t('privacy.period.days', values)
}

/** Whether a purpose rests on legitimate interests for anybody. */
export function weighed({ basis }: Named): boolean {
  return Object.values(basis).includes('f')
}

/** The beginning of a section. */
export function head(id: string, t: Translate): { id: string; heading: string } {
  return { id, heading: t(`privacy.section.${id}`) }
}

/** The table of a section. */
export function table(id: string, columns: readonly string[], rows: string[][], t: Translate) {
  return {
    caption: t(`privacy.section.${id}`),
    head: columns.map((column) => t(`privacy.head.${column}`)),
    rows,
  }
}

function partOf(id: PurposeId, category: Category, t: Translate): string {
  return narrowerPart(id, category, t) ?? t(`privacy.category.${category}`)
}

/** The part of a category that a purpose holds; undefined where it is the whole. */
export function narrowerPart(id: PurposeId, category: Category, t: Translate): string | undefined {
  const part = narrower[id]?.[category]
  return part && t(`privacy.part.${part}`)
}

function pointOf(basis: LegalBasis, id: PurposeId, t: Translate): string {
  return t(`privacy.basis.${basis}`, basis === 'c' ? { law: t(`privacy.law.${id}`) } : {})
}

function atOnce(period: string): boolean {
  return /^P0[YMD]$/.test(period)
}

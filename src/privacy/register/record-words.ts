import type { Translate } from '../../platform/i18n/messages.ts'
import { lengthOf, type Named, narrowerPart } from '../notices/notice-words.ts'
import type { Category, LegalBasis, PurposeId, Retention, Subject } from '../purposes.ts'
import type { RecordOfProcessing } from './record-schema.ts'

/** The notice speaks to the person, the record of persons: where its words would not do, the record has its own. */
const own: ReadonlySet<string> = new Set([
  ...['purpose.rights-requests', 'category.relationship', 'category.rights-requests', 'basis.b'],
  ...['why.artwork-for-reorder', 'why.service-messages', 'why.website', 'why.marketing-email'],
  ...['why.marketing-similar-goods', 'why.marketing-phone', 'why.objections', 'why.consent-evidence'],
  ...[
    'why.interest-profile',
    'why.community',
    'kept.consent',
    'kept.session-end',
    'kept.withdrawal-or-objection',
  ],
  ...['kept.objection', 'kept.withdrawal', 'kept.enquiry-closed', 'then.anonymise'],
])

/** A purpose's name. */
export function titleIn(id: string, t: Translate): string {
  return t(keyOf(`purpose.${id}`))
}

/** What a purpose is for. */
export function whyIn(id: string, t: Translate): string {
  return t(keyOf(`why.${id}`))
}

/** What a purpose holds of a category. */
export function categoryIn(id: PurposeId, category: Category, t: Translate): string {
  return narrowerPart(id, category, t) ?? dataIn(category, t)
}

/** A category of data, whoever holds it. */
export function dataIn(category: Category, t: Translate): string {
  return t(keyOf(`category.${category}`))
}

/** How long, from which fact, and what happens then. */
export function termIn(term: Retention, t: Translate): string {
  return t(keyOf(`then.${term.action.replace(' ', '-')}`), { kept: keptIn(term, t) })
}

/** How long, and from which fact. */
export function keptIn({ from, period }: Pick<Retention, 'from' | 'period'>, t: Translate): string {
  return t(keyOf(`kept.${from}`), { ...lengthOf(period, t) })
}

/** Where a purpose comes from, as somebody reads it who does not know our files. */
export function sourceIn(source: string, t: Translate): string {
  return source
    .replace(/seed 003/g, t('record.source.procedure'))
    .replace(/seed 004/g, t('record.source.survey'))
    .replace(/seeds 000-002/g, t('record.source.notice'))
    .replace(/GDPR/g, t('record.source.regulation'))
}

/** The groups of people who share a basis. */
export function basesIn(purpose: Named, t: Translate): RecordOfProcessing['purposes'][number]['bases'] {
  const groups = Map.groupBy(Object.entries(purpose.basis) as [Subject, LegalBasis][], ([, basis]) => basis)
  return [...groups].map(([basis, people]) => ({
    subjects: people.map(([id]) => ({ id, name: t(`privacy.subject.${id}`) })),
    article: `6(1)(${basis})` as const,
    words: t(keyOf(`basis.${basis}`), basis === 'c' ? { law: t(`privacy.law.${purpose.id}`) } : {}),
  }))
}

function keyOf(text: string): string {
  return own.has(text) ? `record.${text}` : `privacy.${text}`
}

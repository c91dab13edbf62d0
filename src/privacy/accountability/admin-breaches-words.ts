import { formats } from '../../platform/i18n/format.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import { type Translate, translator } from '../../platform/i18n/messages.ts'
import type { Settings } from '../../settings/settings.ts'
import { dataIn } from '../register/record-words.ts'
import type { Breach } from './breaches.ts'
import type { DraftKind } from './breaches-letters.ts'

/** What staff must still fill in; a text that holds it is not kept. */
export const gap = '[…]'

export interface DraftSource {
  readonly breach: Breach
  readonly settings: Settings
  readonly zone: string
  /** About how many people and records it concerns. */
  readonly people: number
  readonly records: number
}

/** A draft's first words, from what is known of the breach; what is not stands as a gap. */
export function draftWords(kind: DraftKind, language: Language, source: DraftSource): string {
  const t = translator(language)
  const parts = kind === 'notification' ? notification(source, t) : letter(source, language, t)
  return parts.join('\n\n')
}

/** All that Art. 33(3) asks for, in the authority's language. */
function notification({ breach, settings, zone, people, records }: DraftSource, t: Translate): string[] {
  const { identity, privacy } = settings
  // In figures: a day in words would have to be declined with its sentence.
  const { shortDateTime: dateTime, number } = formats('lv', zone)
  return [
    t('breachNotice.title'),
    t('breachNotice.controller', {
      legalName: identity.legalName || gap,
      registrationNumber: identity.registrationNumber || gap,
      address: [identity.street, identity.town, identity.postcode].filter(Boolean).join(', ') || gap,
    }),
    t('breachNotice.contact', contactOf(settings)),
    ...(privacy.officer ? [t('breachNotice.officer', privacy.officer)] : []),
    section(t('breachNotice.nature'), breach.happened),
    [
      t('breachNotice.aware', { at: dateTime(breach.awareAt) }),
      breach.endedAt
        ? t('breachNotice.between', { from: dateTime(breach.beganAt), until: dateTime(breach.endedAt) })
        : t('breachNotice.since', { from: dateTime(breach.beganAt) }),
      t('breachNotice.categories', { categories: breach.categories.map((one) => dataIn(one, t)).join('; ') }),
      t('breachNotice.people', { count: number(people) }),
      t('breachNotice.records', { count: number(records) }),
    ].join('\n'),
    section(t('breachNotice.consequences'), breach.consequences ?? gap),
    section(t('breachNotice.measures'), breach.measures ?? gap),
  ]
}

/** Art. 34(2): in clear and plain language what happened, what may follow, what is done, and whom to ask. */
function letter({ breach, settings, zone }: DraftSource, language: Language, t: Translate): string[] {
  const { date, shortDate } = formats(language, zone)
  const day = (language === 'lv' ? shortDate : date)(breach.awareAt)
  return [
    t('breachLetter.why', { shop: settings.identity.name, day }),
    section(t('breachLetter.happened'), breach.happened),
    section(t('breachLetter.data'), categoriesIn(breach, t)),
    section(t('breachLetter.consequences'), breach.consequences ?? gap),
    section(t('breachLetter.measures'), breach.measures ?? gap),
    section(t('breachLetter.advice'), breach.advice ?? gap),
    t('breachLetter.contact', contactOf(settings)),
  ]
}

function section(heading: string, words: string): string {
  return `${heading}\n${words}`
}

function categoriesIn({ categories }: Breach, t: Translate): string {
  return categories.map((category) => t(`privacy.category.${category}`)).join('; ')
}

function contactOf({ identity, privacy }: Settings): { email: string; phone: string } {
  return {
    email: privacy.contact?.email || identity.email || gap,
    phone: privacy.contact?.phone || identity.phone || gap,
  }
}

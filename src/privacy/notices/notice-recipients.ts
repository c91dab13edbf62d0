import { type Language, locales } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import {
  isInUse,
  outsideEea,
  type Recipient,
  type RecipientId,
  recipientKinds,
} from '../register/recipients.ts'
import type { NoticeSection, Source } from './notice-sections.ts'
import { head, item, type Named, table } from './notice-words.ts'

/** Art. 13(1)(e): by name where the shop has named them, else by kind. */
export function receivers(source: Source): NoticeSection {
  const { language, identity, t } = source
  const row = (name: string, role: string, country: string) => [
    name,
    t(`privacy.role.${role}`),
    countryIn(language, country),
  ]
  const known = inUse(source)
  const unknown = receiving(source.purposes).filter((kind) => !known.some((one) => one.kind === kind))
  const rows = [
    ...known.map((one) => row(wordsFor(one, t), one.role, one.country)),
    ...unknown.map((kind) => row(t(`privacy.recipient.${kind}`), recipientKinds[kind], identity.country)),
  ]
  return {
    ...head('recipients', t),
    paragraphs: [t('privacy.recipients')],
    table: table('recipients', ['recipient', 'role', 'country'], rows, t),
  }
}

/** Art. 13(1)(f): which countries, by which safeguard, and where its copy can be had. */
export function transfers(source: Source): NoticeSection {
  const { language, identity, t } = source
  const known = inUse(source)
  const countries = new Set([identity.country, ...known.map(({ country }) => country)])
  const list = known.filter(({ country }) => outsideEea(country)).map((far) => transferOf(far, language, t))
  const where = [...countries].map((country) => countryIn(language, country)).join(', ')
  const outside = list.length > 0 ? 'some' : 'none'
  return {
    ...head('transfers', t),
    paragraphs: [t('privacy.transfers', { countries: where }), t(`privacy.transfers.${outside}`)],
    ...(list.length > 0 && { list }),
  }
}

/** One recipient outside the European Economic Area, in words. */
export function transferOf(far: Recipient, language: Language, t: Translate): string {
  return t('privacy.transfer', {
    name: wordsFor(far, t),
    country: countryIn(language, far.country),
    safeguard: t(`privacy.safeguard.${far.safeguard}`),
    copy: far.safeguardCopy,
  })
}

/** Who it is: its kind, its name where the shop has given it, and that its time is over. */
export function wordsFor({ kind, name, registrationNumber, endedOn }: Recipient, t: Translate): string {
  const words = t(`privacy.recipient.${kind}`)
  if (endedOn === null) return name === '' || name === words ? words : item(words, name, t)
  const numbered = registrationNumber ? t('privacy.recipient.numbered', { name, registrationNumber }) : name
  return t('privacy.recipient.former', { name: numbered, kind: words })
}

/** A country's name (ISO 3166-1 alpha-2). */
export function countryIn(language: Language, country: string): string {
  return new Intl.DisplayNames(locales[language], { type: 'region' }).of(country)!
}

/** Processors of former days stay until return and deletion are confirmed (Art. 28(3)(g)). */
function inUse({ recipients, purposes }: Source): Recipient[] {
  return recipients.filter((one) => isInUse(one, purposes))
}

/** The kinds of recipient that the purposes name, each once. */
function receiving(purposes: readonly Named[]): RecipientId[] {
  return [...new Set(purposes.flatMap(({ recipients }) => recipients as readonly RecipientId[]))]
}

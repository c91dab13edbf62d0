import type { Language } from '../../platform/i18n/languages.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { CookieName } from '../../platform/web/cookies.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Subject } from '../purposes.ts'
import type { Recipient } from '../register/recipients.ts'
import { receivers, transfers } from './notice-recipients.ts'
import {
  basisOf,
  dataOf,
  head,
  item,
  kindsOf,
  type Named,
  subjectsOf,
  table,
  termsOf,
  titleOf,
  weighed,
} from './notice-words.ts'

/** A part of the notice as pages show it; everything in it is plain text. */
export interface NoticeSection {
  readonly id: string
  readonly heading: string
  readonly paragraphs?: readonly string[]
  readonly list?: readonly string[]
  readonly table?: NoticeTable
  readonly links?: readonly { readonly text: string; readonly href: string }[]
}

export interface NoticeTable {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What a section is written from. */
export interface Source {
  readonly language: Language
  readonly identity: Settings['identity']
  readonly privacy: Settings['privacy']
  /** In register order, with the terms in force. */
  readonly purposes: readonly Named[]
  /** Former ones among them. */
  readonly recipients: readonly Recipient[]
  readonly myData?: string | undefined
  readonly t: Translate
}

/** A new cookie does not compile until it is told of here. */
const cookies: Readonly<Record<CookieName, true>> = { cart: true, order: true, 'my-data': true, staff: true }

/** Every section in the order of reading; Art. 13(1)-(2) and procedure §12 decide what must be there. */
export const sections: readonly ((source: Source) => NoticeSection)[] = [
  why,
  controller,
  retention,
  correction,
  bases,
  interests,
  receivers,
  transfers,
  required,
  sources,
  rights,
  objection,
  consent,
  complaint,
  decisions,
  cookieList,
]

/** Procedure §12.1; Art. 13(1)(c). */
function why({ purposes, t }: Source): NoticeSection {
  const list = purposes.map(({ id }) => item(titleOf(id, t), t(`privacy.why.${id}`), t))
  return { ...head('purposes', t), paragraphs: [t('privacy.intro')], list }
}

/** Procedure §12.2; Art. 13(1)(a)-(b). Versions stay for ever, so people are told of by their office, not by name. */
function controller({ identity, privacy, t }: Source): NoticeSection {
  const { legalName, registrationNumber, street, town, postcode, email, phone } = identity
  const address = [street, town, postcode].join(', ')
  const paragraphs = [
    t('privacy.controller', { legalName, registrationNumber, address }),
    t('privacy.controller.contact', {
      email: privacy.contact?.email ?? email,
      phone: privacy.contact?.phone ?? phone,
    }),
    ...(privacy.officer ? [t('privacy.controller.officer', { email: privacy.officer.email })] : []),
  ]
  return { ...head('controller', t), paragraphs }
}

/** Procedure §12.3; Art. 13(2)(a). */
function retention({ purposes, t }: Source): NoticeSection {
  return {
    ...head('retention', t),
    list: purposes.map((purpose) => item(titleOf(purpose.id, t), termsOf(purpose, t), t)),
  }
}

/** Procedure §12.4; Art. 16. */
function correction(source: Source): NoticeSection {
  const { t } = source
  return { ...head('correction', t), paragraphs: [t('privacy.correction', { email: emailOf(source) })] }
}

/** Art. 13(1)(c), 14(1)(d). */
function bases({ purposes, t }: Source): NoticeSection {
  const rows = purposes.map((purpose) => [
    titleOf(purpose.id, t),
    subjectsOf(Object.keys(purpose.basis) as Subject[], t),
    dataOf(purpose, t),
    basisOf(purpose, t),
    kindsOf(purpose, t),
  ])
  const columns = ['purpose', 'subjects', 'data', 'basis', 'recipients']
  return {
    ...head('bases', t),
    paragraphs: [t('privacy.regulation')],
    table: table('bases', columns, rows, t),
  }
}

/** Art. 13(1)(d), with the weighing in a sentence. */
function interests({ purposes, t }: Source): NoticeSection {
  const list = purposes.filter(weighed).map(({ id }) => item(titleOf(id, t), t(`privacy.interest.${id}`), t))
  return { ...head('interests', t), list }
}

/** Art. 13(2)(e). */
function required({ t }: Source): NoticeSection {
  const list = [t('privacy.required.contract'), t('privacy.required.law'), t('privacy.required.free')]
  return { ...head('required', t), list }
}

/** Art. 14(1)(d), 14(2)(f): gift recipients, names on signs, colleagues, payers. */
function sources({ t }: Source): NoticeSection {
  const paragraphs = [t('privacy.sources.who'), t('privacy.sources.what'), t('privacy.sources.public')]
  return { ...head('sources', t), paragraphs }
}

/** Art. 13(2)(b), and where they are used. */
function rights(source: Source): NoticeSection {
  const { myData, t } = source
  const list = [
    t('privacy.right.access'),
    t('privacy.right.rectification'),
    t('privacy.right.erasure'),
    t('privacy.right.restriction'),
    t('privacy.right.notification'),
    t('privacy.right.portability'),
  ]
  return {
    ...head('rights', t),
    paragraphs: [t('privacy.rights.page'), t('privacy.rights.how', { email: emailOf(source) })],
    list,
    ...(myData !== undefined && { links: [{ text: t('privacy.rights.link'), href: myData }] }),
  }
}

/** Art. 21(4): presented clearly and separately from any other information. */
function objection(source: Source): NoticeSection {
  const { t } = source
  const paragraphs = [t('privacy.objection'), t('privacy.objection.marketing', { email: emailOf(source) })]
  return { ...head('objection', t), paragraphs }
}

/** Art. 13(2)(c). */
function consent(source: Source): NoticeSection {
  const { t } = source
  return { ...head('consent', t), paragraphs: [t('privacy.consent', { email: emailOf(source) })] }
}

/** Art. 13(2)(d). The authority's address is to be confirmed by the owner. */
function complaint({ t }: Source): NoticeSection {
  return { ...head('complaint', t), paragraphs: [t('privacy.complaint')] }
}

/** Art. 13(2)(f); procedure §7. */
function decisions({ t }: Source): NoticeSection {
  return { ...head('decisions', t), paragraphs: [t('privacy.decisions')] }
}

/** Directive 2002/58/EC Art. 5(3); procedure §6.4. */
function cookieList({ t }: Source): NoticeSection {
  const rows = Object.keys(cookies).map((name) => [
    name,
    t(`privacy.cookie.${name}`),
    t(`privacy.cookie.kept.${name}`),
  ])
  const columns = ['cookie', 'reason', 'kept']
  return {
    ...head('cookies', t),
    paragraphs: [t('privacy.cookies')],
    table: table('cookies', columns, rows, t),
  }
}

/** Whoever looks after personal data; the shop's own address while nobody is named. */
function emailOf({ identity, privacy }: Source): string {
  return privacy.contact?.email ?? identity.email
}

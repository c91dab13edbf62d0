import type { Translate } from '../../platform/i18n/messages.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Named } from '../notices/notice-words.ts'
import { categories, purposeList } from '../purposes.ts'
import { type RegisterLanguage, textOf, type WrittenText } from './balancing.ts'
import type { InForce } from './in-force.ts'
import { isInUse, outsideEea, type Recipient } from './recipients.ts'
import type { RecordOfProcessing } from './record-schema.ts'
import { basesIn, categoryIn, sourceIn, termIn, titleIn, whyIn } from './record-words.ts'
import { type KeptTerm, withTerms } from './terms.ts'
import type { RegisterVersion } from './versions.ts'

/** What a record is written from. */
export interface RecordFacts extends InForce {
  readonly language: RegisterLanguage
  readonly identity: Settings['identity']
  readonly privacy: Settings['privacy']
  readonly texts: readonly WrittenText[]
  /** Purposes that somebody switched off: what was collected for them may still be there. */
  readonly off: readonly { readonly purpose: string; readonly by: string | null }[]
  readonly version: Pick<RegisterVersion, 'number' | 'at'>
  /** A day in the shop's zone. */
  readonly today: string
  /** The address of the published schema. */
  readonly schema: string
}

/**
 * The record of processing activities (Art. 30(1)): what the shop does with personal data now, with what it did before
 * and still holds. For nobody else does it process anything, so Art. 30(2) is one sentence.
 */
export function compose(facts: RecordFacts, t: Translate): RecordOfProcessing {
  const { language, identity, privacy, version, texts } = facts
  const purposes = recorded(facts)
  const recipients = facts.recipients.filter((one) => one.endedOn !== null || isInUse(one, purposes))
  return {
    $schema: facts.schema,
    format: 'record-of-processing',
    formatVersion: 1,
    language,
    version: version.number,
    changedAt: version.at.toISOString(),
    madeOn: facts.today,
    controller: {
      name: identity.legalName,
      registrationNumber: identity.registrationNumber,
      address: [identity.street, identity.town, identity.postcode].join(', '),
      country: identity.country,
      email: identity.email,
      phone: identity.phone,
    },
    contact: privacy.contact,
    dataProtectionOfficer: privacy.officer,
    purposes: purposes.map((purpose) => purposeIn(purpose, facts, t)),
    recipients: recipients.map((one) => recipientIn(one, t)),
    transfers: recipients
      .filter(({ country, endedOn }) => endedOn === null && outsideEea(country))
      .map((far) => ({ recipient: nameOf(far, t), country: far.country, safeguard: safeguardOf(far, t)! })),
    securityMeasures: textOf(texts, { subject: 'measures', language, part: 'measures' }, t),
    processingForOthers: t('record.others'),
  }
}

/** What is on, and what somebody switched off, in register order. */
function recorded({ on, off, terms }: RecordFacts): Named[] {
  const formerly = new Set(off.filter(({ by }) => by !== null).map(({ purpose }) => purpose))
  return withTerms(
    purposeList.filter(({ id }) => on.has(id) || formerly.has(id)),
    terms,
  )
}

function purposeIn(
  purpose: Named,
  { on, terms }: RecordFacts,
  t: Translate,
): RecordOfProcessing['purposes'][number] {
  const { id, data, recipients, source } = purpose
  return {
    id,
    title: titleIn(id, t),
    description: whyIn(id, t),
    inUse: on.has(id),
    bases: basesIn(purpose, t),
    data: data.map((category) => ({
      id: category,
      name: categoryIn(id, category, t),
      fideslang: categories[category],
    })),
    recipients: recipients.map((kind) => ({ id: kind, name: t(`privacy.recipient.${kind}`) })),
    terms: purpose.retention.map((term) => ({
      from: term.from,
      period: term.period,
      action: term.action,
      signedOff: !term.proposed || signed(terms, id, term.from),
      words: termIn(term, t),
    })),
    source: sourceIn(source, t),
  }
}

function recipientIn(found: Recipient, t: Translate): RecordOfProcessing['recipients'][number] {
  const { kind, name, registrationNumber, licenceNumber, role, country, agreementReference, agreementOn } =
    found
  return {
    kind: { id: kind, name: t(`privacy.recipient.${kind}`) },
    name: name || null,
    registrationNumber,
    licenceNumber,
    role,
    country,
    agreement: agreementReference === null ? null : { reference: agreementReference, date: agreementOn },
    safeguard: safeguardOf(found, t),
    endedOn: found.endedOn,
    returnConfirmedOn: found.returnConfirmedOn,
  }
}

function safeguardOf({ safeguard, safeguardCopy, country }: Recipient, t: Translate) {
  if (safeguard === null || safeguardCopy === null || !outsideEea(country)) return null
  return { kind: safeguard, name: t(`privacy.safeguard.${safeguard}`), copy: safeguardCopy }
}

function nameOf({ name, kind }: Recipient, t: Translate): string {
  return name || t(`privacy.recipient.${kind}`)
}

function signed(terms: readonly KeptTerm[], purpose: string, fact: string): boolean {
  return terms.some((term) => term.purpose === purpose && term.fact === fact && term.signedAt !== null)
}

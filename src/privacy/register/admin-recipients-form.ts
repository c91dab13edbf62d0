import { z } from 'zod'
import type { IsoDate } from '../../platform/time.ts'
import { countries } from '../../platform/web/country-codes.ts'
import { choice, dayUntil, email, optionalText, orNull, text, tick } from '../../platform/web/fields.ts'
import type { Typed } from '../../platform/web/forms.ts'
import { outsideEea, type Recipient, type RecipientFacts, recipientKinds, safeguards } from './recipients.ts'

const kinds = Object.keys(recipientKinds) as [Recipient['kind'], ...Recipient['kind'][]]

/** What a recipient's page sends, as facts of the recipient. Nothing leaves the European Economic Area without a safeguard. */
export function recipientForm(today: IsoDate) {
  return z
    .object({
      recipientKind: choice(kinds),
      recipientName: text(120),
      recipientNumber: optionalText(40),
      recipientRole: choice(['controller', 'processor']),
      recipientCountry: choice(countries as [string, ...string[]]),
      agreementReference: optionalText(120),
      agreementOn: orNull(dayUntil(today)),
      safeguard: orNull(choice(safeguards)),
      safeguardCopy: optionalText(200),
      licenceNumber: optionalText(60),
      recallEmail: orNull(email()),
      needsPersonalCode: tick(),
    })
    .superRefine((typed, context) => {
      const say = (field: string, message: string) =>
        context.addIssue({ code: 'custom', message, path: [field] })
      const far = outsideEea(typed.recipientCountry)
      if (far && typed.safeguard === null) say('safeguard', 'recipients.error.safeguard')
      if (far && typed.safeguardCopy === undefined) say('safeguardCopy', 'recipients.error.copy')
      if (typed.agreementOn !== null && typed.agreementReference === undefined)
        say('agreementReference', 'errors.required')
      if (typed.licenceNumber !== undefined && !collects(typed.recipientKind))
        say('licenceNumber', 'recipients.error.licence')
    })
    .transform(
      (typed): RecipientFacts => ({
        kind: typed.recipientKind,
        name: typed.recipientName,
        registrationNumber: typed.recipientNumber ?? null,
        role: typed.recipientRole,
        country: typed.recipientCountry,
        agreementReference: typed.agreementReference ?? null,
        agreementOn: typed.agreementOn,
        safeguard: typed.safeguard,
        safeguardCopy: typed.safeguardCopy ?? null,
        ...(collects(typed.recipientKind) && {
          licenceNumber: typed.licenceNumber ?? null,
          email: typed.recallEmail,
          needsPersonalCode: typed.needsPersonalCode,
        }),
      }),
    )
}

function collects(kind: Recipient['kind']): boolean {
  return kind === 'debt-collector'
}

/** A recipient as its form holds it. */
export function recipientValues(found: Recipient): Typed {
  return {
    recipientKind: found.kind,
    recipientName: found.name,
    recipientNumber: found.registrationNumber ?? '',
    recipientRole: found.role,
    recipientCountry: found.country,
    agreementReference: found.agreementReference ?? '',
    agreementOn: found.agreementOn ?? '',
    safeguard: found.safeguard ?? '',
    safeguardCopy: found.safeguardCopy ?? '',
    licenceNumber: found.licenceNumber ?? '',
    recallEmail: found.email ?? '',
    needsPersonalCode: found.needsPersonalCode ? 'yes' : '',
    endedOn: found.endedOn ?? '',
    returnConfirmedOn: found.returnConfirmedOn ?? '',
  }
}

/** When a recipient's time ended, and when it confirmed that it holds nothing more. */
export function endForm(today: IsoDate) {
  return z
    .object({ endedOn: orNull(dayUntil(today)), returnConfirmedOn: orNull(dayUntil(today)) })
    .superRefine(({ endedOn, returnConfirmedOn: returned }, context) => {
      const say = (message: string, field: string) =>
        context.addIssue({ code: 'custom', message, path: [field] })
      if (returned !== null && endedOn === null) say('errors.required', 'endedOn')
      else if (returned !== null && endedOn !== null && returned < endedOn)
        say('recipients.error.returned', 'returnConfirmedOn')
    })
}

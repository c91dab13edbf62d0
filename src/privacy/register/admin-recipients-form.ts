import { z } from 'zod'
import type { IsoDate } from '../../platform/time.ts'
import { choice, dayUntil, email, optionalText, orNull, text, tick } from '../../platform/web/fields.ts'
import type { Typed } from '../../platform/web/forms.ts'
import { outsideEea, type Recipient, type RecipientFacts, recipientKinds, safeguards } from './recipients.ts'

const kinds = Object.keys(recipientKinds) as [Recipient['kind'], ...Recipient['kind'][]]

/** ISO 3166-1 alpha-2, every country there is. */
export const countries = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
  'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO ' +
  'FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE ' +
  'JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO ' +
  'MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW ' +
  'PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM ' +
  'TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
).split(' ')

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

import type { OrderFacts } from '../orders/find.ts'
import { countriesByName, countryName } from '../platform/i18n/country-names.ts'
import type { Settings } from '../settings/settings.ts'
import { urlFor } from '../urls.ts'
import type { Sending } from './evidence/sendings.ts'
import type { Proof } from './evidence/transport-proofs.ts'
import type { Choice } from './evidence/treatments.ts'
import type { Check } from './evidence/vies.ts'
import type { Listed } from './invoices.ts'
import { arrivalOf } from './parties.ts'
import { numberCountry } from './vat.ts'
import { memberStates } from './vat-rates.ts'

interface Facts {
  readonly order: OrderFacts
  readonly documents: readonly Listed[]
  readonly isPublic: boolean
  readonly sent: readonly Sending[]
  readonly checks: readonly Check[]
  readonly choice: Choice | undefined
  readonly proofs: readonly Proof[]
}

type Names = ReadonlyMap<string, string>

/** What the page of an order's documents shows. */
export function modelOf(facts: Facts, settings: Settings, names: Names, locale: string) {
  const { order, documents, isPublic } = facts
  return {
    order: { id: order.id, number: order.number, href: urlFor('adminOrder', { id: order.id }) },
    documents: documents.map((document) => documentModel(document, facts, names)),
    isPublic,
    vat: vatModel(facts, settings, names, locale),
    corrective: correctiveModel(facts, locale),
  }
}

function documentModel({ id, ...document }: Listed, { documents, isPublic, sent }: Facts, names: Names) {
  const about = documents.find((one) => one.id === document.precedingId)
  const ofCharge = document.kind === 'charge' || about?.kind === 'charge'
  const sending = sent.find(({ invoiceId }) => invoiceId === id)
  return {
    ...document,
    id,
    pdfHref: urlFor('adminDocumentPdf', { id }),
    ublHref: ofCharge ? undefined : urlFor('adminDocumentUbl', { id }),
    sent: sending && { ...sending, by: names.get(sending.notedBy) },
    // Money in advance asks for no e-invoice of its own from a public buyer's portal.
    toSend: isPublic && !sending && document.kind !== 'advance' && !ofCharge,
  }
}

/** Only where goods leave for a business elsewhere in the Union, or something was noted of it. */
function vatModel(
  { order, documents, checks, choice, proofs }: Facts,
  settings: Settings,
  names: Names,
  locale: string,
) {
  const { party } = order
  const arrival = arrivalOf(order, settings)
  const number = party?.vatNumber ?? null
  const abroad = number !== null && numberCountry(number) !== 'LV'
  const leaves = arrival !== 'LV' && memberStates.includes(arrival)
  if (!(party?.kind === 'company' && abroad && leaves) && checks.length === 0 && proofs.length === 0)
    return undefined
  const off = choice?.choice === 'intra-community'
  const [last] = checks
  return {
    number,
    arrival: countryName(arrival, locale),
    off,
    kept: choice?.choice === 'domestic',
    by: choice && names.get(choice.chosenBy),
    at: choice?.chosenAt,
    checks: checks.map((check) => ({ ...check, by: check.askedBy && names.get(check.askedBy) })),
    waiting: last !== undefined && last.outcome === null,
    canAsk: abroad && !(last && last.outcome === null),
    canTakeOff: !off && documents.length === 0 && last?.outcome === 'valid',
    canKeep: choice === undefined,
    proofs: proofs.map((proof) => ({
      ...proof,
      by: names.get(proof.notedBy),
      href: proof.contentType && urlFor('adminTransportProofFile', { id: order.id, proofId: proof.id }),
    })),
    unproved: off && proofs.length === 0,
  }
}

/** The form as the order has its buyer now; nothing once the contract is over. */
function correctiveModel({ order: { party }, documents }: Facts, locale: string) {
  const corrected = documents.filter(({ kind }) => kind !== 'corrective' && kind !== 'taken-over')
  if (!party || corrected.length === 0) return undefined
  const { name, companyName, registrationNumber, vatNumber, street, town, postcode, country } = party
  return {
    options: corrected.map(({ id, number }) => ({ value: id, label: number })),
    countries: countriesByName([...new Set([...memberStates, country])], locale),
    buyer: { name, companyName, registrationNumber, vatNumber, street, town, postcode, country },
  }
}

import type { Buyer, InvoiceSnapshot, Place, Seller } from '../snapshot.ts'
import { numberCountry } from '../vat.ts'
import { type Content, text } from './xml.ts'

/** Peppol's scheme for a Latvian registration number (EAS). */
const LATVIAN_REGISTER = '0218'

/** VAT numbers as electronic addresses (EAS); Sweden has none, its organisation number stands in the VAT number. */
const vatSchemes: Readonly<Record<string, string>> = {
  AT: '9914',
  BE: '9925',
  BG: '9926',
  CY: '9928',
  CZ: '9929',
  DE: '9930',
  DK: '0198',
  EE: '9931',
  ES: '9920',
  FI: '0213',
  FR: '9957',
  GR: '9933',
  HR: '9934',
  HU: '9910',
  IE: '9935',
  IT: '0211',
  LT: '9937',
  LU: '9938',
  LV: '9939',
  MT: '9943',
  NL: '9944',
  PL: '9945',
  PT: '9946',
  RO: '9947',
  SI: '9949',
  SK: '9950',
}

/** The shop (BG-4). A document outside the tax names no VAT number (BR-O-02). */
export function supplierOf({ seller, vatGroups }: InvoiceSnapshot): Content {
  const { name, registrationNumber, vatNumber, phone, email } = seller
  return {
    'cac:Party': {
      'cbc:EndpointID': text(registrationNumber, { schemeID: LATVIAN_REGISTER }),
      'cac:PartyName': { 'cbc:Name': name },
      'cac:PostalAddress': addressOf(seller),
      'cac:PartyTaxScheme': taxScheme(isOutside(vatGroups) ? null : vatNumber),
      'cac:PartyLegalEntity': {
        'cbc:RegistrationName': name,
        'cbc:CompanyID': text(registrationNumber, { schemeID: LATVIAN_REGISTER }),
      },
      'cac:Contact': {
        'cbc:Telephone': phone || undefined,
        'cbc:ElectronicMail': email || undefined,
      },
    },
  }
}

/** The buyer (BG-7); a person has no electronic address there. */
export function customerOf({ buyer, vatGroups }: InvoiceSnapshot): Content {
  const { name, companyName, registrationNumber, vatNumber } = buyer
  const contact = companyName && name !== companyName ? { 'cbc:Name': name } : undefined
  return {
    'cac:Party': {
      'cbc:EndpointID': endpointOf(buyer),
      'cac:PostalAddress': addressOf(buyer),
      'cac:PartyTaxScheme': taxScheme(isOutside(vatGroups) ? null : vatNumber),
      'cac:PartyLegalEntity': {
        'cbc:RegistrationName': companyName ?? name,
        'cbc:CompanyID': registrationNumber ? legalId(buyer, registrationNumber) : undefined,
      },
      'cac:Contact': contact,
    },
  }
}

/** Where a machine reaches the buyer: by the register's number here, elsewhere by the VAT number. */
export function endpointOf({
  registrationNumber,
  vatNumber,
  companyName,
  place,
}: Buyer): Content | undefined {
  if (companyName === null) return undefined
  if (registrationNumber && (place?.country ?? 'LV') === 'LV')
    return text(registrationNumber, { schemeID: LATVIAN_REGISTER })
  const country = numberCountry(vatNumber)
  if (!vatNumber || !country) return undefined
  if (country === 'SE') return text(vatNumber.slice(2, 12), { schemeID: '0007' })
  const scheme = vatSchemes[country]
  return scheme ? text(vatNumber, { schemeID: scheme }) : undefined
}

function legalId({ place }: Buyer, number: string): Content | string {
  return (place?.country ?? 'LV') === 'LV' ? text(number, { schemeID: LATVIAN_REGISTER }) : number
}

function isOutside(groups: InvoiceSnapshot['vatGroups']): boolean {
  return groups.some(({ category }) => category === 'O')
}

function taxScheme(vatNumber: string | null): Content | undefined {
  if (!vatNumber) return undefined
  return { 'cbc:CompanyID': vatNumber, 'cac:TaxScheme': { 'cbc:ID': 'VAT' } }
}

/** Documents from before addresses were kept in parts have their lines. */
function addressOf({ address, place }: Pick<Seller | Buyer, 'address' | 'place'>): Content {
  const parts = place ?? partsOf(address)
  return {
    'cbc:StreetName': parts.street ?? undefined,
    'cbc:CityName': parts.town ?? undefined,
    'cbc:PostalZone': parts.postcode ?? undefined,
    'cac:Country': { 'cbc:IdentificationCode': parts.country },
  }
}

function partsOf([street, town]: readonly string[]): Place {
  return { street: street ?? null, town: town ?? null, postcode: null, country: 'LV' }
}

import { electronicFormatIBAN, friendlyFormatIBAN, validateIBAN } from 'ibantools'
import * as jsvat from 'jsvat'

/** A normalised value, or why not; reasons are keys for messages and never contain what was typed. */
export type Checked<Reason extends string> =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: Reason }

const LEGAL_ENTITY_WEIGHTS = [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]
const PERSONAL_CODE_WEIGHTS = [10, 5, 8, 4, 2, 1, 6, 3, 7, 9]

// ibantools' error codes for the IBAN's own check digits and for the national ones inside.
const WRONG_CHECK_DIGITS = [5, 6]

const MEMBER_STATES = [
  jsvat.austria,
  jsvat.belgium,
  jsvat.bulgaria,
  jsvat.croatia,
  jsvat.cyprus,
  jsvat.czechRepublic,
  jsvat.denmark,
  jsvat.estonia,
  jsvat.finland,
  jsvat.france,
  jsvat.germany,
  jsvat.greece,
  jsvat.hungary,
  jsvat.ireland,
  jsvat.italy,
  jsvat.latvia,
  jsvat.lithuania,
  jsvat.luxembourg,
  jsvat.malta,
  jsvat.netherlands,
  jsvat.poland,
  jsvat.portugal,
  jsvat.romania,
  jsvat.slovakiaRepublic,
  jsvat.slovenia,
  jsvat.spain,
  jsvat.sweden,
]

/**
 * A Latvian legal entity's registration number: 11 digits, first one 4 to 9, weighted sum 3 modulo 11 (the taxpayer
 * registration rule). What begins as a personal code does is refused by a reason of its own, so that none is stored
 * by mistake: personal codes begin with a day (01-31) or, since July 2017, with 32 to 39.
 */
export function registrationNumber(text: string): Checked<'format' | 'checksum' | 'personal-code'> {
  const number = compact(text).replace(/^LV(?=\d)/, '')
  if (!/^\d{11}$/.test(number)) return refused('format')
  if (startsAsPersonalCode(number)) return refused('personal-code')
  return legalEntityChecksum(number) ? accepted(number) : refused('checksum')
}

/**
 * An EU VAT number with its country prefix, by each state's format and checksum; whether it is in use only VIES
 * knows. Eleven bare digits are taken as Latvian. A Latvian number that is a natural person's is refused.
 */
export function vatNumber(text: string): Checked<'format' | 'checksum' | 'personal-code' | 'country'> {
  const typed = compact(text)
  const number = /^\d{11}$/.test(typed) ? `LV${typed}` : typed
  if (/^LV[0-3]\d{10}$/.test(number)) return refused('personal-code')
  if (!/^[A-Z]{2}(?=.*\d)[0-9A-Z+*]{2,13}$/.test(number)) return refused('format')
  const { country, isValid, isValidFormat } = jsvat.checkVAT(number, MEMBER_STATES)
  if (isValid) return accepted(number)
  if (isValidFormat) return refused('checksum')
  return refused(country || knownPrefix(number) ? 'format' : 'country')
}

/** An IBAN as machines write it: country format, length and check digits (ISO 13616). */
export function iban(text: string): Checked<'format' | 'checksum'> {
  const number = electronicFormatIBAN(text) ?? ''
  const { valid, errorCodes } = validateIBAN(number)
  if (valid) return accepted(number)
  return refused(errorCodes.every((code) => WRONG_CHECK_DIGITS.includes(code)) ? 'checksum' : 'format')
}

/** An IBAN in groups of four, for people to read. */
export function printedIban(number: string): string {
  return friendlyFormatIBAN(number) ?? number
}

/** A Latvian postcode as the post writes it, `LV-1010`; `1010` and `lv 1010` are understood. */
export function postcode(text: string): Checked<'format'> {
  const digits = /^(?:LV)?([1-5]\d{3})$/.exec(compact(text))?.[1]
  return digits ? accepted(`LV-${digits}`) : refused('format')
}

/** A phone number in E.164; without a country code it is Latvian: eight digits. */
export function phone(text: string): Checked<'format'> {
  const digits = text.replace(/[\s().\-\u2010-\u2015/\u00a0]/g, '').replace(/^00/, '+')
  if (/^[25-9]\d{7}$/.test(digits)) return accepted(`+371${digits}`)
  if (/^371[25-9]\d{7}$/.test(digits)) return accepted(`+${digits}`)
  if (digits.startsWith('+371'))
    return /^\+371[25-9]\d{7}$/.test(digits) ? accepted(digits) : refused('format')
  return /^\+[1-9]\d{6,14}$/.test(digits) ? accepted(digits) : refused('format')
}

/**
 * A Latvian personal code as eleven digits; a dash or blank after the sixth is understood. Checkable are, in the old
 * form (ddmmyy-cnnnk), that the birth date exists, its century's digit (0 for 18.., 1 for 19.., 2 for 20..), and the
 * control digit. The new form (32 to 39 first, since July 2017) tells nothing of its owner: only its control digit can
 * be checked, which the register of natural persons reckons as before. Whether a code was ever given out nobody can
 * tell from its digits.
 */
export function personalCode(text: string): Checked<'format' | 'checksum'> {
  const code = text.trim().replace(/^(\d{6})\s?[-\u2010-\u2015]?\s?(\d{5})$/, '$1$2')
  if (!/^\d{11}$/.test(code)) return refused('format')
  if (!/^3[2-9]/.test(code) && !bornOn(code)) return refused('format')
  return personalChecksum(code) ? accepted(code) : refused('checksum')
}

/**
 * Whether free text (an order reference, a company name) holds what looks like a Latvian personal code:
 * six digits, an optional dash, five digits, beginning with an existing day and month or with 32 to 39.
 */
export function holdsPersonalCode(text: string): boolean {
  const candidates = text.matchAll(/(?<![0-9A-Za-z])(\d{6})\s?[-\u2010-\u2015]?\s?(\d{5})(?!\d)/g)
  return [...candidates].some(([, birth, rest]) => personalCodeShape(`${birth}${rest}`))
}

function startsAsPersonalCode(digits: string): boolean {
  return digits[0]! <= '3'
}

function personalCodeShape(digits: string): boolean {
  if (/^3[2-9]/.test(digits)) return true
  const day = Number(digits.slice(0, 2))
  const month = Number(digits.slice(2, 4))
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 && digits[6]! <= '2'
}

/** The birth date in the old form exists in the calendar. */
function bornOn(code: string): boolean {
  const [day, month, year, century] = [code.slice(0, 2), code.slice(2, 4), code.slice(4, 6), code[6]!]
  if (century > '2') return false
  const iso = `${18 + Number(century)}${year}-${month}-${day}`
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso)
}

function personalChecksum(code: string): boolean {
  const weighted = PERSONAL_CODE_WEIGHTS.reduce((total, weight, i) => total + weight * Number(code[i]), 1)
  return (weighted % 11) % 10 === Number(code[10])
}

function legalEntityChecksum(digits: string): boolean {
  const weighted = LEGAL_ENTITY_WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  return weighted % 11 === 3
}

function knownPrefix(number: string): boolean {
  const prefix = number.slice(0, 2)
  return MEMBER_STATES.some(({ codes }) => codes[0] === prefix || codes[1] === prefix) || prefix === 'EL'
}

function compact(text: string): string {
  return text.replace(/[\s.\-\u2010-\u2015\u00a0]/g, '').toUpperCase()
}

function accepted(value: string): { ok: true; value: string } {
  return { ok: true, value }
}

function refused<Reason extends string>(reason: Reason): { ok: false; reason: Reason } {
  return { ok: false, reason }
}

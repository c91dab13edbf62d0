const LONGEST = 21

/**
 * The structured creditor reference (ISO 11649) for an order number: RF, two check digits, the number's letters and
 * digits in capitals. Throws RangeError if nothing or more than 21 characters remain.
 */
export function creditorReference(orderNumber: string): string {
  const body = orderNumber.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
  if (body.length === 0 || body.length > LONGEST)
    throw new RangeError('a reference holds 1 to 21 letters or digits')
  const check = 98 - remainder97(`${body}RF00`)
  return `RF${String(check).padStart(2, '0')}${body}`
}

/** The reference as machines write it (no spaces, capitals) if its check digits are right, otherwise null. */
export function readCreditorReference(text: string): string | null {
  const reference = text.replace(/\s/g, '').toUpperCase()
  if (!/^RF\d{2}[0-9A-Z]{1,21}$/.test(reference)) return null
  const check = Number(reference.slice(2, 4))
  // 00, 01 and 99 would also pass the remainder, but no issuer computes them.
  if (check < 2 || check > 98) return null
  return remainder97(reference.slice(4) + reference.slice(0, 4)) === 1 ? reference : null
}

/** As ISO 11649 prints it for people: groups of four. */
export function printedReference(reference: string): string {
  return reference.replace(/(.{4})(?=.)/g, '$1 ')
}

/** ISO 7064 MOD 97-10 over letters as 10 to 35, digit by digit so that no number grows. */
function remainder97(characters: string): number {
  let remainder = 0
  for (const character of characters) {
    const value = Number.parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder
}

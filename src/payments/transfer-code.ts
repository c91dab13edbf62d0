import { type Cents, decimal } from '../platform/money.ts'
import { readCreditorReference } from './reference.ts'

const HIGHEST_AMOUNT = 99_999_999_999
const LONGEST_NAME = 70
const QUIET_ZONE = 4

/** `name` is the account's exact name, since banks compare it with the IBAN; `reference` is an ISO 11649 reference. */
export type Transfer = {
  readonly name: string
  readonly iban: string
  readonly amountCents: Cents
  readonly reference: string
}

/**
 * What a bank's app reads from the code: EPC069-12 version 002, UTF-8, structured reference. Throws RangeError for a
 * name over 70 characters, an amount outside 0.01 to 999,999,999.99 or a reference with wrong check digits.
 */
export function transferCode(transfer: Transfer): string {
  const name = transfer.name.replace(/\s+/g, ' ').trim()
  if (name.length === 0 || name.length > LONGEST_NAME) throw new RangeError('a name holds 1 to 70 characters')
  if (transfer.amountCents < 1 || transfer.amountCents > HIGHEST_AMOUNT)
    throw new RangeError('amount out of bounds')
  const reference = readCreditorReference(transfer.reference)
  if (!reference) throw new RangeError('not a creditor reference')

  const noBic = ''
  const noPurpose = ''
  const iban = transfer.iban.replace(/\s/g, '').toUpperCase()
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    noBic,
    name,
    iban,
    `EUR${decimal(transfer.amountCents)}`,
    noPurpose,
    reference,
  ].join('\n')
}

/**
 * The code as an SVG picture: presentation attributes only, so it shows as an `<img>` from our own path under a
 * `'self'` policy. `title` is what a screen reader says; error correction M as EPC069-12 demands.
 */
export async function transferPicture(code: string, title: string): Promise<string> {
  const { create } = await import('qrcode')
  const { modules } = create(code, { errorCorrectionLevel: 'M' })
  const side = modules.size + 2 * QUIET_ZONE
  let path = ''
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1)
      if (modules.get(y, x)) path += `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" aria-labelledby="title" ` +
    `shape-rendering="crispEdges"><title id="title">${escaped(title)}</title>` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${path}"/></svg>`
  )
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

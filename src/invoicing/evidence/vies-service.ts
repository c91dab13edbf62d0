import { z } from 'zod'
import { numberCountry } from '../vat.ts'
import type { Answer } from './vies.ts'

/** The Commission's own service (REST). */
export const OFFICIAL_VIES = 'https://ec.europa.eu/taxation_customs/vies/rest-api'

const PATIENCE_MS = 15_000

const answer = z.object({
  valid: z.boolean().optional(),
  isValid: z.boolean().optional(),
  requestIdentifier: z.string().nullish(),
  userError: z.string().nullish(),
  actionSucceed: z.boolean().optional(),
})

/**
 * Asks VIES whether a VAT number is in use. `own` is the shop's number: with it the answer carries a consultation number.
 * Whatever is no clear yes or no (no network, a state that is down, an unknown shape) is `unavailable`; it never throws.
 */
export async function askVies(vatNumber: string, own: string | null, base = OFFICIAL_VIES): Promise<Answer> {
  const unavailable: Answer = { outcome: 'unavailable', consultationNumber: null }
  try {
    const response = await fetch(`${base}/check-vat-number`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(question(vatNumber, own)),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const said = answer.safeParse(await response.json())
    if (!response.ok || !said.success) return unavailable
    const { valid = said.data.isValid, userError, actionSucceed, requestIdentifier } = said.data
    const failed = actionSucceed === false || (userError && !['VALID', 'INVALID'].includes(userError))
    if (valid === undefined || failed) return unavailable
    return { outcome: valid ? 'valid' : 'invalid', consultationNumber: requestIdentifier || null }
  } catch {
    return unavailable
  }
}

function question(vatNumber: string, own: string | null) {
  return {
    countryCode: vatNumber.slice(0, 2),
    vatNumber: vatNumber.slice(2),
    ...(own && numberCountry(own)
      ? { requesterMemberStateCode: own.slice(0, 2), requesterNumber: own.slice(2) }
      : {}),
  }
}

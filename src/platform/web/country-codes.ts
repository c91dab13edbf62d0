import { z } from 'zod'
import { text } from './fields.ts'

/** "LV, EE": some of these countries (ISO 3166-1 alpha-2), at least one. */
export function countryCodes(known: readonly string[]) {
  return text(160).transform((value, context): string[] => {
    const codes = [
      ...new Set(
        value
          .toUpperCase()
          .split(/[\s,;]+/)
          .filter(Boolean),
      ),
    ]
    const unknown = codes.find((code) => !known.includes(code))
    if (unknown === undefined) return codes
    context.addIssue({ code: 'custom', message: 'errors.country', params: { code: unknown.slice(0, 20) } })
    return z.NEVER
  })
}

import { z } from 'zod'
import { choice, optionalLines } from '../platform/web/fields.ts'

/** The answer to a proof: yes, or what should be different. The field carries the proof's id, as the page may hold several. */
export function proofForm(proofId: string) {
  const change = changeField(proofId)
  return z
    .object({ answer: choice(['approve', 'change']), [change]: optionalLines(1000) })
    .superRefine((typed, context) => {
      const missing = typed.answer === 'change' && typed[change] === undefined
      if (missing) context.addIssue({ code: 'custom', message: 'errors.required', path: [change] })
    })
    .transform(({ answer, ...rest }) => ({ answer, change: rest[change] as string | undefined }))
}

/** The name of the field for what should change. */
export function changeField(proofId: string): string {
  return `change-${proofId}`
}
